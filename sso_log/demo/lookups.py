"""What the check of an entry asks, answered from memory: no query for any entry.

The same protocol as `entries.lookups`; the clock stands at the moment of each save.
"""

import datetime as dt
import uuid

from sso_log.clock import to_london
from sso_log.reference import codes


class MemoryLookups:
    """Code lists read once, the invented schools, and the diversions of the officer in hand."""

    def __init__(self, urns: set[int], now: dt.datetime) -> None:
        self.urns = urns
        self.lists = codes.current()
        self.diversions: set[uuid.UUID] = set()
        self.now, self.today = now, to_london(now).date()

    def at(self, moment: dt.datetime) -> None:
        """Put the clock to the moment at which something is saved."""
        self.now, self.today = moment, to_london(moment).date()

    def has_code(self, choices: str, code: str, on: dt.date | None = None) -> bool:
        """Say whether the list holds the code, at all or on a date."""
        choice = self.lists.find(choices, code)
        return choice is not None and (on is None or choice.offered_on(on))

    def school_exists(self, urn: int) -> bool:
        """Say whether the demo has the school."""
        return urn in self.urns

    def is_own_diversion(self, entry_id: uuid.UUID) -> bool:
        """Say whether it is a diversion of the officer in hand that stands."""
        return entry_id in self.diversions
