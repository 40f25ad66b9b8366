"""Reading entries: one entry whole, an officer's own, and history. Never writes."""

import datetime as dt
import uuid
from collections.abc import Callable
from dataclasses import dataclass
from operator import eq, ge, le
from typing import Any

import sqlalchemy as sa

from sso_log.auth.identity import Actor
from sso_log.auth.models import Person
from sso_log.db import db
from sso_log.entries.access import takes_updates_from, visible_to
from sso_log.entries.flags import minutes_of
from sso_log.entries.kinds import KINDS, Kind
from sso_log.entries.kinds.declare import Type
from sso_log.entries.models import DiversionUpdate, Entry, EntryEvent, EntryFlag, EntryVersion
from sso_log.reference.models import School
from sso_log.web.paging import Page, read_page
from sso_log.workflow.states import Status

PAGE_SIZE = 25
MOST_DIVERSIONS = 200


@dataclass(frozen=True, slots=True)
class Row:
    """One entry in a list: no narrative, no fact about a child."""

    id: uuid.UUID
    reference: str
    kind: Kind
    status: Status
    version: int
    officer: str
    school: str | None
    happened_on: dt.date | None
    minutes: int | None
    submitted_at_utc: dt.datetime | None
    updated_at_utc: dt.datetime
    decision_reason: str | None
    flags: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Filter:
    """Which of an officer's entries to list; None means any. Dates are both included."""

    officer_id: uuid.UUID
    kind: str | None = None
    status: str | None = None
    from_on: dt.date | None = None
    until_on: dt.date | None = None
    reference: str | None = None

    @property
    def narrows(self) -> bool:
        """Whether anything but the officer is chosen."""
        return self != Filter(self.officer_id)

    def conditions(self) -> list[sa.ColumnElement[bool]]:
        """The same as conditions on Entry."""
        chosen: tuple[tuple[Any, Any, Callable[[Any, Any], Any]], ...] = (
            (self.officer_id, Entry.officer_id, eq),
            (self.kind, Entry.kind, eq),
            (self.status, Entry.status, eq),
            (self.from_on, Entry.happened_on, ge),
            (self.until_on, Entry.happened_on, le),
            (self.reference, Entry.reference, eq),
        )
        return [compare(column, value) for value, column, compare in chosen if value]


def listing() -> sa.Select[*tuple[Any, ...]]:
    """The select behind every list of entries, without order or conditions."""
    return (
        sa.select(
            Entry.id,
            Entry.reference,
            Entry.kind,
            Entry.status,
            Entry.version,
            Person.name.label("officer"),
            School.name.label("school"),
            Entry.happened_on,
            Entry.started_at,
            Entry.ended_at,
            Entry.submitted_at_utc,
            Entry.updated_at_utc,
            Entry.decision_reason,
        )
        .join(Person, Person.id == Entry.officer_id)
        .outerjoin(School, School.urn == Entry.school)
    )


def rows(query: sa.Select[*tuple[Any, ...]], *, with_flags: bool = False) -> list[Row]:
    """Run a `listing` and shape it."""
    records = db.session.execute(query).all()
    flags = flags_of([row.id for row in records]) if with_flags else {}
    return [
        Row(
            id=row.id,
            reference=row.reference,
            kind=KINDS[row.kind],
            status=Status(row.status),
            version=row.version,
            officer=row.officer,
            school=row.school,
            happened_on=row.happened_on,
            minutes=minutes_of(row),
            submitted_at_utc=row.submitted_at_utc,
            updated_at_utc=row.updated_at_utc,
            decision_reason=row.decision_reason,
            flags=tuple(flags.get(row.id, ())),
        )
        for row in records
    ]


def find(filters: Filter, page: int = 1) -> Page[Row]:
    """One page of entries, newest first."""
    conditions = filters.conditions()
    total = db.session.execute(sa.select(sa.func.count(Entry.id)).where(*conditions)).scalar_one()
    query = listing().where(*conditions).order_by(Entry.updated_at_utc.desc(), Entry.id)
    return read_page(
        total, page, lambda limit, start: rows(query.limit(limit).offset(start)), PAGE_SIZE
    )


