"""What the page of own figures shows: A1, A3 to A6, E1, D5, T4 and Q2 for one person."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from sso_log.db import db
from sso_log.entries.models import Entry
from sso_log.framework.figure import Figure
from sso_log.reference import codes
from sso_log.summaries.abstraction.figures import unmatched_words
from sso_log.summaries.abstraction.page import type_lines
from sso_log.summaries.abstraction.rules import Tally
from sso_log.summaries.abstraction.schools import SchoolRow, SchoolTotals, school_rows, totals
from sso_log.summaries.framework.abstractions import cube
from sso_log.summaries.framework.indicators import INDICATORS
from sso_log.summaries.framework.question import Question
from sso_log.summaries.framework.readings import Readings
from sso_log.summaries.framework.rows_engagements import by_type
from sso_log.summaries.scope import Scope
from sso_log.workflow.states import Status

# What was never submitted, or was taken back, was not logged.
NOT_LOGGED = (Status.DRAFT, Status.WITHDRAWN)


@dataclass(frozen=True, slots=True)
class TypeRow:
    label: str
    entries: int
    minutes: int


@dataclass(frozen=True, slots=True)
class OwnFigures:
    """The page. Figures are those of the framework, with their gates."""

    scope: Scope
    total: Tally
    unmatched: str
    abstraction_types: tuple[TypeRow, ...]
    schools: tuple[SchoolRow, ...]
    school_totals: SchoolTotals
    engagements: Figure
    engagement_types: tuple[TypeRow, ...]
    diversions: tuple[tuple[Status, int], ...]
    funnel: Figure
    decisions: Figure
    weeks: Figure

    @property
    def diversions_logged(self) -> int:
        """Diversions logged in the period, whatever became of the entry."""
        return sum(count for _, count in self.diversions)


def own_figures(scope: Scope) -> OwnFigures:
    readings = Readings(Question(scope))
    abstraction = readings.once(cube)
    rows = school_rows(scope, abstraction.calendars)
    return OwnFigures(
        scope=scope,
        total=abstraction.total,
        unmatched=unmatched_words(abstraction.total),
        abstraction_types=tuple(
            TypeRow(line.label, line.tally.entries, line.tally.minutes)
            for line in type_lines(scope, abstraction.by_type())
            if line.tally.entries
        ),
        schools=tuple(rows),
        school_totals=totals(rows),
        engagements=INDICATORS["E1"].figure(readings),
        engagement_types=_engagement_types(readings.grouped(by_type).at()),
        diversions=_diversions(readings.question),
        funnel=INDICATORS["D5"].figure(readings),
        decisions=INDICATORS["T4"].figure(readings),
        weeks=INDICATORS["Q2"].figure(readings),
    )


def _engagement_types(rows: Iterable[Any]) -> tuple[TypeRow, ...]:
    """The rows of E1 by type, in the order of the list."""
    counts: dict[str, tuple[int, int]] = {}
    for row in rows:
        entries, minutes = counts.get(row.engagement_type, (0, 0))
        counts[row.engagement_type] = (entries + row.entries, minutes + int(row.minutes))
    return tuple(
        TypeRow(choice.label, *counts[choice.code])
        for choice in codes.choices("engagement_type")
        if choice.code in counts
    )


def _diversions(question: Question) -> tuple[tuple[Status, int], ...]:
    """How many diversions of the period stand where, in the order of an entry's life."""
    scope = question.scope
    rows = db.session.execute(
        sa.select(Entry.status, sa.func.count())
        .where(
            Entry.officer_id == scope.person_id,
            Entry.kind == "diversion",
            Entry.status.not_in(NOT_LOGGED),
            Entry.happened_on.between(scope.from_on, scope.until_on),
            *question.in_capacity(),
        )
        .group_by(Entry.status)
    )
    counts = {Status(row[0]): int(row[1]) for row in rows}
    return tuple((status, counts[status]) for status in Status if status in counts)
