"""Searching the trail, newest first, a page at a time.

Paging goes by the last event shown, not by counting, so that page 1,000 costs what page 1 does.
"""

import datetime as dt
import uuid
from dataclasses import dataclass

import sqlalchemy as sa

from sso_log.audit.models import AuditEvent
from sso_log.audit.tags import Tag
from sso_log.db import db
from sso_log.web.paging import PAGE_SIZE


@dataclass(frozen=True, slots=True)
class Search:
    """What to look for; `since` and `until` are instants, `until` not included."""

    since: dt.datetime
    until: dt.datetime
    actor_id: uuid.UUID | None = None
    tag: Tag | None = None
    subject_id: str | None = None
    before_seq: int | None = None


@dataclass(frozen=True, slots=True)
class Page:
    """Matching events, and the `before_seq` of the next page if there is one."""

    events: tuple[AuditEvent, ...]
    next_before: int | None


def search(requested: Search) -> Page:
    """One page of events."""
    query = sa.select(AuditEvent).where(
        AuditEvent.at_utc >= requested.since, AuditEvent.at_utc < requested.until
    )
    if requested.actor_id is not None:
        query = query.where(AuditEvent.actor_id == requested.actor_id)
    if requested.tag is not None:
        query = query.where(AuditEvent.tag == requested.tag.value)
    if requested.subject_id:
        query = query.where(AuditEvent.subject_id == requested.subject_id)
    if requested.before_seq is not None:
        query = query.where(_before(requested.before_seq))
    newest_first = (AuditEvent.at_utc.desc(), AuditEvent.seq.desc())
    rows = db.session.scalars(query.order_by(*newest_first).limit(PAGE_SIZE + 1)).all()
    events = tuple(rows[:PAGE_SIZE])
    return Page(events, events[-1].seq if len(rows) > PAGE_SIZE else None)


def _before(seq: int) -> sa.ColumnElement[bool]:
    last = sa.select(AuditEvent.at_utc).where(AuditEvent.seq == seq).scalar_subquery()
    return sa.or_(
        AuditEvent.at_utc < last, sa.and_(AuditEvent.at_utc == last, AuditEvent.seq < seq)
    )
