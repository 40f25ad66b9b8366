"""How many of what an officer does in a week, and on which days and hours.

Few engagements outside term, abstractions that peak in summer and at New Year and differ by BCU,
leave that is taken in the holidays. Nothing here knows what an entry says.
"""

import datetime as dt
import random
import uuid
from dataclasses import dataclass, field

from sso_log.auth.identity import Role
from sso_log.clock import ONE_DAY, from_london
from sso_log.demo.chance import about, happens, pick
from sso_log.demo.people import Member
from sso_log.demo.scale import Scale
from sso_log.reference.calendar import SchoolCalendar

QUARTER = dt.timedelta(minutes=15)
ENGAGEMENTS_A_DAY = 1.62
DIVERSIONS_A_DAY = 0.135
OUT_OF_TERM = 0.16
NARROW_A_WEEK = 0.56
WIDE_A_WEEK = 0.17
SERGEANTS_SHARE = 0.2
# How far BCUs lie apart in what is taken from their officers; dealt out by the seed.
UNEVEN = (0.55, 0.7, 0.8, 0.85, 0.95, 1.0, 1.0, 1.1, 1.15, 1.25, 1.4, 1.6)


@dataclass(slots=True)
class Day:
    """One working day: when the next thing can begin, and whether somebody took the officer."""

    on: dt.date
    is_school_day: bool
    begins_at: dt.datetime
    taken: bool = False

    def slot(self, chance: random.Random, minutes: int) -> dt.datetime:
        """The start of the next thing, after a pause; it moves the day on by its length."""
        start = self.begins_at + QUARTER * chance.randint(0, 3)
        self.begins_at = start + dt.timedelta(minutes=minutes) + QUARTER * chance.randint(1, 4)
        return start


@dataclass(slots=True)
class Week:
    """One officer's week: the days worked, the minutes absent, and what falls into it."""

    monday: dt.date
    days: list[Day]
    absence_minutes: int
    engagements: list[Day] = field(default_factory=list)
    diversions: list[Day] = field(default_factory=list)
    narrow: list[Day] = field(default_factory=list)
    wide: list[Day] = field(default_factory=list)
    extra_minutes: int = 0


class Workload:
    """Draws weeks; one for the whole force."""

    def __init__(self, scale: Scale, bcu_ids: list[uuid.UUID]) -> None:
        self.scale = scale
        uneven = list(UNEVEN)
        scale.chance("bcus").shuffle(uneven)
        self.factors = {bcu: uneven[number % len(uneven)] for number, bcu in enumerate(bcu_ids)}

    def week(
        self, chance: random.Random, member: Member, calendar: SchoolCalendar, monday: dt.date
    ) -> Week:
        """What one week of one officer holds; nothing on or after today."""
        worked = member.weekly_minutes // 480
        on = [monday + ONE_DAY * number for number in range(worked)]
        in_term = sum(map(calendar.is_school_day, on))
        absent = self._absent_days(chance, worked, in_term)
        days = [
            Day(day, calendar.is_school_day(day), from_london(day, dt.time(8, 15)))
            for day in on[: worked - absent]
            if day < self.scale.today
        ]
        week = Week(monday, days, absent * 480)
        if days:
            self._abstractions(chance, member, week)
            self._rest(chance, member, week)
        return week

    def _absent_days(self, chance: random.Random, worked: int, in_term: int) -> int:
        if in_term >= worked - 1:
            return pick(chance, {0: 0.86, 1: 0.08, 2: 0.04, worked: 0.02})
        return pick(chance, {0: 0.5, 1: 0.1, 2: 0.1, worked: 0.3})

    def _abstractions(self, chance: random.Random, member: Member, week: Week) -> None:
        part = len(week.days) / 5
        factor = self.factors.get(member.path.bcu_id or uuid.UUID(int=0), 1.0)
        if member.role is Role.SERGEANT:
            factor *= SERGEANTS_SHARE
        narrow = about(chance, NARROW_A_WEEK * part * factor * season(week.monday))
        wide = about(chance, WIDE_A_WEEK * part)
        for kind, count in ((week.narrow, narrow), (week.wide, wide)):
            for _ in range(count):
                free = [day for day in week.days if not day.taken]
                if free:
                    day = chance.choice(free)
                    day.taken = True
                    kind.append(day)

    def _rest(self, chance: random.Random, member: Member, week: Week) -> None:
        sergeant = member.role is Role.SERGEANT
        for day in week.days:
            # A few things are still done on a day that was taken: these overlap, and are flagged.
            share = 0.05 if day.taken else 1.0
            share *= 1.0 if day.is_school_day else OUT_OF_TERM
            share *= SERGEANTS_SHARE if sergeant else 1.0
            week.engagements += [day] * about(chance, ENGAGEMENTS_A_DAY * share)
            if not sergeant and happens(chance, DIVERSIONS_A_DAY * share):
                week.diversions.append(day)


def season(day: dt.date) -> float:
    """How much more than usual is asked of officers at this time of the year."""
    if (day.month, day.day) >= (12, 22) or (day.month, day.day) <= (1, 4):
        return 1.9
    if (7, 10) <= (day.month, day.day) <= (8, 31):
        return 1.7
    if day.month in (10, 11) and day.day < 8:
        return 1.15
    return 1.0
