"""T3: how soon after an event it was written down."""

import datetime as dt

import sqlalchemy as sa

from sso_log.clock import ONE_DAY
from sso_log.entries.models import Entry
from sso_log.framework import rules
from sso_log.framework.figure import Result, median_of, share_part
from sso_log.framework.indicator import Family, IndicatorKind
from sso_log.framework.rules import LoggedAfter
from sso_log.reference import codes
from sso_log.reference.lists import Limit
from sso_log.summaries.framework import waiting
from sso_log.summaries.framework.drill_down import of_entries
from sso_log.summaries.framework.indicator import OF_ENTRIES, Indicator
from sso_log.summaries.framework.question import Conditions, Question
from sso_log.summaries.framework.readings import Key, Readings
from sso_log.summaries.framework.rows_times import LoggedSum, days_to_log, logged

# Where the day of the event does not matter, any day gives the same bucket.
ANY_DAY = dt.date(2024, 1, 1)


def _count(readings: Readings, key: Key) -> Result:
    rows = readings.grouped(logged).at(key)
    total = sum(row.entries for row in rows)
    buckets = dict.fromkeys(LoggedAfter, 0)
    for row in rows:
        buckets[_bucket(row)] += row.entries
    return median_of(
        (max(row.days, 0) for row in rows for _ in range(row.entries)),
        parts=[
            share_part(bucket.capitalize(), entries, total) for bucket, entries in buckets.items()
        ],
    )


def _bucket(row: LoggedSum) -> LoggedAfter:
    event_on = row.near or ANY_DAY
    return rules.logged_after(event_on, event_on + ONE_DAY * row.days)


def _entries(question: Question) -> Conditions:
    return question.counted(*question.kinds())


def _late(question: Question) -> Conditions:
    """Entries logged after the limit that held on the day of the event."""
    limits = [
        sa.and_(
            days_to_log() > int(limit.attributes["value"]),
            Entry.happened_on.between(
                limit.valid_from or dt.date.min, limit.valid_until or dt.date.max
            ),
        )
        for limit in codes.choices("limit")
        if limit.attributes["limit"] == Limit.LATE_DAYS
    ]
    return [*_entries(question), sa.or_(*limits)]


T3 = Indicator(
    id="T3",
    title="Event to logged",
    family=Family.CONTACT,
    question="How soon after something happened was it written down?",
    definition=(
        "Approved entries of every kind, on either duty, that happened in the period. Days "
        "from the London day of the event (the day the matter was reported, the engagement, "
        "the start of the abstraction, or the step that an update reports) to the London day "
        "on which the entry was first submitted. The median, the 90th percentile, "
        "and the number in each bucket: 0 to 3, 4 to 5, 6 to 14 and 15 to 30 days, up to three "
        "calendar months, longer. Quantiles are read by straight lines between neighbouring "
        "values (PERCENTILE.INC)."
    ),
    numerator="Days from the event to the first submission; entries in each bucket.",
    denominator="Approved entries that happened in the period.",
    caveats=(
        "Late entries are welcome: a force that catches up looks slower for a while.",
        "Entries that are still to be written are not seen at all: read with Q2.",
    ),
    counterweight_ids=("Q2",),
    kind=IndicatorKind.MEDIAN,
    unit="days",
    source="Product requirement: entries late by more than five days are flagged",
    count=_count,
    drill_downs=(
        of_entries("all", "All entries", _entries),
        of_entries("late", "Logged late", _late),
    ),
    waiting=waiting.entries,
    splits=OF_ENTRIES,
    by_duty=False,
    card_parts=("90th percentile",),
)