def counts_by_status(officer_id: uuid.UUID) -> dict[Status, int]:
    """How many entries an officer has in each state."""
    records = db.session.execute(
        sa.select(Entry.status, sa.func.count())
        .where(Entry.officer_id == officer_id)
        .group_by(Entry.status)
    )
    return {Status(status): count for status, count in records}


def flags_of(entry_ids: list[uuid.UUID]) -> dict[uuid.UUID, list[tuple[str, str]]]:
    """The flags of several entries: code and sentence."""
    records = db.session.execute(
        sa.select(EntryFlag.entry_id, EntryFlag.code, EntryFlag.sentence)
        .where(EntryFlag.entry_id.in_(entry_ids))
        .order_by(EntryFlag.code)
    )
    flags: dict[uuid.UUID, list[tuple[str, str]]] = {}
    for row in records:
        flags.setdefault(row.entry_id, []).append((row.code, row.sentence))
    return flags


def fields_of(entry_id: uuid.UUID, version: int) -> dict[str, Any]:
    """The answers of one version in the shapes of the JSON contract, and what is always the same.

    What a kind fixes stands in place of any answer from the time when it was asked; the version
    itself keeps that answer.
    """
    row = db.session.execute(
        sa.select(EntryVersion.fields, Entry.kind)
        .join(Entry, Entry.id == EntryVersion.entry_id)
        .where(EntryVersion.entry_id == entry_id, EntryVersion.version == version)
    ).one()
    return {**row.fields, **KINDS[row.kind].fixed}


def stored_secret(kind: Kind, entry_id: uuid.UUID) -> str | None:
    """The keyed code that stands for the secret answer of an entry, if it has one."""
    columns = kind.detail.__table__.c
    for question in kind.schema.of_type(Type.SECRET):
        query = sa.select(columns[question.name]).where(columns.entry_id == entry_id)
        return db.session.execute(query).scalar_one_or_none()
    return None


def versions_of(entry_id: uuid.UUID) -> list[EntryVersion]:
    """Every saved version, oldest first."""
    return list(
        db.session.execute(
            sa.select(EntryVersion)
            .where(EntryVersion.entry_id == entry_id)
            .order_by(EntryVersion.version)
        ).scalars()
    )


def events_of(entry_id: uuid.UUID) -> list[tuple[EntryEvent, str]]:
    """Every step and who took it, oldest first."""
    records = db.session.execute(
        sa.select(EntryEvent, Person.name)
        .join(Person, Person.id == EntryEvent.actor_id)
        .where(EntryEvent.entry_id == entry_id)
        .order_by(EntryEvent.position)
    )
    return [(event, name) for event, name in records]


def person_name(person_id: uuid.UUID | None) -> str | None:
    """The name of a person, for pages about entries."""
    query = sa.select(Person.name).where(Person.id == person_id)
    return db.session.execute(query).scalar_one_or_none()


def updates_of(diversion_id: uuid.UUID, actor: Actor) -> list[Row]:
    """The updates of a diversion that this person may read, oldest first."""
    query = (
        listing()
        .join(DiversionUpdate, DiversionUpdate.entry_id == Entry.id)
        .where(
            DiversionUpdate.diversion == diversion_id,
            Entry.status != Status.WITHDRAWN,
            visible_to(actor),
        )
        .order_by(Entry.happened_on, Entry.created_at_utc)
    )
    return rows(query)


def own_open_diversions(officer_id: uuid.UUID) -> list[Row]:
    """The diversions an officer may log an update of, newest first."""
    query = listing().where(takes_updates_from(officer_id))
    return rows(query.order_by(Entry.happened_on.desc(), Entry.id).limit(MOST_DIVERSIONS))
