"""Who was expected to confirm which week, and who did: the officer-weeks of measure Q2.

An officer-week is expected when, on at least one day of it, the person had a posting and an
officer grant, and the week is over. It belongs to the unit of the posting of that Monday, or of the
one begun first in the week, as a confirmed week does. It is on time when it was first confirmed by
Sunday 23:59 (London) of the following week. Amending it later changes neither.
"""

import datetime as dt
import uuid
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

import sqlalchemy as sa

from sso_log.auth.identity import Role
from sso_log.auth.models import RoleGrant
from sso_log.clock import ONE_DAY, to_london, today_london, week_start
from sso_log.db import db
from sso_log.reference.models import Posting
from sso_log.reference.queries.units import UnitPath, all_paths, valid_on
from sso_log.weeks.models import DutyWeek
from sso_log.weeks.queries import ONE_WEEK, SUNDAY, rank_in, too_late_from

Period = tuple[dt.date, dt.date]
People = dict[uuid.UUID, dict[dt.date, tuple[tuple[dt.date, int], uuid.UUID]]]


@dataclass(frozen=True, slots=True)
class ExpectedWeek:
    """One officer-week, the units it belongs to, and whether it was reported."""

    person_id: uuid.UUID
    week_on: dt.date
    path: UnitPath
    confirmed: bool
    on_time: bool


def expected_weeks(
    from_on: dt.date,
    until_on: dt.date,
    unit_id: uuid.UUID | None = None,
    person_id: uuid.UUID | None = None,
) -> list[ExpectedWeek]:
    """Officer-weeks whose Monday lies in the period (both days included) and that are over.

    With a unit, those of that unit and everything below it; with a person, theirs alone.
    """
    until_on = min(until_on, week_start(today_london()) - ONE_WEEK)
    if until_on < from_on:
        return []
    confirmed, paths = _confirmed(from_on, until_on), all_paths()
    expected = []
    for officer_id, weeks in _posted_officers(from_on, until_on, person_id).items():
        for week_on, (_, team_id) in sorted(weeks.items()):
            path = paths[team_id]
            if unit_id is not None and unit_id not in path.columns.values():
                continue
            at = confirmed.get((officer_id, week_on))
            on_time = at is not None and at < too_late_from(week_on)
            expected.append(ExpectedWeek(officer_id, week_on, path, at is not None, on_time))
    return expected


def _confirmed(from_on: dt.date, until_on: dt.date) -> dict[tuple[uuid.UUID, dt.date], dt.datetime]:
    columns = DutyWeek.person_id, DutyWeek.week_on, DutyWeek.first_confirmed_at_utc
    statement = sa.select(*columns).where(DutyWeek.week_on.between(from_on, until_on))
    return {(person_id, week_on): at for person_id, week_on, at in db.session.execute(statement)}


def _posted_officers(from_on: dt.date, until_on: dt.date, person_id: uuid.UUID | None) -> People:
    """For each person and Monday, the unit of the first posting as an officer in that week."""
    first = from_on + (-from_on.weekday() % 7) * ONE_DAY
    last = week_start(until_on) + SUNDAY
    grants = _officer_periods(first, last, person_id)
    people: People = defaultdict(dict)
    columns = Posting.person_id, Posting.unit_id, Posting.valid_from, Posting.valid_until
    statement = sa.select(*columns).where(
        Posting.person_id.in_(grants), valid_on(Posting, first, last)
    )
    for row in db.session.execute(statement):
        weeks = people[row.person_id]
        for since, until in grants[row.person_id]:
            begins = max(since, row.valid_from, first)
            ends = min(until, row.valid_until or last, last)
            for monday in _mondays(begins, ends):
                rank = rank_in(monday, row.valid_from)
                if monday not in weeks or rank < weeks[monday][0]:
                    weeks[monday] = (rank, row.unit_id)
    return people


def _officer_periods(
    first: dt.date, last: dt.date, person_id: uuid.UUID | None
) -> dict[uuid.UUID, list[Period]]:
    """The periods of each person's officer grants; the day of a revocation is the last one."""
    periods: dict[uuid.UUID, list[Period]] = defaultdict(list)
    grants = sa.select(RoleGrant).where(
        RoleGrant.role == Role.OFFICER, RoleGrant.valid_from <= last
    )
    if person_id is not None:
        grants = grants.where(RoleGrant.person_id == person_id)
    for grant in db.session.scalars(grants):
        until = grant.valid_until or last
        if grant.revoked_at_utc is not None:
            until = min(until, to_london(grant.revoked_at_utc).date())
        if until >= first:
            periods[grant.person_id].append((grant.valid_from, until))
    return periods


def _mondays(begins: dt.date, ends: dt.date) -> Iterator[dt.date]:
    monday = week_start(begins)
    while begins <= ends and monday <= ends:
        yield monday
        monday += ONE_WEEK
