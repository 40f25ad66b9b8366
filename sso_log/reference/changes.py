"""Tells slices above that school days or school hours have changed, within the same transaction.

Whoever stores what follows from the calendar subscribes when the application starts. On PostgreSQL
a lock separates the two: deriving from the calendar takes it shared, changing the calendar alone.
"""

import datetime as dt
import uuid
from collections.abc import Callable
from dataclasses import dataclass

import sqlalchemy as sa

from sso_log.clock import ONE_DAY, academic_year_start
from sso_log.db import db
from sso_log.reference.models import CalendarPeriod, PeriodKind

LOCK = int.from_bytes(b"school")  # any number, the same in every process


@dataclass(frozen=True, slots=True)
class SchoolTimeChange:
    """Where and when school minutes may be others now: None is everywhere, and without a limit."""

    borough_id: uuid.UUID | None = None
    first_on: dt.date | None = None
    last_on: dt.date | None = None


ANYWHERE = SchoolTimeChange()
Listener = Callable[[SchoolTimeChange], int]
_listeners: list[Listener] = []


def subscribe(listener: Listener) -> None:
    """Call the listener at every change; it returns how many rows it put right."""
    if listener not in _listeners:
        _listeners.append(listener)


def announce(*changes: SchoolTimeChange) -> int:
    """Have everything that follows from the calendar made again; returns how many rows changed.

    Call it once the change is flushed and before the audit trail is locked.
    """
    lock(alone=True)
    return sum(listener(change) for listener in _listeners for change in changes)


def lock(*, alone: bool = False) -> None:
    """Keep the calendar as it is until the transaction ends: shared, or `alone` to change it.

    SQLite has one writer at a time and needs no such lock.
    """
    if db.session.get_bind().dialect.name == "postgresql":
        take = sa.func.pg_advisory_xact_lock if alone else sa.func.pg_advisory_xact_lock_shared
        db.session.execute(sa.select(take(LOCK)))


def change_of(period: CalendarPeriod) -> SchoolTimeChange:
    """The days that a period decides about: a term about its whole academic year (see calendar)."""
    if period.kind != PeriodKind.TERM:
        return SchoolTimeChange(period.borough_id, period.starts_on, period.ends_on)
    first_on = academic_year_start(period.starts_on)
    last_on = first_on.replace(year=first_on.year + 1) - ONE_DAY
    return SchoolTimeChange(period.borough_id, first_on, last_on)
