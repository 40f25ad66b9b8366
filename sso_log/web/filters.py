"""How dates, times, numbers and durations are written, as GOV.UK style has them.

Every filter is pure and answers None with the word given for "nothing to show", so that templates
need no tests of their own. Instants are shown on London clocks.
"""

from collections.abc import Callable
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from sso_log.clock import to_london

NOTHING = "–"
NO_DATA = "no data"
MINUTES_PER_HOUR = 60
Number = int | float | Decimal


def _day_of(value: date | datetime | str) -> date:
    if isinstance(value, str):
        return date.fromisoformat(value[:10])
    return to_london(value).date() if isinstance(value, datetime) else value


def _with_day(value: date | datetime | str | None, month_and_year: str, nothing: str) -> str:
    if value is None or value == "":
        return nothing
    day = _day_of(value)
    return f"{day.day} {day:{month_and_year}}"


def long_date(value: date | datetime | str | None, nothing: str = NOTHING) -> str:
    """`3 June 2025`."""
    return _with_day(value, "%B %Y", nothing)


def full_date(value: date | datetime | str | None, nothing: str = NOTHING) -> str:
    """`Tuesday 3 June 2025`."""
    return nothing if value in (None, "") else f"{_day_of(value):%A} {long_date(value)}"


def short_date(value: date | datetime | str | None, nothing: str = NOTHING) -> str:
    """`3 Jun 2025`, for tables."""
    return _with_day(value, "%b %Y", nothing)


def month_name(value: date | datetime | str | None, nothing: str = NOTHING) -> str:
    """`June 2025`."""
    return nothing if value in (None, "") else f"{_day_of(value):%B %Y}"


def clock_time(value: datetime | None, nothing: str = NOTHING) -> str:
    """`9:05am`, `2pm`, `midday`, `midnight`, on a London clock."""
    if value is None:
        return nothing
    at = to_london(value)
    if at.minute == 0 and at.hour in (0, 12):
        return "midday" if at.hour else "midnight"
    minutes = f":{at.minute:02d}" if at.minute else ""
    return f"{at.hour % 12 or 12}{minutes}{'am' if at.hour < 12 else 'pm'}"


def date_and_time(value: datetime | None, nothing: str = NOTHING) -> str:
    """`3 June 2025 at 9:05am`."""
    return nothing if value is None else f"{long_date(value)} at {clock_time(value)}"


def number(value: Number | None, places: int = 0, nothing: str = NO_DATA) -> str:
    """`1,234` or, with places, `1,234.5`."""
    return nothing if value is None else f"{value:,.{places}f}"


def percentage(value: Number | None, places: int = 1, nothing: str = NO_DATA) -> str:
    """A share between 0 and 1 as `14.2%`; None, which is what 0/0 is, as "no data"."""
    return nothing if value is None else f"{value * 100:,.{places}f}%"


def hours_and_minutes(minutes: int | None, nothing: str = NO_DATA) -> str:
    """Minutes as `1 hour 30 minutes`."""
    if minutes is None:
        return nothing
    hours, rest = divmod(int(minutes), MINUTES_PER_HOUR)
    parts = [counted(hours, "hour")] if hours else []
    if rest or not hours:
        parts.append(counted(rest, "minute"))
    return " ".join(parts)


def hours(minutes: Number | None, places: int = 1, nothing: str = NO_DATA) -> str:
    """Minutes as hours for a table column, `1,234.5`."""
    return nothing if minutes is None else f"{minutes / MINUTES_PER_HOUR:,.{places}f}"


def counted(how_many: int, one: str, many: str | None = None) -> str:
    """`1 entry`, `2 entries`; the plural adds an s unless it is given."""
    return f"{how_many:,} {one if how_many == 1 else many or one + 's'}"


FILTERS: dict[str, Callable[..., Any]] = {
    function.__name__: function
    for function in (
        long_date,
        full_date,
        short_date,
        month_name,
        clock_time,
        date_and_time,
        number,
        percentage,
        hours_and_minutes,
        hours,
        counted,
    )
}
