"""One `entry` table that workflow, inbox and sync see, and one detail table per kind.

The detail tables are made from the questions of each kind, in `entries.kinds`.
"""

from sso_log.entries.kinds.abstraction import Abstraction, AbstractionSchool
from sso_log.entries.kinds.diversion import Diversion
from sso_log.entries.kinds.diversion_update import DiversionUpdate
from sso_log.entries.kinds.engagement import Engagement, PowerUsed
from sso_log.entries.models.abstraction_day import AbstractionDay
from sso_log.entries.models.entry import Entry, EntryCode
from sso_log.entries.models.history import EntryEvent, EntryFlag, EntryVersion

__all__ = [
    "Abstraction",
    "AbstractionDay",
    "AbstractionSchool",
    "Diversion",
    "DiversionUpdate",
    "Engagement",
    "Entry",
    "EntryCode",
    "EntryEvent",
    "EntryFlag",
    "EntryVersion",
    "PowerUsed",
]
