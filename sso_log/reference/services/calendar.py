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
    _record(actor, period, "added", change_of(period))
    return period


def change_period(actor: Actor, period_id: uuid.UUID, details: PeriodDetails) -> CalendarPeriod:
    """Change a period. Raises NotFound, and Invalid as `add_period` does."""
    period = the_period(period_id)
    before = change_of(period)
    _apply(period, details)
    _record(actor, period, "changed", before, change_of(period))
    return period


def remove_period(actor: Actor, period_id: uuid.UUID) -> None:
    """Remove a period. Raises NotFound."""
    period = the_period(period_id)
    db.session.delete(period)
    _record(actor, period, "removed", change_of(period))


def the_period(period_id: uuid.UUID) -> CalendarPeriod:
    """The period with this id. Raises NotFound."""
    period = db.session.get(CalendarPeriod, period_id)
    if period is None:
        raise NotFound()
    return period


def all_periods(borough_id: uuid.UUID | None = None) -> list[CalendarPeriod]:
    """The periods of the force, or those of one borough alone, by their start."""
    statement = sa.select(CalendarPeriod).where(CalendarPeriod.borough_id == borough_id)
    ordered = statement.order_by(CalendarPeriod.starts_on, CalendarPeriod.kind)
    return list(db.session.scalars(ordered))


def _apply(period: CalendarPeriod, details: PeriodDetails) -> None:
    errors: dict[str, list[str]] = {}
    label = " ".join(details.label.split())
    if not label or len(label) > LONGEST_LABEL:
        errors["label"] = ["Give the period a name of up to 120 characters."]
    if details.ends_on < details.starts_on:
        errors["ends_on"] = ["The last day is before the first day."]
    elif (details.ends_on - details.starts_on).days >= LONGEST_DAYS:
        errors["ends_on"] = ["A period is at most one year long."]
    unit = db.session.get(Unit, details.borough_id) if details.borough_id else None
    if details.borough_id and (unit is None or unit.kind != UnitKind.BOROUGH):
        errors["borough"] = ["Choose a borough, or the whole force."]
    if not errors and (label_of_other := _overlapping(period.id, details)) is not None:
        errors["starts_on"] = [f"These days overlap “{label_of_other}”."]
    if errors:
        raise Invalid(errors)
    period.kind, period.label = details.kind.value, label
    period.starts_on, period.ends_on = details.starts_on, details.ends_on
    period.borough_id = details.borough_id


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


def _record(actor: Actor, period: CalendarPeriod, change: str, *affected: SchoolTimeChange) -> None:
    """Flush, announce what the change affects, and record it with how many rows that changed."""
    db.session.flush()
    detail = {
        "change": change,
        "kind": period.kind,
        "from": period.starts_on,
        "until": period.ends_on,
        "rebuilt": announce(*affected),
    }
    borough_id = period.borough_id
    record(
        actor, Tag.CALENDAR_CHANGED, "calendar_period", period.id, unit_id=borough_id, detail=detail
    )
