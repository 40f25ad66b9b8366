"""Reading for the JSON: an officer's own entries in pages, and conflict copies. Never writes."""

import base64
import datetime as dt
import uuid
from dataclasses import dataclass

import sqlalchemy as sa

from sso_log.api.models import ConflictCopy
from sso_log.db import db
from sso_log.entries.models import Entry

PAGE = 100


@dataclass(frozen=True, slots=True)
class Cursor:
    """Where a page ended: the last entry's time of change, and its id."""

    updated_at: dt.datetime
    entry_id: uuid.UUID

    def text(self) -> str:
        """As it travels in an address."""
        plain = f"{self.updated_at.isoformat()}|{self.entry_id}"
        return base64.urlsafe_b64encode(plain.encode()).decode().rstrip("=")

    @classmethod
    def read(cls, text: str) -> "Cursor":
        """From an address. Raises ValueError for what is no cursor of ours."""
        plain = base64.b64decode(text + "=" * (-len(text) % 4), altchars=b"-_", validate=True)
        moment, _, entry_id = plain.decode().partition("|")
        cursor = cls(dt.datetime.fromisoformat(moment), uuid.UUID(entry_id))
        if cursor.updated_at.tzinfo is None:
            raise ValueError("This is not a cursor.")
        return cursor


def own_entries(
    person_id: uuid.UUID,
    statuses: tuple[str, ...] = (),
    updated_since: dt.datetime | None = None,
    after: Cursor | None = None,
) -> tuple[list[Entry], Cursor | None]:
    """One page of a person's own entries, the one changed longest ago first, and where to go on."""
    query = sa.select(Entry).where(Entry.officer_id == person_id)
    if statuses:
        query = query.where(Entry.status.in_(statuses))
    if updated_since is not None:
        query = query.where(Entry.updated_at_utc >= updated_since)
    if after is not None:
        same_time = sa.and_(Entry.updated_at_utc == after.updated_at, Entry.id > after.entry_id)
        query = query.where(sa.or_(Entry.updated_at_utc > after.updated_at, same_time))
    ordered = query.order_by(Entry.updated_at_utc, Entry.id)
    entries = list(db.session.scalars(ordered.limit(PAGE + 1)))
    page, more = entries[:PAGE], len(entries) > PAGE
    return page, Cursor(page[-1].updated_at_utc, page[-1].id) if more else None


def conflicts_of(person_id: uuid.UUID, entry_id: uuid.UUID) -> list[ConflictCopy]:
    """The copies of an entry that its officer has not dealt with, oldest first."""
    query = sa.select(ConflictCopy).where(
        ConflictCopy.entry_id == entry_id,
        ConflictCopy.person_id == person_id,
        ConflictCopy.resolved_at_utc.is_(None),
    )
    oldest_first = query.order_by(ConflictCopy.received_at_utc, ConflictCopy.id)
    return list(db.session.scalars(oldest_first))
