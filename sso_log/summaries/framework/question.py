"""What an indicator is asked about: a scope, what engagements to keep, and what to tell apart.

Figures are told apart by one split at a time. Every row that is read carries its key, so that the
whole and each group come from the same reading.
"""

from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import Enum, StrEnum
from typing import Any

import sqlalchemy as sa

from sso_log.auth.identity import Actor
from sso_log.entries.models import Entry
from sso_log.reference import codes
from sso_log.reference.models import UnitKind
from sso_log.summaries.scope import COLUMN_OF, LEVELS, Asked, Scope, read_scope
from sso_log.summaries.sql import month_of
from sso_log.workflow.states import Status

Conditions = list[sa.ColumnElement[bool]]
APPROVED, SUBMITTED = Status.APPROVED.value, Status.SUBMITTED.value


class Whole(Enum):
    """The key of everything together."""

    WHOLE = "whole"


WHOLE = Whole.WHOLE
Key = Hashable


class Split(StrEnum):
    """What figures may be told apart by."""

    NONE = "none"
    MONTH = "month"
    UNIT = "unit"
    TYPE = "type"
    PROGRAMME = "programme"
    SCHOOL = "school"
    KIND = "kind"
    CAPACITY = "capacity"
    # Read at once for a page that tells apart by both; never asked for by name.
    MONTH_AND_UNIT = "month_and_unit"


@dataclass(frozen=True, slots=True)
class Question:
    """A scope with what only the framework asks: types and programmes of engagements."""

    scope: Scope
    engagement_types: tuple[str, ...] = ()
    programmes: tuple[str, ...] = ()
    split: Split = Split.NONE

    def split_by(self, split: Split) -> "Question":
        """The same, told apart; both capacities are read when they are what is told apart."""
        scope = replace(self.scope, capacity="all") if split is Split.CAPACITY else self.scope
        return replace(self, scope=scope, split=split)

    def of(self, scope: Scope) -> "Question":
        """The same about another period or unit."""
        return replace(self, scope=scope)

    def asked(self, **changes: str | None) -> dict[str, Any]:
        """The parameters that bring this question back."""
        asked = self.scope.asked(**changes)
        own: dict[str, Any] = {"type": list(self.engagement_types)}
        own["programme"] = list(self.programmes)
        asked.update({name: value for name, value in own.items() if value and name not in changes})
        return asked

    def column_below(self) -> str | None:
        """The column of the units one level below the unit of the scope; None for a team."""
        level = LEVELS.index(self.scope.unit.kind) + 1
        return COLUMN_OF[LEVELS[level]] if level < len(LEVELS) else None

    def in_capacity(self) -> Conditions:
        """The filter on capacity."""
        scope = self.scope
        return [] if scope.capacity == "all" else [Entry.capacity == scope.capacity]

    def in_period(self) -> sa.ColumnElement[bool]:
        """Entries that count in the period."""
        return Entry.happened_on.between(self.scope.from_on, self.scope.until_on)

    def counted(self, *kinds: str, status: str = APPROVED) -> Conditions:
        """Entries of these kinds that count: period, unit and state, whatever the capacity."""
        # The status is written out, not bound: SQLite uses a partial index only then.
        state = Entry.status == sa.literal_column(f"'{status}'")
        within: Any = self.scope.within(Entry)  # type: ignore[arg-type]
        return [Entry.kind.in_(kinds), state, self.in_period(), *within]

    def keys(
        self, type_column: Any = None, programme_column: Any = None, month: Any = None
    ) -> list[Any]:
        """The columns that tell rows apart: none, `key`, or `month` and `unit`.

        `month` is another month than that of the day on which an entry happened.
        """
        below = self.column_below()
        month = month_of(Entry.happened_on) if month is None else month
        unit = getattr(Entry, below) if below else None
        if self.split is Split.MONTH_AND_UNIT:
            pair = [month.label("month")]
            return pair if unit is None else [*pair, unit.label("unit")]
        column = {
            Split.MONTH: month,
            Split.UNIT: unit,
            Split.TYPE: type_column,
            Split.PROGRAMME: programme_column,
            Split.SCHOOL: Entry.school,
            Split.KIND: Entry.kind,
            Split.CAPACITY: Entry.capacity,
        }.get(self.split)
        return [] if column is None else [column.label("key")]

    def key_name(self, read: "Question") -> str:
        """What the key of this question is called in rows that were read for another."""
        return self.split.value if read.split is Split.MONTH_AND_UNIT else "key"

    def by_school_of_unit(self) -> bool:
        """Whether the unit has schools of its own: teams share those of their borough."""
        return self.scope.unit.kind is not UnitKind.TEAM


def places(columns: Sequence[Any]) -> list[Any]:
    """The first columns of a select by their places, to group by."""
    return [sa.literal_column(str(place)) for place in range(1, len(columns) + 1)]


def read_question(actor: Actor, asked: Asked, scope_today: Any) -> Question:
    """The question that an address asks. Raises NotFound for a unit the person may not read."""
    rest = {name: values for name, values in asked.items() if name not in ("type", "programme")}
    scope = read_scope(actor, rest, scope_today)
    problems = list(scope.problems)
    types = _known(asked, "type", "engagement_type", problems)
    programmes = _known(asked, "programme", "programme", problems)
    return Question(replace(scope, problems=tuple(problems)), types, programmes)


def _known(
    asked: Mapping[str, Sequence[str]],
    name: str,
    list_name: str,
    problems: list[tuple[str, str]],
) -> tuple[str, ...]:
    given = dict.fromkeys(value.strip() for value in asked.get(name, ()) if value.strip())
    unknown = [value for value in given if codes.find(list_name, value) is None]
    if unknown:
        problems.append((name, f"Choose the {name} from the list: that one is not in it."))
    return tuple(value for value in given if value not in unknown)
