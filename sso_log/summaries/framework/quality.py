"""Q1 to Q3: how far the other figures can be believed."""

from typing import Any

from sso_log.framework import rules
from sso_log.framework.figure import Figure, Part, pooled_part, proportion, share_part
from sso_log.reference import codes
from sso_log.summaries.framework.diversion import count_of
from sso_log.summaries.framework.question import WHOLE, Key
from sso_log.summaries.framework.readings import Readings


def ethnicity_completeness(readings: Readings, key: Key = WHOLE) -> Figure:
    """Q1: children whose self-defined ethnicity is known over children recorded."""
    matters = readings.matters.at(key)
    total = len(matters)
    gaps = [
        m.ethnicity_self_defined_reason
        for m in matters
        if m.ethnicity_self_defined == "not_obtained"
    ]
    seen = count_of(matters, rules.is_known_officer_defined)
    not_stated = count_of(matters, lambda m: m.ethnicity_self_defined == "NS")
    reasons = [
        share_part(f"Not obtained: {choice.label.lower()}", gaps.count(choice.code), total)
        for choice in codes.choices("ethnicity_self_defined_reason")
        if choice.code in gaps
    ]
    capacity = readings.question.scope.capacity
    waiting = sum(
        row.entries
        for row in readings.waiting.at(key)
        if row.kind == "diversion" and capacity in ("all", row.capacity)
    )
    return proportion(
        "Q1",
        count_of(matters, rules.is_known_ethnicity),
        total,
        waiting=waiting,
        parts=(
            share_part("Officer-defined known, apart", seen, total),
            share_part("Not obtained", len(gaps), total),
            *reasons,
            share_part("Not stated", not_stated, total),
        ),
    )


def reporting(readings: Readings, key: Key = WHOLE) -> Figure:
    """Q2: confirmed officer-weeks over expected."""
    weeks = readings.weeks.at(key)
    confirmed = sum(week.confirmed for week in weeks)
    on_time = sum(week.on_time for week in weeks)
    return proportion(
        "Q2",
        confirmed,
        len(weeks),
        # A week is confirmed by its officer alone: nothing of it ever waits for a decision.
        waiting=0,
        parts=(
            share_part("Confirmed on time", on_time, len(weeks)),
            share_part("Not confirmed", len(weeks) - confirmed, len(weeks)),
        ),
    )


def duty_split(readings: Readings, key: Key = WHOLE) -> Figure:
    """Q3: entries on schools officer duty over all entries; the same by minutes."""
    rows = [row for row in readings.logged.at(key) if row.kind != "diversion_update"]
    total = _sum(rows, "entries")
    own = [row for row in rows if row.capacity == "sso_duty"]
    kinds = readings.question.scope.kinds
    waiting = sum(
        row.entries
        for row in readings.waiting.at(key)
        if row.kind != "diversion_update" and (not kinds or row.kind in kinds)
    )
    return proportion(
        "Q3",
        _sum(own, "entries"),
        total,
        waiting=waiting,
        parts=(_minutes(own, rows), share_part("Other duty", total - _sum(own, "entries"), total)),
    )


def _minutes(own: list[Any], rows: list[Any]) -> Part:
    events = _sum([row for row in rows if row.minutes], "entries")
    return pooled_part("By minutes", _sum(own, "minutes"), _sum(rows, "minutes"), events)


def _sum(rows: list[Any], name: str) -> int:
    return sum(int(getattr(row, name)) for row in rows)
