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

from sso_log.clock import ONE_DAY, academic_year_start, minutes_within, split_by_day
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

    @property
    def year(self) -> dt.date:
        """The 1 September of its academic year."""
        return academic_year_start(self.starts_on)

    def covers(self, day: dt.date) -> bool:
        """Whether the day is inside the period."""
        return self.starts_on <= day <= self.ends_on


@dataclass(frozen=True, slots=True)
class SchoolHours:
    """The part of a school day that counts, and its first and last day; None is no limit."""

    starts: dt.time
    ends: dt.time
    valid_from: dt.date | None = None
    valid_until: dt.date | None = None

    def covers(self, day: dt.date) -> bool:
        """Whether these hours are in force on the day."""
        begun = self.valid_from is None or self.valid_from <= day
        return begun and (self.valid_until is None or day <= self.valid_until)


class SchoolCalendar:
    """The school days of one borough, or of the force as a whole when `borough_id` is None.

    Reads its periods once, when made; ask one object many questions.
    """

    def __init__(
        self,
        borough_id: uuid.UUID | None = None,
        periods: Iterable[Period] | None = None,
        hours: Sequence[SchoolHours] | None = None,
    ) -> None:
        self.borough_id = borough_id
        self._hours = tuple(hours) if hours is not None else school_hours()
        mine = periods if periods is not None else read_periods(borough_id)
        self._by_year = _by_year(borough_id, mine)
        self._known: dict[dt.date, bool] = {}

    def is_school_day(self, day: dt.date) -> bool:
        """Whether schools are open on this day."""
        known = self._known.get(day)
        if known is None:
            known = self._known[day] = self._work_out(day)
        return known

    def is_known(self, day: dt.date) -> bool:
        """Whether somebody has entered the terms of this day's academic year."""
        return any(
            period.kind == PeriodKind.TERM
            for period in self._by_year.get(academic_year_start(day), ())
        )

    def is_term_time(self, day: dt.date) -> bool:
        """Whether the day is inside a term and outside its holidays, weekends included."""
        periods = self._by_year.get(academic_year_start(day), ())
        closed = any(p.covers(day) for p in periods if p.kind == PeriodKind.HOLIDAY)
        if not self.is_known(day):
            return not closed
        return not closed and any(p.covers(day) for p in periods if p.kind == PeriodKind.TERM)

    def school_days(self, from_on: dt.date, until_on: dt.date) -> list[dt.date]:
        """Every school day from one day to another, both included."""
        count = (until_on - from_on).days + 1
        days = (from_on + ONE_DAY * offset for offset in range(max(0, count)))
        return [day for day in days if self.is_school_day(day)]

    def school_minutes(self, start: dt.datetime, end: dt.datetime) -> dict[dt.date, int]:
        """Minutes in school hours for each school day that an aware stretch of time touches.

        Measured through UTC. A day without any such minute is left out. Raises ValueError if the
        end is before the start.
        """
        by_day: dict[dt.date, int] = {}
        for day, _ in split_by_day(start, end):
            if self.is_school_day(day):
                hours = self.hours_on(day)
                by_day[day] = minutes_within(start, end, day, hours.starts, hours.ends)
        return {day: minutes for day, minutes in by_day.items() if minutes}

    def hours_on(self, day: dt.date) -> SchoolHours:
        """The school hours in force on this day, whether or not schools are open on it."""
        return next(hours for hours in self._hours if hours.covers(day))

    def minutes_of_school_day(self, day: dt.date) -> int:
        """How many minutes the school hours of this day are; 0 when schools are closed."""
        if not self.is_school_day(day):
            return 0
        hours = self.hours_on(day)
        length = dt.datetime.combine(day, hours.ends) - dt.datetime.combine(day, hours.starts)
        return length // dt.timedelta(minutes=1)

    def _work_out(self, day: dt.date) -> bool:
        if day.weekday() >= SATURDAY or day in bank_holidays():
            return False
        periods = self._by_year.get(academic_year_start(day), ())
        if any(p.covers(day) for p in periods if p.kind == PeriodKind.INSET):
            return False
        return self.is_term_time(day)


class Calendars:
    """The calendars of all boroughs from one reading of the table, for figures over many."""

    def __init__(self) -> None:
        self._periods = read_periods(everywhere=True)
        self._hours = school_hours()
        self._made: dict[uuid.UUID | None, SchoolCalendar] = {}

    def of(self, borough_id: uuid.UUID | None) -> SchoolCalendar:
        """The calendar of one borough, or of the force for None."""
        if borough_id not in self._made:
            # A borough without rows of its own follows the force's: one calendar serves them all.
            if borough_id is not None and all(p.borough_id != borough_id for p in self._periods):
                self._made[borough_id] = self.of(None)
                return self._made[borough_id]
            mine = [p for p in self._periods if p.borough_id in (None, borough_id)]
            self._made[borough_id] = SchoolCalendar(borough_id, mine, self._hours)
        return self._made[borough_id]


def read_periods(borough_id: uuid.UUID | None = None, everywhere: bool = False) -> list[Period]:
    """The force's periods and one borough's, or those of all boroughs, in order of their start."""
    table = CalendarPeriod.__table__
    statement = sa.select(
        table.c.kind, table.c.starts_on, table.c.ends_on, table.c.borough_id
    ).order_by(table.c.starts_on)
    if not everywhere:
        statement = statement.where(
            sa.or_(table.c.borough_id.is_(None), table.c.borough_id == borough_id)
        )
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
) -> dict[dt.date, tuple[Period, ...]]:
    """The periods that hold for one borough, by academic year; its own terms come first."""
    years: dict[dt.date, list[Period]] = {}
    for period in periods:
        years.setdefault(period.year, []).append(period)
    by_year: dict[dt.date, tuple[Period, ...]] = {}
    for year, in_year in years.items():
        own = [p for p in in_year if borough_id is not None and p.borough_id == borough_id]
        has_terms = any(p.kind == PeriodKind.TERM for p in own)
        shared = [] if has_terms else [p for p in in_year if p.borough_id is None]
        by_year[year] = tuple(shared + own)
    return by_year
