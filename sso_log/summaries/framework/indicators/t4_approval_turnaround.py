"""T4: how long an entry waits for its first decision."""

from collections import Counter
from functools import partial

import sqlalchemy as sa

from sso_log.entries.models import Entry, EntryEvent
from sso_log.framework.figure import MINUTES_PER_HOUR, Result, count_part, median_of, share_part
from sso_log.framework.indicator import Family, IndicatorKind
from sso_log.reference import codes
from sso_log.summaries.framework import waiting
from sso_log.summaries.framework.drill_down import DrillDown, Rowset, entries_where
from sso_log.summaries.framework.indicator import OF_ENTRIES, Indicator
from sso_log.summaries.framework.question import Split
from sso_log.summaries.framework.readings import Key, Readings
from sso_log.summaries.framework.rows_times import decided, decided_entries, first_decisions

FIRST_TIME = "Approved first time"
RETURN = "return"


def _count(readings: Readings, key: Key) -> Result:
    rows = readings.grouped(decided).at(key)
    actions, reasons = Counter[str](), Counter[str | None]()
    for row in rows:
        actions[row.action] += row.entries
        if row.action == RETURN:
            reasons[row.reason_code] += row.entries
    return median_of(
        (row.minutes / MINUTES_PER_HOUR for row in rows for _ in range(row.entries)),
        parts=(
            share_part(FIRST_TIME, actions["approve"], actions.total()),
            *(
                count_part(f"Returned: {choice.label.lower()}", reasons[choice.code])
                for choice in codes.choices("return_reason")
                if choice.code in reasons
            ),
        ),
    )


def _decided(readings: Readings, action: str | None = None) -> Rowset:
    """Entries with a first decision, or with this one; how many is known from the figure."""
    question = readings.question
    which = first_decisions(question)
    if action is not None:
        which.append(EntryEvent.action == action)
    ids = sa.select(EntryEvent.entry_id).where(*which)
    # The page has them by month: read again without, they would take as long as the page.
    rows = readings.split_by(Split.MONTH).grouped(decided).at()
    known = sum(row.entries for row in rows if action in (None, row.action))
    return entries_where([Entry.id.in_(ids), *decided_entries(question)], known)


T4 = Indicator(
    id="T4",
    title="Approval turnaround",
    family=Family.CONTACT,
    question="How long does an entry wait for its first decision?",
    definition=(
        "Entries of every kind, on either duty, whose first decision (approved or returned) "
        "was made in the period. Whole minutes, shown as hours, "
        "from their first submission to that decision, nights and weekends included: the "
        "median and the 90th percentile. Beside them, the share approved at the first decision "
        "and the number returned for each reason."
    ),
    numerator="Hours from the first submission to the first decision.",
    denominator="Entries with a first decision in the period.",
    caveats=(
        "Entries still waiting are not in the median; their number is shown.",
        "Fast is not careful: read with the share approved first time and with T3.",
    ),
    counterweight_ids=("T3",),
    kind=IndicatorKind.MEDIAN,
    unit="hours",
    source="Product requirement: the inbox shows the oldest entry first",
    count=_count,
    drill_downs=(
        DrillDown("all", "With a first decision", _decided),
        DrillDown("returned", "Returned first", partial(_decided, action=RETURN)),
    ),
    waiting=waiting.entries,
    splits=OF_ENTRIES,
    by_duty=False,
    card_parts=("90th percentile", FIRST_TIME),
)
