"""Bars across, one for each row of a table, drawn inside the table itself."""

from collections.abc import Sequence

BAR_WIDTH = 100


def bar_lengths(values: Sequence[float | None], highest: float | None = None) -> list[float]:
    """The length of each bar out of 100; the longest is 100 unless a higher value is given."""
    known = [value for value in values if value is not None]
    top = max([*known, highest or 0.0], default=0.0)
    if top <= 0:
        return [0.0 for _ in values]
    return [round(BAR_WIDTH * (value or 0.0) / top, 1) for value in values]
