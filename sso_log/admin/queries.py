"""Finding people, their grants and cover, for the pages of administration."""

import uuid
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from sso_log.auth.identity import SYSTEM_ID, Actor, Role
from sso_log.auth.models import Person, RoleGrant
from sso_log.auth.policy import LEADERS
from sso_log.auth.sessions import grant_holds
from sso_log.clock import today_london
from sso_log.db import db
from sso_log.reference.models import Posting, Unit, UnitKind
from sso_log.reference.queries.units import units_below, valid_on
from sso_log.web.paging import Page, read_page


@dataclass(frozen=True, slots=True)
class PersonRow:
    """One line of the list of people: the roles held today, in words and in order."""

    person: Person
    roles: list[str]


@dataclass(frozen=True, slots=True)
class GrantRow:
    """A grant with the names needed to show it."""

    grant: RoleGrant
    person_name: str
    unit_name: str

    @property
    def role(self) -> str:
        """The role in words."""
        return Role(self.grant.role).words

    @property
    def over(self) -> bool:
        """Whether its last day is past."""
        return self.grant.valid_until is not None and self.grant.valid_until < today_london()


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
        lambda limit, start: _rows(db.session.scalars(query.limit(limit).offset(start)).all()),
    )


def _rows(people: Sequence[Person]) -> list[PersonRow]:
    roles: dict[uuid.UUID, set[str]] = {person.id: set() for person in people}
    granted = db.session.execute(
        sa.select(RoleGrant.person_id, RoleGrant.role).where(
            RoleGrant.person_id.in_(roles), grant_holds(today_london())
        )
    )
    for person_id, role in granted:
        roles[person_id].add(Role(role).words)
    return [PersonRow(person, sorted(roles[person.id])) for person in people]


_GRANT = (
    sa.select(RoleGrant, Person.name, Unit.name)
    .join(Person, Person.id == RoleGrant.person_id)
    .join(Unit, Unit.id == RoleGrant.unit_id)
    .order_by(RoleGrant.valid_from.desc(), RoleGrant.id.desc())
)


def _grants(query: sa.Select[*tuple[Any, ...]]) -> list[GrantRow]:
    return [GrantRow(*row) for row in db.session.execute(query)]


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
    granted = {grant.unit_id for grant in actor.grants if grant.role in LEADERS and not grant.cover}
    within = units_below(granted)
    query = sa.select(Unit).where(Unit.id.in_(within), Unit.kind == UnitKind.TEAM)
    return list(db.session.scalars(query.order_by(Unit.name)))


def people_to_cover(actor: Actor, teams: Collection[Unit]) -> list[tuple[uuid.UUID, str]]:
    """Officers and sergeants posted today in the boroughs of these teams, by name."""
    boroughs = [team.parent_id for team in teams if team.parent_id is not None]
    query = (
        sa.select(Person.id, Person.name)
        .join(Posting, Posting.person_id == Person.id)
        .where(
            Posting.unit_id.in_(units_below(boroughs)),
            valid_on(Posting, today_london()),
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
