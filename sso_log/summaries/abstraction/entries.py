"""The entries behind a figure of the summary, without narrative.

Whoever reads the figures only as an analyst gets rows without officers. Which entries are counted
is exactly what `queries.minutes` counts; those still waiting are listed too, marked.
"""

import datetime as dt
import uuid
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from sso_log.auth.models import Person
from sso_log.db import db
from sso_log.entries.models import Abstraction, AbstractionDay, AbstractionSchool, Entry
from sso_log.reference import codes
from sso_log.summaries.abstraction.queries import (
    APPROVED,
    WAITING,
    in_period,
    of_capacity,
    which_abstractions,
)
from sso_log.summaries.scope import Asked, Scope
from sso_log.workflow.states import Status

PAGE = 50
LONGEST_URN = 9


@dataclass(frozen=True, slots=True)
class EntryRow:
    """One entry. `officer` is None where the reader may not see names."""

    id: uuid.UUID
    reference: str
    happened_on: dt.date
    officer: str | None
    type_label: str
    minutes: int
    school_minutes: int
    status: Status


@dataclass(frozen=True, slots=True)
class EntryPage:
    """One page of the list, and how many entries there are in all."""

    rows: tuple[EntryRow, ...]
    total: int
    number: int
    minutes: int

    @property
    def pages(self) -> int:
        """How many pages there are, at least one."""
        return max(1, -(-self.total // PAGE))


@dataclass(frozen=True, slots=True)
class Narrowed:
    """What narrows the list beyond the scope: a school, an officer."""

    school: int | None = None
    officer_id: uuid.UUID | None = None


def read_narrowed(scope: Scope, asked: Asked) -> Narrowed:
    """School and officer of an address; what cannot be read, or may not be asked, finds nothing."""
    school = next(iter(asked.get("school", ())), "")
    officer = next(iter(asked.get("officer", ())), "")
    return Narrowed(
        school=_urn(school) if school else None,
        officer_id=_officer(officer, scope) if officer else None,
    )


def _urn(text: str) -> int:
    is_urn = text.isascii() and text.isdigit() and len(text) <= LONGEST_URN
    return int(text) if is_urn else -1


def _officer(text: str, scope: Scope) -> uuid.UUID:
    try:
        found = uuid.UUID(text)
    except ValueError:
        return uuid.UUID(int=0)
    return found if scope.sees_names else uuid.UUID(int=0)


def entries_page(scope: Scope, narrowed: Narrowed, number: int = 1) -> EntryPage:
    """One page of the entries with minutes in the period, latest first."""
    chosen = _chosen(scope, narrowed)
    every = chosen.subquery()
    approved = sa.case((every.c.status == APPROVED, every.c.minutes), else_=0)
    total, all_minutes = db.session.execute(
        sa.select(sa.func.count(), sa.func.coalesce(sa.func.sum(approved), 0)).select_from(every)
    ).one()
    number = min(max(1, number), max(1, -(-total // PAGE)))
    rows = db.session.execute(
        chosen.order_by(Entry.happened_on.desc(), Entry.id.desc())
        .limit(PAGE)
        .offset((number - 1) * PAGE)
    )
    return EntryPage(
        tuple(_row(row, scope.sees_names) for row in rows), total, number, int(all_minutes)
    )


def _chosen(scope: Scope, narrowed: Narrowed) -> sa.Select[*tuple[Any, ...]]:
    """Approved and waiting abstractions with minutes in the period, and how many."""
    minutes = (
        sa.select(
            AbstractionDay.entry_id,
            sa.func.sum(AbstractionDay.minutes).label("minutes"),
            sa.func.sum(AbstractionDay.school_minutes).label("school_minutes"),
        )
        .where(in_period(scope))
        .group_by(AbstractionDay.entry_id)
        .subquery()
    )
    return (
        sa.select(
            Entry.id,
            Entry.reference,
            Entry.happened_on,
            Entry.status,
            Person.name.label("officer"),
            Abstraction.abstraction_type,
            minutes.c.minutes,
            minutes.c.school_minutes,
        )
        .join(minutes, minutes.c.entry_id == Entry.id)
        .join(Abstraction, Abstraction.entry_id == Entry.id)
        .join(Person, Person.id == Entry.officer_id)
        .where(*which_abstractions(scope), *of_capacity(scope), *_narrowing(narrowed))
        .where(Entry.status.in_((APPROVED, WAITING)))
    )


def _narrowing(narrowed: Narrowed) -> list[sa.ColumnElement[bool]]:
    conditions: list[sa.ColumnElement[bool]] = []
    if narrowed.school is not None:
        conditions.append(
            sa.exists().where(
                AbstractionSchool.entry_id == Entry.id,
                AbstractionSchool.school == narrowed.school,
            )
        )
    if narrowed.officer_id is not None:
        conditions.append(Entry.officer_id == narrowed.officer_id)
    return conditions


def _row(row: Any, sees_names: bool) -> EntryRow:
    return EntryRow(
        row.id,
        row.reference,
        row.happened_on,
        row.officer if sees_names else None,
        codes.label("abstraction_type", row.abstraction_type) or "Not recorded",
        int(row.minutes),
        int(row.school_minutes),
        Status(row.status),
    )
