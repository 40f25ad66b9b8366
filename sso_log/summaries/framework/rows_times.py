"""Reads when entries were logged and decided, and which duty they were logged on.

Both capacities are read, whatever the filter: how soon something is written down, and how soon it
is decided, is asked of all of an officer's entries.
"""

import datetime as dt
from dataclasses import dataclass, field
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import aliased

from sso_log.clock import ONE_DAY, from_london, month_starts
from sso_log.db import db
from sso_log.entries.models import Entry, EntryEvent
from sso_log.summaries.framework.question import Conditions, Question, places
from sso_log.summaries.framework.rows_waiting import EVERY_KIND
from sso_log.summaries.framework.sql import days_from, london_day, minutes_from
from sso_log.workflow.states import DECISIONS

# The fewest and the most days that three calendar months can have.
THREE_MONTHS = (89, 92)
SECOND = 2
FIRST_DECISIONS = tuple(sorted(action.value for action in DECISIONS))


@dataclass(slots=True)
class Turnaround:
    """First decisions put together: minutes of each, least first; how many of each action; and of
    those returned, for each reason.
    """

    minutes: list[int] = field(default_factory=list)
    actions: dict[str, int] = field(default_factory=dict)
    reasons: dict[str | None, int] = field(default_factory=dict)

    def add(self, row: Any) -> None:
        """Add a row of `decided`; rows come with the least minutes first."""
        minutes, action, entries = row.minutes, row.action, row.entries
        self.minutes += [minutes] * entries
        self.actions[action] = self.actions.get(action, 0) + entries
        if action == "return":
            self.reasons[row.reason_code] = self.reasons.get(row.reason_code, 0) + entries


def kinds_of(question: Question) -> tuple[str, ...]:
    """The kinds that the filter leaves, all of them without a filter."""
    return question.scope.kinds or EVERY_KIND


def logged(question: Question) -> list[Any]:
    """Approved entries: key, kind, capacity, days (from event to log), near, entries, minutes.

    `near` is the day of the event where only it can tell whether three calendar months had passed.
    """
    days = days_from(Entry.happened_on, london_day(Entry.first_submitted_at_utc)).label("days")
    near = sa.case((days.between(*THREE_MONTHS), Entry.happened_on), else_=None).label("near")
    minutes = sa.func.coalesce(
        Entry.duration_minutes, minutes_from(Entry.started_at, Entry.ended_at), 0
    )
    # Days first: telling numbers apart is less work than telling texts apart.
    by = (days, near, *question.keys(), Entry.kind, Entry.capacity)
    statement = (
        sa.select(
            *by,
            sa.func.count().label("entries"),
            sa.func.sum(minutes).label("minutes"),
        )
        .where(*question.counted(*kinds_of(question)))
        .group_by(*places(by))
    )
    return list(db.session.execute(statement))


def first_decided(question: Question) -> Conditions:
    """Events that are the first decision of an entry of the scope, made in the period."""
    return [*first_decisions(question), *decided_entries(question)]


def decided_entries(question: Question) -> Conditions:
    """Entries of the scope, of whatever day, that a decision may be of."""
    within: Any = question.scope.within(Entry)  # type: ignore[arg-type]
    return [Entry.kind.in_(kinds_of(question)), *within]


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


def _month(question: Question) -> Any:
    """The month of a decision in London: the last one that had begun."""
    scope = question.scope
    starts = month_starts(scope.from_on, scope.until_on)
    begun = [(EntryEvent.at_utc >= from_london(on, dt.time(0)), sa.literal(on)) for on in starts]
    latest_first = begun[:0:-1]
    first = sa.literal(starts[0])
    found: Any = sa.case(*latest_first, else_=first) if latest_first else first
    return found


def decided(question: Question) -> list[Any]:
    """First decisions: key, action, reason_code, minutes (from first submission), entries; those
    with the least minutes first.
    """
    minutes = minutes_from(Entry.first_submitted_at_utc, EntryEvent.at_utc).label("minutes")
    keys = question.keys(month=_month(question))
    by = (minutes, *keys, EntryEvent.action, EntryEvent.reason_code)
    statement = (
        sa.select(*by, sa.func.count().label("entries"))
        .select_from(EntryEvent)
        .join(Entry, Entry.id == EntryEvent.entry_id)
        .where(*first_decided(question))
        .group_by(*places(by))
        .order_by(sa.literal_column("1"))
    )
    return list(db.session.execute(statement))
