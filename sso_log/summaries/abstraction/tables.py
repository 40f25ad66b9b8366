"""The tables of the summary: columns once for page and file, and rows by unit, type and so on."""

import datetime as dt
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import partial

from flask import url_for

from sso_log.summaries import table
from sso_log.summaries.abstraction.entries import EntryRow
from sso_log.summaries.abstraction.page import Line, Summary, officer_lines
from sso_log.summaries.abstraction.rules import REARRANGED_WITHIN
from sso_log.summaries.abstraction.schools import SchoolRow
from sso_log.summaries.scope import Scope
from sso_log.summaries.table import Cell, Column, PageTable, Shown, file_rows, page_table
from sso_log.web.filters import counted, hours, number, percentage

PAGE, ENTRIES = "summaries.abstraction", "summaries.abstraction_entries"
LOST, GAP = "School hours lost", "Longest gap, school days"
whole_hours = partial(hours, places=0)


def _label(line: Line) -> Shown:
    note = f"({line.note})" if line.note else ""
    href = url_for(PAGE, **line.link) if line.link and line.breaks_down else ""
    return {"text": line.label, "href": href, "note": note}


def _entries(line: Line) -> Shown:
    tally, words = line.tally, number(line.tally.entries)
    if not line.link or not tally.entries + tally.waiting:
        return words
    label = f"{counted(tally.entries, 'entry', 'entries')} of {line.label}"
    return {"text": words, "href": url_for(ENTRIES, **line.link), "label": label}


def _bar(line: Line) -> Shown:
    return {"bar": (line.bar, line.bar_narrow)}


LINE_COLUMNS: tuple[Column[Line], ...] = (
    Column("code", lambda line: line.code),
    Column(heading=table.BAR, shown=_bar),
    Column("minutes", lambda line: line.tally.minutes, "Hours away", hours),
    Column("school_minutes", lambda line: line.tally.school_minutes),
    Column("minutes_not_in_share", lambda line: line.tally.unmatched),
    Column("numerator_narrow", lambda line: line.tally.narrow),
    Column("numerator_wide", lambda line: line.tally.wide),
    Column("denominator", lambda line: line.tally.on_duty),
    Column("share_narrow", lambda line: line.tally.narrow_share, "Share, police", percentage),
    Column("share_wide", lambda line: line.tally.wide_share, "Share, all", percentage),
    Column("", lambda line: line.tally.on_duty, "Hours on duty", whole_hours, wide=True),
    Column("", lambda line: line.tally.school_minutes, "School hours", hours, wide=True),
    Column("school_numerator", lambda line: line.tally.school_matched),
    Column("school_denominator", lambda line: line.tally.rostered_minutes),
    Column("school_share", lambda line: line.tally.school_share),
    Column("officer_weeks", lambda line: line.tally.weeks),
    Column("entries", lambda line: line.tally.entries, "Entries", shown=_entries),
    Column("waiting", lambda line: line.tally.waiting, "Waiting", number),
)


def line_columns(first: str) -> tuple[Column[Line], ...]:
    """The columns of a table of lines; `first` says what each line is of."""
    name = first.lower()
    return (Column(name, lambda line: line.label, first, shown=_label, number=False), *LINE_COLUMNS)


def line_table(
    first: str, lines: Iterable[Line], *, foot: Line | None = None, narrow: bool = False
) -> PageTable:
    return page_table(line_columns(first), lines, foot=foot, narrow=narrow)


def _rearranged(row: SchoolRow) -> Shown:
    note = f"({row.rearranged_in_time} in time)" if row.rearranged else ""
    return {"text": number(row.rearranged), "href": "", "note": note}


def _cover(row: SchoolRow) -> Shown:
    covering = ", ".join(row.cover_words)
    return {"text": percentage(row.cover_share, 0, "–"), "href": "", "note": covering}


def _gap(row: SchoolRow) -> Shown:
    if row.gap is None:
        return "–"
    note = "and running" if row.gap.running and row.gap.days else ""
    return {"text": number(row.gap.days), "href": "", "note": note}


def _day(day: dt.date | None) -> str | None:
    return day.isoformat() if day else None


def _school(scope: Scope) -> Callable[[SchoolRow], Shown]:
    """The name of a school; it leads to its entries, but not in somebody's own figures."""

    def shown(row: SchoolRow) -> Shown:
        linked = row.entries and scope.person_id is None
        href = url_for(ENTRIES, **scope.parameters(school=str(row.urn))) if linked else ""
        return {"text": row.name, "href": href, "priority": row.priority}

    return shown


def school_columns(scope: Scope) -> tuple[Column[SchoolRow], ...]:
    return (
        Column("urn", lambda row: row.urn),
        Column(
            "school", lambda row: row.name, "School", shown=_school(scope), number=False,
            sort="name", falling=False,
        ),
        Column("priority", lambda row: "yes" if row.priority else "no"),
        Column("school_minutes_lost", lambda row: row.minutes, LOST, hours, sort="minutes"),
        Column("visits_lost", lambda row: row.visits_lost, "Visits lost", number, sort="visits"),
        Column("visits_rearranged", lambda row: row.rearranged, "Re-arranged", shown=_rearranged),
        Column(f"visits_rearranged_within_{REARRANGED_WITHIN}_school_days",
               lambda row: row.rearranged_in_time),
        Column("cover", lambda row: "; ".join(row.cover_words)),
        Column("cover_numerator", lambda row: row.covered),
        Column("cover_denominator", lambda row: row.minutes),
        Column(
            "cover_share", lambda row: row.cover_share, "Time covered", shown=_cover, number=False,
            sort="cover", falling=False,
        ),
        Column("longest_gap_school_days", lambda row: row.gap and row.gap.days, GAP, shown=_gap,
               sort="gap"),
        Column("gap_from", lambda row: _day(row.gap.from_on) if row.gap else None),
        Column("gap_until", lambda row: _day(row.gap.until_on) if row.gap else None),
        Column("entries", lambda row: row.entries),
    )  # fmt: skip


def entry_table(scope: Scope, rows: Iterable[EntryRow]) -> PageTable:
    """The list of entries; whoever may not see names gets no officer and no link."""
    officer: Column[EntryRow] = Column("", lambda row: row.officer, "Officer", number=False)
    details: Sequence[Column[EntryRow]] = (
        *((officer,) if scope.sees_names else ()),
        Column("", lambda row: row.type_label, "Type", number=False),
        Column("", lambda row: row.minutes, "Hours", hours),
        Column("", lambda row: row.school_minutes, "In school hours", hours),
    )
    return page_table(table.entry_columns(*details, linked=scope.sees_names), rows)


TABLES: dict[str, tuple[str, Callable[[Summary], Iterable[Line]]]] = {
    "units": ("", lambda summary: summary.units),
    "months": ("Month", lambda summary: summary.months),
    "types": ("Type", lambda summary: summary.types),
    "notice": ("Notice", lambda summary: summary.notices),
    "officers": ("Officer", lambda summary: officer_lines(summary.scope)),
}
SCHOOLS = "schools"
NAMES = (*TABLES, SCHOOLS)


def rows_of(summary: Summary, name: str) -> Iterator[tuple[Cell, ...]]:
    """One of the tables by name as rows of a file. KeyError for a name that is not in `NAMES`."""
    if name == SCHOOLS:
        return file_rows(school_columns(summary.scope), summary.schools)
    first, lines = TABLES[name]
    return file_rows(line_columns(first or summary.units_title), lines(summary))
