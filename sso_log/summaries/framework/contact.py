"""C1 to C3, T1, T3 and T4: who was spoken to, and how soon things were done."""

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from sso_log.clock import ONE_DAY
from sso_log.framework import rules
from sso_log.framework.figure import (
    MINUTES_PER_HOUR,
    Figure,
    Part,
    count_part,
    median_of,
    proportion,
    share_part,
)
from sso_log.framework.rules import LOGGED_AFTER_WORDS, LoggedAfter, Party
from sso_log.reference import codes
from sso_log.summaries.framework.diversion import count_of, waiting
from sso_log.summaries.framework.question import WHOLE, Key
from sso_log.summaries.framework.readings import Readings
from sso_log.summaries.framework.rows_times import Turnaround

GAP = "Not contacted"
ANY_DAY = dt.date(2024, 1, 1)
INDICATORS = {Party.CHILD: "C1", Party.PARENT_CARER: "C2", Party.VICTIM: "C3"}


def contact(party: Party, readings: Readings, key: Key = WHOLE) -> Figure:
    """C1 to C3: contact made over matters where it applies; the gap is a part."""
    applies = [matter for matter in readings.matters.at(key) if rules.applies(matter, party)]
    made = count_of(applies, lambda matter: rules.contact_made(matter, party))
    field = f"contact_{party.value}_reason"
    gaps = [getattr(m, field) for m in applies if rules.contact_gap(m, party)]
    reasons = [
        share_part(f"Not made: {choice.label.lower()}", gaps.count(choice.code), len(applies))
        for choice in codes.choices("contact_reason")
        if choice.code in gaps
    ]
    if gaps.count(None):
        reasons.append(share_part("Not made: no reason given", gaps.count(None), len(applies)))
    return proportion(
        INDICATORS[party],
        made,
        len(applies),
        waiting=waiting(readings, key, suspects=party is Party.CHILD),
        parts=(share_part(GAP, len(gaps), len(applies)), *reasons),
    )


def contact_child(readings: Readings, key: Key = WHOLE) -> Figure:
    """C1."""
    return contact(Party.CHILD, readings, key)


def contact_parent_carer(readings: Readings, key: Key = WHOLE) -> Figure:
    """C2."""
    return contact(Party.PARENT_CARER, readings, key)


def contact_victim(readings: Readings, key: Key = WHOLE) -> Figure:
    """C3."""
    return contact(Party.VICTIM, readings, key)


def over_six_months(readings: Readings, key: Key = WHOLE) -> Figure:
    """T1: matters that took, or are taking, longer than six months."""
    scope = readings.question.scope
    as_of = min(scope.until_on, scope.today)
    matters = readings.matters.at(key)
    over = [matter for matter in matters if rules.over_six_months(matter, as_of)]
    closed = count_of(over, lambda m: m.concluded_on is not None and m.concluded_on <= as_of)
    return proportion(
        "T1",
        len(over),
        len(matters),
        waiting=waiting(readings, key),
        parts=(
            share_part("Concluded after six months", closed, len(matters)),
            share_part("Still open after six months", len(over) - closed, len(matters)),
        ),
        note=f"Open matters are counted up to {as_of.day} {as_of:%B %Y}.",
    )


def event_to_logged(readings: Readings, key: Key = WHOLE) -> Figure:
    """T3: days from an event to its first submission."""
    rows = readings.logged.at(key)
    total = sum(row.entries for row in rows)
    buckets = dict.fromkeys(LoggedAfter, 0)
    for row in rows:
        buckets[_bucket(row)] += row.entries
    return median_of(
        "T3",
        _repeated((max(row.days, 0), row.entries) for row in rows),
        waiting=_waiting(readings, key),
        parts=[
            share_part(LOGGED_AFTER_WORDS[bucket].capitalize(), count, total)
            for bucket, count in buckets.items()
        ],
    )


def _bucket(row: Any) -> LoggedAfter:
    # Where the day of the event does not matter, any day gives the same bucket.
    event_on = row.near or ANY_DAY
    return rules.logged_after(event_on, event_on + ONE_DAY * row.days)


def approval_turnaround(readings: Readings, key: Key = WHOLE) -> Figure:
    """T4: hours from first submission to first decision."""
    found = readings.turnarounds.get(key) or Turnaround()
    approved = found.actions.get("approve", 0)
    return median_of(
        "T4",
        [minutes / MINUTES_PER_HOUR for minutes in found.minutes],
        waiting=_waiting(readings, key),
        parts=(
            share_part("Approved first time", approved, len(found.minutes)),
            *_returns(found.reasons),
        ),
    )


def _returns(counts: Mapping[str | None, int]) -> list[Part]:
    return [
        count_part(f"Returned: {codes.label('return_reason', code).lower()}", counts[code])
        for code in [choice.code for choice in codes.choices("return_reason")]
        if code in counts
    ]


def _waiting(readings: Readings, key: Key) -> int:
    kinds = readings.question.scope.kinds
    return sum(row.entries for row in readings.waiting.at(key) if not kinds or row.kind in kinds)


def _repeated(pairs: Iterable[tuple[float, int]]) -> Iterator[float]:
    for value, times in pairs:
        for _ in range(times):
            yield value
