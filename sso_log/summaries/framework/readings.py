"""Everything read for one question, each thing once and only when an indicator needs it.

Rows go by the key they are grouped by: `at(TOTAL)` gives all of them, `at(key)` those of one month,
unit or type.
"""

from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import cached_property
from typing import Any, TypeVar

from sso_log.framework.matter import Matter
from sso_log.reference.models import UnitKind
from sso_log.summaries.abstraction.rules import Tally
from sso_log.summaries.abstraction.schools import Continuity
from sso_log.summaries.abstraction.tally import Cube, Month, months_of, pooled
from sso_log.summaries.framework.question import Key, Question, Split
from sso_log.summaries.framework.rows import EntryRow, GroupedRow, Rows
from sso_log.summaries.framework.rows_engagements import (
    CodeSum,
    EngagementSum,
    PowerSum,
    SchoolSum,
    by_code,
    by_power,
    by_school,
    by_type,
)
from sso_log.summaries.framework.rows_matters import MatterRow, matters
from sso_log.summaries.framework.rows_schools import AssignedSchool, assigned_schools
from sso_log.summaries.framework.rows_times import DecisionSum, LoggedSum, decided, logged
from sso_log.summaries.framework.rows_waiting import (
    WaitingEntry,
    waiting_abstractions,
    waiting_entries,
    waiting_updates,
)
from sso_log.summaries.scope import UnitRef
from sso_log.weeks.reporting import ExpectedWeek, expected_weeks

G = TypeVar("G", bound=GroupedRow)
E = TypeVar("E", bound=EntryRow)


class Shared:
    """What is the same however the figures of a scope are split, read once for all splits.

    With `together`, rows that the database adds up are read by month and unit at once, for a page
    that shows both.
    """

    def __init__(self, question: Question, *, together: bool = False) -> None:
        self._question = question
        self._together = together
        self._rows: dict[tuple[Callable[..., Any], Split], Any] = {}

    def rows(self, read: Callable[[Question], list[G]], question: Question) -> list[G]:
        """Rows of a reading, grouped at least as finely as the question splits."""
        if self._together and question.split in (Split.MONTH, Split.UNIT):
            question = replace(question, split=Split.MONTH_AND_UNIT)
        place = (read, question.split)
        if place not in self._rows:
            self._rows[place] = read(question)
        rows: list[G] = self._rows[place]
        return rows

    @cached_property
    def matter_rows(self) -> list[MatterRow]:
        """Diversions as they stand now, newest first."""
        return matters(self._question)

    @cached_property
    def waiting_entries(self) -> list[WaitingEntry]:
        """Entries of the period that wait for a decision, latest first."""
        return waiting_entries(self._question)

    @cached_property
    def waiting_updates(self) -> list[WaitingEntry]:
        """Updates of the diversions that wait for a decision, latest first."""
        return waiting_updates(self._question)

    @cached_property
    def waiting_abstractions(self) -> list[WaitingEntry]:
        """Abstractions with a day in the period that wait for a decision, latest first."""
        return waiting_abstractions(self._question)

    @cached_property
    def schools(self) -> list[AssignedSchool]:
        """Schools with an officer or an agreement."""
        return assigned_schools(self._question)

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

    def split_by(self, split: Split) -> "Readings":
        """The same split by something else, without reading twice what is the same."""
        question = self.question.split_by(split)
        same = question.scope == self.question.scope
        return Readings(question, brief=self.brief, shared=self.shared if same else None)

    def in_brief(self) -> "Readings":
        """The same without what only a figure's own page shows."""
        return Readings(self.question, brief=True, shared=self.shared)

    @cached_property
    def matters(self) -> Rows[Matter]:
        """Diversions as they stand now."""
        return Rows((row.key(self.question), row.matter) for row in self.shared.matter_rows)

    @cached_property
    def engagements(self) -> Rows[EngagementSum]:
        """Engagements by type and programme."""
        return self._grouped(by_type)

    @cached_property
    def codes(self) -> Rows[CodeSum]:
        """Minutes by topic and aim."""
        return self._grouped(by_code)

    @cached_property
    def powers(self) -> Rows[PowerSum]:
        """Powers used."""
        return self._grouped(by_power)

    @cached_property
    def at_schools(self) -> Rows[SchoolSum]:
        """Engagements and feedback by school."""
        return self._grouped(by_school)

    @cached_property
    def logged(self) -> Rows[LoggedSum]:
        """Approved entries by how long they took to be logged, and by duty."""
        return self._grouped(logged)

    @cached_property
    def decisions(self) -> Rows[DecisionSum]:
        """First decisions of entries, those with the least minutes first."""
        return self._grouped(decided)

    @cached_property
    def waiting_entries(self) -> Rows[WaitingEntry]:
        """Entries of the period that wait for a decision, of every kind and either duty."""
        return self._by_entry(self.shared.waiting_entries)

    @cached_property
    def waiting_updates(self) -> Rows[WaitingEntry]:
        """Updates of diversions that count which wait for a decision."""
        return self._by_entry(self.shared.waiting_updates)

    @cached_property
    def waiting_abstractions(self) -> Rows[WaitingEntry]:
        """Abstractions with a day in the period that wait for a decision."""
        return self._by_entry(self.shared.waiting_abstractions)

    @cached_property
    def weeks(self) -> Rows[ExpectedWeek]:
        """Officer-weeks that were expected."""
        return Rows((self._week_key(week), week) for week in self.shared.weeks)

    @cached_property
    def abstraction_by_month(self) -> dict[Key, Tally]:
        """The abstraction tallies of the months."""
        return {month.starts_on: tally for month, tally in self.shared.abstraction.by_month()}

    @cached_property
    def abstraction_by_unit(self) -> dict[Key, Tally]:
        """The abstraction tallies of the units one level below."""
        scope, tallies = self.question.scope, self.shared.abstraction.by_key()
        if scope.unit.kind is UnitKind.FORCE:
            tallies = pooled(
                tallies, {unit.id: unit.parent_id for unit in scope.units if unit.parent_id}
            )
        return dict(tallies.items())

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
        above: dict[Key, Key] = {}
        for unit in scope.units:  # parents come before their children
            is_child = unit.parent_id == scope.unit.id
            above[unit.id] = unit.id if is_child else above.get(unit.parent_id)
        return above

    def _grouped(self, read: Callable[[Question], list[G]]) -> Rows[G]:
        split = self.question.split
        return Rows((row.key(split), row) for row in self.shared.rows(read, self.question))

    def _by_entry(self, rows: Sequence[E]) -> Rows[E]:
        return Rows((row.key(self.question), row) for row in rows)

    def _week_key(self, week: ExpectedWeek) -> Key:
        if self.question.split is Split.MONTH:
            return week.week_on.replace(day=1)
        below = self.question.column_below()
        return getattr(week.path, below) if self.question.split is Split.UNIT and below else None
