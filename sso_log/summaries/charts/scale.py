"""Round numbers for axes and steps."""

from collections.abc import Iterable
from math import ceil, floor, log10

NICE = (1.0, 1.5, 2.0, 2.5, 3.0, 4.0, 5.0, 10.0)
STEPS = 5


def nice_step(highest: float, steps: int) -> float:
    """The smallest round step that reaches `highest` in so many steps; 0 for nothing to reach."""
    if highest <= 0:
        return 0.0
    rough = highest / steps
    power = 10.0 ** floor(log10(rough))
    # A hair of tolerance, so that 0.1 / 5 is one step of 0.02 in spite of binary fractions.
    factor = next(nice for nice in NICE if nice * power >= rough * (1 - 1e-9))
    return float(factor * power)


def ticks(highest: float, steps: int = 4) -> list[float]:
    """Round values from 0 to at least `highest`; 0 and 1 when there is nothing to reach."""
    step = nice_step(highest, steps)
    if not step:
        return [0.0, 1.0]
    count = max(1, ceil(highest / step - 1e-9))
    return [round(step * place, 10) for place in range(count + 1)]


def step_of(value: float, step: float, steps: int = STEPS) -> int:
    """Which of the steps, from 1, a value is in; a value on an edge is in the lower one."""
    if not step:
        return 1
    return min(steps, max(1, ceil(value / step - 1e-9)))


def highest_of(values: Iterable[float | None]) -> float:
    """The highest known value; 0 for none."""
    return max((value for value in values if value is not None), default=0.0)
