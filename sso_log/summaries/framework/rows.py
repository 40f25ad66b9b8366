"""Rows as they are read: added up by groups, or one for each entry; and rows by their key."""

import datetime as dt
import uuid
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

import sqlalchemy as sa

from sso_log.db import db
from sso_log.summaries.framework.question import TOTAL, Key, Question, Split

T = TypeVar("T")


@dataclass(frozen=True, slots=True, kw_only=True)
class GroupedRow:
    """A row that the database added up. What it is not grouped by is None.

    `code` is that of a type, a programme, a kind or a duty, or the URN of a school.
    """

    month: dt.date | None = None
    unit: uuid.UUID | None = None
    code: str | int | None = None

    def key(self, split: Split) -> Key:
        """The key of the row among the groups of a split."""
        keys = {Split.NONE: None, Split.MONTH: self.month, Split.UNIT: self.unit}
        return keys.get(split, self.code)


@dataclass(frozen=True, slots=True, kw_only=True)
class EntryRow:
    """One entry, and all that it can be grouped by. `counted_on` is the day it counts on."""

    id: uuid.UUID
    kind: str
    happened_on: dt.date
    counted_on: dt.date
    capacity: str
    school: int | None
    type_code: str | None
    programme: str | None
    team_id: uuid.UUID | None
    borough_id: uuid.UUID | None
    bcu_id: uuid.UUID | None

    def key(self, question: Question) -> Key:
        """The key of the entry among the groups of a question."""
        keys = {
            Split.MONTH: self.counted_on.replace(day=1),
            Split.UNIT: getattr(self, question.scope.column_below or "", None),
            Split.TYPE: self.type_code,
            Split.PROGRAMME: self.programme,
            Split.SCHOOL: self.school,
            Split.KIND: self.kind,
            Split.CAPACITY: self.capacity,
        }
        return keys.get(question.split)


class Rows(Generic[T]):
    def __init__(self, pairs: Iterable[tuple[Key, T]]) -> None:
        self._by_key: dict[Key, list[T]] = defaultdict(list)
        self._all: list[T] = []
        for key, row in pairs:
            self._by_key[key].append(row)
            self._all.append(row)

    def at(self, key: Key = TOTAL) -> Sequence[T]:
        """The rows of one key; for the total, all of them."""
        return self._all if key is TOTAL else self._by_key.get(key, ())

    def present(self) -> list[Key]:
        return list(self._by_key)


def read_rows(row_type: Callable[..., T], statement: sa.Executable) -> list[T]:
    """Run a select whose columns are named as the fields of the rows."""
    # Far less work than `mappings()`, and pages read thousands of rows.
    return [row_type(**row._asdict()) for row in db.session.execute(statement)]


def number_of(column: Any, label: str) -> sa.Label[int]:
    """The sum of a column as a whole number on both engines; 0 for nothing to add."""
    total = sa.func.coalesce(sa.func.sum(column), 0)
    return sa.cast(total, sa.BigInteger).label(label)


def places(columns: Sequence[Any]) -> list[Any]:
    """The first columns of a select by their places, to group by."""
    return [sa.literal_column(str(place)) for place in range(1, len(columns) + 1)]
