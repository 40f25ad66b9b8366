"""Everything that the abstraction summary shows, worked out once for page, print and download."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from sso_log.reference import codes
from sso_log.reference.lists import Scope as TypeScope
from sso_log.reference.models import UnitKind
from sso_log.summaries.abstraction import queries
from sso_log.summaries.abstraction.figures import unmatched_words
from sso_log.summaries.abstraction.rules import Tally, Trend, share, trend
from sso_log.summaries.abstraction.schools import SchoolRow, SchoolTotals, school_rows, totals
from sso_log.summaries.abstraction.tally import Cube, Key, Month, pooled
from sso_log.summaries.charts.bars import bar_lengths
from sso_log.summaries.charts.months import MonthChart, MonthValue, month_chart
from sso_log.summaries.charts.tiles import TileMap, tile_map
from sso_log.summaries.scope import Scope, UnitRef

LOWER_NAME, UPPER_NAME = "police scope", "with court and training"


@dataclass(frozen=True, slots=True)
class Line:
    """One row of a table. `link` are the parameters of its entries and, where it `breaks_down`, of
    the same page about it alone.
    """

    label: str
    code: str
    tally: Tally
    link: Mapping[str, Any] | None = None
    breaks_down: bool = True
    bar: float = 0.0
    note: str = ""

    @property
    def bar_narrow(self) -> float:
        tally = self.tally
        return round(self.bar * tally.narrow / tally.wide, 1) if tally.wide else 0.0


@dataclass(frozen=True, slots=True)
class Summary:
    """The page. `units_title` says what the first table is by: BCUs down to officers."""

    scope: Scope
    total: Tally
    unmatched: str
    units_title: str
    units: tuple[Line, ...]
    types: tuple[Line, ...]
    notices: tuple[Line, ...]
    months: tuple[Line, ...]
    schools: tuple[SchoolRow, ...]
    school_totals: SchoolTotals
    trend: Trend
    last_month: dt.date | None
    chart: MonthChart
    tiles: TileMap | None
    boroughs: tuple[Line, ...]

    @property
    def unit_words(self) -> str:
        return self.units_title if self.units_title.isupper() else self.units_title.lower()


TITLES = {
    UnitKind.FORCE: "BCU",
    UnitKind.BCU: "Borough",
    UnitKind.BOROUGH: "Team",
    UnitKind.TEAM: "Officer",
}


def summary(scope: Scope) -> Summary:
    cube = Cube(scope)
    total, by_key, by_month = cube.total, cube.by_key(), cube.by_month()
    boroughs = borough_lines(scope, by_key)
    shares = {line.code: line.tally.narrow_share for line in boroughs}
    rows = school_rows(scope, cube.calendars)
    whole = [place for place, (month, _) in enumerate(by_month) if month.whole]
    return Summary(
        scope=scope,
        total=total,
        unmatched=unmatched_words(total),
        units_title=TITLES[scope.unit.kind],
        units=with_bars(unit_lines(scope, by_key)),
        types=with_bars(type_lines(scope, cube.by_type())),
        notices=with_bars(notice_lines(scope, cube.by_notice())),
        months=with_bars(month_lines(scope, by_month)),
        schools=tuple(rows),
        school_totals=totals(rows),
        trend=trend([(tally.narrow, tally.on_duty) for _, tally in by_month], whole),
        last_month=_last_with_data(by_month),
        chart=_chart(by_month),
        tiles=tile_map(shares) if shares else None,
        boroughs=with_bars(boroughs),
    )


def officer_lines(scope: Scope) -> list[Line]:
    """Every officer of the unit, whatever its level, by name: never a league table."""
    return _officers(scope, Cube(scope, queries.BY_OFFICER).by_key())


def unit_lines(scope: Scope, by_key: Mapping[Key, Tally]) -> list[Line]:
    """A line for each unit (or officer) one level below, those without any figure included."""
    if scope.unit.kind is UnitKind.TEAM:
        return _officers(scope, by_key)
    tallies: dict[Key, Tally] = dict(by_key)
    if scope.unit.kind is UnitKind.FORCE:
        above = {each.id: each.parent_id for each in scope.boroughs() if each.parent_id}
        tallies = pooled(by_key, above)
    lines = [_unit_line(scope, unit, tallies.pop(unit.id, Tally())) for unit in scope.below()]
    elsewhere = Tally()
    for tally in tallies.values():
        elsewhere += tally
    if elsewhere.minutes or elsewhere.weeks or elsewhere.waiting:
        lines.append(Line("Units since moved or closed", "", elsewhere))
    return lines


def _unit_line(scope: Scope, unit: UnitRef, tally: Tally) -> Line:
    return Line(unit.name, unit.code, tally, scope.parameters(unit=unit.code))


def _officers(scope: Scope, by_key: Mapping[Key, Tally]) -> list[Line]:
    known = {key for key in by_key if key is not None}
    if not scope.sees_names:
        # Numbered by key: the order in which people were added, which says nothing of figures.
        return [
            Line(f"Officer {place}", "", by_key[key])
            for place, key in enumerate(sorted(known, key=str), start=1)
        ]
    names = queries.names_of(known)
    return [
        Line(names[key], "", by_key[key], scope.parameters(officer=str(key)), breaks_down=False)
        for key in sorted(known, key=lambda key: (names[key].casefold(), str(key)))
    ]


def type_lines(scope: Scope, by_type: Mapping[str | None, Tally]) -> list[Line]:
    """A line for each type that occurs, the most minutes first."""
    mandatory = codes.current().codes_where("abstraction_type", "scope", TypeScope.MANDATORY)
    return [
        Line(
            codes.label("abstraction_type", code) or "Not recorded",
            code or "",
            tally,
            scope.parameters(type=code) if code else None,
            note="mandatory" if code in mandatory else "",
        )
        for code, tally in sorted(
            by_type.items(), key=lambda item: (-item[1].minutes, str(item[0]))
        )
    ]


def notice_lines(scope: Scope, by_notice: Mapping[str | None, Tally]) -> list[Line]:
    lines = [
        Line(choice.label, choice.code, tally, scope.parameters(notice=choice.code))
        for choice in codes.choices("notice")
        if (tally := by_notice.get(choice.code))
    ]
    if None in by_notice:
        lines.append(Line("Not recorded", "", by_notice[None]))
    return lines


def month_lines(scope: Scope, by_month: list[tuple[Month, Tally]]) -> list[Line]:
    return [
        Line(
            f"{month.starts_on:%B %Y}",
            f"{month.starts_on:%Y-%m}",
            tally,
            replace(scope, from_on=month.from_on, until_on=month.until_on).parameters(),
            note="" if month.whole else "part",
        )
        for month, tally in by_month
    ]


def with_bars(lines: list[Line]) -> tuple[Line, ...]:
    """The lines with the length of the bar of each: its share, police scope and mandatory."""
    lengths = bar_lengths([share(line.tally.wide, line.tally.on_duty) for line in lines])
    return tuple(replace(line, bar=length) for line, length in zip(lines, lengths, strict=True))


def _last_with_data(by_month: list[tuple[Month, Tally]]) -> dt.date | None:
    dates = [month.starts_on for month, tally in by_month if month.whole and tally.on_duty]
    return dates[-1] if dates else None


def _chart(by_month: list[tuple[Month, Tally]]) -> MonthChart:
    values = [
        MonthValue(month.starts_on, tally.narrow_share, tally.wide_share, month.whole)
        for month, tally in by_month
    ]
    return month_chart(values, LOWER_NAME, UPPER_NAME)


def borough_lines(scope: Scope, by_key: Mapping[Key, Tally]) -> list[Line]:
    """A line for each borough of the force or a BCU: the table beside the map."""
    if scope.unit.kind not in (UnitKind.FORCE, UnitKind.BCU):
        return []
    boroughs = sorted(scope.boroughs(), key=lambda each: each.name)
    return [_unit_line(scope, each, by_key.get(each.id, Tally())) for each in boroughs]
