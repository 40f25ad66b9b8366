"""One `entry` table that workflow, inbox and sync see, and one detail table per kind."""

from sso_log.entries.models.abstraction import Abstraction, AbstractionDay, AbstractionSchool
from sso_log.entries.models.diversion import Diversion
from sso_log.entries.models.diversion_update import DiversionUpdate
from sso_log.entries.models.engagement import Engagement
from sso_log.entries.models.entry import Entry, EntryCode
from sso_log.entries.models.history import EntryEvent, EntryFlag, EntryVersion
from sso_log.entries.models.power import PowerUsed

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
