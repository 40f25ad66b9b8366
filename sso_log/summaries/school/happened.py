"""What happened at a school, put together: two windows of figures, last visits, last entries.

Approved engagements and diversions on schools officer duty are counted, and every approved
abstraction; the last visit and the list of entries take any duty, because an officer who came was
there. Of diversions there is one number for one window only, and none below ten: two windows could
be subtracted from each other, and a small number at one school can be a child that people know.
"""

import datetime as dt
import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sso_log.auth.identity import Actor
from sso_log.clock import ONE_DAY, academic_year_start
from sso_log.framework.statistics import FEWEST_TO_SHOW
from sso_log.reference import codes
from sso_log.summaries.abstraction.schools import SchoolRow
from sso_log.summaries.school import queries
from sso_log.summaries.school.queries import APPROVED, Window

RECENT_DAYS = 7 * 12
LATEST, TOPICS = 10, 5


@dataclass(frozen=True, slots=True)
class Amount:
    entries: int = 0
    minutes: int = 0


@dataclass(frozen=True, slots=True)
class Lost:
    """What abstractions cost the school in one window; `times_told` is how often it was told."""

    row: SchoolRow
    times_told: int


@dataclass(frozen=True, slots=True)
class LatestEntry:
    """One entry of the list. `officer` is None for whoever may not read it; `href_id` likewise."""

    reference: str
    kind: str
    happened_on: dt.date
    type_label: str
    other_duty: bool
    officer: str | None
    href_id: uuid.UUID | None


@dataclass(frozen=True, slots=True)
class Happened:
    """The block; tuples of figures go with `windows`. `diversions` is None for fewer than ten."""

    windows: tuple[Window, ...]
    engagements: tuple[Amount, ...]
    types: tuple[tuple[str, tuple[Amount, ...]], ...]
    topics: tuple[tuple[str, tuple[int, ...]], ...]
    lost: tuple[Lost, ...]
    waiting_engagements: int
    waiting_abstractions: int
    diversions: int | None
    visited_on: dt.date | None
    named_on: dt.date | None
    today: dt.date
    latest: tuple[LatestEntry, ...]

    @property
    def days_since_visit(self) -> int | None:
        return (self.today - self.visited_on).days if self.visited_on else None

    @property
    def days_since_named(self) -> int | None:
        """Days since an officer named for the school was there."""
        return (self.today - self.named_on).days if self.named_on else None


def windows_until(today: dt.date) -> tuple[Window, Window]:
    """The last twelve weeks, and this academic year so far."""
    recent = Window("recent", today - ONE_DAY * (RECENT_DAYS - 1), today)
    return recent, Window("year", academic_year_start(today), today)


def happened(urn: int, actor: Actor, today: dt.date) -> Happened:
    windows = windows_until(today)
    rows = queries.by_type(urn, windows)
    engaged = [row for row in rows if row.kind == "engagement"]
    approved = [row for row in engaged if row.status == APPROVED]
    taken = queries.abstractions(urn, windows)
    visits = queries.last_visits(urn, today)
    return Happened(
        windows=windows,
        engagements=tuple(_amount(approved, window) for window in windows),
        types=_types(approved, windows),
        topics=_topics(queries.by_topic(urn, windows), windows),
        lost=tuple(_lost(urn, taken, window) for window in windows),
        waiting_engagements=_most([r for r in engaged if r.status != APPROVED], windows),
        waiting_abstractions=sum(1 for row in taken if row.status != APPROVED),
        diversions=_diversions(rows, windows[-1]),
        visited_on=visits.visited_on,
        named_on=visits.named_on,
        today=today,
        latest=tuple(_latest(row) for row in queries.latest(urn, LATEST, actor)),
    )


def _value(row: Any, window: Window, what: str) -> int:
    return int(getattr(row, window.column(what)))


def _amount(rows: Sequence[Any], window: Window) -> Amount:
    return Amount(
        sum(_value(row, window, "entries") for row in rows),
        sum(_value(row, window, "minutes") for row in rows),
    )


def _most(rows: Sequence[Any], windows: Sequence[Window]) -> int:
    """Entries in the wider of the windows, which all end today."""
    return max(_amount(rows, window).entries for window in windows)


def _types(
    rows: Sequence[Any], windows: Sequence[Window]
) -> tuple[tuple[str, tuple[Amount, ...]], ...]:
    types = []
    for choice in codes.choices("engagement_type"):
        of_type = [row for row in rows if row.engagement_type == choice.code]
        if of_type:
            types.append((choice.label, tuple(_amount(of_type, window) for window in windows)))
    return tuple(types)


def _topics(
    rows: Sequence[Any], windows: Sequence[Window]
) -> tuple[tuple[str, tuple[int, ...]], ...]:
    topics = [
        (codes.label("topics", row.code), tuple(_value(row, w, "entries") for w in windows))
        for row in rows
    ]
    ranked = sorted(topics, key=lambda topic: (-max(topic[1]), topic[0]))
    return tuple(ranked[:TOPICS])


def _lost(urn: int, taken: Sequence[Any], window: Window) -> Lost:
    """As the abstraction summary counts a school: visits on the day the abstraction began."""
    row, times_told = SchoolRow(urn), 0
    for each in taken:
        if each.status != APPROVED or not _value(each, window, "days"):
            continue
        minutes = _value(each, window, "minutes")
        cover = each.cover or "none"
        row.entries += 1
        row.minutes += minutes
        row.covers[cover] = row.covers.get(cover, 0) + minutes
        times_told += each.told == "yes"
        if each.happened_on >= window.from_on:
            row.visits_lost += each.visits_lost or 0
            row.rearranged += (each.visits_lost or 0) if each.rearranged_on else 0
    return Lost(row, times_told)


def _diversions(rows: Sequence[Any], window: Window) -> int | None:
    counted = [row for row in rows if row.kind == "diversion" and row.status == APPROVED]
    entries = _amount(counted, window).entries
    return entries if entries >= FEWEST_TO_SHOW else None


def _latest(row: Any) -> LatestEntry:
    is_engagement = row.kind == "engagement"
    label = (
        codes.label("engagement_type", row.engagement_type)
        if is_engagement
        else codes.label("abstraction_type", row.abstraction_type)
    )
    return LatestEntry(
        reference=row.reference,
        kind="Engagement" if is_engagement else "Abstraction",
        happened_on=row.happened_on,
        type_label=label or "Not recorded",
        other_duty=is_engagement and row.capacity != queries.COUNTED_DUTY,
        officer=row.officer if row.readable else None,
        href_id=row.id if row.readable else None,
    )
