"""Everything read for one question, each thing once and only when an indicator asks for it.

Rows are kept by the key they are told apart by: `at(WHOLE)` gives all of them, `at(key)` those of
one month, unit or type.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from functools import cached_property
from operator import attrgetter
from typing import Any, Generic, TypeVar

from sso_log.reference.models import UnitKind
from sso_log.summaries.abstraction.rules import Tally
from sso_log.summaries.abstraction.schools import Continuity
from sso_log.summaries.abstraction.tally import Cube, Month, months_of, pooled
from sso_log.summaries.framework import (
    rows_engagements,
    rows_matters,
    rows_schools,
    rows_times,
    rows_waiting,
)
from sso_log.summaries.framework.question import WHOLE, Key, Question, Split
from sso_log.summaries.scope import UnitRef
from sso_log.weeks.reporting import ExpectedWeek, expected_weeks

T = TypeVar("T")
Read = Callable[[Question], list[Any]]


class Rows(Generic[T]):
    """Rows by key."""

    def __init__(self, pairs: Iterable[tuple[Key, T]]) -> None:
        self._by_key: dict[Key, list[T]] = defaultdict(list)
        self._all: list[T] = []
        for key, row in pairs:
            self._by_key[key].append(row)
            self._all.append(row)

    def at(self, key: Key = WHOLE) -> Sequence[T]:
        """The rows of one key, all of them for the whole."""
        return self._all if key is WHOLE else self._by_key.get(key, ())

    def present(self) -> list[Key]:
        """Every key that has a row."""
        return list(self._by_key)


class Shared:
    """What is the same however the figures of a scope are told apart, read once for all splits.

    With `together`, rows that the database adds up are read by month and unit at once, for a page
    that shows both.
    """

    def __init__(self, question: Question, *, together: bool = False) -> None:
        self._question = question
        self._together = together
        self._rows: dict[tuple[Read, Split], list[Any]] = {}

    def rows(self, read: Read, question: Question) -> tuple[list[Any], str]:
        """Rows of a reading, and what their key is called."""
        both = question
        if self._together and question.split in (Split.MONTH, Split.UNIT):
            both = replace(question, split=Split.MONTH_AND_UNIT)
        place = (read, both.split)
        if place not in self._rows:
            self._rows[place] = read(both)
        return self._rows[place], question.key_name(both)

    @cached_property
    def matter_rows(self) -> list[rows_matters.MatterRow]:
        """Diversions as they stand now, newest first."""
        return rows_matters.matters(self._question)

    @cached_property
    def schools(self) -> list[rows_schools.EngagedSchool]:
        """Schools with an officer or an agreement."""
        return rows_schools.engaged_schools(self._question)

    @cached_property
    def weeks(self) -> list[ExpectedWeek]:
        """Officer-weeks that were expected."""
        scope = self._question.scope
        return expected_weeks(scope.from_on, scope.until_on, scope.unit.id, scope.person_id)

    @cached_property
    def abstraction(self) -> Cube:
        """The cube of the abstraction summary."""
        return Cube(self._question.scope)

    @cached_property
    def continuity(self) -> Continuity:
        """The schools with a named officer, and when that officer was there."""
        return Continuity(self._question.scope)


class Readings:
    """What has been read for one question; `brief` leaves out what the page does not show."""

    def __init__(
        self, question: Question, *, brief: bool = False, shared: Shared | None = None
    ) -> None:
        self.question = question
        self.brief = brief
        self.shared = shared or Shared(question)

    def apart(self, split: Split) -> "Readings":
        """The same told apart by something else, without reading twice what is the same."""
        question = self.question.split_by(split)
        same = question.scope == self.question.scope
        return Readings(question, brief=self.brief, shared=self.shared if same else None)

    def in_brief(self) -> "Readings":
        """The same without what only a figure's own page shows."""
        return Readings(self.question, brief=True, shared=self.shared)

    @cached_property
    def matters(self) -> Rows[Any]:
        """Diversions as they stand now."""
        return Rows((row.key(self.question), row.matter) for row in self.shared.matter_rows)

    @cached_property
    def engagements(self) -> Rows[Any]:
        """Engagements by type and programme."""
        return self._keyed(rows_engagements.by_type)

    @cached_property
    def codes(self) -> Rows[Any]:
        """Minutes by topic and aim."""
        return self._keyed(rows_engagements.by_code)

    @cached_property
    def powers(self) -> Rows[Any]:
        """Powers used."""
        return self._keyed(rows_engagements.by_power)

    @cached_property
    def at_schools(self) -> Rows[Any]:
        """Engagements and feedback by school."""
        return self._keyed(rows_engagements.by_school)

    @property
    def schools(self) -> list[rows_schools.EngagedSchool]:
        """Schools with an officer or an agreement."""
        return self.shared.schools

    @cached_property
    def logged(self) -> Rows[Any]:
        """Approved entries by how long they took to be logged, and by duty."""
        return self._keyed(rows_times.logged)

    @cached_property
    def turnarounds(self) -> dict[Key, rows_times.Turnaround]:
        """First decisions of each key, and of the whole."""
        rows, name = self.shared.rows(rows_times.decided, self.question)
        found: dict[Key, rows_times.Turnaround] = defaultdict(rows_times.Turnaround)
        whole = found[WHOLE]
        key_of = attrgetter(name) if rows and hasattr(rows[0], name) else None
        for row in rows:
            whole.add(row)
            if key_of is not None:
                found[key_of(row)].add(row)
        return found

    @cached_property
    def waiting(self) -> Rows[Any]:
        """Entries that wait for a decision."""
        return self._keyed(rows_waiting.waiting_entries)

    @cached_property
    def waiting_updates(self) -> Rows[Any]:
        """Updates that wait for a decision."""
        return self._keyed(rows_waiting.waiting_updates)

    @cached_property
    def weeks(self) -> Rows[ExpectedWeek]:
        """Officer-weeks that were expected."""
        key_of = self._week_key()
        return Rows((key_of(week), week) for week in self.shared.weeks)

    @property
    def abstraction(self) -> Cube:
        """The cube of the abstraction summary."""
        return self.shared.abstraction

    @cached_property
    def abstraction_by_month(self) -> dict[Key, Tally]:
        """The tallies of the months."""
        return {month.starts_on: tally for month, tally in self.abstraction.by_month()}

    @cached_property
    def abstraction_by_unit(self) -> dict[Key, Tally]:
        """The tallies of the units one level below."""
        scope, found = self.question.scope, self.abstraction.by_key()
        if scope.unit.kind is UnitKind.FORCE:
            found = pooled(
                found, {unit.id: unit.parent_id for unit in scope.units if unit.parent_id}
            )
        return dict(found.items())

    @cached_property
    def months(self) -> list[Month]:
        """The months of the period that have begun."""
        scope = self.question.scope
        return [month for month in months_of(scope) if month.from_on <= scope.today]

    def units(self) -> list[UnitRef]:
        """The units one level below, by name."""
        return self.question.scope.below()

    def unit_of_borough(self, borough_id: Key) -> Key:
        """The unit below the scope's that a borough is, or is in."""
        return self._above.get(borough_id)

    @cached_property
    def _above(self) -> dict[Key, Key]:
        scope = self.question.scope
        found: dict[Key, Key] = {}
        for unit in scope.units:  # parents come before their children
            is_child = unit.parent_id == scope.unit.id
            found[unit.id] = unit.id if is_child else found.get(unit.parent_id)
        return found

    def _keyed(self, read: Read) -> Rows[Any]:
        rows, name = self.shared.rows(read, self.question)
        if not rows or not hasattr(rows[0], name):
            return Rows((None, row) for row in rows)
        key_of = attrgetter(name)
        return Rows((key_of(row), row) for row in rows)

    def _week_key(self) -> Callable[[ExpectedWeek], Key]:
        if self.question.split is Split.MONTH:
            return lambda week: week.week_on.replace(day=1)
        below = self.question.column_below()
        if self.question.split is Split.UNIT and below:
            column = attrgetter(below)
            return lambda week: column(week.path)
        return lambda week: None
