"""Everything read for one question, each thing once and only when an indicator needs it.

Rows go by the key they are grouped by: `at(TOTAL)` gives all, `at(key)` those of one group.
"""

import datetime as dt
from collections.abc import Callable
from dataclasses import replace
from functools import cached_property
from typing import Any, TypeVar

from sso_log.framework.matter import Matter
from sso_log.summaries.abstraction.tally import Month, months_of
from sso_log.summaries.framework.question import Key, Question, Split
from sso_log.summaries.framework.rows import EntryRow, GroupedRow, Rows
from sso_log.summaries.framework.rows_matters import matters

__all__ = ["Key", "Readings"]

T = TypeVar("T")
G = TypeVar("G", bound=GroupedRow)
E = TypeVar("E", bound=EntryRow)
Cache = dict[Any, Any]


def _once(cache: Cache, key: Any, read: Callable[[], T]) -> T:
    if key not in cache:
        cache[key] = read()
    value: T = cache[key]
    return value


class Readings:
    """What has been read for one question; `brief` leaves out what the page does not show.

    What is the same however a scope is split is `shared` by the readings of all splits. With
    `together`, rows that the database adds up are read by month and unit at once, for a page that
    shows both.
    """

    def __init__(
        self,
        question: Question,
        *,
        brief: bool = False,
        together: bool = False,
        shared: Cache | None = None,
    ) -> None:
        self.question = question
        self.brief = brief
        self.together = together
        self.shared: Cache = {} if shared is None else shared
        self._cache: Cache = {}

    def split_by(self, split: Split) -> "Readings":
        """The same split by something else, without reading twice what is the same."""
        question = self.question.split_by(split)
        shared = self.shared if question.scope == self.question.scope else None
        return Readings(question, brief=self.brief, together=self.together, shared=shared)

    def in_brief(self) -> "Readings":
        """The same without what only a figure's own page shows."""
        return Readings(self.question, brief=True, together=self.together, shared=self.shared)

    def once(self, read: Callable[[Question], T]) -> T:
        """What a function reads, whatever the split."""
        return _once(self.shared, read, lambda: read(self.question))

    def made(self, make: Callable[["Readings"], T]) -> T:
        """What a function makes of these readings, once for this split."""
        return _once(self._cache, make, lambda: make(self))

    def grouped(self, read: Callable[[Question], list[G]]) -> Rows[G]:
        """Rows that the database adds up, by key."""
        split = self.question.split
        at_once = self.together and split in (Split.MONTH, Split.UNIT)
        question = replace(self.question, split=Split.MONTH_AND_UNIT) if at_once else self.question
        rows = _once(self.shared, (read, question.split), lambda: read(question))
        return _once(self._cache, read, lambda: Rows((row.key(split), row) for row in rows))

    def by_entry(self, read: Callable[[Question], list[E]]) -> Rows[E]:
        """Rows of single entries, by key."""
        rows = self.once(read)
        return _once(self._cache, read, lambda: Rows((r.key(self.question), r) for r in rows))

    @cached_property
    def matters(self) -> Rows[Matter]:
        return Rows((row.key(self.question), row.matter) for row in self.once(matters))

    @cached_property
    def months(self) -> list[Month]:
        """The months of the period that have begun."""
        scope = self.question.scope
        return [month for month in months_of(scope) if month.from_on <= scope.today]

    def days_of(self, key: Key) -> tuple[dt.date, dt.date]:
        """First and last day of a group: of its month, or of the whole period."""
        scope = self.question.scope
        split_by_month = self.question.split is Split.MONTH
        month = next((m for m in self.months if split_by_month and m.starts_on == key), scope)
        return month.from_on, month.until_on

    @cached_property
    def unit_of(self) -> dict[Key, Key]:
        """The unit one level below the scope's that each unit is, or is in."""
        scope = self.question.scope
        above: dict[Key, Key] = {}
        for unit in scope.units:  # parents come before their children
            is_child = unit.parent_id == scope.unit.id
            above[unit.id] = unit.id if is_child else above.get(unit.parent_id)
        return above
