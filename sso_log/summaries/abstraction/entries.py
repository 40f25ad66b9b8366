"""The entries that a figure of the summary counts, and those still waiting; without narrative.

Whoever reads the figures only as an analyst gets rows without officers.
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
    which_abstractions,
)
from sso_log.summaries.scope import Scope
from sso_log.web.paging import Page, read_page
from sso_log.web.query_string import QueryString
from sso_log.workflow.states import Status

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


def entries_page(scope: Scope, query: QueryString) -> tuple[Page[EntryRow], int]:
    """One page of the entries with minutes in the period, latest first; minutes of all approved.

    An address may narrow them to one school and one officer; what cannot be read there, or is not
    for the reader to choose, matches nothing.
    """
    matching = _matching(scope, query)
    every = matching.subquery()
    approved = sa.case((every.c.status == APPROVED, every.c.minutes), else_=0)
    total, minutes = db.session.execute(
        sa.select(sa.func.count(), sa.func.coalesce(sa.func.sum(approved), 0)).select_from(every)
    ).one()
    latest = matching.order_by(Entry.happened_on.desc(), Entry.id.desc())

    def read(limit: int, start: int) -> list[EntryRow]:
        rows = db.session.execute(latest.limit(limit).offset(start))
        return [_row(row, scope.sees_names) for row in rows]

    return read_page(total, query.page, read), int(minutes)


def _matching(scope: Scope, query: QueryString) -> sa.Select[*tuple[Any, ...]]:
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
        .where(*which_abstractions(scope), *_narrowed(scope, query))
        .where(Entry.status.in_((APPROVED, WAITING)))
    )


def _narrowed(scope: Scope, query: QueryString) -> list[sa.ColumnElement[bool]]:
    conditions: list[sa.ColumnElement[bool]] = []
    if query.text("school"):
        school = query.number("school", LONGEST_URN)
        affected = sa.select(AbstractionSchool.entry_id).where(AbstractionSchool.school == school)
        conditions.append(Entry.id.in_(affected) if school is not None else sa.false())
    if query.text("officer"):
        officer_id = query.identity("officer") if scope.sees_names else None
        conditions.append(Entry.officer_id == officer_id if officer_id else sa.false())
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
