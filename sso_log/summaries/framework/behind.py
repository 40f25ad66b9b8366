"""What stands behind a figure, a page at a time: entries, schools or officer-weeks.

Lists say which entry, when and where it stands; never anything about a child. Whoever reads the
unit's figures only as an analyst gets no officer, no school and no link.
"""

import datetime as dt
import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from sso_log.db import db
from sso_log.entries.models import Entry
from sso_log.entries.queries import Row, listing, rows
from sso_log.framework import rules
from sso_log.summaries.framework.behind_parts import Part, Rule, parts_of
from sso_log.summaries.framework.question import Conditions, Question
from sso_log.summaries.framework.readings import Readings

PAGE = 25


@dataclass(frozen=True, slots=True)
class Listed:
    """One page of entries."""

    part: Part
    rows: list[Row]
    total: int
    number: int

    @property
    def pages(self) -> int:
        """How many pages there are, at least one."""
        return max(1, -(-self.total // PAGE))


def listed(readings: Readings, part: Part, number: int = 1) -> Listed:
    """One page of one list, latest first."""
    if part.rule is not None:
        return _by_rule(readings, part, part.rule, number)
    where = part.where(readings.question) if part.where else []
    total = part.total(readings) if part.total else _count(where)
    number = _within(number, total)
    latest = sa.select(Entry.id).where(*where).order_by(Entry.happened_on.desc(), Entry.id)
    shown = db.session.scalars(latest.limit(PAGE).offset((number - 1) * PAGE)).all()
    return Listed(part, _rows(shown), total, number)


def _by_rule(readings: Readings, part: Part, rule: Rule, number: int) -> Listed:
    ids = [row.id for row in readings.shared.matter_rows if rule(row.matter)]
    number = _within(number, len(ids))
    shown = ids[(number - 1) * PAGE : number * PAGE]
    return Listed(part, _rows(shown), len(ids), number)


def _count(where: Conditions) -> int:
    counted = sa.select(sa.func.count()).select_from(Entry).where(*where)
    return db.session.execute(counted).scalar_one()


def _rows(shown: Sequence[uuid.UUID]) -> list[Row]:
    """These entries, latest first: names are looked up for one page, never for all before it."""
    query = listing().where(Entry.id.in_(shown)).order_by(Entry.happened_on.desc(), Entry.id)
    return rows(query) if shown else []


def _within(number: int, total: int) -> int:
    return min(max(1, number), max(1, -(-total // PAGE)))


def over_six_months(question: Question) -> Part:
    """The list of T1, which depends on the day that is asked about."""
    as_of = min(question.scope.until_on, question.scope.today)
    return Part("over", "Over six months", lambda m: rules.over_six_months(m, as_of))


def chosen_part(identity: str, question: Question, code: str) -> tuple[tuple[Part, ...], Part]:
    """Every list of an indicator, and the one asked for: the first if it is not among them."""
    parts = parts_of(identity)
    if identity == "T1":
        parts = (parts[0], over_six_months(question), *parts[1:])
    return parts, next((part for part in parts if part.code == code), parts[0])


@dataclass(frozen=True, slots=True)
class Week:
    """An expected officer-week that was not confirmed, or late."""

    person_id: uuid.UUID
    week_on: dt.date
    team_id: uuid.UUID | None
    confirmed: bool


def weeks_not_confirmed(readings: Readings, number: int) -> tuple[list[Week], int, int]:
    """The weeks behind Q2 that are missing, latest first: one page, how many, which page."""
    found = [
        Week(week.person_id, week.week_on, week.path.team_id, week.confirmed)
        for week in readings.shared.weeks
        if not week.confirmed
    ]
    found.sort(key=lambda week: (week.week_on, str(week.person_id)), reverse=True)
    number = _within(number, len(found))
    return found[(number - 1) * PAGE : number * PAGE], len(found), number


def schools_not_visited(readings: Readings, number: int) -> tuple[list[Any], int, int]:
    """The schools behind E2 that were not visited, by name: one page, how many, which page."""
    found = [school for school in readings.schools if not school.visited]
    number = _within(number, len(found))
    return found[(number - 1) * PAGE : number * PAGE], len(found), number
