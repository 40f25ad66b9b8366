"""Which schools a person may read about: as a condition for lists, and for one school.

The register is public; a school's page says what the police do there, so it is for the officers
named for it, the sergeants and inspectors of its area, analysts and administrators.
"""

import datetime as dt
import uuid

import sqlalchemy as sa

from sso_log.auth.identity import Actor, Role
from sso_log.auth.policy import Place
from sso_log.db import db
from sso_log.reference.models import OfficerSchool, School, Unit, UnitKind
from sso_log.reference.queries.units import UnitPath, unit_path, units_below, valid_on

WHOLE_FORCE = (Role.ANALYST, Role.ADMIN)
LEADERS = (Role.SERGEANT, Role.INSPECTOR)


def readable_schools(actor: Actor, on: dt.date) -> sa.ColumnElement[bool] | None:
    """The condition on schools that a list for this person carries; None for the whole force."""
    if actor.has(*WHOLE_FORCE):
        return None
    of_area = School.borough_id.in_(led_boroughs(actor))
    if not actor.has(Role.OFFICER):
        return of_area
    return sa.or_(of_area, School.urn.in_(_named_for(actor.id, on)))


def place_of(actor: Actor, school: School, on: dt.date) -> Place:
    """A school as the target of a permission, seen from one person.

    `officer_id` is the person if they are named for the school; `team_id` is the team of the
    borough that they lead, because a school belongs to a borough and not to one of its teams.
    """
    named = db.session.scalar(_named_for(actor.id, on).where(OfficerSchool.urn == school.urn))
    path = unit_path(school.borough_id) if school.borough_id else UnitPath()
    return Place(
        officer_id=actor.id if named else None,
        team_id=_led_team(actor, school.borough_id),
        borough_id=path.borough_id,
        bcu_id=path.bcu_id,
        force_id=path.force_id,
    )


def led_boroughs(actor: Actor) -> set[uuid.UUID]:
    """The boroughs in which the person leads a team or more."""
    led = actor.units(*LEADERS)
    if not led:
        return set()
    above = sa.select(Unit.parent_id).where(Unit.id.in_(led), Unit.kind == UnitKind.TEAM)
    near = sa.or_(Unit.id.in_(units_below(led)), Unit.id.in_(above))
    return set(db.session.scalars(sa.select(Unit.id).where(Unit.kind == UnitKind.BOROUGH, near)))


def _led_team(actor: Actor, borough_id: uuid.UUID | None) -> uuid.UUID | None:
    led = actor.units(*LEADERS)
    if not led or borough_id is None:
        return None
    return db.session.scalar(
        sa.select(Unit.id).where(Unit.parent_id == borough_id, Unit.id.in_(led)).limit(1)
    )


def _named_for(person_id: uuid.UUID, on: dt.date) -> sa.Select[int]:
    named = OfficerSchool.person_id == person_id
    return sa.select(OfficerSchool.urn).where(named, valid_on(OfficerSchool, on))
