"""Adding, changing and removing terms, holidays and INSET days.

Each change is announced, so that what was made from the calendar is made again with it.
"""

import datetime as dt
import uuid
from dataclasses import dataclass

import sqlalchemy as sa

from sso_log.audit.services import record
from sso_log.audit.tags import Tag
from sso_log.auth.identity import Actor
from sso_log.db import db
from sso_log.errors import Invalid, NotFound
from sso_log.reference.changes import SchoolTimeChange, announce, change_of
from sso_log.reference.models import CalendarPeriod, PeriodKind, Unit, UnitKind

LONGEST_DAYS = 366
LONGEST_LABEL = 120


@dataclass(frozen=True, slots=True)
class PeriodDetails:
    """What somebody says about a period; no borough means the whole force."""

    kind: PeriodKind
    label: str
    starts_on: dt.date
    ends_on: dt.date
    borough_id: uuid.UUID | None = None


def add_period(actor: Actor, details: PeriodDetails) -> CalendarPeriod:
    """Add a period. Raises Invalid for days out of order or a period that overlaps its own kind."""
    period = CalendarPeriod()
    _apply(period, details)
    db.session.add(period)
    db.session.flush()
    _settle(actor, period, "added", change_of(period))
    return period


def change_period(actor: Actor, period_id: uuid.UUID, details: PeriodDetails) -> CalendarPeriod:
    """Change a period. Raises NotFound, and Invalid as `add_period` does."""
    period = the_period(period_id)
    before = change_of(period)
    _apply(period, details)
    db.session.flush()
    _settle(actor, period, "changed", before, change_of(period))
    return period


def remove_period(actor: Actor, period_id: uuid.UUID) -> None:
    """Remove a period. Raises NotFound."""
    period = the_period(period_id)
    change = change_of(period)
    db.session.delete(period)
    db.session.flush()
    _settle(actor, period, "removed", change)


def the_period(period_id: uuid.UUID) -> CalendarPeriod:
    """The period with this id. Raises NotFound."""
    period = db.session.get(CalendarPeriod, period_id)
    if period is None:
        raise NotFound()
    return period


def all_periods(borough_id: uuid.UUID | None = None) -> list[CalendarPeriod]:
    """The periods of the force, or those of one borough alone, by their start."""
    return list(
        db.session.scalars(
            sa.select(CalendarPeriod)
            .where(CalendarPeriod.borough_id == borough_id)
            .order_by(CalendarPeriod.starts_on, CalendarPeriod.kind)
        )
    )


def _apply(period: CalendarPeriod, details: PeriodDetails) -> None:
    errors: dict[str, list[str]] = {}
    label = " ".join(details.label.split())
    if not label or len(label) > LONGEST_LABEL:
        errors["label"] = ["Give the period a name of up to 120 characters."]
    if details.ends_on < details.starts_on:
        errors["ends_on"] = ["The last day is before the first day."]
    elif (details.ends_on - details.starts_on).days >= LONGEST_DAYS:
        errors["ends_on"] = ["A period is at most one year long."]
    if not _is_borough(details.borough_id):
        errors["borough"] = ["Choose a borough, or the whole force."]
    if not errors:
        clash = _overlapping(period.id, details)
        if clash is not None:
            errors["starts_on"] = [f"These days overlap “{clash}”."]
    if errors:
        raise Invalid(errors)
    period.kind, period.label = details.kind.value, label
    period.starts_on, period.ends_on = details.starts_on, details.ends_on
    period.borough_id = details.borough_id


def _is_borough(unit_id: uuid.UUID | None) -> bool:
    if unit_id is None:
        return True
    unit = db.session.get(Unit, unit_id)
    return unit is not None and unit.kind == UnitKind.BOROUGH


def _overlapping(period_id: uuid.UUID | None, details: PeriodDetails) -> str | None:
    """The name of a period of the same kind and borough that shares a day with this one."""
    statement = sa.select(CalendarPeriod.label).where(
        CalendarPeriod.kind == details.kind.value,
        CalendarPeriod.borough_id == details.borough_id,
        CalendarPeriod.starts_on <= details.ends_on,
        CalendarPeriod.ends_on >= details.starts_on,
    )
    if period_id is not None:
        statement = statement.where(CalendarPeriod.id != period_id)
    return db.session.scalar(statement.limit(1))


def _settle(actor: Actor, period: CalendarPeriod, change: str, *affected: SchoolTimeChange) -> None:
    """Announce what a change affects, then record it with how many rows it changed elsewhere."""
    rebuilt = announce(*affected)
    record(
        actor,
        Tag.CALENDAR_CHANGED,
        "calendar_period",
        period.id,
        unit_id=period.borough_id,
        detail={
            "change": change,
            "kind": period.kind,
            "from": period.starts_on,
            "until": period.ends_on,
            "rebuilt": rebuilt,
        },
    )
