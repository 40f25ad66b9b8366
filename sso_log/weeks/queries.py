"""Reads an officer's own weeks: what each is filled in with, and which are confirmed or late."""

import datetime as dt
import uuid
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache

import sqlalchemy as sa

from sso_log.clock import ONE_DAY, format_week, from_london, is_within, week_start
from sso_log.db import db
from sso_log.entries.models import Abstraction, AbstractionDay, Entry
from sso_log.reference.models import Posting
from sso_log.reference.queries.units import valid_on
from sso_log.weeks.models import DutyWeek
from sso_log.words import word
from sso_log.workflow.states import Status

ONE_WEEK = dt.timedelta(days=7)
SUNDAY = dt.timedelta(days=6)
# Confirmed by the end of Sunday of the following week is on time.
ON_TIME = dt.timedelta(days=13)
WEEKS_SHOWN = 12
NO_POSTING = "You had no posting in this week, so there is nothing to confirm."
COUNTED = (Status.SUBMITTED, Status.APPROVED)


class WeekState(StrEnum):
    """Whether a week that was worked is confirmed."""

    CONFIRMED = "confirmed"
    NOW = "now"
    WAITING = "waiting"
    OVERDUE = "overdue"

    @property
    def words(self) -> str:
        return word("week", self.value)


@dataclass(frozen=True, slots=True)
class OwnWeek:
    """One week of one officer: its Monday, its state, and what was confirmed."""

    week_on: dt.date
    state: WeekState
    on_duty_minutes: int | None = None
    absence_minutes: int | None = None
    version: int | None = None

    @property
    def text(self) -> str:
        """The week as it is written in addresses: `2026-W05`."""
        return format_week(self.week_on)

    @property
    def sunday(self) -> dt.date:
        return self.week_on + SUNDAY

    @property
    def to_do(self) -> bool:
        """Whether the week is over and still to be confirmed."""
        return self.state in (WeekState.WAITING, WeekState.OVERDUE)


@dataclass(frozen=True, slots=True)
class LoggedAbstraction:
    """An abstraction that touches the week, and its minutes within it."""

    id: uuid.UUID
    reference: str
    abstraction_type: str | None
    status: Status
    minutes: int


@dataclass(frozen=True, slots=True)
class Prefill:
    """What a week's form begins with, and the abstractions logged in it, for information."""

    on_duty_minutes: int
    absence_minutes: int
    abstractions: tuple[LoggedAbstraction, ...]


@lru_cache(maxsize=1024)
def too_late_from(week_on: dt.date) -> dt.datetime:
    """The instant from which a first confirmation is late: the end of `ON_TIME` in London."""
    return from_london(week_on + ON_TIME + ONE_DAY, dt.time(0))


def why_not(person_id: uuid.UUID, week_on: dt.date, today: dt.date) -> str | None:
    """The sentence why a week cannot be confirmed by this person, None when it can."""
    if week_on > today:
        return "This week has not begun, so it cannot be confirmed yet."
    if posting_in(person_id, week_on) is None:
        return NO_POSTING
    return None


def posting_in(person_id: uuid.UUID, week_on: dt.date) -> Posting | None:
    """The posting on Monday, else the one that began first within the week."""
    postings = _postings(person_id, week_on, week_on + SUNDAY)
    return min(postings, key=lambda posting: rank_in(week_on, posting.valid_from), default=None)


def rank_in(week_on: dt.date, valid_from: dt.date) -> tuple[dt.date, int]:
    """The order of the postings of a week: of two on the same day the one begun last comes first,
    as entries are attributed.
    """
    return max(valid_from, week_on), -valid_from.toordinal()


def _postings(person_id: uuid.UUID, first: dt.date, last: dt.date) -> list[Posting]:
    statement = sa.select(Posting).where(
        Posting.person_id == person_id, valid_on(Posting, first, last)
    )
    return list(db.session.scalars(statement))


def week_of(person_id: uuid.UUID, week_on: dt.date) -> DutyWeek | None:
    return db.session.get(DutyWeek, (person_id, week_on))


def prefill(person_id: uuid.UUID, week_on: dt.date) -> Prefill:
    """What the posting says a week is, in proportion where it covers only some working days."""
    posting = posting_in(person_id, week_on)
    minutes = _usual_minutes(posting, week_on) if posting else 0
    return Prefill(minutes, 0, logged_abstractions(person_id, week_on))


def _usual_minutes(posting: Posting, week_on: dt.date) -> int:
    days = [week_on + ONE_DAY * n for n in range(7) if posting.day_mask >> n & 1]
    covered = [day for day in days if is_within(day, posting.valid_from, posting.valid_until)]
    if len(covered) == len(days):
        return posting.weekly_minutes
    return posting.weekly_minutes * len(covered) // len(days)


def logged_abstractions(person_id: uuid.UUID, week_on: dt.date) -> tuple[LoggedAbstraction, ...]:
    """The officer's submitted and approved abstractions with minutes in this week."""
    minutes = sa.func.sum(AbstractionDay.minutes)
    rows = db.session.execute(
        sa.select(Entry.id, Entry.reference, Abstraction.abstraction_type, Entry.status, minutes)
        .join(Abstraction, Abstraction.entry_id == Entry.id)
        .join(AbstractionDay, AbstractionDay.entry_id == Entry.id)
        .where(
            Entry.officer_id == person_id,
            Entry.status.in_(COUNTED),
            AbstractionDay.day.between(week_on, week_on + SUNDAY),
        )
        .group_by(Entry.id, Entry.reference, Abstraction.abstraction_type, Entry.status)
        .order_by(sa.func.min(AbstractionDay.day), Entry.reference)
    )
    return tuple(
        LoggedAbstraction(row[0], row[1], row[2], Status(row[3]), int(row[4])) for row in rows
    )


def own_weeks(person_id: uuid.UUID, today: dt.date, count: int = WEEKS_SHOWN) -> list[OwnWeek]:
    """The last weeks up to the present one in which the person was posted, latest first."""
    mondays = [week_start(today) - ONE_WEEK * n for n in range(count)]
    statement = sa.select(DutyWeek).where(
        DutyWeek.person_id == person_id, DutyWeek.week_on.between(mondays[-1], mondays[0])
    )
    confirmed = {week.week_on: week for week in db.session.scalars(statement)}
    postings = _postings(person_id, mondays[-1], mondays[0] + SUNDAY)
    return [
        _own_week(monday, confirmed.get(monday), today)
        for monday in mondays
        if any(is_within(monday, p.valid_from - SUNDAY, p.valid_until) for p in postings)
    ]


def own_week(person_id: uuid.UUID, week_on: dt.date, today: dt.date) -> OwnWeek:
    return _own_week(week_on, week_of(person_id, week_on), today)


def next_to_do(person_id: uuid.UUID, today: dt.date) -> OwnWeek | None:
    """The oldest of the weeks shown that is over and not confirmed."""
    return next((week for week in reversed(own_weeks(person_id, today)) if week.to_do), None)


def _own_week(week_on: dt.date, week: DutyWeek | None, today: dt.date) -> OwnWeek:
    if week is not None:
        minutes = week.on_duty_minutes, week.absence_minutes
        return OwnWeek(week_on, WeekState.CONFIRMED, *minutes, week.version)
    if week_on + SUNDAY >= today:
        return OwnWeek(week_on, WeekState.NOW)
    late = today > week_on + ON_TIME
    return OwnWeek(week_on, WeekState.OVERDUE if late else WeekState.WAITING)
