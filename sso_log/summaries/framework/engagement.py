"""E1, E2 and E4: what is done in schools, how many are reached, and what the young say of it."""

import datetime as dt
from collections.abc import Callable, Iterable
from typing import Any

from sso_log.framework.figure import (
    Figure,
    Part,
    count_part,
    mix,
    pooled_part,
    proportion,
    share_part,
)
from sso_log.reference import codes
from sso_log.reference.models import UnitKind
from sso_log.summaries.framework.question import WHOLE, Key, Split
from sso_log.summaries.framework.readings import Readings
from sso_log.summaries.framework.rows_schools import EngagedSchool


def waiting(readings: Readings, key: Key = WHOLE, *, filtered: bool = True) -> int:
    """Submitted engagements that the filters would let in."""
    question = readings.question
    capacity = question.scope.capacity
    types = question.engagement_types if filtered else ()
    programmes = question.programmes if filtered else ()
    return sum(
        row.entries
        for row in readings.waiting.at(key)
        if row.kind == "engagement"
        and capacity in ("all", row.capacity)
        and (not types or row.engagement_type in types)
        and (not programmes or row.programme in programmes)
    )


def engagement_mix(readings: Readings, key: Key = WHOLE) -> Figure:
    """E1: minutes by type; beside it programmes, topics, aims, sessions, schools and powers."""
    rows = readings.engagements.at(key)
    entries = sum(row.entries for row in rows)
    total = sum(row.minutes for row in rows)
    amounts = _amounts("engagement_type", rows, lambda row: row.engagement_type)
    programmes = _amounts("programme", rows, lambda row: row.programme or "none")
    extra = [
        count_part("Engagements", entries),
        count_part("Different schools", len({row.school for row in readings.at_schools.at(key)})),
        *_powers(readings, key),
    ]
    extra += _shares("Programme", programmes, total, entries)
    if readings.brief:
        return mix("E1", amounts, entries=entries, waiting=waiting(readings, key), extra=extra)
    for field, words in (("topics", "Topic"), ("ssp_aims", "Aim")):
        of_field = [row for row in readings.codes.at(key) if row.field == field]
        found = _amounts(field, of_field, lambda row: row.code)
        extra += _shares(words, found, total, entries)
    return mix("E1", amounts, entries=entries, waiting=waiting(readings, key), extra=extra)


def _amounts(
    list_name: str, rows: Iterable[Any], code_of: Callable[[Any], str | None]
) -> list[tuple[str, int]]:
    """(label, minutes) in the order of the code list, those that occur."""
    found: dict[str | None, int] = {}
    for row in rows:
        code = code_of(row)
        found[code] = found.get(code, 0) + int(row.minutes)
    return [
        (choice.label, found[choice.code])
        for choice in codes.choices(list_name)
        if choice.code in found
    ]


def _shares(words: str, amounts: Iterable[tuple[str, int]], total: int, entries: int) -> list[Part]:
    return [pooled_part(f"{words}: {label}", minutes, total, entries) for label, minutes in amounts]


def _powers(readings: Readings, key: Key) -> list[Part]:
    """Every power, used or not, because none is worth saying too."""
    found: dict[str | None, int] = {}
    for row in readings.powers.at(key):
        found[row.power] = found.get(row.power, 0) + row.entries
    return [
        count_part("Powers used", sum(found.values())),
        *(
            count_part(f"Power used: {choice.label.lower()}", found.get(choice.code, 0))
            for choice in codes.choices("power")
        ),
    ]


def coverage(readings: Readings, key: Key = WHOLE) -> Figure:
    """E2: schools visited over schools with an officer or an agreement."""
    schools = schools_at(readings, key)
    visit = key if readings.question.split is Split.MONTH and key is not WHOLE else None

    def visited(school: EngagedSchool) -> bool:
        return visit in school.visited if visit is not None else bool(school.visited)

    def part(words: str, among: list[EngagedSchool]) -> Part:
        return share_part(words, sum(map(visited, among)), len(among))

    agreed = sum(1 for school in schools if _touches(school.agreement, *_days(readings, key)))
    return proportion(
        "E2",
        sum(map(visited, schools)),
        len(schools),
        waiting=waiting(readings, key, filtered=False),
        parts=(
            part("Priority schools visited", [s for s in schools if s.priority]),
            part("Pupil referral units and alternative provision visited",
                 [s for s in schools if s.apart]),
            share_part("Schools with an agreement", agreed, len(schools)),
        ),
    )  # fmt: skip


def schools_at(readings: Readings, key: Key = WHOLE) -> list[EngagedSchool]:
    """The schools of one key: of a unit, or with an officer or agreement in a month."""
    if key is WHOLE:
        return readings.schools
    question = readings.question
    if question.split is Split.MONTH:
        days = _days(readings, key)
        return [s for s in readings.schools if s.throughout or _touches(s.engaged, *days)]
    if question.scope.unit.kind is UnitKind.BOROUGH:
        return [school for school in readings.schools if key in school.teams]
    return [s for s in readings.schools if readings.unit_of_borough(s.borough_id) == key]


def _days(readings: Readings, key: Key) -> tuple[dt.date, dt.date]:
    scope = readings.question.scope
    if readings.question.split is Split.MONTH and key is not WHOLE:
        for month in readings.months:
            if month.starts_on == key:
                return month.from_on, month.until_on
    return scope.from_on, scope.until_on


def _touches(periods: Iterable[tuple[dt.date, dt.date]], first: dt.date, last: dt.date) -> bool:
    return any(starts <= last and ends >= first for starts, ends in periods)


def feedback(readings: Readings, key: Key = WHOLE) -> Figure:
    """E4: answers after a session that rate it 7 to 10."""
    rows = readings.at_schools.at(key)

    def add(name: str) -> int:
        return sum(int(getattr(row, name)) for row in rows)

    schools = {row.school for row in rows}
    with_feedback = {row.school for row in rows if row.feedback}
    return proportion(
        "E4",
        add("rated"),
        add("of"),
        waiting=waiting(readings, key),
        parts=(
            share_part("Schools giving feedback", len(with_feedback), len(schools)),
            share_part("Feel safer, of those aware of the officer", add("safer"), add("aware")),
            share_part("Feel less safe, of those aware", add("less_safe"), add("aware")),
            share_part("Rated 7 to 10 before a session", add("rated_pre"), add("of_pre")),
            count_part("Engagements", add("entries")),
        ),
    )
