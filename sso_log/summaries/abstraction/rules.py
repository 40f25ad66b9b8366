"""The arithmetic of abstraction: which minutes are set against which, and how runs are counted.

Pure functions; every rule that a figure depends on is written here once.

Rate. Abstracted minutes over on-duty minutes, pooled over officers and weeks before dividing.
Both are of the same officer-weeks: those that the officer has confirmed. Minutes abstracted in
weeks not confirmed are said beside the share, not divided. A week cut by the end of a period (or
of a month) gives a fifth of its on-duty minutes for each Monday to Friday inside. Narrow counts
types of police scope, wide adds mandatory ones (court, training).

School-day loss. Abstracted minutes in school hours over rostered minutes in school hours, again of
confirmed officer-weeks. Rostered are, for each officer-week, its school days inside the period
(calendar of the borough) × the minutes of a school day × the share of a full week that was worked
(on-duty minutes / 2,400, at most 1).

Continuity. A school day is with the named officer when an approved engagement by an officer named
for the school on that day took place at the school. The gap is the longest run of school days
without. Days before the school ever had a named officer are not counted; days between two officers
are. A run is cut at both ends of the period.
"""

import datetime as dt
from bisect import bisect_left
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

from sso_log.clock import ONE_DAY
from sso_log.framework.statistics import signals, xmr_limits
from sso_log.reference.models import FULL_WEEK_MINUTES

WEEKDAYS = 5
REARRANGED_WITHIN = 10
POINTS_FOR_LIMITS = 6


@dataclass(slots=True)
class Tally:
    """Minutes and entries of one row of a table; `+=` pools two rows.

    `narrow` and `wide` are minutes inside confirmed weeks, the numerators of the shares; fifths of
    minutes keep on-duty time exact until the end.
    """

    minutes: int = 0
    school_minutes: int = 0
    narrow: int = 0
    wide: int = 0
    school_matched: int = 0
    entries: int = 0
    waiting: int = 0
    duty_fifths: int = 0
    rostered: float = 0.0
    weeks: int = 0

    def __iadd__(self, other: "Tally") -> "Tally":
        for name in self.__slots__:
            setattr(self, name, getattr(self, name) + getattr(other, name))
        return self

    @property
    def on_duty(self) -> int:
        """On-duty minutes: the denominator of both shares."""
        return round(self.duty_fifths / WEEKDAYS)

    @property
    def rostered_minutes(self) -> int:
        return round(self.rostered)

    @property
    def unmatched(self) -> int:
        """Abstracted minutes in weeks not confirmed, which no share counts."""
        return self.minutes - self.wide

    @property
    def narrow_share(self) -> float | None:
        """Police scope over on-duty; None when there is nothing to divide by."""
        return share(self.narrow, self.on_duty)

    @property
    def wide_share(self) -> float | None:
        return share(self.wide, self.on_duty)

    @property
    def school_share(self) -> float | None:
        """Abstracted over rostered school-hours minutes; None when there are none."""
        return share(self.school_matched, self.rostered_minutes)


def share(numerator: int, denominator: int) -> float | None:
    """A fraction of 1; None, which is "no data", without a denominator."""
    return numerator / denominator if denominator else None


def weekdays_inside(week_on: dt.date, from_on: dt.date, until_on: dt.date) -> int:
    """How many of the five weekdays of a week (named by its Monday) are in a period."""
    first = max(week_on, from_on)
    last = min(week_on + ONE_DAY * (WEEKDAYS - 1), until_on)
    return max(0, (last - first).days + 1)


def rostered(worked_minutes: int, school_minutes: int) -> float:
    """Rostered minutes in school hours of weeks with the same minutes in school hours.

    `worked_minutes` are the on-duty minutes of those weeks, each taken at 2,400 at most.
    """
    return worked_minutes * school_minutes / FULL_WEEK_MINUTES


def week_days(week_on: dt.date, from_on: dt.date, until_on: dt.date) -> list[dt.date]:
    days = (week_on + ONE_DAY * offset for offset in range(7))
    return [day for day in days if from_on <= day <= until_on]


@dataclass(frozen=True, slots=True)
class Gap:
    """A run of school days without the named officer; `running` if it reaches the period's end."""

    days: int = 0
    from_on: dt.date | None = None
    until_on: dt.date | None = None
    running: bool = False


def longest_gap(school_days: Sequence[dt.date], visited: Iterable[dt.date]) -> Gap:
    """The longest run of `school_days` (in order) on none of which the school was visited.

    The first of runs that are equally long. Visits on other days, such as in holidays, do not
    count: no pupil was there.
    """
    seen = sorted(
        {
            place
            for day in visited
            if (place := bisect_left(school_days, day)) < len(school_days)
            and school_days[place] == day
        }
    )
    best, length = (0, 0), 0
    before = -1
    for place in (*seen, len(school_days)):
        if place - before - 1 > length:
            best, length = (before + 1, place), place - before - 1
        before = place
    if not length:
        return Gap()
    first, after = best
    return Gap(length, school_days[first], school_days[after - 1], after == len(school_days))


def in_time(school_days: Sequence[dt.date], lost_on: dt.date, again_on: dt.date) -> bool:
    """Whether a lost visit was re-arranged within ten school days after the day it was lost."""
    after = bisect_left(school_days, lost_on + ONE_DAY)
    allowed = school_days[after : after + REARRANGED_WITHIN]
    return bool(allowed) and again_on <= allowed[-1]


@dataclass(frozen=True, slots=True)
class Trend:
    """How the last whole month compares with those before it; `change` in fractions of 1.

    `usual` is the natural range of the months (XmR: mean ± 2.66 × mean moving range), None for too
    few of them; `signal` says that the last point is part of a signal of the control chart.
    """

    last: float | None = None
    before: float | None = None
    usual: tuple[float, float] | None = None
    signal: bool = False
    months: int = 0

    @property
    def change(self) -> float | None:
        """Last minus before; None without both."""
        return None if self.last is None or self.before is None else self.last - self.before


def trend(months: Sequence[tuple[int, int]], whole: Collection[int]) -> Trend:
    """The trend of (numerator, denominator) by month; `whole` are the places of whole months.

    Earlier months are pooled before dividing. The usual range needs six whole months.
    """
    known = [months[place] for place in sorted(whole) if months[place][1]]
    if not known:
        return Trend()
    shares = [numerator / denominator for numerator, denominator in known]
    earlier = known[:-1]
    before = share(sum(n for n, _ in earlier), sum(d for _, d in earlier))
    limits = xmr_limits(shares, lowest=0.0) if len(known) >= POINTS_FOR_LIMITS else None
    if limits is None:
        return Trend(shares[-1], before, months=len(known))
    signal = any(len(known) - 1 in each.points for each in signals(shares, limits))
    return Trend(shares[-1], before, (limits.lower, limits.upper), signal, len(known))
