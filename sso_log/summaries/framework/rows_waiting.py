"""Reads every entry that is submitted and not yet decided: what could still change a figure."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import InstrumentedAttribute, aliased

from sso_log.entries.models import (
    Abstraction,
    AbstractionDay,
    Diversion,
    DiversionUpdate,
    Engagement,
    Entry,
)
from sso_log.summaries.abstraction.queries import in_period, which_abstractions
from sso_log.summaries.framework.question import SUBMITTED, Question, in_state
from sso_log.summaries.framework.rows import EntryRow, read_rows
from sso_log.summaries.scope import KINDS


@dataclass(frozen=True, slots=True, kw_only=True)
class WaitingEntry(EntryRow):
    """One entry that waits. An update is grouped as its matter is, and has its child's role."""

    child_role: str | None
    place: str | None


def waiting_entries(question: Question) -> list[WaitingEntry]:
    """Waiting entries of every kind and either duty that happened in the period."""
    return _read(
        _selected(Entry, Entry.happened_on).where(*question.counted(*KINDS, status=SUBMITTED))
    )


def waiting_updates(question: Question) -> list[WaitingEntry]:
    """Waiting updates, of whatever day, of the diversions that count."""
    own = aliased(Entry)
    return _read(
        _selected(own, Entry.happened_on)
        .join(DiversionUpdate, DiversionUpdate.diversion == Entry.id)
        .join(own, own.id == DiversionUpdate.entry_id)
        .where(
            in_state(own, SUBMITTED),
            *question.counted("diversion"),
            *question.in_capacity(),
        )
    )


def waiting_abstractions(question: Question) -> list[WaitingEntry]:
    """Waiting abstractions with a day in the period; each counts on the first of these days."""
    scope = question.scope
    first_day = sa.case(
        (Entry.happened_on < scope.from_on, sa.literal(scope.from_on)), else_=Entry.happened_on
    )
    inside = sa.select(AbstractionDay.entry_id).where(in_period(scope))
    return _read(
        _selected(Entry, first_day).where(
            in_state(Entry, SUBMITTED),
            Entry.id.in_(inside),
            *which_abstractions(scope),
        )
    )


def _selected(own: Any, counted_on: Any) -> sa.Select[Any]:
    """The columns of a row, from `Entry` (the one it is grouped as) and the details of that."""
    grouped: Sequence[InstrumentedAttribute[Any]] = (
        Entry.capacity,
        Entry.school,
        Entry.team_id,
        Entry.borough_id,
        Entry.bcu_id,
        Engagement.programme,
        Engagement.place,
        Diversion.child_role,
    )
    type_code = sa.func.coalesce(
        Diversion.matter_type, Engagement.engagement_type, Abstraction.abstraction_type
    )
    return (
        sa.select(
            own.id,
            own.kind,
            own.happened_on,
            counted_on.label("counted_on"),
            type_code.label("type_code"),
            *grouped,
        )
        .select_from(Entry)
        .outerjoin(Diversion, Diversion.entry_id == Entry.id)
        .outerjoin(Engagement, Engagement.entry_id == Entry.id)
        .outerjoin(Abstraction, Abstraction.entry_id == Entry.id)
    )


def _read(statement: sa.Select[Any]) -> list[WaitingEntry]:
    """Latest first."""
    rows = read_rows(WaitingEntry, statement)
    return sorted(rows, key=lambda row: (row.happened_on, row.id.bytes), reverse=True)
