"""What abstraction cost each school: minutes, visits, cover, and the longest time without its
officer. An abstraction takes an officer from every school it names: each of them lost its minutes.
"""

import datetime as dt
import uuid
from bisect import bisect_left
from collections.abc import Callable, Collection
from dataclasses import dataclass, field

from sso_log.clock import ONE_DAY
from sso_log.reference import codes
from sso_log.reference.calendar import Calendars, SchoolCalendar
from sso_log.reference.lists import YES
from sso_log.summaries.abstraction import queries
from sso_log.summaries.abstraction.rules import Gap, in_time, longest_gap, share
from sso_log.summaries.scope import Scope

# Ten school days never take longer than this, summer holidays included.
DEADLINE_DAYS = 90
Within = Callable[[uuid.UUID | None], bool]
SORTS = ("priority", "name", "minutes", "visits", "cover", "gap")


@dataclass(slots=True)
class SchoolRow:
    """One school. `covers` is minutes by code of cover; `gap` None if it never had an officer."""

    urn: int
    name: str = ""
    priority: bool = False
    minutes: int = 0
    visits_lost: int = 0
    rearranged: int = 0
    rearranged_in_time: int = 0
    entries: int = 0
    covers: dict[str, int] = field(default_factory=dict)
    gap: Gap | None = None

    @property
    def covered(self) -> int:
        covering = codes.current().codes_where("cover", "covered", YES)
        return sum(lost for code, lost in self.covers.items() if code in covering)

    @property
    def cover_share(self) -> float | None:
        """Covered over all minutes in school hours; None when none were lost."""
        return share(self.covered, self.minutes)

    @property
    def cover_words(self) -> list[str]:
        covering = codes.current().codes_where("cover", "covered", YES)
        ranked = sorted(self.covers.items(), key=lambda item: -item[1])
        return [codes.label("cover", code) for code, lost in ranked if lost and code in covering]


@dataclass(frozen=True, slots=True)
class SchoolTotals:
    """The schools put together. `minutes` adds the minutes of every school."""

    schools: int
    affected: int
    minutes: int
    covered: int
    visits_lost: int
    rearranged: int
    rearranged_in_time: int
    longest: SchoolRow | None

    @property
    def cover_share(self) -> float | None:
        """Covered over all minutes in school hours; None when none were lost."""
        return share(self.covered, self.minutes)


class SchoolDays:
    """The school days of each borough over a period, each list made once."""

    def __init__(self, calendars: Calendars, from_on: dt.date, until_on: dt.date) -> None:
        self._calendars = calendars
        self._from_on, self._until_on = from_on, until_on
        self._made: dict[SchoolCalendar, list[dt.date]] = {}

    def of(self, borough_id: uuid.UUID | None) -> list[dt.date]:
        calendar = self._calendars.of(borough_id)
        if calendar not in self._made:
            self._made[calendar] = calendar.school_days(self._from_on, self._until_on)
        return self._made[calendar]


def school_rows(scope: Scope, calendars: Calendars) -> list[SchoolRow]:
    """Every school of the unit with a named officer, and every other that lost time; by name."""
    rows: dict[int, SchoolRow] = {}
    for cost in queries.at_schools(scope):
        row = rows.setdefault(cost.school, SchoolRow(cost.school))
        row.minutes += int(cost.school_minutes)
        row.visits_lost += int(cost.visits_lost)
        row.entries += cost.entries
        cover = cost.cover or "none"
        row.covers[cover] = row.covers.get(cover, 0) + int(cost.school_minutes)
    read = Continuity(scope, calendars, also=set(rows))
    for urn in read.named:
        rows.setdefault(urn, SchoolRow(urn))
    for urn, row in rows.items():
        row.name, row.priority = read.facts[urn].name, read.facts[urn].priority
    boroughs = {urn: read.facts[urn].borough_id for urn in rows}
    _add_rearranged(scope, rows, boroughs, calendars)
    for urn, gap in read.gaps(scope.from_on, scope.until_on).items():
        rows[urn].gap = gap
    return sorted(rows.values(), key=lambda row: (row.name.casefold(), row.urn))


