"""What the block on a school's page reads. Facts about children are never read here."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from sso_log.auth.identity import Actor
from sso_log.auth.models import Person
from sso_log.db import db
from sso_log.entries.access import visible_to
from sso_log.entries.models import (
    Abstraction,
    AbstractionDay,
    AbstractionSchool,
    Engagement,
    Entry,
    EntryCode,
)
from sso_log.reference.models import OfficerSchool
from sso_log.reference.queries.units import valid_on
from sso_log.summaries.presence import is_present
from sso_log.workflow.states import Status

APPROVED, SUBMITTED = Status.APPROVED.value, Status.SUBMITTED.value
COUNTED_DUTY = "sso_duty"


@dataclass(frozen=True, slots=True)
class Window:
    """A stretch of days up to today, both ends included, with the name its columns carry."""

    name: str
    from_on: dt.date
    until_on: dt.date

    def column(self, what: str) -> str:
        return f"{what}_{self.name}"


def _sums(windows: Sequence[Window], day: Any, **values: Any) -> list[Any]:
    return [
        sa.func.sum(sa.case((day.between(window.from_on, window.until_on), value), else_=0)).label(
            window.column(name)
        )
        for window in windows
        for name, value in values.items()
    ]


def _widest(windows: Sequence[Window]) -> tuple[dt.date, dt.date]:
    return min(w.from_on for w in windows), max(w.until_on for w in windows)


def by_type(urn: int, windows: Sequence[Window]) -> list[Any]:
    """Engagements and diversions of the school: kind, status, engagement_type, and for each window
    `entries_…` and `minutes_…`.
    """
    by = (Entry.kind, Entry.status, Engagement.engagement_type)
    minutes = sa.func.coalesce(Entry.duration_minutes, 0)
    statement = (
        sa.select(
            *by, *_sums(windows, Entry.happened_on, entries=sa.literal_column("1"), minutes=minutes)
        )
        .outerjoin(Engagement, Engagement.entry_id == Entry.id)
        .where(
            Entry.school == urn,
            Entry.kind.in_(("engagement", "diversion")),
            Entry.status.in_((APPROVED, SUBMITTED)),
            Entry.capacity == COUNTED_DUTY,
            Entry.happened_on.between(*_widest(windows)),
        )
        .group_by(*by)
    )
    return list(db.session.execute(statement))


def by_topic(urn: int, windows: Sequence[Window]) -> list[Any]:
    """Topics of approved engagements: code, and for each window `entries_…`."""
    statement = (
        sa.select(
            EntryCode.code,
            *_sums(windows, Entry.happened_on, entries=sa.literal_column("1")),
        )
        .join(Entry, Entry.id == EntryCode.entry_id)
        .where(
            EntryCode.field == "topics",
            Entry.school == urn,
            Entry.kind == "engagement",
            Entry.status == APPROVED,
            Entry.capacity == COUNTED_DUTY,
            Entry.happened_on.between(*_widest(windows)),
        )
        .group_by(EntryCode.code)
    )
    return list(db.session.execute(statement))


def last_visits(urn: int, today: dt.date) -> Any:
    """The last day an officer was at the school, whatever the duty: `visited_on`, and
    `named_on` of officers named for the school on that day.
    """
    named = (
        sa.select(sa.literal(1))
        .where(
            OfficerSchool.urn == urn,
            OfficerSchool.person_id == Entry.officer_id,
            valid_on(OfficerSchool, Entry.happened_on),
        )
        .exists()
    )
    statement = (
        sa.select(
            sa.func.max(Entry.happened_on).label("visited_on"),
            sa.func.max(sa.case((named, Entry.happened_on), else_=None)).label("named_on"),
        )
        .join(Engagement, Engagement.entry_id == Entry.id)
        .where(
            Entry.school == urn,
            Entry.kind == "engagement",
            Entry.status == APPROVED,
            Entry.happened_on <= today,
            is_present(),
        )
    )
    return db.session.execute(statement).one()


def _naming(urn: int) -> Any:
    return sa.select(AbstractionSchool.entry_id).where(AbstractionSchool.school == urn)


def abstractions(urn: int, windows: Sequence[Window]) -> list[Any]:
    """Each abstraction that named the school: status, happened_on, cover, told, visits_lost,
    rearranged_on, and for each window `days_…` inside it and `minutes_…` in school hours.
    """
    touching = (
        sa.select(
            AbstractionDay.entry_id,
            *_sums(
                windows,
                AbstractionDay.day,
                days=sa.literal_column("1"),
                minutes=AbstractionDay.school_minutes,
            ),
        )
        .where(
            AbstractionDay.entry_id.in_(_naming(urn)),
            AbstractionDay.day.between(*_widest(windows)),
        )
        .group_by(AbstractionDay.entry_id)
        .subquery()
    )
    per_window = [touching.c[w.column(name)] for w in windows for name in ("days", "minutes")]
    statement = (
        sa.select(
            Entry.status,
            Entry.happened_on,
            AbstractionSchool.cover,
            AbstractionSchool.told,
            AbstractionSchool.visits_lost,
            AbstractionSchool.rearranged_on,
            *per_window,
        )
        .join(Entry, Entry.id == AbstractionSchool.entry_id)
        .join(touching, touching.c.entry_id == Entry.id)
        .where(
            AbstractionSchool.school == urn,
            Entry.status.in_((APPROVED, SUBMITTED)),
        )
    )
    return list(db.session.execute(statement))


def latest(urn: int, most: int, actor: Actor) -> list[Any]:
    """The last approved engagements and abstractions, latest first, whatever the duty.

    `readable` says whether this person may open the entry.
    """
    columns = (
        Entry.id, Entry.reference, Entry.kind, Entry.happened_on, Entry.capacity,
        Entry.officer_id, visible_to(actor).label("readable"),
    )  # fmt: skip
    order = (Entry.happened_on.desc(), Entry.id.desc())
    engaged = (
        sa.select(*columns)
        .where(Entry.school == urn, Entry.kind == "engagement", Entry.status == APPROVED)
        .order_by(*order)
        .limit(most)
        .subquery()
    )
    taken = (
        sa.select(*columns)
        .where(Entry.id.in_(_naming(urn)), Entry.status == APPROVED)
        .order_by(*order)
        .limit(most)
        .subquery()
    )
    both = sa.union_all(sa.select(engaged), sa.select(taken)).subquery()
    statement = (
        sa.select(
            both,
            Person.name.label("officer"),
            Engagement.engagement_type,
            Abstraction.abstraction_type,
        )
        .join(Person, Person.id == both.c.officer_id)
        .outerjoin(Engagement, Engagement.entry_id == both.c.id)
        .outerjoin(Abstraction, Abstraction.entry_id == both.c.id)
        .order_by(both.c.happened_on.desc(), both.c.id.desc())
        .limit(most)
    )
    return list(db.session.execute(statement))
