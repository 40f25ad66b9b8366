"""The tables of the framework: figures and what they count on a page, and figures in a file."""

import uuid
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from flask import url_for

from sso_log.entries.queries import Row
from sso_log.framework.figure import Figure, Part
from sso_log.summaries.abstraction.queries import names_of
from sso_log.summaries.framework.breakdown import Group
from sso_log.summaries.framework.chart import Judged
from sso_log.summaries.framework.drill_down import Shows
from sso_log.summaries.framework.page import Detail, Section
from sso_log.summaries.framework.question import Question
from sso_log.summaries.framework.rows_schools import AssignedSchool
from sso_log.summaries.framework.words import (
    axis,
    headline,
    interval_ends,
    part_ratio,
    part_value,
    ratio,
)
from sso_log.summaries.scope import Scope
from sso_log.summaries.table import (
    Cell,
    Column,
    PageTable,
    Shown,
    day_cell,
    entry_columns,
    file_rows,
    page_table,
)
from sso_log.web.filters import number
from sso_log.weeks.reporting import ExpectedWeek

NOTHING = "–"


@dataclass(frozen=True, slots=True)
class FileRow:
    """A figure, or one of its parts, of the whole or of one month or unit."""

    figure: Figure
    part: Part
    by: str = ""
    key: str = ""
    label: str = ""

    @property
    def whole(self) -> Figure | None:
        """The figure, on the row of itself."""
        return self.figure if self.part is self.figure else None

    def end(self, place: int) -> float | None:
        interval = self.part.interval
        return None if interval is None else interval[place]


FILE_COLUMNS: tuple[Column[FileRow], ...] = (
    Column("indicator", lambda row: row.figure.indicator_id),
    Column("title", lambda row: row.figure.definition.title),
    Column("definition_version", lambda row: row.figure.definition.version),
    Column("by", lambda row: row.by),
    Column("key", lambda row: row.key),
    Column("label", lambda row: row.label),
    Column("part", lambda row: row.part.label),
    Column("numerator", lambda row: row.part.numerator),
    Column("denominator", lambda row: row.part.denominator),
    Column("value", lambda row: row.part.value),
    Column("measured_in", lambda row: row.whole.definition.unit if row.whole else ""),
    Column("interval_low", lambda row: row.end(0)),
    Column("interval_high", lambda row: row.end(1)),
    Column("gate", lambda row: row.part.gate.value),
    Column("waiting", lambda row: row.whole.waiting if row.whole else None),
    Column("note", lambda row: row.whole.note if row.whole else ""),
)


def page_rows(sections: Iterable[Section]) -> Iterator[tuple[Cell, ...]]:
    """Every indicator of the page, as rows of a file."""
    cards = (card for section in sections for card in section.cards)
    return file_rows(FILE_COLUMNS, (row for card in cards for row in _with_parts(card.figure)))


def detail_rows(figures: Detail) -> Iterator[tuple[Cell, ...]]:
    """One indicator: whole, by month and by unit, as rows of a file."""
    rows = _with_parts(figures.figure)
    months = [month.group for month in figures.months]
    for by, groups in (("month", months), ("unit", figures.units)):
        for group in groups:
            rows += _with_parts(group.figure, by, group.code, group.label)
    return file_rows(FILE_COLUMNS, rows)


def _with_parts(figure: Figure, by: str = "", key: str = "", label: str = "") -> list[FileRow]:
    return [FileRow(figure, part, by, key, label) for part in (figure, *figure.parts)]


def _or(text: str) -> str:
    return text or NOTHING


def _interval(part: Part) -> str:
    return _or(interval_ends(part.interval))


def part_table(figure: Figure) -> PageTable:
    columns: Sequence[Column[Part]] = (
        Column("", lambda part: part.label, "Part", number=False),
        Column("", lambda part: part_value(figure, part), "Figure"),
        Column("", part_ratio, "From", _or),
        Column("", _interval, "95% interval", number=False),
    )
    return page_table(columns, figure.parts)


