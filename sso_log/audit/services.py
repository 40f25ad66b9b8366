"""Writing to the audit trail.

`record` is called inside the transaction of the change that it tells of, so that neither exists
without the other. Details are codes, counts and identifiers: never a narrative, a fact about a
child, or a secret. Checking the chain is in `verify`.
"""

import datetime as dt
import uuid
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, Protocol

import sqlalchemy as sa

from sso_log.audit import chain
from sso_log.audit.models import EVENT, HEAD
from sso_log.audit.tags import Tag
from sso_log.clock import now_utc
from sso_log.db import db, writing
from sso_log.errors import Unavailable
from sso_log.web.request_context import request_facts

LONGEST_TEXT = 500
MANY = 5_000
# Names of fields whose content may never reach a detail, however convenient.
NEVER_IN_DETAIL = frozenset(
    {
        "notes",
        "narrative",
        "feedback",
        "child_key",
        "police_reference",
        "gravity_rationale",
        "ethnicity_self_defined",
        "ethnicity_officer_defined",
        "sex",
        "age",
        "year_group",
        "send",
        "looked_after",
        "powers",
        "password",
        "password_hash",
        "token",
        "token_hash",
        "body",
        "bwv_reference",
    }
)


class Acting(Protocol):
    """Whoever does something: the only thing asked is an identifier."""

    @property
    def id(self) -> uuid.UUID | None:
        """The person's key, or None for nobody."""


class _Keyring:
    """The derived key of this process, set once by `configure`."""

    key: bytes = b""


@dataclass(frozen=True, slots=True)
class Happening:
    """One event to be recorded by `record_many`, with a time of its own."""

    actor_id: uuid.UUID | None
    tag: Tag
    subject_type: str
    subject_id: str
    at_utc: dt.datetime
    unit_id: uuid.UUID | None = None
    reason: str | None = None
    detail: Mapping[str, Any] = field(default_factory=dict)


def configure(person_key: str | bytes) -> None:
    """Derive the key of the chain; called once when the application starts."""
    _Keyring.key = chain.derive_key(person_key)


def key() -> bytes:
    """The key of the chain. Raises RuntimeError before `configure`."""
    if not _Keyring.key:
        raise RuntimeError("The audit trail has no key: call configure() first.")
    return _Keyring.key


def genesis_head_mac() -> str:
    """The signature of the head of a trail in which nothing has happened yet."""
    return chain.head_mac(key(), 0, chain.GENESIS)


def record(
    actor: Acting | None,
    tag: Tag,
    subject_type: str,
    subject_id: object,
    *,
    detail: Mapping[str, Any] | None = None,
    reason: str | None = None,
    unit_id: uuid.UUID | None = None,
) -> int:
    """Append one event within the current transaction, and return its number.

    Raises Unavailable if the chain has been tampered with at its head, and ValueError for a
    detail that may not be kept. Call it last: from here to the commit the trail is locked.
    """
    happening = Happening(
        actor_id=actor.id if actor is not None else None,
        tag=tag,
        subject_type=subject_type,
        subject_id=str(subject_id),
        at_utc=now_utc(),
        unit_id=unit_id,
        reason=reason,
        detail=detail or {},
    )
    return record_many([happening])


def record_reading(
    actor: Acting | None,
    tag: Tag,
    subject_type: str,
    subject_id: object,
    *,
    detail: Mapping[str, Any] | None = None,
    unit_id: uuid.UUID | None = None,
) -> None:
    """Record that something is about to be read, in a transaction of its own.

    Call it before the read: it ends the current read transaction, and what cannot be logged must
    not be shown.
    """
    with writing():
        record(actor, tag, subject_type, subject_id, detail=detail, unit_id=unit_id)


def record_many(happenings: Iterable[Happening]) -> int:
    """Append many events in order under one lock; returns the number of the last."""
    secret = key()
    seq, mac = _lock_head(secret)
    rows: list[dict[str, Any]] = []
    for happening in happenings:
        seq += 1
        row = _row(happening, seq, mac)
        mac = row["mac"] = chain.event_mac(secret, row)
        rows.append(row)
        if len(rows) >= MANY:
            db.session.execute(sa.insert(EVENT), rows)
            rows = []
    if rows:
        db.session.execute(sa.insert(EVENT), rows)
    db.session.execute(
        sa.update(HEAD)
        .where(HEAD.c.id == 1)
        .values(seq=seq, mac=mac, head_mac=chain.head_mac(secret, seq, mac))
    )
    return seq


_HEAD = sa.select(HEAD.c.seq, HEAD.c.mac, HEAD.c.head_mac).where(HEAD.c.id == 1).with_for_update()


def _lock_head(secret: bytes) -> tuple[int, str]:
    """Lock the head row and return the end of the chain.

    A head is never made or signed anew here: that would hide a trail that was cut or emptied.
    """
    row = db.session.execute(_HEAD).first()
    if row is None:
        raise Unavailable("The audit trail has lost its head row, so nothing can be recorded.")
    if not chain.same(row.head_mac, chain.head_mac(secret, row.seq, row.mac)):
        raise Unavailable(
            "The end of the audit trail was not written with this installation's key, so nothing "
            "can be recorded. Run “sso-log audit verify”."
        )
    return row.seq, row.mac


def _row(happening: Happening, seq: int, previous_mac: str) -> dict[str, Any]:
    facts = request_facts()
    return {
        "seq": seq,
        "at_utc": happening.at_utc.astimezone(dt.UTC),
        "actor_id": happening.actor_id,
        "tag": happening.tag.value,
        "subject_type": happening.subject_type,
        "subject_id": happening.subject_id,
        "unit_id": happening.unit_id,
        "address": clean(facts.address[:64]) if facts else "",
        "request_id": facts.request_id if facts else "",
        "reason": clean(happening.reason) if happening.reason else None,
        "detail": {name: _detail(name, value) for name, value in happening.detail.items()},
        "previous_mac": previous_mac,
    }


def _detail(name: str, value: object) -> object:
    """One detail as it will come back from any engine: no float, no object, no long text."""
    if name in NEVER_IN_DETAIL:
        raise ValueError(f"An audit event may not hold “{name}”.")
    if value is None or isinstance(value, bool | int):
        return value
    if isinstance(value, list | tuple | set | frozenset):
        items = sorted(value, key=str) if isinstance(value, set | frozenset) else value
        return [_detail("", item) for item in items]
    if isinstance(value, Mapping):
        return {str(inner): _detail(str(inner), item) for inner, item in value.items()}
    return clean(str(value))


def clean(text: str) -> str:
    """Text that both engines store and give back unchanged, at most LONGEST_TEXT characters."""
    return text.replace("\0", "").encode("utf-8", "replace").decode()[:LONGEST_TEXT]
