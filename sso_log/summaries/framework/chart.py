"""Control charts by month: which limits fit which figure, and where everything is drawn.

Shares of events have a p-chart; medians, pooled minutes and counts have an XmR chart. Limits need
six whole months; a month that is not over, or that the period cuts, is drawn and not judged.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from sso_log.framework.indicator import Definition, IndicatorKind
from sso_log.framework.statistics import Limits, SignalKind, p_chart_limits, signals, xmr_limits
from sso_log.summaries.abstraction.rules import POINTS_FOR_LIMITS
from sso_log.summaries.charts.scale import ticks
from sso_log.summaries.framework.breakdown import Group
from sso_log.summaries.framework.words import axis

WIDTH, HEIGHT = 720, 260
LEFT, RIGHT, TOP, BOTTOM = 64, 14, 14, 42
SPARK_WIDTH, SPARK_HEIGHT, SPARK_EDGE = 132, 36, 5
FEWEST_POINTS = 2
MOST = 36
MOST_MONTH_NAMES = 14

SIGNAL_WORDS = {
    SignalKind.OUTSIDE: "outside the limits",
    SignalKind.SAME_SIDE: "one of seven or more on one side",
    SignalKind.TREND: "one of five or more rising or falling",
}


@dataclass(frozen=True, slots=True)
class Judged:
    """One month with its limits and the signals it is part of."""

    group: Group
    limits: Limits | None
    signals: tuple[str, ...] = ()

    @property
    def value(self) -> float | None:
        return self.group.figure.value


def judged(groups: Sequence[Group]) -> list[Judged]:
    """Every month with its limits; none where fewer than six whole months have a value."""
    whole = [group for group in groups if group.whole and group.figure.value is not None]
    if len(whole) < POINTS_FOR_LIMITS:
        return [Judged(group, None) for group in groups]
    limits = dict(zip((group.code for group in whole), _limits(whole), strict=True))
    points = [group.figure.value if group.code in limits else None for group in groups]
    each = [limits.get(group.code) for group in groups]
    words: dict[int, list[str]] = {}
    for signal in signals(points, each):
        for place in signal.points:
            words.setdefault(place, []).append(SIGNAL_WORDS[signal.kind])
    return [
        Judged(group, limit, tuple(dict.fromkeys(words.get(place, ()))))
        for place, (group, limit) in enumerate(zip(groups, each, strict=True))
    ]


def _limits(groups: Sequence[Group]) -> Sequence[Limits | None]:
    kind = groups[0].figure.definition.kind
    if kind in (IndicatorKind.PROPORTION, IndicatorKind.FUNNEL):
        counts = [(int(g.figure.numerator or 0), g.figure.denominator or 0) for g in groups]
        return p_chart_limits(counts)
    values = [group.figure.value for group in groups if group.figure.value is not None]
    return [xmr_limits(values, lowest=0.0)] * len(groups)


@dataclass(frozen=True, slots=True)
class Point:
    """One month on the chart; `y` is None without a value."""

    x: float
    y: float | None
    label: str
    year: str
    title: str
    signal: bool
    whole: bool


@dataclass(frozen=True, slots=True)
class ControlChart:
    """Everything a macro needs. Paths are runs of `M`/`L` commands, broken where data are."""

    points: tuple[Point, ...]
    line: str
    upper: str
    lower: str
    centre: str
    grid: tuple[tuple[float, str], ...]
    left_out: int
    width: int = WIDTH
    height: int = HEIGHT
    left: int = LEFT
    right: int = WIDTH - RIGHT
    base: int = HEIGHT - BOTTOM


@dataclass(frozen=True, slots=True)
class _Plot:
    """Where things go: the width of one month, the highest mark, and which months are named."""

    definition: Definition
    slot: float
    highest: float
    every: int

    def x(self, place: int) -> float:
        return round(LEFT + self.slot * (place + 0.5), 1)

    def y(self, value: float) -> float:
        return round(HEIGHT - BOTTOM - (HEIGHT - BOTTOM - TOP) * value / self.highest, 1)

    def path(self, values: Sequence[float | None]) -> str:
        return _path([None if v is None else (self.x(n), self.y(v)) for n, v in enumerate(values)])

    def point(self, place: int, month: Judged) -> Point:
        name, _, year = month.group.label.partition(" ")
        value = month.value
        title = f"{month.group.label}: {axis(self.definition, value)}" if value is not None else ""
        return Point(
            self.x(place),
            None if value is None else self.y(value),
            name[:3] if place % self.every == 0 else "",
            year if place == 0 or name == "January" else "",
            ", ".join([title, *month.signals]) if title else f"{month.group.label}: no figure",
            bool(month.signals),
            month.group.whole,
        )


def control_chart(months: Sequence[Judged]) -> ControlChart | None:
    """The chart of the last three years at most; None for fewer than two months with a value."""
    shown = months[-MOST:]
    values = [month.value for month in shown if month.value is not None]
    if len(values) < FEWEST_POINTS:
        return None
    limits = [month.limits for month in shown]
    marks = ticks(max([*values, *(limit.upper for limit in limits if limit)]))
    plot = _Plot(
        definition=shown[0].group.figure.definition,
        slot=(WIDTH - LEFT - RIGHT) / len(shown),
        highest=marks[-1],
        every=-(-len(shown) // MOST_MONTH_NAMES),
    )
    return ControlChart(
        points=tuple(plot.point(place, month) for place, month in enumerate(shown)),
        line=plot.path([month.value for month in shown]),
        upper=plot.path([limit.upper if limit else None for limit in limits]),
        lower=plot.path([limit.lower if limit else None for limit in limits]),
        centre=plot.path([limit.centre if limit else None for limit in limits]),
        grid=tuple((plot.y(mark), axis(plot.definition, mark)) for mark in marks),
        left_out=len(months) - len(shown),
    )


def _path(points: Sequence[tuple[float, float] | None]) -> str:
    commands, pen_down = [], False
    for point in points:
        if point is not None:
            commands.append(f"{'L' if pen_down else 'M'}{point[0]} {point[1]}")
        pen_down = point is not None
    return " ".join(commands)


@dataclass(frozen=True, slots=True)
class Sparkline:
    """A line without axes, and what it shows in words."""

    line: str
    last: tuple[float, float]
    words: str
    signal: bool
    width: int = SPARK_WIDTH
    height: int = SPARK_HEIGHT


def sparkline(groups: Sequence[Group]) -> Sparkline | None:
    """The months in small, from nothing upwards; None for fewer than two with a value."""
    months = judged(groups)
    known = [(each, each.value) for each in months if each.value is not None]
    if len(known) < FEWEST_POINTS:
        return None
    highest = max(value for _, value in known) or 1.0
    step = (SPARK_WIDTH - 2 * SPARK_EDGE) / (len(months) - 1)
    room = SPARK_HEIGHT - 2 * SPARK_EDGE

    def point(place: int, value: float) -> tuple[float, float]:
        y = SPARK_HEIGHT - SPARK_EDGE - room * value / highest
        return round(SPARK_EDGE + step * place, 1), round(y, 1)

    points = [None if m.value is None else point(n, m.value) for n, m in enumerate(months)]
    definition = groups[0].figure.definition
    return Sparkline(
        _path(points),
        [each for each in points if each][-1],
        "By month: "
        + ", ".join(f"{each.group.label} {axis(definition, value)}" for each, value in known),
        any(month.signals for month in months),
    )
