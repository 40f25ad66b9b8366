"""Which days are school days, and how much of a stretch of time falls in school hours.

Terms, holidays and INSET days are rows (`CalendarPeriod`); bank holidays are the published dates
of England and Wales, read from the package that carries them, never from the network.

School hours are rows of the code list `school_hours`, each with the dates between which it is in
force: a change of hours counts from its first day on.

A borough with terms of its own in an academic year follows those, and the force's rows for that
year are left aside. For an academic year in which nobody has entered a term, every weekday that is
not a holiday counts as a school day: `is_known` says so, and figures can too.
"""

import datetime as dt
import functools
import json
import uuid
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from importlib import resources

import sqlalchemy as sa

from sso_log.clock import ONE_DAY, academic_year_start, is_within, minutes_within, split_by_day
from sso_log.db import db
from sso_log.reference import codes
from sso_log.reference.models import CalendarPeriod, PeriodKind

SATURDAY = 5


@dataclass(frozen=True, slots=True)
class Period:
    """One row of the calendar, as the arithmetic needs it; both ends are included."""

    kind: str
    starts_on: dt.date
    ends_on: dt.date
    borough_id: uuid.UUID | None = None


@dataclass(frozen=True, slots=True)
class SchoolHours:
    """The part of a school day that counts, and its first and last day; None is no limit."""

    starts: dt.time
    ends: dt.time
    valid_from: dt.date | None = None
    valid_until: dt.date | None = None


class SchoolCalendar:
    """The school days of one borough, or of the force as a whole when `borough_id` is None.

    Reads its periods once, when made, and remembers each day.
    """

    def __init__(
        self,
        borough_id: uuid.UUID | None = None,
        periods: Iterable[Period] | None = None,
        hours: Sequence[SchoolHours] | None = None,
    ) -> None:
        self._hours = tuple(hours) if hours is not None else school_hours()
        mine = periods if periods is not None else read_periods(borough_id)
        self._by_year = _by_year(borough_id, mine)
        self._open: dict[dt.date, bool] = {}

    def is_school_day(self, day: dt.date) -> bool:
        if day not in self._open:
            self._open[day] = (
                day.weekday() < SATURDAY
                and day not in bank_holidays()
                and not self._is_in(PeriodKind.INSET, day)
                and self.is_term_time(day)
            )
        return self._open[day]

    def is_known(self, day: dt.date) -> bool:
        """Whether somebody has entered the terms of this day's academic year."""
        return any(period.kind == PeriodKind.TERM for period in self._periods_around(day))

    def is_term_time(self, day: dt.date) -> bool:
        """Whether the day is inside a term and outside its holidays, weekends included."""
        in_term = self._is_in(PeriodKind.TERM, day) or not self.is_known(day)
        return in_term and not self._is_in(PeriodKind.HOLIDAY, day)

    def school_days(self, from_on: dt.date, until_on: dt.date) -> list[dt.date]:
        """Every school day from one day to another, both included."""
        days = (from_on + ONE_DAY * offset for offset in range((until_on - from_on).days + 1))
        return [day for day in days if self.is_school_day(day)]

    def school_minutes(self, start: dt.datetime, end: dt.datetime) -> dict[dt.date, int]:
        """Minutes in school hours for each school day that an aware stretch of time touches.

        Measured through UTC. A day without any such minute is left out. Raises ValueError if the
        end is before the start.
        """
        by_day: dict[dt.date, int] = {}
        for day, _ in split_by_day(start, end):
            hours = self.hours_on(day)
            minutes = minutes_within(start, end, day, hours.starts, hours.ends)
            if minutes and self.is_school_day(day):
                by_day[day] = minutes
        return by_day

    def hours_on(self, day: dt.date) -> SchoolHours:
        """The school hours in force on this day, whether or not schools are open on it."""
        return next(h for h in self._hours if is_within(day, h.valid_from, h.valid_until))

    def minutes_of_school_day(self, day: dt.date) -> int:
        """How many minutes the school hours of this day are; 0 when schools are closed."""
        if not self.is_school_day(day):
            return 0
        hours = self.hours_on(day)
        length = dt.datetime.combine(day, hours.ends) - dt.datetime.combine(day, hours.starts)
        return length // dt.timedelta(minutes=1)

    def _is_in(self, kind: PeriodKind, day: dt.date) -> bool:
        periods = self._periods_around(day)
        return any(p.kind == kind and p.starts_on <= day <= p.ends_on for p in periods)

    def _periods_around(self, day: dt.date) -> Sequence[Period]:
        return self._by_year.get(academic_year_start(day), ())


class Calendars:
    """The calendars of all boroughs from one reading of the table, for figures over many."""

    def __init__(self) -> None:
        self._periods = read_periods(everywhere=True)
        self._boroughs = {period.borough_id for period in self._periods}
        self._hours = school_hours()
        self._calendars: dict[uuid.UUID | None, SchoolCalendar] = {}

    def of(self, borough_id: uuid.UUID | None) -> SchoolCalendar:
        """The calendar of one borough, or of the force for None."""
        if borough_id not in self._boroughs:
            borough_id = None  # without rows of its own it follows the force's calendar
        if borough_id not in self._calendars:
            calendar = SchoolCalendar(borough_id, self._periods, self._hours)
            self._calendars[borough_id] = calendar
        return self._calendars[borough_id]


def read_periods(borough_id: uuid.UUID | None = None, everywhere: bool = False) -> list[Period]:
    """The force's periods and one borough's, or those of all boroughs, in order of their start."""
    columns = (getattr(CalendarPeriod, name) for name in Period.__slots__)
    statement = sa.select(*columns).order_by(CalendarPeriod.starts_on)
    if not everywhere:
        of_borough = CalendarPeriod.borough_id == borough_id
        statement = statement.where(sa.or_(CalendarPeriod.borough_id.is_(None), of_borough))
    return [Period(*row) for row in db.session.execute(statement)]


def school_hours() -> tuple[SchoolHours, ...]:
    """The dated rows of the code list `school_hours`, of which each day has exactly one."""
    return tuple(
        SchoolHours(
            dt.time.fromisoformat(str(choice.attributes["starts"])),
            dt.time.fromisoformat(str(choice.attributes["ends"])),
            choice.valid_from,
            choice.valid_until,
        )
        for choice in codes.choices("school_hours")
    )


@functools.cache
def bank_holidays() -> frozenset[dt.date]:
    """The bank holidays of England and Wales that the installed package knows."""
    # The file, not the package's own class: that one imports an HTTP client, half a second.
    text = resources.files("govuk_bank_holidays").joinpath("bank-holidays.json").read_text("utf-8")
    events = json.loads(text)["england-and-wales"]["events"]
    return frozenset(dt.date.fromisoformat(event["date"]) for event in events)


def _by_year(
    borough_id: uuid.UUID | None, periods: Iterable[Period]
) -> dict[dt.date, list[Period]]:
    """The periods that apply to one borough, by academic year: its own alone if it has terms."""
    years: dict[dt.date, list[Period]] = {}
    for period in periods:
        if period.borough_id in (None, borough_id):
            years.setdefault(academic_year_start(period.starts_on), []).append(period)
    for year, in_year in years.items():
        own = [period for period in in_year if period.borough_id is not None]
        if any(period.kind == PeriodKind.TERM for period in own):
            years[year] = own
    return years
