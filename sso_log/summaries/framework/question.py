"""What an indicator is counted for: a scope, which engagements, and what to split it by.

Every row that is read carries its key, so that the total and each group come from one reading.
"""

import datetime as dt
from collections.abc import Hashable
from dataclasses import dataclass, replace
from enum import Enum, StrEnum
from typing import Any

import sqlalchemy as sa

from sso_log.auth.identity import Actor
from sso_log.entries.models import Entry
from sso_log.summaries.filters import CAPACITY, ENGAGEMENT_TYPE, EVERY_DUTY, KIND, PROGRAMME
from sso_log.summaries.scope import KINDS, Scope, read_scope
from sso_log.summaries.sql import month_of
from sso_log.web.query_string import QueryString, Values
from sso_log.workflow.states import Status

Conditions = list[sa.ColumnElement[bool]]
APPROVED, SUBMITTED = Status.APPROVED.value, Status.SUBMITTED.value


def in_state(entry: type[Entry], status: str) -> sa.ColumnElement[bool]:
    """Entries in one state. It is written out, not bound: SQLite uses a partial index only then."""
    return entry.status == sa.literal_column(f"'{status}'")


class Total(Enum):
    TOTAL = "total"


TOTAL = Total.TOTAL
Key = Hashable


class Split(StrEnum):
    NONE = "none"
    MONTH = "month"
    UNIT = "unit"
    TYPE = "type"
    PROGRAMME = "programme"
    SCHOOL = "school"
    KIND = "kind"
    CAPACITY = "capacity"
    # Read at once for a page that splits by both; never chosen by name.
    MONTH_AND_UNIT = "month_and_unit"


@dataclass(frozen=True, slots=True)
class Question:
    """A scope with what only the framework asks: types and programmes of engagements."""

    scope: Scope
    engagement_types: tuple[str, ...] = ()
    programmes: tuple[str, ...] = ()
    split: Split = Split.NONE

    def split_by(self, split: Split) -> "Question":
        """The same, split; both duties are counted when they are what it is split by."""
        scope = replace(self.scope, capacity=EVERY_DUTY) if split is Split.CAPACITY else self.scope
        return replace(self, scope=scope, split=split)

    def parameters(self, **changes: str | None) -> dict[str, Any]:
        parameters = self.scope.parameters(**changes)
        own: dict[str, Any] = {"type": list(self.engagement_types)}
        own["programme"] = list(self.programmes)
        parameters.update(
            {name: value for name, value in own.items() if value and name not in changes}
        )
        return parameters

    def counts_duty(self, capacity: str | None) -> bool:
        """Whether the filter on duty lets in an entry of this duty."""
        return self.scope.capacity in (EVERY_DUTY, capacity)

    def in_capacity(self) -> Conditions:
        return [] if self.counts_duty(None) else [Entry.capacity == self.scope.capacity]

    def in_period(self) -> sa.ColumnElement[bool]:
        """Entries that count in the period."""
        return Entry.happened_on.between(self.scope.from_on, self.scope.until_on)

    def of_unit(self, *kinds: str, status: str = APPROVED) -> Conditions:
        """Entries of these kinds in one state that belong to the unit, of any day and duty."""
        return [Entry.kind.in_(kinds), in_state(Entry, status), *self.scope.within(Entry)]

    def counted(self, *kinds: str, status: str = APPROVED) -> Conditions:
        """Entries of these kinds that count: unit, state and period, whatever the duty."""
        return [*self.of_unit(*kinds, status=status), self.in_period()]

    def kinds(self) -> tuple[str, ...]:
        """The kinds that the filter leaves, all of them without a filter."""
        return self.scope.kinds or KINDS

    def group_columns(
        self, type_column: Any = None, programme_column: Any = None, month: Any = None
    ) -> list[Any]:
        """The columns that rows are grouped by, named as the fields of a `GroupedRow`.

        `month` is another month than that of the day on which an entry happened.
        """
        columns = []
        if self.split in (Split.MONTH, Split.MONTH_AND_UNIT):
            month = month_of(Entry.happened_on) if month is None else month
            columns.append(month.label("month"))
        below = self.scope.column_below
        if below and self.split in (Split.UNIT, Split.MONTH_AND_UNIT):
            columns.append(getattr(Entry, below).label("unit"))
        code = {
            Split.TYPE: type_column,
            Split.PROGRAMME: programme_column,
            Split.SCHOOL: Entry.school,
            Split.KIND: Entry.kind,
            Split.CAPACITY: Entry.capacity,
        }.get(self.split)
        return columns if code is None else [*columns, code.label("code")]


def read_question(actor: Actor, values: Values, today: dt.date) -> Question:
    """The question that an address asks. Raises NotFound for a unit the person may not read."""
    others = {name: texts for name, texts in values.items() if name != ENGAGEMENT_TYPE.name}
    scope = read_scope(actor, others, today, applied=(KIND, CAPACITY))
    query, problems = QueryString(values), list(scope.problems)
    types = ENGAGEMENT_TYPE.read(query, problems)
    programmes = PROGRAMME.read(query, problems)
    return Question(replace(scope, problems=tuple(problems)), types, programmes)
