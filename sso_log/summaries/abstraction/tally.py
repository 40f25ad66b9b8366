"""Puts the rows of the queries together: one table of cells, added up in any of several ways."""

import datetime as dt
import uuid
from collections import defaultdict
from collections.abc import Callable, Hashable, Mapping
from dataclasses import dataclass
from functools import cached_property
from operator import attrgetter
from typing import Any, NamedTuple

from sso_log.clock import ONE_DAY, add_calendar_months, month_starts, week_start
from sso_log.reference import codes
from sso_log.reference.calendar import Calendars
from sso_log.reference.lists import Scope as TypeScope
from sso_log.summaries.abstraction import queries, rules
from sso_log.summaries.abstraction.rules import Tally
from sso_log.summaries.scope import Scope

Key = uuid.UUID | None


@dataclass(frozen=True, slots=True)
class Month:
    """The part of a month that is in the period; `whole` if all of it is, and over."""

    starts_on: dt.date
    from_on: dt.date
    until_on: dt.date
    whole: bool


def months_of(scope: Scope) -> list[Month]:
    months = []
    for first in month_starts(scope.from_on, scope.until_on):
        last = add_calendar_months(first, 1) - ONE_DAY
        whole = scope.from_on <= first and last <= scope.until_on and last < scope.today
        months.append(Month(first, max(first, scope.from_on), min(last, scope.until_on), whole))
    return months


class Cell(NamedTuple):
    """One row of `queries.minutes`."""

    key: Key
    abstraction_type: str | None
    notice: str | None
    month: dt.date
    status: str
    confirmed: bool
    minutes: int
    school_minutes: int
    entries: int


class Cube:
    """The figures of one scope, grouped by `keys` (units or officers)."""

    def __init__(self, scope: Scope, keys: queries.Keys | None = None) -> None:
        self.scope = scope
        chosen = keys or queries.keys_for(scope)
        self.narrow_types = codes.current().codes_where(
            "abstraction_type", "scope", TypeScope.POLICE
        )
        self.calendars = Calendars()
        # Added up several ways: plain rows are read faster than those of the database.
        self._cells = [Cell(*row) for row in queries.minutes(scope, chosen)]
        self._weeks = queries.duty(scope, chosen)
        self._worths: dict[tuple[Key, dt.date, dt.date, dt.date], tuple[int | None, float]] = {}

    def by_key(self) -> dict[Key, Tally]:
        """A tally for each unit or officer, with the weeks of each."""
        tallies = self._add_up(attrgetter("key"))
        for row in self._weeks:
            self._add_duty(tallies.setdefault(row.key, Tally()), row, self.scope)
        return tallies

    def by_type(self) -> dict[str | None, Tally]:
        """A tally for each type, every one with the weeks of all."""
        return self._with_all_weeks(self._add_up(attrgetter("abstraction_type")))

    def by_notice(self) -> dict[str | None, Tally]:
        return self._with_all_weeks(self._add_up(attrgetter("notice")))

    def by_month(self) -> list[tuple[Month, Tally]]:
        """A tally for each month of the period, with the weeks (or parts) in that month."""
        tallies = self._add_up(attrgetter("month"))
        months = [(month, tallies.get(month.starts_on, Tally())) for month in months_of(self.scope)]
        for month, tally in months:
            first = week_start(month.from_on)
            for row in self._weeks:
                if first <= row.week_on <= month.until_on:
                    self._add_duty(tally, row, month)
        return months

    @cached_property
    def total(self) -> Tally:
        total = self._add_up(lambda _row: None).get(None, Tally())
        for row in self._weeks:
            self._add_duty(total, row, self.scope)
        return total

    def _add_up(self, key: Callable[[Cell], Hashable]) -> dict[Any, Tally]:
        tallies: dict[Any, Tally] = defaultdict(Tally)
        for row in self._cells:
            tally = tallies[key(row)]
            if row.status != queries.APPROVED:
                tally.waiting += row.entries
                continue
            tally.entries += row.entries
            tally.minutes += row.minutes
            tally.school_minutes += row.school_minutes
            if row.confirmed:
                tally.wide += row.minutes
                tally.school_matched += row.school_minutes
                if row.abstraction_type in self.narrow_types:
                    tally.narrow += row.minutes
        return dict(tallies)

    def _with_all_weeks(self, tallies: dict[Any, Tally]) -> dict[Any, Tally]:
        whole = self.total
        for tally in tallies.values():
            tally.duty_fifths, tally.rostered = whole.duty_fifths, whole.rostered
            tally.weeks = whole.weeks
        return tallies

    def _add_duty(self, tally: Tally, row: Any, part: Scope | Month) -> None:
        weekdays, rostered_share = self._worth(row.borough_id, row.week_on, part)
        if weekdays is None:
            return
        tally.weeks += row.weeks
        tally.duty_fifths += row.on_duty * weekdays
        tally.rostered += row.worked * rostered_share

    def _worth(
        self, borough_id: Key, week_on: dt.date, part: Scope | Month
    ) -> tuple[int | None, float]:
        """What a week gives to a part of the period: weekdays, and rostered minutes for each
        minute worked. None for a week outside.
        """
        place = (borough_id, week_on, part.from_on, part.until_on)
        if place not in self._worths:
            days = rules.week_days(week_on, part.from_on, part.until_on)
            calendar = self.calendars.of(borough_id)
            school_minutes = sum(map(calendar.minutes_of_school_day, days))
            self._worths[place] = (
                rules.weekdays_inside(week_on, part.from_on, part.until_on) if days else None,
                rules.rostered(1, school_minutes),
            )
        return self._worths[place]


def pooled(tallies: Mapping[Key, Tally], groups: Mapping[uuid.UUID, uuid.UUID]) -> dict[Key, Tally]:
    """Tallies put together by the unit above: boroughs into BCUs."""
    together: dict[Key, Tally] = defaultdict(Tally)
    for key, tally in tallies.items():
        together[groups.get(key) if key is not None else None] += tally
    return dict(together)
