"""The minutes of an abstraction per London day, and those within school hours.

The rows of `abstraction_day` follow from the entry's own times, the calendar of its borough and
the school hours: they are written when the entry is saved, and again when the calendar changes.
"""

import datetime as dt
import uuid
from dataclasses import dataclass
from typing import Any, cast

import sqlalchemy as sa

from sso_log.clock import ONE_DAY, from_london, split_by_day
from sso_log.db import Base, db
from sso_log.entries.kinds import BY_DAY
from sso_log.entries.models import AbstractionDay, Entry
from sso_log.reference.calendar import Calendars, SchoolCalendar
from sso_log.reference.changes import ANYWHERE, SchoolTimeChange, lock

DAY = cast("sa.Table", AbstractionDay.__table__)
Minutes = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Difference:
    """A stored value of an entry that does not follow from its sources.

    `place` is a day, whose values are `Minutes` or None for no row; or else a column.
    """

    entry_id: uuid.UUID
    reference: str
    place: dt.date | str
    stored: Any
    right: Any

    @property
    def sentence(self) -> str:
        """The difference for people."""
        stored, right = self._words(self.stored), self._words(self.right)
        return f"{self.reference}, {self.place}: stored {stored}, right {right}."

    def _words(self, value: Any) -> str:
        if isinstance(self.place, str):
            return value.isoformat() if isinstance(value, dt.date) else str(value)
        return f"{value[0]} minutes, {value[1]} in school hours" if value else "no row"


def abstraction_days(
    entry: Entry, calendar: SchoolCalendar | None = None
) -> dict[type[Base], list[dict[str, Any]]]:
    """One row a day for an abstraction with both ends known; nothing for any other entry.

    Whoever does this for many entries passes the calendar of the borough, read once.
    """
    if entry.kind not in BY_DAY or not entry.started_at or not entry.ended_at:
        return {}
    if calendar is None:
        lock()
        calendar = SchoolCalendar(entry.borough_id)
    days = minutes_by_day(entry.started_at, entry.ended_at, calendar)
    return {AbstractionDay: [_row(entry.id, day, minutes) for day, minutes in days.items()]}


def minutes_by_day(
    start: dt.datetime, end: dt.datetime, calendar: SchoolCalendar
) -> dict[dt.date, Minutes]:
    """All minutes and those in school hours, for each London day of a stretch of time. Pure."""
    school = calendar.school_minutes(start, end)
    return {day: (minutes, school.get(day, 0)) for day, minutes in split_by_day(start, end)}


def rebuild_days(change: SchoolTimeChange = ANYWHERE) -> int:
    """Put right every day that a change of the calendar touches; returns how many were wrong."""
    differing = day_differences(change)
    key = (DAY.c.entry_id == sa.bindparam("of")) & (DAY.c.day == sa.bindparam("on"))
    updates, inserts, deletes = [], [], []
    for one in differing:
        at = {"of": one.entry_id, "on": one.place}
        if one.right is None:
            deletes.append(at)
        elif one.stored is None:
            inserts.append(_row(one.entry_id, one.place, one.right))
        else:
            updates.append({**at, "minutes": one.right[0], "school_minutes": one.right[1]})
    # Updates before anything else: a row that stays is never taken away and put back.
    for statement, rows in (
        (sa.update(DAY).where(key), updates),
        (sa.delete(DAY).where(key), deletes),
        (sa.insert(DAY), inserts),
    ):
        if rows:
            db.session.connection().execute(statement, rows)
    db.session.expire_all()
    return len(differing)


def day_differences(change: SchoolTimeChange = ANYWHERE) -> list[Difference]:
    """Every day whose stored row is not what times, calendar and hours give, by reference."""
    lock()
    touched = _touched(change)
    calendars = Calendars()
    stored = {
        (row.entry_id, row.day): row
        for row in db.session.execute(
            sa.select(
                DAY.c.entry_id, Entry.reference, DAY.c.day, DAY.c.minutes, DAY.c.school_minutes
            )
            .join(Entry, Entry.id == DAY.c.entry_id)
            .where(*touched)
        )
    }
    differing: list[Difference] = []
    for entry in db.session.execute(
        sa.select(Entry.id, Entry.reference, Entry.borough_id, Entry.started_at, Entry.ended_at)
        .where(Entry.kind.in_(BY_DAY), Entry.started_at.is_not(None))
        .where(Entry.ended_at.is_not(None), *touched)
    ):
        calendar = calendars.of(entry.borough_id)
        for day, right in minutes_by_day(entry.started_at, entry.ended_at, calendar).items():
            row = stored.pop((entry.id, day), None)
            before = (row.minutes, row.school_minutes) if row else None
            if before != right:
                differing.append(Difference(entry.id, entry.reference, day, before, right))
    differing += [
        Difference(row.entry_id, row.reference, row.day, (row.minutes, row.school_minutes), None)
        for row in stored.values()
    ]
    return sorted(differing, key=lambda one: (one.reference, one.place))


def _touched(change: SchoolTimeChange) -> list[sa.ColumnElement[bool]]:
    """The conditions that an entry's minutes may be others after the change."""
    conditions: list[sa.ColumnElement[bool]] = []
    if change.borough_id is not None:
        conditions.append(Entry.borough_id == change.borough_id)
    if change.first_on is not None:
        conditions.append(Entry.ended_at > from_london(change.first_on, dt.time(0)))
    if change.last_on is not None:
        conditions.append(Entry.started_at < from_london(change.last_on + ONE_DAY, dt.time(0)))
    return conditions


def _row(entry_id: uuid.UUID, day: Any, minutes: Minutes) -> dict[str, Any]:
    every, in_school = minutes
    return {"entry_id": entry_id, "day": day, "minutes": every, "school_minutes": in_school}
