"""The formulas of every figure: intervals, quantiles, gates and control charts. Pure.

They are short, and statistics libraries cost seconds to import: those check them in the tests.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import groupby, pairwise
from math import floor, sqrt

Z_95 = 1.959963984540054
XMR_FACTOR = 2.66
P_CHART_SIGMAS = 3
SAME_SIDE_RUN = 7
TREND_RUN = 5
FEWEST_TO_SHOW = 10
FEWEST_FOR_FULL = 20

Interval = tuple[float, float]


class Gate(StrEnum):
    """How much weight a figure can bear, from the number of events behind it."""

    NO_DATA = "no_data"
    TOO_FEW = "too_few"
    MARKED = "marked"
    FULL = "full"


GATE_WORDS = {
    Gate.NO_DATA: "no data",
    Gate.TOO_FEW: "too few to judge: review the cases",
    Gate.MARKED: "small numbers: read with the interval",
    Gate.FULL: "",
}


class SignalKind(StrEnum):
    """The three patterns of a control chart that ask for a look."""

    OUTSIDE = "outside"
    SAME_SIDE = "same_side"
    TREND = "trend"


@dataclass(frozen=True)
class Signal:
    """A pattern, and the positions (from 0) of the points that make it."""

    kind: SignalKind
    points: tuple[int, ...]


@dataclass(frozen=True)
class Limits:
    centre: float
    lower: float
    upper: float


def gate_of(events: int) -> Gate:
    """Fewer than 10 events are not judged, 10 to 19 are marked, 20 or more stand in full."""
    if events <= 0:
        return Gate.NO_DATA
    if events < FEWEST_TO_SHOW:
        return Gate.TOO_FEW
    return Gate.MARKED if events < FEWEST_FOR_FULL else Gate.FULL


def wilson_interval(numerator: int, denominator: int) -> Interval | None:
    """The 95% interval of a proportion (Wilson 1927, score method); None for 0/0."""
    if not 0 <= numerator <= denominator:
        raise ValueError("A numerator lies between 0 and its denominator.")
    if denominator == 0:
        return None
    share = numerator / denominator
    spread = Z_95 * sqrt(share * (1 - share) / denominator + Z_95**2 / (4 * denominator**2))
    middle = share + Z_95**2 / (2 * denominator)
    scale = 1 + Z_95**2 / denominator
    # At 0 and at n the end is exact; rounding error must not put it a hair past the share.
    low = 0.0 if numerator == 0 else (middle - spread) / scale
    high = 1.0 if numerator == denominator else (middle + spread) / scale
    return low, high


def quantile(values: Iterable[float], share: float) -> float | None:
    """The value below which `share` of the values lie; None without values.

    Straight-line interpolation between the two nearest ordered values, at position
    1 + (n - 1) · share: type 7 of Hyndman and Fan (1996), the PERCENTILE.INC of spreadsheets.
    """
    if not 0 <= share <= 1:
        raise ValueError("A quantile lies between 0 and 1.")
    ordered = sorted(values)
    if not ordered:
        return None
    position = (len(ordered) - 1) * share
    below = floor(position)
    above = min(below + 1, len(ordered) - 1)
    return ordered[below] + (ordered[above] - ordered[below]) * (position - below)


def median(values: Iterable[float]) -> float | None:
    """The middle value, or the mean of the middle two; None without values."""
    return quantile(values, 0.5)


def p90(values: Iterable[float]) -> float | None:
    return quantile(values, 0.9)


def xmr_limits(values: Sequence[float], lowest: float | None = None) -> Limits | None:
    """Limits of an XmR chart: mean ± 2.66 mean moving ranges; None for fewer than two values.

    `lowest` (0 for counts and times) is where the lower limit stops.
    """
    if len(values) < 2:
        return None
    centre = sum(values) / len(values)
    moving_range = sum(abs(later - earlier) for earlier, later in pairwise(values))
    width = XMR_FACTOR * moving_range / (len(values) - 1)
    lower = centre - width
    return Limits(centre, lower if lowest is None else max(lower, lowest), centre + width)


def p_chart_limits(counts: Sequence[tuple[int, int]]) -> list[Limits | None]:
    """Limits for each (numerator, denominator): pooled p ± 3·√(p(1-p)/n), within 0 and 1.

    A point with nothing in its denominator has no limits.
    """
    total = sum(denominator for _, denominator in counts)
    if total == 0:
        return [None for _ in counts]
    centre = sum(numerator for numerator, _ in counts) / total
    return [_p_limits(centre, denominator) for _, denominator in counts]


def signals(
    points: Sequence[float | None], limits: Limits | Sequence[Limits | None] | None
) -> list[Signal]:
    """The signals among points in order of time: outside, 7 on one side, 5 rising or falling.

    A point equal to the centre is on neither side; five points each above (or below) the one
    before make a trend; a missing point breaks every run. A run longer than needed is one signal.
    """
    each = [limits] * len(points) if limits is None or isinstance(limits, Limits) else list(limits)
    if len(each) != len(points):
        raise ValueError("Every point needs its own limits.")
    patterns = [
        Signal(SignalKind.OUTSIDE, (index,))
        for index, (point, limit) in enumerate(zip(points, each, strict=True))
        if point is not None and limit is not None and not limit.lower <= point <= limit.upper
    ]
    sides = [
        _direction(None if limit is None else limit.centre, point)
        for point, limit in zip(points, each, strict=True)
    ]
    patterns += [
        Signal(SignalKind.SAME_SIDE, run) for run in _runs_alike(sides) if len(run) >= SAME_SIDE_RUN
    ]
    steps = [_direction(earlier, later) for earlier, later in pairwise(points)]
    trends = [(*run, run[-1] + 1) for run in _runs_alike(steps)]
    return patterns + [Signal(SignalKind.TREND, run) for run in trends if len(run) >= TREND_RUN]


def _p_limits(centre: float, denominator: int) -> Limits | None:
    if denominator == 0:
        return None
    width = P_CHART_SIGMAS * sqrt(centre * (1 - centre) / denominator)
    return Limits(centre, max(0.0, centre - width), min(1.0, centre + width))


def _direction(earlier: float | None, later: float | None) -> int:
    if earlier is None or later is None:
        return 0
    return (later > earlier) - (later < earlier)


def _runs_alike(signs: Sequence[int]) -> list[tuple[int, ...]]:
    """The positions of each run of one sign; 0 is no sign."""
    runs = groupby(range(len(signs)), key=lambda index: signs[index])
    return [tuple(run) for sign, run in runs if sign]
