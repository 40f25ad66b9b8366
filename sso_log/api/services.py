"""Keeping a body that met a conflict, so that nothing an officer typed is lost; nothing else.

Entries, decisions and weeks are written by the services of their own slices.
"""

import hashlib
import json
import uuid
from collections.abc import Mapping
from typing import Any

import sqlalchemy as sa
from sqlalchemy.exc import IntegrityError

from sso_log.api.models import ConflictCopy
from sso_log.audit.services import record
from sso_log.audit.tags import Tag
from sso_log.auth.identity import Actor
from sso_log.clock import now_utc
from sso_log.db import db, locked, writing
from sso_log.entries.models import Entry
from sso_log.errors import NotFound, TooManyAttempts
from sso_log.ids import new_id

# A tablet that keeps sending new conflicting bodies is broken; they stay on it meanwhile.
MOST_UNRESOLVED = 500


def keep_conflict(actor: Actor, entry_id: uuid.UUID, body: Mapping[str, Any]) -> uuid.UUID:
    """Keep a conflicting body in a transaction of its own; the same body again is kept once.

    Returns the copy's id. Raises TooManyAttempts when too many await their officer already.
    """
    digest = hashlib.sha256(json.dumps(body, sort_keys=True).encode()).hexdigest()
    try:
        return _store_once(actor, entry_id, body, digest)
    except IntegrityError:
        # The same body arrived twice at once, and the other was first.
        return _store_once(actor, entry_id, body, digest)


def resolve_conflict(actor: Actor, entry_id: uuid.UUID, copy_id: uuid.UUID) -> None:
    """Note that its officer has dealt with a copy. Raises NotFound."""
    mine = sa.select(ConflictCopy).where(
        ConflictCopy.id == copy_id,
        ConflictCopy.entry_id == entry_id,
        ConflictCopy.person_id == actor.id,
    )
    copy = db.session.execute(locked(mine)).scalar_one_or_none()
    if copy is None:
        raise NotFound()
    if copy.resolved_at_utc is not None:
        return
    copy.resolved_at_utc = now_utc()
    db.session.flush()
    record(actor, Tag.CONFLICT_RESOLVED, "entry", entry_id, detail={"copy": copy_id})


def _store_once(
    actor: Actor, entry_id: uuid.UUID, body: Mapping[str, Any], digest: str
) -> uuid.UUID:
    same = sa.select(ConflictCopy.id).where(
        ConflictCopy.entry_id == entry_id,
        ConflictCopy.person_id == actor.id,
        ConflictCopy.body_digest == digest,
    )
    with writing():
        return db.session.scalar(same) or _store_copy(actor, entry_id, body, digest)


def _store_copy(
    actor: Actor, entry_id: uuid.UUID, body: Mapping[str, Any], digest: str
) -> uuid.UUID:
    unresolved = sa.select(sa.func.count()).where(
        ConflictCopy.person_id == actor.id, ConflictCopy.resolved_at_utc.is_(None)
    )
    if db.session.execute(unresolved).scalar_one() >= MOST_UNRESOLVED:
        raise TooManyAttempts(
            "Too many conflicting entries wait for you already. Deal with those first: "
            "this one was not kept here, so keep it on the tablet."
        )
    copy = ConflictCopy(
        id=new_id(),
        entry_id=entry_id,
        person_id=actor.id,
        received_at_utc=now_utc(),
        body=dict(body),
        body_digest=digest,
    )
    db.session.add(copy)
    db.session.flush()
    unit_id = db.session.scalar(sa.select(Entry.team_id).where(Entry.id == entry_id))
    detail = {"kind": body["kind"], "copy": copy.id}
    record(actor, Tag.CONFLICT_KEPT, "entry", entry_id, unit_id=unit_id, detail=detail)
    return copy.id
