"""Server-side sessions: an opaque cookie here, its SHA-256 and all else in the database.

Flask's own signed cookie carries only the CSRF nonce and messages. Flask-Login is not used: its
loaders read that cookie, its session protection signs out a tablet that changes network, and all
it would save is the query below. That one query brings the session, the person and the grants
that hold today, so that a change to any of them is obeyed on the next request.
"""

import datetime as dt
import hashlib
import secrets
import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from sqlalchemy.exc import OperationalError

from sso_log.auth.identity import Actor, Grant, Role
from sso_log.auth.models import LoginSession, Person, RoleGrant
from sso_log.clock import now_utc, to_london
from sso_log.db import db, writing
from sso_log.ids import new_id

LONGEST = dt.timedelta(hours=12)
TOUCH_EVERY = dt.timedelta(minutes=1)


@dataclass(frozen=True, slots=True)
class StoredSession:
    """A session by its cookie. `live` is false once expired, idle, ended or its person disabled."""

    session_id: uuid.UUID
    actor: Actor
    live: bool
    last_seen_at_utc: dt.datetime
    password_at_utc: dt.datetime


def grant_holds(on: dt.date) -> sa.ColumnElement[bool]:
    """A grant that is in force on a day."""
    return sa.and_(
        RoleGrant.revoked_at_utc.is_(None),
        RoleGrant.valid_from <= on,
        sa.or_(RoleGrant.valid_until.is_(None), RoleGrant.valid_until >= on),
    )


def token_hash(token: str) -> str:
    """What the database keeps of a cookie."""
    return hashlib.sha256(token.encode("utf-8", "replace")).hexdigest()


def find(token: str, idle: dt.timedelta) -> StoredSession | None:
    """The session of a cookie, live or not; None when there never was one."""
    now = now_utc()
    rows = db.session.execute(
        sa.select(
            LoginSession.id.label("session_id"),
            LoginSession.expires_at_utc,
            LoginSession.last_seen_at_utc,
            LoginSession.password_at_utc,
            LoginSession.ended_at_utc,
            *_PERSON,
        )
        .join(Person, Person.id == LoginSession.person_id)
        .outerjoin(
            RoleGrant,
            sa.and_(RoleGrant.person_id == Person.id, grant_holds(to_london(now).date())),
        )
        .where(LoginSession.token_hash == token_hash(token))
    ).all()
    if not rows:
        return None
    first = rows[0]
    return StoredSession(
        session_id=first.session_id,
        actor=_actor(rows),
        live=(
            first.ended_at_utc is None
            and first.disabled_at_utc is None
            and now < first.expires_at_utc
            and now < first.last_seen_at_utc + idle
        ),
        last_seen_at_utc=first.last_seen_at_utc,
        password_at_utc=first.password_at_utc,
    )


_PERSON = (
    Person.id.label("person_id"),
    Person.username,
    Person.name,
    Person.disabled_at_utc,
    RoleGrant.role,
    RoleGrant.unit_id,
    RoleGrant.cover,
)


def _actor(rows: Sequence[Any]) -> Actor:
    first = rows[0]
    return Actor(
        id=first.person_id,
        username=first.username,
        name=first.name,
        grants=tuple(
            Grant(Role(row.role), row.unit_id, bool(row.cover))
            for row in rows
            if row.role is not None
        ),
    )


def actor_of(person_id: uuid.UUID, on: dt.date | None = None) -> Actor | None:
    """The person as an actor with the grants of a day (default: today), for commands."""
    day = on or to_london(now_utc()).date()
    rows = db.session.execute(
        sa.select(*_PERSON)
        .outerjoin(RoleGrant, sa.and_(RoleGrant.person_id == Person.id, grant_holds(day)))
        .where(Person.id == person_id)
    ).all()
    return _actor(rows) if rows else None


def touch(session: StoredSession) -> None:
    """Note that the session is in use, at most once a minute.

    A database too busy for this note is no reason to refuse the request.
    """
    now = now_utc()
    if now - session.last_seen_at_utc < TOUCH_EVERY:
        return
    try:
        with writing():
            db.session.execute(
                sa.update(LoginSession)
                .where(LoginSession.id == session.session_id, LoginSession.last_seen_at_utc < now)
                .values(last_seen_at_utc=now)
            )
    except OperationalError:
        db.session.rollback()


def start(
    person_id: uuid.UUID, *, address: str = "", user_agent: str = "", replaces: str | None = None
) -> str:
    """Open a session and return its cookie; the one it replaces ends, so tokens never outlive
    a sign-in."""
    now = now_utc()
    if replaces:
        end(replaces)
    token = secrets.token_urlsafe(32)
    db.session.execute(
        sa.insert(LoginSession).values(
            id=new_id(),
            token_hash=token_hash(token),
            person_id=person_id,
            created_at_utc=now,
            password_at_utc=now,
            last_seen_at_utc=now,
            expires_at_utc=now + LONGEST,
            address=address[:64],
            user_agent=user_agent.replace("\0", "")[:120],
        )
    )
    return token


def end(token: str) -> None:
    """End the session of a cookie, if there is one."""
    _end(LoginSession.token_hash == token_hash(token))


def end_all(person_id: uuid.UUID) -> None:
    """End every session of a person: after a new password, or when they are disabled."""
    _end(LoginSession.person_id == person_id)


def _end(which: sa.ColumnElement[bool]) -> None:
    live = sa.update(LoginSession).where(which, LoginSession.ended_at_utc.is_(None))
    db.session.execute(live.values(ended_at_utc=now_utc()))
