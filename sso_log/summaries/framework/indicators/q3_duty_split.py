"""Q3: how much of what officers log was done as schools officers."""

from collections.abc import Sequence

from sso_log.entries.kinds import KINDS
from sso_log.entries.models import Entry
from sso_log.framework.figure import Result, pooled_part, proportion, share_part
from sso_log.framework.indicator import Family, IndicatorKind
from sso_log.summaries.framework import waiting, wording
from sso_log.summaries.framework.drill_down import of_entries
from sso_log.summaries.framework.indicator import ALWAYS, Indicator
from sso_log.summaries.framework.question import Conditions, Question, Split
from sso_log.summaries.framework.readings import Key, Readings
from sso_log.summaries.framework.rows_times import logged
from sso_log.summaries.framework.rows_waiting import WaitingEntry

# An abstraction is other duty by what it is, and an update goes with the entry it is about.
KINDS_WITH_DUTY = tuple(
    kind.code for kind in KINDS.values() if kind.has_field("capacity") and kind.about is None
)
BY_MINUTES = "By minutes"


def _count(readings: Readings, key: Key) -> Result:
    rows = [row for row in readings.grouped(logged).at(key) if row.kind in KINDS_WITH_DUTY]
    own = [row for row in rows if row.capacity == "sso_duty"]
    total, of_own = sum(row.entries for row in rows), sum(row.entries for row in own)
    by_minutes = pooled_part(
        BY_MINUTES,
        sum(row.minutes for row in own),
        sum(row.minutes for row in rows),
        sum(row.entries for row in rows if row.minutes),
    )
    return proportion(
        of_own, total, parts=(by_minutes, share_part("Other duty", total - of_own, total))
    )


def _waiting(readings: Readings, key: Key) -> Sequence[WaitingEntry]:
    return [row for row in waiting.entries(readings, key) if row.kind in KINDS_WITH_DUTY]


def _entries(question: Question) -> Conditions:
    return question.counted(*(kind for kind in question.kinds() if kind in KINDS_WITH_DUTY))


def _on_other_duty(question: Question) -> Conditions:
    return [*_entries(question), Entry.capacity == "other_duty"]


Q3 = Indicator(
    id="Q3",
    title="Schools officer duty split",
    family=Family.QUALITY,
    question="How much of what officers log was done as schools officers?",
    definition=(
        "All approved entries of the period of the kinds of which duty is asked, on either duty: "
        "engagements and diversions. The share marked as schools officer duty; apart, the same by "
        "minutes, for the entries that have them. Abstractions are always other duty and are "
        "measured by A1."
    ),
    numerator="Entries on schools officer duty; apart, their minutes.",
    denominator="All entries; apart, their minutes.",
    caveats=(
        "A diversion has no minutes and is in the count of entries only.",
        "Updates of diversions are not counted: their diversion is.",
    ),
    counterweight_ids=("Q2",),
    kind=IndicatorKind.PROPORTION,
    version=wording.SECOND_VERSION,
    valid_from=wording.SECOND_VALID_FROM,
    source=f"{wording.REVIEW_2022}: work as a schools officer could not be told from other duties",
    count=_count,
    drill_downs=(
        of_entries("all", "All entries", _entries),
        of_entries("other", "Other duty", _on_other_duty),
    ),
    waiting=_waiting,
    splits={**ALWAYS, Split.KIND: ""},
    by_duty=False,
    card_parts=(BY_MINUTES,),
)
