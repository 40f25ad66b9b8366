"""What waits for whom: the inbox of a sergeant or inspector, and who comes next.

One officer at a time is in `team`, one entry whole in `detail`. Never writes.
"""

import datetime as dt
import uuid
from collections import Counter
from dataclasses import dataclass, field

import sqlalchemy as sa

from sso_log.auth.identity import Actor
from sso_log.auth.models import Person
from sso_log.auth.policy import Permission
from sso_log.db import db
from sso_log.entries.access import visible_to
from sso_log.entries.kinds import KINDS
from sso_log.entries.models import Entry, EntryFlag
from sso_log.entries.queries import Row, listing, rows
from sso_log.web.paging import Page, read_page

# Written into the statement, not bound: only so can a planner use the partial index of the waiting.
WAITING = Entry.status == sa.literal_column("'submitted'")
FLAGGED = sa.exists().where(EntryFlag.entry_id == Entry.id)
INBOX_ORDER = (FLAGGED.desc(), Entry.submitted_at_utc, Entry.id)


@dataclass(frozen=True, slots=True)
class InboxFilter:
    """What the inbox is narrowed to; None means any."""

    kind: str | None = None
    flagged: bool | None = None
    officer_id: uuid.UUID | None = None

    def conditions(self) -> list[sa.ColumnElement[bool]]:
        """The same as conditions on Entry."""
        conditions: list[sa.ColumnElement[bool]] = []
        if self.kind:
            conditions.append(Entry.kind == self.kind)
        if self.flagged is not None:
            conditions.append(FLAGGED if self.flagged else ~FLAGGED)
        if self.officer_id:
            conditions.append(Entry.officer_id == self.officer_id)
        return conditions


ANYTHING = InboxFilter()


@dataclass(frozen=True, slots=True)
class Queue:
    """How much waits, counted before narrowing by kind, officer and flag."""

    waiting: int = 0
    flagged: int = 0
    shown: int = 0
    oldest_at_utc: dt.datetime | None = None
    kinds: dict[str, int] = field(default_factory=dict)
    officers: list[tuple[uuid.UUID, str, int]] = field(default_factory=list)


def inbox(actor: Actor, filters: InboxFilter = ANYTHING, page: int = 1) -> tuple[Page[Row], Queue]:
    """One page of the entries that this person may decide, flags first, then the longest waiting,
    and the whole queue; in three queries whatever their number.
    """
    queue = _queue(actor, filters)
    query = listing().where(decidable(actor), *filters.conditions()).order_by(*INBOX_ORDER)

    def read(limit: int, start: int) -> list[Row]:
        return rows(query.limit(limit).offset(start), with_flags=True)

    return read_page(queue.shown, page, read), queue


def next_waiting(
    actor: Actor, after: uuid.UUID | None = None, filters: InboxFilter = ANYTHING
) -> uuid.UUID | None:
    """The entry that follows another in the inbox, or the first of all; None when none waits."""
    matching = sa.select(Entry.id).where(decidable(actor), *filters.conditions())
    query = matching.order_by(*INBOX_ORDER).limit(1)
    place = _place_of(after) if after else None
    if place is not None:
        follower = db.session.scalar(query.where(_follows(*place)))
        if follower is not None:
            return follower
        query = query.where(Entry.id != after)
    return db.session.scalar(query)


def decidable(actor: Actor) -> sa.ColumnElement[bool]:
    """Entries that wait for this person's decision."""
    return sa.and_(WAITING, visible_to(actor, Permission.DECIDE))


def _queue(actor: Actor, filters: InboxFilter) -> Queue:
    """Count by kind and officer at once, and add up here."""
    flags = sa.func.sum(sa.case((FLAGGED, 1), else_=0))
    waiting_rows = db.session.execute(
        sa.select(
            Entry.kind,
            Entry.officer_id,
            Person.name,
            sa.func.count(),
            flags,
            sa.func.min(Entry.submitted_at_utc),
        )
        .join(Person, Person.id == Entry.officer_id)
        .where(decidable(actor))
        .group_by(Entry.kind, Entry.officer_id, Person.name)
    ).all()
    kinds: Counter[str] = Counter()
    officers: Counter[tuple[str, uuid.UUID]] = Counter()
    waiting = flagged = shown = 0
    for kind, officer_id, name, count, with_flag, _oldest in waiting_rows:
        waiting, flagged = waiting + count, flagged + with_flag
        kinds[kind] += count
        officers[(name, officer_id)] += count
        if filters.kind in (None, kind) and filters.officer_id in (None, officer_id):
            parts = {None: count, True: with_flag, False: count - with_flag}
            shown += parts[filters.flagged]
    return Queue(
        waiting=waiting,
        flagged=flagged,
        shown=shown,
        oldest_at_utc=min((row[5] for row in waiting_rows), default=None),
        kinds={kind: kinds[kind] for kind in KINDS if kinds[kind]},
        officers=[(key, name, count) for (name, key), count in sorted(officers.items())],
    )


def _place_of(entry_id: uuid.UUID) -> tuple[bool, dt.datetime, uuid.UUID] | None:
    """Where an entry stands, or stood before it was decided, in the order of the inbox."""
    row = db.session.execute(
        sa.select(FLAGGED, Entry.submitted_at_utc).where(Entry.id == entry_id)
    ).one_or_none()
    if row is None or row[1] is None:
        return None
    return bool(row[0]), row[1], entry_id


def _follows(flagged: bool, at: dt.datetime, entry_id: uuid.UUID) -> sa.ColumnElement[bool]:
    same_time = sa.and_(Entry.submitted_at_utc == at, Entry.id > entry_id)
    later = sa.or_(Entry.submitted_at_utc > at, same_time)
    return sa.or_(~FLAGGED, later) if flagged else sa.and_(~FLAGGED, later)
