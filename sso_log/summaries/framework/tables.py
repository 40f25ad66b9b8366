"""The figures as rows of a file: one row for a figure and one for each of its parts."""

from collections.abc import Iterator

from sso_log.framework.figure import Figure
from sso_log.framework.statistics import Interval
from sso_log.summaries.framework.page import Detail, Section

Cell = str | int | float | None
COLUMNS = (
    "indicator", "title", "definition_version", "by", "key", "label", "part", "numerator",
    "denominator", "value", "measured_in", "interval_low", "interval_high", "gate", "waiting",
    "note",
)  # fmt: skip
DIGITS = 6


def page_rows(sections: list[Section]) -> Iterator[tuple[Cell, ...]]:
    """Every indicator of the page."""
    yield COLUMNS
    for section in sections:
        for card in section.cards:
            yield from figure_rows(card.figure)


def detail_rows(found: Detail) -> Iterator[tuple[Cell, ...]]:
    """One indicator: whole, by month and by unit."""
    yield COLUMNS
    yield from figure_rows(found.figure)
    for month in found.months:
        yield from figure_rows(month.group.figure, "month", month.group.code, month.group.label)
    for group in found.units:
        yield from figure_rows(group.figure, "unit", group.code, group.label)


def figure_rows(
    figure: Figure, by: str = "", key: str = "", label: str = ""
) -> Iterator[tuple[Cell, ...]]:
    """The figure, then its parts."""
    body = figure.to_json()
    head = (figure.indicator_id, body["title"], body["definition_version"], by, key, label)
    yield (
        *head, "", figure.numerator, figure.denominator, _rounded(figure.value), body["unit"],
        *_ends(figure.interval), figure.gate.value, figure.waiting, figure.note,
    )  # fmt: skip
    for part in figure.parts:
        yield (
            *head, part.label, part.numerator, part.denominator, _rounded(part.value), "",
            *_ends(part.interval), part.gate.value, None, "",
        )  # fmt: skip


def _ends(interval: Interval | None) -> tuple[float | None, float | None]:
    return (None, None) if interval is None else (_rounded(interval[0]), _rounded(interval[1]))


def _rounded(value: float | None) -> float | None:
    return None if value is None else round(value, DIGITS)
