"""What a page of figures is about: period, unit and filters, read from the address.

A unit outside what the person may read answers like one that does not exist. Anything else that
cannot be read is put right and named in `problems`; whoever cannot show a sentence calls
`refuse_problems`.
"""

import datetime as dt
import uuid
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from sso_log.auth.identity import Actor, Role
from sso_log.auth.policy import Everything, figure_scope
from sso_log.clock import academic_year_start
from sso_log.db import db
from sso_log.entries import kinds
from sso_log.entries.models import Entry
from sso_log.errors import Invalid, NotFound
from sso_log.reference.models import Unit, UnitKind
from sso_log.reference.queries.units import LEVELS, force
from sso_log.summaries.filters import (
    ABSTRACTION_TYPE,
    CAPACITY,
    KIND,
    NOTICE,
    Filter,
    Problems,
)
from sso_log.web.query_string import QueryString, Values, read_day
from sso_log.weeks.models import DutyWeek

DEPTHS = tuple(UnitKind)
CAPACITIES = ("sso_duty", "other_duty", "all")
KINDS = tuple(kinds.KINDS)
FILTERS = (ABSTRACTION_TYPE, NOTICE, KIND, CAPACITY)
FIRST_DAY, LAST_DAY = dt.date(2000, 1, 1), dt.date(2100, 12, 31)
LONGEST_YEARS = 10


@dataclass(frozen=True, slots=True)
class UnitRef:
    """A unit as figures need it."""

    id: uuid.UUID
    code: str
    name: str
    kind: UnitKind
    parent_id: uuid.UUID | None = None

    @property
    def depth(self) -> int:
        """How far below the top the unit is: 0 for the force."""
        return DEPTHS.index(self.kind)


@dataclass(frozen=True, slots=True)
class Scope:
    """Period (both days included), unit and filters. `units` are all that the person may choose.

    `sees_names` is false for whoever reads the unit's figures only as an analyst. `person_id`
    narrows everything to the entries, weeks and schools of one officer.
    """

    from_on: dt.date
    until_on: dt.date
    unit: UnitRef
    units: tuple[UnitRef, ...]
    today: dt.date
    types: tuple[str, ...] = ()
    notices: tuple[str, ...] = ()
    kinds: tuple[str, ...] = ()
    capacity: str = "sso_duty"
    sees_names: bool = False
    problems: tuple[tuple[str, str], ...] = ()
    person_id: uuid.UUID | None = None

    def within(self, table: type[Entry | DutyWeek]) -> list[sa.ColumnElement[bool]]:
        """The condition that a row counts for the unit; none for the force, which is everything."""
        if self.person_id is not None:
            # An officer's own figures go with the officer, whichever teams they were in.
            column = "officer_id" if table is Entry else "person_id"
            return [getattr(table, column) == self.person_id]
        if self.unit.kind is UnitKind.FORCE:
            return []
        return [getattr(table, LEVELS[self.unit.kind]) == self.unit.id]

    def below(self) -> list[UnitRef]:
        """The units directly below, by name."""
        return [each for each in self.units if each.parent_id == self.unit.id]

    @property
    def column_below(self) -> str | None:
        """The column of the units one level below; None for a team."""
        below = DEPTHS[self.unit.depth + 1 :]
        return LEVELS[below[0]] if below else None

    def boroughs(self) -> list[UnitRef]:
        """The boroughs that the unit is or contains; none for a team."""
        inside = {self.unit.id}
        for each in self.units:  # parents come before their children
            if each.parent_id in inside:
                inside.add(each.id)
        return [each for each in self.units if each.id in inside and each.kind is UnitKind.BOROUGH]

    def parameters(self, **changes: str | None) -> dict[str, Any]:
        """The parameters that bring back this scope, with changes; None leaves one out."""
        parameters: dict[str, Any] = {
            "from": self.from_on.isoformat(),
            "until": self.until_on.isoformat(),
            "unit": self.unit.code,
            "type": list(self.types),
            "notice": list(self.notices),
            "kind": list(self.kinds),
            "capacity": self.capacity if self.capacity != CAPACITIES[0] else None,
        }
        parameters.update(changes)
        return {name: value for name, value in parameters.items() if value}

    def refuse_problems(self) -> None:
        """Raise Invalid if anything in the address had to be put right."""
        if self.problems:
            raise Invalid(
                {name: [sentence] for name, sentence in self.problems},
                " ".join(sentence for _, sentence in self.problems),
            )


