"""What waits for approval and could change a figure: one function for each way of counting.

Both the number that waits and the list of what waits are its rows.
"""

from collections.abc import Callable, Sequence

from sso_log.summaries.framework.question import Key
from sso_log.summaries.framework.readings import Readings
from sso_log.summaries.framework.rows_waiting import (
    WaitingEntry,
    waiting_abstractions,
    waiting_entries,
    waiting_updates,
)
from sso_log.summaries.presence import places_of_presence

Waiting = Callable[[Readings, Key], Sequence[WaitingEntry]]


def nothing(_readings: Readings, _key: Key) -> Sequence[WaitingEntry]:
    """For what no approved entry is counted in."""
    return ()


def entries(readings: Readings, key: Key) -> Sequence[WaitingEntry]:
    """Entries of the kinds that the filter leaves, of either duty."""
    kinds = readings.question.kinds()
    return [row for row in readings.by_entry(waiting_entries).at(key) if row.kind in kinds]


def diversions(readings: Readings, key: Key) -> Sequence[WaitingEntry]:
    """Diversions that the filter on duty lets in, without their updates."""
    return _in_duty(readings, key, "diversion")


def matters(readings: Readings, key: Key) -> Sequence[WaitingEntry]:
    """Diversions that the filter on duty lets in, and updates of those that count already."""
    return [*diversions(readings, key), *readings.by_entry(waiting_updates).at(key)]


def matters_of_suspects(readings: Readings, key: Key) -> Sequence[WaitingEntry]:
    """As `matters`, where the child is the suspect."""
    return [row for row in matters(readings, key) if row.child_role == "suspect"]


def engagements(readings: Readings, key: Key) -> Sequence[WaitingEntry]:
    """Engagements that the filters on duty, type and programme let in."""
    types, programmes = readings.question.engagement_types, readings.question.programmes
    return [
        row
        for row in _in_duty(readings, key, "engagement")
        if (not types or row.type_code in types) and (not programmes or row.programme in programmes)
    ]


def visits(readings: Readings, key: Key) -> Sequence[WaitingEntry]:
    """Engagements with an officer at the school that the filter on duty lets in, of any type."""
    places = places_of_presence()
    return [row for row in _in_duty(readings, key, "engagement") if row.place in places]


def engagements_on_any_duty(readings: Readings, key: Key) -> Sequence[WaitingEntry]:
    return [row for row in readings.by_entry(waiting_entries).at(key) if row.kind == "engagement"]


def abstractions(readings: Readings, key: Key) -> Sequence[WaitingEntry]:
    """Abstractions with a day in the period, whatever the filter on duty."""
    return readings.by_entry(waiting_abstractions).at(key)


def _in_duty(readings: Readings, key: Key, kind: str) -> list[WaitingEntry]:
    return [
        row
        for row in readings.by_entry(waiting_entries).at(key)
        if row.kind == kind and readings.question.counts_duty(row.capacity)
    ]
