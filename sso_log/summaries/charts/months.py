"""Columns by month: one share on top of another, with the value written over each."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from sso_log.summaries.charts.scale import highest_of, ticks
from sso_log.web.filters import percentage

WIDTH, HEIGHT = 720, 280
LEFT, RIGHT, TOP, BOTTOM = 52, 8, 26, 44
MOST = 24
WIDEST_COLUMN = 56
# Above this many columns the values over them would run into each other.
MOST_LABELLED = 14


@dataclass(frozen=True, slots=True)
class MonthValue:
    """What one month shows: a share, and a larger share that contains it. None is no data."""

    starts_on: dt.date
    lower: float | None
    upper: float | None
    whole: bool = True


@dataclass(frozen=True, slots=True)
class Column:
    """One month as rectangles; heights are 0 without data."""

    x: float
    width: float
    centre: float
    lower_y: float
    lower_height: float
    upper_y: float
    upper_height: float
    label: str
    year: str
    text: str
    text_y: float
    title: str
    whole: bool


@dataclass(frozen=True, slots=True)
class MonthChart:
    """Everything a macro needs; `grid` is (how far down, value in words) of each line across."""

    grid: tuple[tuple[float, str], ...]
    columns: tuple[Column, ...]
    left_out: int
    width: int = WIDTH
    height: int = HEIGHT
    left: int = LEFT
    right: int = WIDTH - RIGHT
    base: int = HEIGHT - BOTTOM


@dataclass(frozen=True, slots=True)
class _Plot:
    """Where things go: the width of one month, the highest mark, and the names of both parts."""

    slot: float
    highest: float
    names: tuple[str, str]
    labelled: bool

    def y(self, value: float) -> float:
        base = HEIGHT - BOTTOM
        return round(base - (base - TOP) * value / self.highest, 1)

    def words(self, value: MonthValue) -> str:
        """A month in words, for whoever cannot see the column."""
        shares = f"{self.names[0]} {percentage(value.lower or 0.0)}, "
        shares += f"{self.names[1]} {percentage(value.upper)}"
        month = f"{value.starts_on:%B %Y}: {'no data' if value.upper is None else shares}"
        return month if value.whole else f"{month} (part of the month)"

    def column(self, place: int, value: MonthValue) -> Column:
        centre = LEFT + self.slot * (place + 0.5)
        width = min(WIDEST_COLUMN, self.slot * 0.68)
        lower, upper = self.y(value.lower or 0.0), self.y(value.upper or 0.0)
        return Column(
            x=round(centre - width / 2, 1),
            width=round(width, 1),
            centre=round(centre, 1),
            lower_y=lower,
            lower_height=round(HEIGHT - BOTTOM - lower, 1),
            upper_y=upper,
            upper_height=round(lower - upper, 1),
            label=f"{value.starts_on:%b}",
            year=f"{value.starts_on:%Y}" if place == 0 or value.starts_on.month == 1 else "",
            text=percentage(value.lower, nothing="–") if self.labelled else "",
            text_y=upper - 6,
            title=self.words(value),
            whole=value.whole,
        )


def month_chart(values: Sequence[MonthValue], lower_name: str, upper_name: str) -> MonthChart:
    """The chart of the last two years at most; `left_out` says how many months are not drawn."""
    shown = values[-MOST:]
    marks = ticks(highest_of(value.upper for value in shown))
    plot = _Plot(
        slot=(WIDTH - LEFT - RIGHT) / max(1, len(shown)),
        highest=marks[-1],
        names=(lower_name, upper_name),
        labelled=len(shown) <= MOST_LABELLED,
    )
    places = 0 if all(round(mark * 100, 6).is_integer() for mark in marks) else 1
    return MonthChart(
        grid=tuple((plot.y(mark), percentage(mark, places)) for mark in marks),
        columns=tuple(plot.column(place, value) for place, value in enumerate(shown)),
        left_out=len(values) - len(shown),
    )
