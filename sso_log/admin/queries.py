"""Finding people, their grants and cover, for the pages of administration."""

import datetime as dt
import uuid
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from sso_log.auth.identity import SYSTEM_ID, Actor, Role
from sso_log.auth.models import Person, RoleGrant
from sso_log.auth.sessions import grant_holds
from sso_log.clock import today_london
from sso_log.db import db
from sso_log.reference.models import Posting, Unit, UnitKind
from sso_log.reference.queries.units import units_below
from sso_log.web.paging import Page, read_page


@dataclass(frozen=True, slots=True)
class PersonRow:
    """One line of the list of people."""

    id: uuid.UUID
    username: str
    name: str
    warrant_number: str | None
    disabled: bool
    roles: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class GrantRow:
    """A grant with the names needed to show it."""

    id: uuid.UUID
    person_id: uuid.UUID
    person_name: str
    role: Role
    unit_name: str
    unit_code: str
    valid_from: dt.date
    valid_until: dt.date | None
    cover: bool
    revoked_at_utc: dt.datetime | None

    @property
    def in_force(self) -> bool:
        """Whether it holds today or is still to come."""
        over = self.valid_until is not None and self.valid_until < today_london()
        return self.revoked_at_utc is None and not over


def people(text: str = "", role: Role | None = None, number: int = 1) -> Page[PersonRow]:
    """By name: people with a role whose name, username or warrant number contains `text`."""
    query = sa.select(Person)
    for word in text.casefold().split():
        query = query.where(
            sa.or_(
                sa.func.lower(Person.name).contains(word, autoescape=True),
                Person.username.contains(word, autoescape=True),
                sa.func.lower(Person.warrant_number).contains(word, autoescape=True),
            )
        )
    if role is not None:
        query = query.where(
            sa.exists().where(
                RoleGrant.person_id == Person.id,
                RoleGrant.role == role.value,
                grant_holds(today_london()),
            )
        )
    total = db.session.scalar(sa.select(sa.func.count()).select_from(query.subquery())) or 0
    query = query.order_by(Person.name, Person.username)
    return read_page(
        total,
        number,
        lambda limit, start: _rows(db.session.scalars(query.limit(limit).offset(start))),
    )


def _rows(people: Iterable[Person]) -> tuple[PersonRow, ...]:
    listed = list(people)
    roles: dict[uuid.UUID, list[str]] = {person.id: [] for person in listed}
    granted = db.session.execute(
        sa.select(RoleGrant.person_id, RoleGrant.role).where(
            RoleGrant.person_id.in_(roles), grant_holds(today_london())
        )
    )
    for person_id, role in granted:
        roles[person_id].append(Role(role).words)
    return tuple(
        PersonRow(
            person.id,
            person.username,
            person.name,
            person.warrant_number,
            person.disabled_at_utc is not None,
            tuple(sorted(set(roles[person.id]))),
        )
        for person in listed
    )


_GRANT = (
    sa.select(
        RoleGrant.id,
        RoleGrant.person_id,
        Person.name,
        RoleGrant.role,
        Unit.name.label("unit_name"),
        Unit.code,
        RoleGrant.valid_from,
        RoleGrant.valid_until,
        RoleGrant.cover,
        RoleGrant.revoked_at_utc,
    )
    .join(Person, Person.id == RoleGrant.person_id)
    .join(Unit, Unit.id == RoleGrant.unit_id)
    .order_by(RoleGrant.valid_from.desc(), RoleGrant.id.desc())
)


def _grants(query: sa.Select[*tuple[Any, ...]]) -> list[GrantRow]:
    return [
        GrantRow(row[0], row[1], row[2], Role(row[3]), *row[4:])
        for row in db.session.execute(query)
    ]


def grants_of(person_id: uuid.UUID) -> list[GrantRow]:
    """Every grant a person has or had, latest first."""
    return _grants(_GRANT.where(RoleGrant.person_id == person_id))


def cover_in(unit_ids: Collection[uuid.UUID]) -> list[GrantRow]:
    """Cover in force or to come in these units, and all below them."""
    within = units_below(unit_ids)
    return _grants(
        _GRANT.where(
            RoleGrant.cover,
            RoleGrant.revoked_at_utc.is_(None),
            RoleGrant.valid_until >= today_london(),
            RoleGrant.unit_id.in_(within),
        )
    )


def teams_to_cover(actor: Actor) -> list[Unit]:
    """Teams for which this person may arrange cover, by name."""
    granted = {
        grant.unit_id
        for grant in actor.grants
        if grant.role in (Role.SERGEANT, Role.INSPECTOR) and not grant.cover
    }
    within = units_below(granted)
    query = sa.select(Unit).where(Unit.id.in_(within), Unit.kind == UnitKind.TEAM)
    return list(db.session.scalars(query.order_by(Unit.name)))


def people_to_cover(actor: Actor, teams: Collection[Unit]) -> list[tuple[uuid.UUID, str]]:
    """Officers and sergeants posted today in the boroughs of these teams, by name."""
    boroughs = [team.parent_id for team in teams if team.parent_id is not None]
    today = today_london()
    query = (
        sa.select(Person.id, Person.name)
        .join(Posting, Posting.person_id == Person.id)
        .where(
            Posting.unit_id.in_(units_below(boroughs)),
            Posting.valid_from <= today,
            sa.or_(Posting.valid_until.is_(None), Posting.valid_until >= today),
            Person.disabled_at_utc.is_(None),
            Person.id != actor.id,
        )
        .distinct()
        .order_by(Person.name, Person.id)
    )
    return [(row.id, row.name) for row in db.session.execute(query)]


def names_of(person_ids: Collection[uuid.UUID]) -> dict[uuid.UUID, str]:
    """Names by key, for the audit trail."""
    query = sa.select(Person.id, Person.name).where(Person.id.in_(person_ids))
    return {SYSTEM_ID: "The system", **{row.id: row.name for row in db.session.execute(query)}}
