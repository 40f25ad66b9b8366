"""The team at a glance: for each officer, what waits, what came back, and who has not reported.

For looking after people, not for ranking them: in order of name, and without totals of work.
Never writes.
"""

import datetime as dt
import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from sso_log.auth.identity import Actor
from sso_log.auth.models import Person
from sso_log.auth.policy import LEADERS
from sso_log.clock import today_london, week_start
from sso_log.db import db
from sso_log.entries.models import Entry
from sso_log.reference.models import Posting, Unit
from sso_log.reference.queries.units import units_below, valid_on
from sso_log.weeks.models import DutyWeek
from sso_log.workflow.states import ENDED, Status


@dataclass(frozen=True, slots=True)
class Member:
    """One officer of the team. `week_confirmed` is None when no posting was held last week."""

    person_id: uuid.UUID
    name: str
    role_title: str
    team: str
    waiting: int
    returned: int
    oldest_waiting_at_utc: dt.datetime | None
    days_since_entry: int | None
    week_confirmed: bool | None


@dataclass(frozen=True, slots=True)
class Team:
    """The officers of every unit that the person leads, and the Monday of last week."""

    members: list[Member]
    week_on: dt.date

    @property
    def not_reported(self) -> int:
        """How many have not confirmed last week."""
        return sum(member.week_confirmed is False for member in self.members)


def team_at_a_glance(actor: Actor) -> Team:
    """The officers posted today below the units that this person leads, by team and name."""
    today = today_london()
    monday = week_start(today) - dt.timedelta(weeks=1)
    units = units_below(actor.units(*LEADERS))
    if not units:
        return Team([], monday)
    posted = _posted(units, today)
    people = [row.person_id for row in posted]
    standing, last_entries = _standing(people), _last_entries(people)
    confirmed = _confirmed(people, monday)
    expected = _posted_in_week(people, monday)
    members = {}
    for row in posted:
        who, last_on = row.person_id, last_entries.get(row.person_id)
        waiting, returned, oldest = standing.get(who, (0, 0, None))
        members[who] = Member(
            person_id=who,
            name=row.name,
            role_title=row.role_title,
            team=row.team,
            waiting=waiting,
            returned=returned,
            oldest_waiting_at_utc=oldest,
            days_since_entry=(today - last_on).days if last_on else None,
            week_confirmed=(who in confirmed) if who in expected else None,
        )
    return Team(list(members.values()), monday)


def _posted(units: set[uuid.UUID], today: dt.date) -> Sequence[Any]:
    query = (
        sa.select(Posting.person_id, Person.name, Posting.role_title, Unit.name.label("team"))
        .join(Person, Person.id == Posting.person_id)
        .join(Unit, Unit.id == Posting.unit_id)
        .where(
            Posting.unit_id.in_(units),
            Person.disabled_at_utc.is_(None),
            valid_on(Posting, today),
        )
        .order_by(Unit.name, Person.name, Posting.valid_from)
    )
    return db.session.execute(query).all()


def _standing(people: list[uuid.UUID]) -> dict[uuid.UUID, tuple[int, int, dt.datetime | None]]:
    """What is open with each officer: how many wait, how many came back, since when one waits."""
    waiting = Entry.status == Status.SUBMITTED
    query = (
        sa.select(
            Entry.officer_id,
            sa.func.sum(sa.case((waiting, 1), else_=0)),
            sa.func.sum(sa.case((Entry.status == Status.RETURNED, 1), else_=0)),
            sa.func.min(sa.case((waiting, Entry.submitted_at_utc))),
        )
        .where(Entry.officer_id.in_(people), Entry.status.in_([Status.SUBMITTED, Status.RETURNED]))
        .group_by(Entry.officer_id)
    )
    return {row[0]: (row[1], row[2], row[3]) for row in db.session.execute(query)}


def _last_entries(people: list[uuid.UUID]) -> dict[uuid.UUID, dt.date]:
    """The day of each officer's latest entry that stands: one look into the index per status."""
    newest = [
        sa.select(sa.func.max(Entry.happened_on))
        .where(Entry.officer_id == Person.id, Entry.status == status)
        .scalar_subquery()
        for status in Status
        if status is not Status.DRAFT and status not in ENDED
    ]
    latest = db.session.execute(sa.select(Person.id, *newest).where(Person.id.in_(people)))
    days = {row[0]: [day for day in row[1:] if day] for row in latest}
    return {person_id: max(some) for person_id, some in days.items() if some}


def _confirmed(people: list[uuid.UUID], monday: dt.date) -> set[uuid.UUID]:
    query = sa.select(DutyWeek.person_id).where(
        DutyWeek.person_id.in_(people), DutyWeek.week_on == monday
    )
    return set(db.session.scalars(query))


def _posted_in_week(people: list[uuid.UUID], monday: dt.date) -> set[uuid.UUID]:
    """Whoever held a posting on any day of that week: only they have a week to confirm."""
    sunday = monday + dt.timedelta(days=6)
    query = sa.select(Posting.person_id).where(
        Posting.person_id.in_(people),
        Posting.valid_from <= sunday,
        sa.or_(Posting.valid_until.is_(None), Posting.valid_until >= monday),
    )
    return set(db.session.scalars(query))
