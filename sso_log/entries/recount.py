"""Compares what is stored of entries with what its sources give now, and puts it right.

Two parts are derived: the days of abstractions (`days`) and the columns of `entry` that follow
from the answers, from an update's diversion, and from when it was saved (`columns`). The check and
the rebuilding share one comparison, so they cannot disagree. See docs/adr/0016.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import aliased

from sso_log.audit.services import record
from sso_log.audit.tags import Tag
from sso_log.auth.identity import Actor
from sso_log.clock import to_london
from sso_log.db import db
from sso_log.entries import storage
from sso_log.entries.days import Difference, day_differences, rebuild_days
from sso_log.entries.kinds import KINDS, Kind
from sso_log.entries.models import DiversionUpdate, Entry, EntryVersion

ROWS_AT_ONCE = 2_000


@dataclass(frozen=True, slots=True)
class Part:
    """One part of what is derived: its words, how it is compared, and how it is put right."""

    words: str
    differences: Callable[[], Iterable[Difference]]
    rebuild: Callable[[], int]


def rebuild(
    actor: Actor, names: Iterable[str], starting: Callable[[str], object]
) -> dict[str, int]:
    """Put the named parts right and record it; returns how many values each had wrong.

    `starting` is called with the words of each part before it begins.
    """
    changed: dict[str, int] = {}
    for name in names:
        starting(PARTS[name].words)
        changed[name] = PARTS[name].rebuild()
    record(actor, Tag.DERIVED_REBUILT, "entries", ",".join(changed), detail=changed)
    return changed


def column_differences() -> Iterable[Difference]:
    """Every column of every entry that does not follow from its sources."""
    for kind in KINDS.values():
        for row in db.session.execute(_answers_of(kind).execution_options(yield_per=ROWS_AT_ONCE)):
            answers = {name: value for name, value in row._mapping.items() if value is not None}
            saved_on = to_london(row.saved_at_utc).date()
            right = storage.common_columns(kind, answers, saved_on)
            if row.update_of is not None:
                right["school"] = row.school_of_diversion
            for column, value in right.items():
                stored = row._mapping[column]
                if stored != value:
                    yield Difference(row.id, row.reference, column, stored, value)


def _answers_of(kind: Kind) -> sa.Select[Any]:
    """Each entry of a kind with its answers, when it was saved, and the diversion it updates."""
    parent, update = aliased(Entry), aliased(DiversionUpdate)
    answers = [column for column in kind.detail.__table__.c if column.name != "entry_id"]
    return (
        sa.select(
            *Entry.__table__.c,
            *answers,
            EntryVersion.saved_at_utc,
            update.diversion.label("update_of"),
            parent.school.label("school_of_diversion"),
        )
        .join(kind.detail, kind.detail.__table__.c.entry_id == Entry.id)
        .join(
            EntryVersion,
            (EntryVersion.entry_id == Entry.id) & (EntryVersion.version == Entry.version),
        )
        .outerjoin(update, update.entry_id == Entry.id)
        .outerjoin(parent, parent.id == update.diversion)
        .where(Entry.kind == kind.code)
    )


def _rebuild_columns() -> int:
    differing = list(column_differences())
    for one in differing:
        change = sa.update(Entry).where(Entry.id == one.entry_id)
        db.session.execute(change.values({one.place: one.right}))
    return len(differing)


PARTS = {
    "days": Part("days of abstractions", day_differences, rebuild_days),
    "columns": Part("columns of entries", column_differences, _rebuild_columns),
}
