"""Giving and taking roles.

Nobody gives a role to themselves, whatever their role: a second person is always in the trail.
Cover is a sergeant's role lent for a few days by the team's sergeant or the inspector above it;
it always ends, and cannot be lent on. A revoked grant keeps its row.
"""

import datetime as dt
import uuid

import sqlalchemy as sa

from sso_log.audit import services as audit
from sso_log.audit.tags import Tag
from sso_log.auth.identity import Actor, Role
from sso_log.auth.models import Person, RoleGrant
from sso_log.auth.policy import Permission, Place, require
from sso_log.clock import now_utc, today_london
from sso_log.db import db
from sso_log.errors import Conflict, Invalid, NotFound, NotPermitted
from sso_log.reference.models import Unit, UnitKind
from sso_log.reference.queries import units
from sso_log.words import word

LONGEST_COVER_DAYS = 28
# Levels of the tree at which a role means something; a role of the whole force has one.
LEVELS: dict[Role, tuple[str, ...]] = {
    Role.OFFICER: ("team", "borough"),
    Role.SERGEANT: ("team", "borough"),
    Role.INSPECTOR: ("bcu", "borough"),
    Role.ANALYST: ("force",),
    Role.AUDITOR: ("force",),
    Role.BOARD: ("force",),
    Role.ADMIN: ("force",),
}


def give(
    actor: Actor,
    person: Person,
    role: Role,
    unit: Unit,
    valid_from: dt.date | None = None,
    valid_until: dt.date | None = None,
) -> RoleGrant:
    """Give a role in a unit from a day (default today). The same grant again changes nothing.

    Raises NotPermitted for oneself, Invalid for a unit or days that make no sense, Conflict for
    a disabled person.
    """
    _refuse(actor, person)
    start = valid_from or today_london()
    errors: dict[str, list[str]] = {}
    if unit.kind not in LEVELS[role]:
        levels = " or ".join(word("unit", level) for level in LEVELS[role])
        errors["unit"] = [
            f"The role “{word('role', role)}” is held in a {levels}; "
            f"{unit.name} is a {word('unit', unit.kind)}."
        ]
    if valid_until is not None and valid_until < start:
        errors["valid_until"] = ["The last day is before the first."]
    if errors:
        raise Invalid(errors)
    same = _in_force(person.id, role, unit.id).where(
        RoleGrant.valid_from <= start,
        RoleGrant.valid_until.is_not_distinct_from(valid_until),
        ~RoleGrant.cover,
    )
    held = db.session.scalar(same.limit(1))
    return held or _add(actor, person, role, unit, start, valid_until, cover=False)


def give_cover(actor: Actor, person: Person, unit: Unit, until: dt.date) -> RoleGrant:
    """Make a person acting sergeant of a team from today until a day, that day included.

    Raises NotFound or NotPermitted outside one's own unit, Invalid for a period too long.
    """
    place = place_of(unit.id)
    require(actor, Permission.GRANT_COVER, place)
    _refuse(actor, person)
    today = today_london()
    latest = today + dt.timedelta(days=LONGEST_COVER_DAYS)
    if unit.kind != UnitKind.TEAM:
        raise Invalid({"unit": ["Choose a team."]})
    if not today <= until <= latest:
        raise Invalid({"until": [f"Cover ends between today and {latest.day} {latest:%B %Y}."]})
    return _add(actor, person, Role.SERGEANT, unit, today, until, cover=True)


def revoke(actor: Actor, person: Person, role: Role, unit: Unit) -> int:
    """Take back a role in a unit, from this moment. Returns how many grants. Raises NotFound."""
    held = list(db.session.scalars(_in_force(person.id, role, unit.id)))
    if not held:
        raise NotFound(f"{person.name} does not hold the role “{role}” in {unit.name}.")
    for grant in held:
        _end(actor, grant)
    return len(held)


def revoke_by_id(actor: Actor, grant_id: uuid.UUID) -> RoleGrant:
    """Take back one grant, as an administrator. Raises NotFound."""
    grant = _the_grant(grant_id)
    _end(actor, grant)
    return grant


def end_cover(actor: Actor, grant_id: uuid.UUID) -> RoleGrant:
    """Take back cover in one's own unit. Raises NotFound for any other grant."""
    grant = _the_grant(grant_id)
    if not grant.cover:
        raise NotFound()
    require(actor, Permission.GRANT_COVER, place_of(grant.unit_id))
    _end(actor, grant)
    return grant


def place_of(unit_id: uuid.UUID) -> Place:
    """A unit as something that the policy can look at."""
    path = units.unit_path(unit_id)
    return Place(
        team_id=path.team_id,
        borough_id=path.borough_id,
        bcu_id=path.bcu_id,
        force_id=path.force_id,
    )


def _refuse(actor: Actor, person: Person) -> None:
    if actor.id == person.id:
        raise NotPermitted("You cannot give a role to yourself: ask another person to.")
    if person.disabled_at_utc is not None:
        raise Conflict(f"The account of {person.name} is disabled.")


def _in_force(person_id: uuid.UUID, role: Role, unit_id: uuid.UUID) -> sa.Select[RoleGrant]:
    today = today_london()
    return sa.select(RoleGrant).where(
        RoleGrant.person_id == person_id,
        RoleGrant.role == role.value,
        RoleGrant.unit_id == unit_id,
        RoleGrant.revoked_at_utc.is_(None),
        sa.or_(RoleGrant.valid_until.is_(None), RoleGrant.valid_until >= today),
    )


def _the_grant(grant_id: uuid.UUID) -> RoleGrant:
    grant = db.session.get(RoleGrant, grant_id)
    if grant is None or grant.revoked_at_utc is not None:
        raise NotFound()
    return grant


def _add(
    actor: Actor,
    person: Person,
    role: Role,
    unit: Unit,
    valid_from: dt.date,
    valid_until: dt.date | None,
    *,
    cover: bool,
) -> RoleGrant:
    grant = RoleGrant(
        person_id=person.id,
        role=role.value,
        unit_id=unit.id,
        valid_from=valid_from,
        valid_until=valid_until,
        cover=cover,
        granted_by_id=actor.person_id,
    )
    db.session.add(grant)
    db.session.flush()
    audit.record(
        actor,
        Tag.GRANT_GIVEN,
        "person",
        person.id,
        unit_id=unit.id,
        detail={
            "role": role.value,
            "unit": unit.code,
            "from": valid_from,
            "until": valid_until,
            "cover": cover,
        },
    )
    return grant


def _end(actor: Actor, grant: RoleGrant) -> None:
    if actor.id == grant.person_id and grant.role == Role.ADMIN:
        raise NotPermitted("You cannot take this role from yourself: ask another administrator.")
    grant.revoked_at_utc = now_utc()
    db.session.flush()
    audit.record(
        actor,
        Tag.GRANT_REVOKED,
        "person",
        grant.person_id,
        unit_id=grant.unit_id,
        detail={"role": grant.role, "cover": grant.cover},
    )
