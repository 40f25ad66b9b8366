"""E1: what officers' time in schools is spent on, with the powers used beside it."""

from collections import Counter
from collections.abc import Iterable

from sso_log.entries.models import Engagement
from sso_log.framework.figure import Part, Result, count_part, mix, pooled_part
from sso_log.framework.indicator import Family, IndicatorKind
from sso_log.reference import codes
from sso_log.summaries.framework import waiting, wording
from sso_log.summaries.framework.drill_down import of_entries
from sso_log.summaries.framework.indicator import OF_ENGAGEMENTS, Indicator
from sso_log.summaries.framework.question import Conditions, Question
from sso_log.summaries.framework.readings import Key, Readings
from sso_log.summaries.framework.rows_engagements import (
    by_code,
    by_power,
    by_school,
    by_type,
    conditions,
)

ENGAGEMENTS, SCHOOLS, POWERS = "Engagements", "Different schools", "Powers used"
Amounts = Iterable[tuple[str | None, int]]


def _count(readings: Readings, key: Key) -> Result:
    rows = readings.grouped(by_type).at(key)
    entries = sum(row.entries for row in rows)
    total = sum(row.minutes for row in rows)

    def shares(words: str, list_name: str, amounts: Amounts) -> list[Part]:
        return [
            pooled_part(f"{words}: {label}", minutes, total, entries)
            for label, minutes in _by_label(list_name, amounts)
        ]

    extra = [
        count_part(ENGAGEMENTS, entries),
        count_part(SCHOOLS, len({row.school for row in readings.grouped(by_school).at(key)})),
        *_powers(readings, key),
        *shares("Programme", "programme", ((row.programme or "none", row.minutes) for row in rows)),
    ]
    for field, words in () if readings.brief else (("topics", "Topic"), ("ssp_aims", "Aim")):
        of_field = [row for row in readings.grouped(by_code).at(key) if row.field == field]
        extra += shares(words, field, ((row.topic_or_aim, row.minutes) for row in of_field))
    types = _by_label("engagement_type", ((row.engagement_type, row.minutes) for row in rows))
    return mix(types, entries=entries, extra=extra)


def _by_label(list_name: str, amounts: Amounts) -> list[tuple[str, int]]:
    """(label, minutes) in the order of the code list, those that occur."""
    minutes = Counter[str | None]()
    for code, amount in amounts:
        minutes[code] += amount
    choices = codes.choices(list_name)
    return [(choice.label, minutes[choice.code]) for choice in choices if choice.code in minutes]


def _powers(readings: Readings, key: Key) -> list[Part]:
    """Every power, used or not, because none is worth saying too."""
    uses = Counter[str | None]()
    for row in readings.grouped(by_power).at(key):
        uses[row.power] += row.uses
    return [
        count_part(POWERS, uses.total()),
        *(
            count_part(f"Power used: {choice.label.lower()}", uses[choice.code])
            for choice in codes.choices("power")
        ),
    ]


def _with_powers(question: Question) -> Conditions:
    return conditions(question, Engagement.powers_used == "some")


E1 = Indicator(
    id="E1",
    title="Engagement mix",
    family=Family.ENGAGEMENT,
    question="What is officers' time in schools spent on?",
    definition=(
        f"{wording.ENGAGEMENTS_COUNTED} The minutes of each type of engagement as a share of all "
        "minutes, and likewise by programme, topic and aim of the partnership. An engagement "
        "with several topics or aims gives all its minutes to each of them, so those shares "
        "add up to more than the whole. Beside them stand the number of engagements, the "
        "number of different schools, and every police power used in them."
    ),
    numerator="Minutes of engagements of the type, programme, topic or aim.",
    denominator="Minutes of all engagements.",
    caveats=(
        "More time is not more good: always read with the powers used, shown beside it.",
        "Minutes are as the officer gave them.",
    ),
    counterweight_ids=("A3",),
    kind=IndicatorKind.MIX,
    unit="hours",
    source=f"{wording.REVIEW_2022}, section 8: 66 presentations in 37 schools",
    count=_count,
    drill_downs=(
        of_entries("all", "All engagements", conditions),
        of_entries("powers", "With police powers used", _with_powers),
    ),
    waiting=waiting.engagements,
    splits=OF_ENGAGEMENTS,
    card_parts=(ENGAGEMENTS, SCHOOLS, POWERS),
)