def _month(month: Judged) -> Shown:
    return {"text": month.group.label, "href": "", "note": "" if month.group.whole else "(part)"}


def _limits(month: Judged) -> str:
    if month.limits is None:
        return NOTHING
    definition = month.group.figure.definition
    return f"{axis(definition, month.limits.lower)} to {axis(definition, month.limits.upper)}"


MONTH_COLUMNS: tuple[Column[Judged], ...] = (
    Column(heading="Month", shown=_month, number=False),
    Column("", lambda month: headline(month.group.figure), "Figure"),
    Column("", lambda month: ratio(month.group.figure), "From", _or),
    Column("", _limits, "Limits"),
    Column("", lambda month: ", ".join(month.signals).capitalize(), "Signal", _or, number=False),
    Column("", lambda month: month.group.figure.waiting, "Waiting", number),
)


def unit_table(units: Iterable[Group], question: Question) -> PageTable:
    """The units below, in order of name: this is no league table."""

    def unit(group: Group) -> Shown:
        link = url_for(
            "summaries.framework_indicator",
            indicator_id=group.figure.indicator_id,
            **question.parameters(unit=group.code),
        )
        return {"text": group.label, "href": link}

    columns: Sequence[Column[Group]] = (
        Column(heading="Unit", shown=unit, number=False),
        Column("", lambda group: headline(group.figure), "Figure"),
        Column("", lambda group: ratio(group.figure), "From", _or),
        Column("", lambda group: _interval(group.figure), "95% interval", number=False),
        Column("", lambda group: group.figure.waiting, "Waiting", number),
    )
    return page_table(columns, units)


def _entries(scope: Scope, rows: Sequence[Row]) -> PageTable:
    """Entries; without officer, school and link for whoever may not see names."""
    named: Sequence[Column[Row]] = (
        Column("", lambda row: row.officer, "Officer", number=False),
        Column("", lambda row: row.school or NOTHING, "School", number=False),
    )
    details: Sequence[Column[Row]] = (
        Column("", lambda row: row.kind.noun.capitalize(), "Kind", number=False),
        *(named if scope.sees_names else ()),
    )
    return page_table(entry_columns(*details, linked=scope.sees_names), rows)


def _weeks(scope: Scope, rows: Sequence[ExpectedWeek]) -> PageTable:
    """Officer-weeks; without the officer for whoever may not see names."""
    names: Mapping[uuid.UUID, str] = names_of({week.person_id for week in rows})
    teams: dict[uuid.UUID | None, str] = {unit.id: unit.name for unit in scope.units}
    officer: Column[ExpectedWeek] = Column(
        "", lambda week: names.get(week.person_id, NOTHING), "Officer", number=False
    )
    columns: Sequence[Column[ExpectedWeek]] = (
        Column(heading="Week of", shown=lambda week: day_cell(week.week_on), number=False),
        Column("", lambda week: teams.get(week.path.team_id, NOTHING), "Team", number=False),
        *((officer,) if scope.sees_names else ()),
    )
    return page_table(columns, rows)


def _schools(_scope: Scope, rows: Sequence[AssignedSchool]) -> PageTable:
    columns: Sequence[Column[AssignedSchool]] = (
        Column(heading="School", shown=_school, number=False),
        Column("", lambda school: bool(school.agreements), "Agreement", _yes, number=False),
        Column("", lambda school: school.priority, "Priority", _yes, number=False),
    )
    return page_table(columns, rows)


def _school(school: AssignedSchool) -> Shown:
    return {"text": school.name, "href": url_for("reference.school_page", urn=school.urn)}


def _yes(value: bool) -> str:
    return "Yes" if value else "No"


ROW_WORDS = {
    Shows.ENTRIES: ("entry", "entries"),
    Shows.WEEKS: ("officer-week", "officer-weeks"),
    Shows.SCHOOLS: ("school", "schools"),
}
ROW_TABLES: Mapping[Shows, Callable[[Scope, Sequence[Any]], PageTable]] = {
    Shows.ENTRIES: _entries,
    Shows.WEEKS: _weeks,
    Shows.SCHOOLS: _schools,
}