def read_scope(
    actor: Actor, values: Values, today: dt.date, applied: Iterable[Filter] = FILTERS
) -> Scope:
    """The scope that an address names. Raises NotFound for a unit the person may not read.

    Every filter of summaries may stand in any address; those not `applied` change nothing.
    """
    query, problems = QueryString(values), Problems()
    units = _readable_units(actor)
    unit = _chosen_unit(units, query.text("unit"))
    from_on, until_on = _period(query, today, problems)
    chosen = {each.name: each.read(query, problems) for each in FILTERS}
    chosen = {each.name: chosen[each.name] for each in applied}
    return Scope(
        from_on=from_on,
        until_on=until_on,
        unit=unit,
        units=tuple(units),
        today=today,
        types=chosen.get(ABSTRACTION_TYPE.name, ()),
        notices=chosen.get(NOTICE.name, ()),
        kinds=chosen.get(KIND.name, ()),
        capacity=chosen.get(CAPACITY.name, CAPACITIES)[0],
        sees_names=_sees_names(actor, units, unit),
        problems=tuple(problems),
    )


def read_own_scope(actor: Actor, values: Values, today: dt.date) -> Scope:
    """The scope of somebody's own figures: any period and duty, and nobody else's entries."""
    query, problems = QueryString(values), Problems()
    from_on, until_on = _period(query, today, problems)
    whole = force()
    return Scope(
        from_on=from_on,
        until_on=until_on,
        unit=UnitRef(whole.id, whole.code, whole.name, UnitKind(whole.kind)),
        units=(),
        today=today,
        capacity=CAPACITY.read(query, problems)[0],
        sees_names=True,
        problems=tuple(problems),
        person_id=actor.id,
    )


def _readable_units(actor: Actor) -> list[UnitRef]:
    """The units the person may read, each before those below it. Raises NotFound for none."""
    rows = db.session.execute(
        sa.select(Unit.id, Unit.code, Unit.name, Unit.kind, Unit.parent_id).order_by(Unit.name)
    )
    below: dict[uuid.UUID | None, list[UnitRef]] = {}
    every: dict[uuid.UUID, UnitRef] = {}
    for row in rows:
        unit = UnitRef(row.id, row.code, row.name, UnitKind(row.kind), row.parent_id)
        every[unit.id] = unit
        below.setdefault(unit.parent_id, []).append(unit)
    granted = figure_scope(actor)
    if isinstance(granted, Everything):
        starts = below.get(None, [])
    else:
        starts = [every[i] for i in granted if i in every]
        starts = [each for each in starts if not granted & _above(each, every)]
    ordered: list[UnitRef] = []
    stack = sorted(starts, key=lambda each: (each.depth, each.name), reverse=True)
    while stack:
        unit = stack.pop()
        ordered.append(unit)
        stack.extend(reversed(below.get(unit.id, [])))
    if not ordered:
        raise NotFound("There are no units whose figures you may read.")
    return ordered


def _above(unit: UnitRef, every: Mapping[uuid.UUID, UnitRef]) -> set[uuid.UUID]:
    """The ids of those of the units that are above one."""
    parent = every.get(unit.parent_id) if unit.parent_id else None
    return set() if parent is None else {parent.id} | _above(parent, every)


def _chosen_unit(units: Sequence[UnitRef], code: str) -> UnitRef:
    chosen = next((unit for unit in units if code in (unit.code, "")), None)
    if chosen is None:
        raise NotFound()
    return chosen


def _sees_names(actor: Actor, units: Sequence[UnitRef], unit: UnitRef) -> bool:
    """Whether the person leads the unit; an analyst reads the same figures without names."""
    leads = actor.units(Role.SERGEANT, Role.INSPECTOR)
    return not leads.isdisjoint({unit.id} | _above(unit, {each.id: each for each in units}))


def _period(query: QueryString, today: dt.date, problems: Problems) -> tuple[dt.date, dt.date]:
    first, last = academic_year_start(today), today
    from_on = _day(query, "from", problems)
    until_on = _day(query, "until", problems)
    if from_on is None:
        from_on = first if until_on is None or first <= until_on else academic_year_start(until_on)
    if until_on is None:
        until_on = last if from_on <= last else from_on
    if until_on < from_on:
        problems.append(("until", "The last day is before the first: choose a later last day."))
    elif until_on > dt.date(from_on.year + LONGEST_YEARS, from_on.month, min(from_on.day, 28)):
        problems.append(("until", f"Choose a period of {LONGEST_YEARS} years at most."))
    else:
        return from_on, until_on
    return first, last


def _day(query: QueryString, name: str, problems: Problems) -> dt.date | None:
    text, which = query.text(name), "first" if name == "from" else "last"
    if not text:
        return None
    day = read_day(text)
    if day is None:
        problems.append((name, f"Enter the {which} day as a date, like 2026-03-31."))
    elif not FIRST_DAY <= day <= LAST_DAY:
        problems.append((name, f"The {which} day must be between 2000 and 2100."))
        return None
    return day