def _add_rearranged(
    scope: Scope,
    rows: dict[int, SchoolRow],
    boroughs: dict[int, uuid.UUID | None],
    calendars: Calendars,
) -> None:
    days = SchoolDays(calendars, scope.from_on, scope.until_on + ONE_DAY * DEADLINE_DAYS)
    for moved in queries.rearranged(scope):
        row, visits = rows[moved.school], int(moved.visits)
        row.rearranged += visits
        if in_time(days.of(boroughs[moved.school]), moved.happened_on, moved.rearranged_on):
            row.rearranged_in_time += visits


class Continuity:
    """The schools of a scope with a named officer, and when that officer was there: read once, for
    the whole period and every part of it.
    """

    def __init__(
        self, scope: Scope, calendars: Calendars | None = None, also: Collection[int] = ()
    ) -> None:
        """`also` are schools whose facts are read though they have no named officer."""
        self._calendars = calendars or Calendars()
        self._last = min(scope.until_on, scope.today)
        self.named = queries.named_periods(scope)
        self.facts = queries.school_facts({*self.named, *also}, self._last)
        self._visited: dict[int, list[dt.date]] = {}
        for school, day in queries.visit_days(scope, self._last):
            self._visited.setdefault(school, []).append(day)

    def gaps(
        self, from_on: dt.date, until_on: dt.date, within: Within | None = None
    ) -> dict[int, Gap]:
        """The longest gap of each school that had a named officer between two days, up to today;
        `within` says of a borough whether its schools count.
        """
        days = SchoolDays(self._calendars, from_on, min(until_on, self._last))
        gaps: dict[int, Gap] = {}
        for urn, periods in self.named.items():
            borough_id = self.facts[urn].borough_id
            if within is not None and not within(borough_id):
                continue
            if not any(begins <= until_on and ends >= from_on for begins, ends in periods):
                continue
            mine = days.of(borough_id)
            first = min(begins for begins, _ in periods)
            if first > from_on:
                mine = mine[bisect_left(mine, first) :]
            gaps[urn] = longest_gap(mine, self._visited.get(urn, ()))
        return gaps

    def totals(
        self, from_on: dt.date, until_on: dt.date, within: Within | None = None
    ) -> SchoolTotals:
        """The schools with their gaps alone, put together."""
        gaps = self.gaps(from_on, until_on, within)
        rows = [
            SchoolRow(urn, self.facts[urn].name, self.facts[urn].priority, gap=gap)
            for urn, gap in gaps.items()
        ]
        return totals(sorted(rows, key=lambda row: (row.name.casefold(), row.urn)))


def totals(rows: list[SchoolRow]) -> SchoolTotals:
    with_gap = [row for row in rows if row.gap is not None and row.gap.days]
    return SchoolTotals(
        schools=len(rows),
        affected=sum(1 for row in rows if row.minutes or row.visits_lost),
        minutes=sum(row.minutes for row in rows),
        covered=sum(row.covered for row in rows),
        visits_lost=sum(row.visits_lost for row in rows),
        rearranged=sum(row.rearranged for row in rows),
        rearranged_in_time=sum(row.rearranged_in_time for row in rows),
        longest=max(with_gap, key=lambda row: row.gap.days if row.gap else 0, default=None),
    )


def ordered(rows: list[SchoolRow], sort: str) -> list[SchoolRow]:
    """The rows in the order chosen; by default priority schools first, then most time lost."""
    keys = {
        "priority": lambda row: (not row.priority, -row.minutes, row.name.casefold()),
        "name": lambda row: (row.name.casefold(), row.urn),
        "minutes": lambda row: (-row.minutes, row.name.casefold()),
        "visits": lambda row: (-row.visits_lost, row.name.casefold()),
        "cover": lambda row: (
            row.cover_share if row.cover_share is not None else 2.0, row.name.casefold()
        ),
        "gap": lambda row: (-(row.gap.days if row.gap else -1), row.name.casefold()),
    }  # fmt: skip
    return sorted(rows, key=keys.get(sort, keys["priority"]))
