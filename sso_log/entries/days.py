"""The minutes of an abstraction per London day, and those within school hours."""

from typing import Any

from sso_log.clock import split_by_day
from sso_log.db import Base
from sso_log.entries.models import AbstractionDay, Entry
from sso_log.reference.calendar import SchoolCalendar


def abstraction_days(
    entry: Entry, calendar: SchoolCalendar | None = None
) -> dict[type[Base], list[dict[str, Any]]]:
    """One row a day for an abstraction with both ends known; nothing for any other entry.

    Whoever does this for many entries passes the calendar of the borough, read once.
    """
    if entry.kind != "abstraction" or not entry.started_at or not entry.ended_at:
        return {}
    start, end = entry.started_at, entry.ended_at
    calendar = calendar or SchoolCalendar(entry.borough_id)
    school = calendar.school_minutes(start, end)
    return {
        AbstractionDay: [
            {
                "entry_id": entry.id,
                "day": day,
                "minutes": minutes,
                "school_minutes": school.get(day, 0),
            }
            for day, minutes in split_by_day(start, end)
        ]
    }
