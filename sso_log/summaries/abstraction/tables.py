"""The tables of the summary as rows of a file: the same figures as the page, none left out."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from sso_log.summaries.abstraction.page import Line, Summary, officer_lines
from sso_log.summaries.abstraction.schools import SchoolRow

Cell = str | int | float | None
SHARE_DIGITS = 6

LINE_COLUMNS = (
    "minutes",
    "school_minutes",
    "minutes_not_in_share",
    "numerator_narrow",
    "numerator_wide",
    "denominator",
    "share_narrow",
    "share_wide",
    "school_numerator",
    "school_denominator",
    "school_share",
    "officer_weeks",
    "entries",
    "waiting",
)
SCHOOL_COLUMNS = (
    "urn",
    "school",
    "priority",
    "school_minutes_lost",
    "visits_lost",
    "visits_rearranged",
    "visits_rearranged_within_10_school_days",
    "cover",
    "cover_numerator",
    "cover_denominator",
    "cover_share",
    "longest_gap_school_days",
    "gap_from",
    "gap_until",
    "entries",
)


@dataclass(frozen=True, slots=True)
class Table:
    """A header and rows."""

    header: tuple[str, ...]
    rows: list[tuple[Cell, ...]]


def table(found: Summary, name: str) -> Table:
    """One of the tables by name. KeyError for a name that is not in `TABLES`."""
    return TABLES[name](found)


def _rounded(value: float | None) -> float | None:
    return None if value is None else round(value, SHARE_DIGITS)


def _line(line: Line) -> tuple[Cell, ...]:
    tally = line.tally
    return (
        line.label,
        line.code,
        tally.minutes,
        tally.school_minutes,
        tally.unmatched,
        tally.narrow,
        tally.wide,
        tally.on_duty,
        _rounded(tally.narrow_share),
        _rounded(tally.wide_share),
        tally.school_matched,
        tally.rostered_minutes,
        _rounded(tally.school_share),
        tally.weeks,
        tally.entries,
        tally.waiting,
    )


def _lines(first: str, lines: Iterable[Line]) -> Table:
    return Table((first, "code", *LINE_COLUMNS), [_line(line) for line in lines])


def _school(row: SchoolRow) -> tuple[Cell, ...]:
    gap = row.gap
    return (
        row.urn,
        row.name,
        "yes" if row.priority else "no",
        row.minutes,
        row.visits_lost,
        row.rearranged,
        row.rearranged_in_time,
        "; ".join(row.cover_words),
        row.covered,
        row.minutes,
        _rounded(row.cover_share),
        gap.days if gap else None,
        gap.from_on.isoformat() if gap and gap.from_on else None,
        gap.until_on.isoformat() if gap and gap.until_on else None,
        row.entries,
    )


TABLES: dict[str, Callable[[Summary], Table]] = {
    "units": lambda found: _lines(found.units_title.lower(), found.units),
    "officers": lambda found: _lines("officer", officer_lines(found.scope)),
    "types": lambda found: _lines("type", found.types),
    "notice": lambda found: _lines("notice", found.notices),
    "months": lambda found: _lines("month", found.months),
    "schools": lambda found: Table(SCHOOL_COLUMNS, [_school(row) for row in found.schools]),
}


def cells(found: Table) -> Iterator[tuple[Cell, ...]]:
    """The header and then the rows."""
    yield found.header
    yield from found.rows
