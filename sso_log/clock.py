"""The only source of time, and the arithmetic of days, weeks and months.

Everything here is pure: instants are aware and in UTC, days are calendar days in London, and
every duration is measured through UTC, so that a night shift over a clock change is seven or
nine hours. School terms and closed days are data and live in `reference`, not here.
"""

import re
from calendar import monthrange
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

LONDON = ZoneInfo("Europe/London")
ONE_MINUTE = timedelta(minutes=1)
ONE_DAY = timedelta(days=1)
ACADEMIC_YEAR_MONTH = 9
WEEK_TEXT = re.compile(r"([0-9]{4})-W([0-9]{2})")
# Weeks outside these years are typing mistakes; refusing them also keeps week arithmetic away
# from the ends of the calendar, where adding a day overflows.
FIRST_WEEK_YEAR, LAST_WEEK_YEAR = 1900, 2199


def now_utc() -> datetime:
    """The present instant, aware, in UTC."""
    return datetime.now(UTC)


def today_london() -> date:
    """The calendar day it is now in London."""
    return to_london(now_utc()).date()


def to_london(moment: datetime) -> datetime:
    """The same instant on a London clock. A naive datetime is refused with ValueError."""
    return _aware(moment).astimezone(LONDON)


def from_london(day: date, at: time, fold: int = 0) -> datetime:
    """The UTC instant at which London clocks show `at` on `day`.

    In the hour that happens twice in autumn, fold 0 is the first time round and fold 1 the second.
    A time that the spring change skips raises ValueError.
    """
    wall = datetime.combine(day, at.replace(tzinfo=None, fold=0))
    moment = wall.replace(tzinfo=LONDON, fold=fold).astimezone(UTC)
    shown = moment.astimezone(LONDON).replace(tzinfo=None, fold=0)
    if shown != wall:
        raise ValueError(
            f"{at:%H:%M} on {day.day} {day:%B} {day.year} does not exist: "
            "the clocks went forward over it."
        )
    return moment


def minutes_between(start: datetime, end: datetime) -> int:
    """Whole minutes from `start` to `end`, measured through UTC. ValueError if `end` is first."""
    if _aware(end).astimezone(UTC) < _aware(start).astimezone(UTC):
        raise ValueError("The end is before the start.")
    return _elapsed(start, end)


def split_by_day(start: datetime, end: datetime) -> list[tuple[date, int]]:
    """(London day, minutes) for each day touched, in order; the minutes add up to the whole."""
    total = minutes_between(start, end)
    day, counted, parts = to_london(start).date(), 0, []
    while counted < total:
        until = min(total, _elapsed(start, from_london(day + ONE_DAY, time(0))))
        if until > counted:
            parts.append((day, until - counted))
        counted, day = max(counted, until), day + ONE_DAY
    return parts


def minutes_within(
    start: datetime, end: datetime, day: date, from_time: time, until_time: time
) -> int:
    """Minutes from `start` to `end` that fall on `day` between two London clock times.

    `until_time` 00:00 means the end of the day. A window edge inside the skipped hour is moved to
    the moment of the change; in the repeated hour the window is the longest that it can be.
    """
    minutes_between(start, end)
    closes_on = day + ONE_DAY if until_time == time(0) else day
    opens = _window_edge(day, from_time, fold=0)
    closes = _window_edge(closes_on, until_time, fold=1)
    if closes < opens:
        raise ValueError("The hours end before they start.")
    first, last = max(opens, start.astimezone(UTC)), min(closes, end.astimezone(UTC))
    if last <= first:
        return 0
    # Measured from the start, as split_by_day does, so that seconds never add up to extra minutes.
    return _elapsed(start, last) - _elapsed(start, first)


def is_within(day: date, first: date | None, last: date | None) -> bool:
    """Whether a day lies in a period, both ends included; None is no limit."""
    return (first is None or first <= day) and (last is None or day <= last)


def academic_year_start(day: date) -> date:
    """The 1 September on or before `day`."""
    year = day.year if day.month >= ACADEMIC_YEAR_MONTH else day.year - 1
    return date(year, ACADEMIC_YEAR_MONTH, 1)


def week_start(day: date) -> date:
    """The Monday of the ISO week that `day` is in."""
    return day - timedelta(days=day.weekday())


def format_week(day: date) -> str:
    """The ISO week that `day` is in, as `2026-W05`."""
    year, week, _ = day.isocalendar()
    return f"{year:04d}-W{week:02d}"


def parse_week(text: str) -> date:
    """The Monday of a week written `2026-W05`; ValueError for anything else."""
    match = WEEK_TEXT.fullmatch(text)
    if match is None:
        raise ValueError("Write the week like 2026-W05.")
    year, week = int(match[1]), int(match[2])
    if not FIRST_WEEK_YEAR <= year <= LAST_WEEK_YEAR:
        raise ValueError(f"There is no week in the year {match[1]} to report on.")
    try:
        return date.fromisocalendar(year, week, 1)
    except ValueError:
        raise ValueError(f"{year} has no week {match[2]}.") from None


def add_calendar_months(day: date, months: int) -> date:
    """The same day `months` later (or earlier), or the last day of a month that is too short."""
    index = day.year * 12 + day.month - 1 + months
    first = date(index // 12, index % 12 + 1, 1)
    return first.replace(day=min(day.day, monthrange(first.year, first.month)[1]))


def month_starts(from_on: date, until_on: date) -> list[date]:
    """The first day of every month from `from_on` to `until_on`, both included."""
    first, starts = from_on.replace(day=1), []
    while first <= until_on and from_on <= until_on:
        starts.append(first)
        first = add_calendar_months(first, 1)
    return starts


def _aware(moment: datetime) -> datetime:
    if moment.utcoffset() is None:
        raise ValueError("A time without its zone cannot be placed.")
    return moment


def _elapsed(start: datetime, moment: datetime) -> int:
    # Two datetimes of one zone subtract by their wall clocks, so both go to UTC first.
    return (moment.astimezone(UTC) - start.astimezone(UTC)) // ONE_MINUTE


def _window_edge(day: date, at: time, fold: int) -> datetime:
    wall = datetime.combine(day, at.replace(tzinfo=None, fold=0))
    moment = wall.replace(tzinfo=LONDON, fold=1).astimezone(UTC)
    if moment.astimezone(LONDON).replace(tzinfo=None, fold=0) == wall:
        return from_london(day, at, fold)
    while moment.astimezone(LONDON).replace(tzinfo=None, fold=0) < wall:
        moment += ONE_MINUTE
    return moment
