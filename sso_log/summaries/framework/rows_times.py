"""Reads when entries were logged and decided, on either duty, whatever the filter."""

import datetime as dt
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import aliased

from sso_log.clock import ONE_DAY, from_london, month_starts
from sso_log.entries.models import Entry, EntryEvent
from sso_log.summaries.framework.question import Conditions, Question
from sso_log.summaries.framework.rows import GroupedRow, number_of, places, read_rows
from sso_log.summaries.sql import days_from, london_day, minutes_from
from sso_log.workflow.states import DECISIONS

# The fewest and the most days that three calendar months can have.
THREE_MONTHS = (89, 92)
SECOND = 2
FIRST_DECISIONS = tuple(sorted(action.value for action in DECISIONS))


@dataclass(frozen=True, slots=True, kw_only=True)
class LoggedSum(GroupedRow):
    """Approved entries of one kind and duty that were logged `days` after the event.

    `near` is the day of the event where only it can tell whether three calendar months had passed.
    """

    days: int
    near: dt.date | None
    kind: str
    capacity: str
    entries: int
    minutes: int


@dataclass(frozen=True, slots=True, kw_only=True)
class DecisionSum(GroupedRow):
    """Entries whose first decision was the same and came as many minutes after submission."""

    minutes: int
    action: str
    reason_code: str | None
    entries: int


def logged(question: Question) -> list[LoggedSum]:
    """Approved entries of the period by how long after the event they were first submitted."""
    days = days_to_log().label("days")
    near = sa.case((days.between(*THREE_MONTHS), Entry.happened_on), else_=None).label("near")
    minutes = sa.func.coalesce(
        Entry.duration_minutes, minutes_from(Entry.started_at, Entry.ended_at), 0
    )
    # Days first: telling numbers apart is less work than telling texts apart.
    by = (days, near, *question.group_columns(), Entry.kind, Entry.capacity)
    statement = (
        sa.select(*by, sa.func.count().label("entries"), number_of(minutes, "minutes"))
        .where(*question.counted(*question.kinds()))
        .group_by(*places(by))
    )
    return read_rows(LoggedSum, statement)


def days_to_log() -> sa.ColumnElement[int]:
    """Days from the event to the London day of the first submission."""
    return days_from(Entry.happened_on, london_day(Entry.first_submitted_at_utc))


def decided_entries(question: Question) -> Conditions:
    """Entries of the unit, of whatever day, that a decision may be of."""
    return [Entry.kind.in_(question.kinds()), *question.scope.within(Entry)]


def first_decisions(question: Question) -> Conditions:
    """Events that are the first decision of an entry, made in the period."""
    scope = question.scope
    earlier = aliased(EntryEvent)
    had_one = (
        sa.select(sa.literal(1))
        .where(
            earlier.entry_id == EntryEvent.entry_id,
            earlier.position < EntryEvent.position,
            earlier.action.in_(FIRST_DECISIONS),
        )
        .exists()
    )
    midnight = dt.time(0)
    return [
        EntryEvent.action.in_(FIRST_DECISIONS),
        EntryEvent.at_utc >= from_london(scope.from_on, midnight),
        EntryEvent.at_utc < from_london(scope.until_on + ONE_DAY, midnight),
        # The first event of an entry is its submission, so the second has no decision before it.
        sa.or_(EntryEvent.position <= SECOND, ~had_one),
    ]


def _month(question: Question) -> sa.ColumnElement[Any]:
    """The month of a decision in London: the last one that had begun."""
    scope = question.scope
    first, *later = month_starts(scope.from_on, scope.until_on)
    begun = [(EntryEvent.at_utc >= from_london(on, dt.time(0)), sa.literal(on)) for on in later]
    return sa.case(*reversed(begun), else_=sa.literal(first)) if begun else sa.literal(first)


def decided(question: Question) -> list[DecisionSum]:
    """First decisions made in the period, those with the least minutes first."""
    minutes = minutes_from(Entry.first_submitted_at_utc, EntryEvent.at_utc).label("minutes")
    groups = question.group_columns(month=_month(question))
    by = (minutes, *groups, EntryEvent.action, EntryEvent.reason_code)
    statement = (
        sa.select(*by, sa.func.count().label("entries"))
        .select_from(EntryEvent)
        .join(Entry, Entry.id == EntryEvent.entry_id)
        .where(*first_decisions(question), *decided_entries(question))
        .group_by(*places(by))
        .order_by(sa.literal_column("1"))
    )
    return read_rows(DecisionSum, statement)
