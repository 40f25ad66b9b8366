"""A small force to act in: two boroughs of two BCUs, people in every role, a few schools.

People and schools are invented; nobody at a school has a name.
"""

import datetime as dt
from dataclasses import dataclass, field
from uuid import UUID

import sqlalchemy as sa

from sso_log.admin.services.people import NewPerson, create_person, create_with_role
from sso_log.auth.identity import SYSTEM, Actor, Role
from sso_log.auth.models import Person
from sso_log.auth.sessions import actor_of
from sso_log.clock import from_london, today_london
from sso_log.db import db, writing
from sso_log.reference.models import PrioritySchool, School, SchoolAgreement
from sso_log.reference.queries.schools import search_text
from sso_log.reference.queries.units import unit_by_code
from sso_log.reference.services.schools import assign_school
from sso_log.reference.services.units import create_unit
from tests.client import PASSWORD

HACKNEY, CAMDEN = "E09000012", "E09000007"
TEAM, OTHER_TEAM, FAR_TEAM = "E09000012-sso-1", "E09000012-sso-2", "E09000007-sso-1"
BEGAN = dt.date(2018, 9, 1)
PEOPLE = (
    ("officer", Role.OFFICER, TEAM),
    ("officer2", Role.OFFICER, TEAM),
    ("other_officer", Role.OFFICER, OTHER_TEAM),
    ("far_officer", Role.OFFICER, FAR_TEAM),
    ("sergeant", Role.SERGEANT, TEAM),
    ("sergeant2", Role.SERGEANT, TEAM),
    ("other_sergeant", Role.SERGEANT, OTHER_TEAM),
    ("far_sergeant", Role.SERGEANT, FAR_TEAM),
    ("inspector", Role.INSPECTOR, "central-east"),
    ("far_inspector", Role.INSPECTOR, "central-north"),
    ("analyst", Role.ANALYST, "met"),
    ("auditor", Role.AUDITOR, "met"),
    ("board", Role.BOARD, "met"),
    ("admin", Role.ADMIN, "met"),
)
SCHOOLS = (
    (100001, "Alder Grove School", HACKNEY, "secondary"),
    (100002, "Beech Hill Academy", HACKNEY, "secondary"),
    (100003, "Cedar Road Primary School", HACKNEY, "primary"),
    (100004, "Damson Lane School", CAMDEN, "secondary"),
    (100005, "Elder Street School", HACKNEY, "secondary"),
)


@dataclass
class Force:
    """The people by username, and the URNs that tests name."""

    people: dict[str, Person] = field(default_factory=dict)
    ids: dict[str, UUID] = field(default_factory=dict)
    own_school: int = 100001
    second_school: int = 100002
    priority_school: int = 100002
    primary_school: int = 100003
    far_school: int = 100004
    closed_school: int = 100005

    def actor(self, username: str) -> Actor:
        """The person as services see them, with today's grants."""
        found = actor_of(self.ids[username])
        assert found is not None
        return found


def build_force() -> Force:
    """Build it in the current application's database."""
    with writing():
        create_unit(SYSTEM, OTHER_TEAM, "Hackney second team", HACKNEY, BEGAN)
        for number, (username, role, unit) in enumerate(PEOPLE, start=1):
            name = f"{username.replace('_', ' ').title()} Tester"
            new = NewPerson(username, name, PASSWORD, f"{200000 + number}")
            create_with_role(SYSTEM, new, role, unit, BEGAN)
        create_person(SYSTEM, NewPerson("nobody", "Nobody Tester", PASSWORD, None))
        made = the_force()
        _schools(made)
    return the_force()


def the_force() -> Force:
    """The force that was built in the current application's database."""
    people = {person.username: person for person in db.session.scalars(sa.select(Person))}
    # The ids apart from the rows, which are out of reach once their session has ended.
    return Force(people, {username: person.id for username, person in people.items()})


def _schools(made: Force) -> None:
    for urn, name, gss, phase in SCHOOLS:
        borough = unit_by_code(gss)
        assert borough is not None
        db.session.add(
            School(
                urn=urn,
                name=name,
                search_text=search_text(urn, name),
                status="closed" if urn == made.closed_school else "open",
                phase=phase,
                gss_code=gss,
                borough_id=borough.id,
                local_authority_name=borough.name,
                closed_on=dt.date(2020, 8, 31) if urn == made.closed_school else None,
                pupils=900,
                source="test",
            )
        )
    db.session.flush()
    officer = made.people["officer"].id
    for urn in (made.own_school, made.second_school):
        assign_school(SYSTEM, officer, urn, BEGAN, lead=True)
    assign_school(SYSTEM, made.people["far_officer"].id, made.far_school, BEGAN, lead=True)
    db.session.add(PrioritySchool(urn=made.priority_school, valid_from=BEGAN))
    db.session.add(SchoolAgreement(urn=made.own_school, signed_on=BEGAN))


def yesterday() -> dt.date:
    """A day on which things may have happened."""
    return today_london() - dt.timedelta(days=1)


def yesterday_morning() -> dt.datetime:
    """A moment at which things may have started: the same however long a test takes."""
    return from_london(yesterday(), dt.time(9, 30))
