"""Everything read for one question, each thing once and only when an indicator asks for it.

Rows are kept by the key they are told apart by: `at(WHOLE)` gives all of them, `at(key)` those of
one month, unit or type.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from functools import cached_property
from typing import Any, Generic, TypeVar

from sso_log.summaries.abstraction.rules import Tally
from sso_log.summaries.abstraction.tally import Cube, Month, months_of
from sso_log.summaries.framework import (
    rows_engagements,
    rows_matters,
    rows_schools,
    rows_times,
    rows_waiting,
)
from sso_log.summaries.framework.question import WHOLE, Key, Question, Split
from sso_log.summaries.scope import COLUMN_OF, LEVELS, UnitRef
from sso_log.weeks.reporting import ExpectedWeek, expected_weeks

T = TypeVar("T")


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


def _keyed(rows: Iterable[Any]) -> Rows[Any]:
    return Rows((row.key, row) for row in rows)


class Readings:
    """What has been read for one question; `brief` leaves out what the page does not show."""

    def __init__(self, question: Question, *, brief: bool = False) -> None:
        self.question = question
        self.brief = brief

    @cached_property
    def matters(self) -> Rows[Any]:
        """Diversions as they stand now."""
        return Rows((row.key, row.matter) for row in self.matter_rows)

    @cached_property
    def matter_rows(self) -> list[rows_matters.MatterRow]:
        """The same with their entries, newest first."""
        return rows_matters.matters(self.question)

    @cached_property
    def engagements(self) -> Rows[Any]:
        """Engagements by type and programme."""
        return _keyed(rows_engagements.by_type(self.question))

    @cached_property
    def codes(self) -> Rows[Any]:
        """Minutes by topic and aim."""
        return _keyed(rows_engagements.by_code(self.question))

    @cached_property
    def powers(self) -> Rows[Any]:
        """Powers used."""
        return _keyed(rows_engagements.by_power(self.question))

    @cached_property
    def at_schools(self) -> Rows[Any]:
        """Engagements and feedback by school."""
        return _keyed(rows_engagements.by_school(self.question))

    @cached_property
    def schools(self) -> list[rows_schools.EngagedSchool]:
        """Schools with an officer or an agreement."""
        return rows_schools.engaged_schools(self.question)

    @cached_property
    def logged(self) -> Rows[Any]:
        """Approved entries by how long they took to be logged, and by duty."""
        return _keyed(rows_times.logged(self.question))

    @cached_property
    def decided(self) -> Rows[Any]:
        """First decisions by how long they took."""
        return _keyed(rows_times.decided(self.question))

    @cached_property
    def waiting(self) -> Rows[Any]:
        """Entries that wait for a decision."""
        return _keyed(rows_waiting.waiting_entries(self.question))

    @cached_property
    def waiting_updates(self) -> Rows[Any]:
        """Updates that wait for a decision."""
        return _keyed(rows_waiting.waiting_updates(self.question))

    @cached_property
    def weeks(self) -> Rows[ExpectedWeek]:
        """Officer-weeks that were expected."""
        scope = self.question.scope
        found = expected_weeks(scope.from_on, scope.until_on, scope.unit.id, scope.person_id)
        return Rows((self._key_of_week(week), week) for week in found)

    @cached_property
    def abstraction(self) -> Cube:
        """The cube of the abstraction summary."""
        return Cube(self.question.scope)

    @cached_property
    def abstraction_by_month(self) -> dict[Key, Tally]:
        """The tallies of the months."""
        return {month.starts_on: tally for month, tally in self.abstraction.by_month()}

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

    def _key_of_week(self, week: ExpectedWeek) -> Key:
        if self.question.split is Split.MONTH:
            return week.week_on.replace(day=1)
        level = LEVELS.index(self.question.scope.unit.kind) + 1
        if self.question.split is Split.UNIT and level < len(LEVELS):
            found: Key = getattr(week.path, COLUMN_OF[LEVELS[level]])
            return found
        return None
