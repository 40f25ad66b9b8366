"""Signing in, signing out, and changing one's own password.

The costly check of a password happens outside any transaction; what follows from it is written
in one. One sentence answers every failure, whatever the reason.
"""

import datetime as dt
import unicodedata
import uuid
from dataclasses import dataclass

import sqlalchemy as sa

from sso_log.audit import services as audit
from sso_log.audit.tags import Tag
from sso_log.auth import passwords, sessions, throttle
from sso_log.auth.identity import Actor
from sso_log.auth.models import Person
from sso_log.clock import now_utc
from sso_log.db import db, writing
from sso_log.errors import Invalid, TooManyAttempts

LONGEST_USERNAME = 150
REFUSED = "The username or password is not right."


@dataclass(frozen=True, slots=True)
class SignedIn:
    """A new session: the cookie to set, and whose it is."""

    token: str
    actor: Actor


def clean_username(raw: str) -> str:
    """The form in which usernames are kept and compared."""
    kept = unicodedata.normalize("NFC", raw.encode("utf-8", "replace").decode())
    return kept.replace("\0", "").strip().casefold()


def sign_in(
    username: str, password: str, source: throttle.Source, user_agent: str, replaces: str | None
) -> SignedIn | None:
    """Check a password and open a session. None when it is not right; commits either way.

    Raises TooManyAttempts, with `retry_after_seconds`, without looking at the password.
    """
    wait = throttle.seconds_to_wait(source, now_utc())
    if wait:
        raise too_many(wait)
    person = _kept(username)
    # Nothing may be locked while the password is checked: that takes a tenth of a second.
    db.session.rollback()
    right = passwords.matches(person.password_hash if person else None, password)
    with writing():
        if not right or person is None or person.disabled_at_utc is not None:
            _failed(source, person.id if person else None)
            return None
        return _succeeded(person, password, source, user_agent, replaces)


@dataclass(frozen=True, slots=True)
class _Kept:
    id: uuid.UUID
    password_hash: str
    disabled_at_utc: dt.datetime | None


def _kept(username: str) -> _Kept | None:
    if not username or len(username) > LONGEST_USERNAME:
        return None
    row = db.session.execute(
        sa.select(Person.id, Person.password_hash, Person.disabled_at_utc).where(
            Person.username == username
        )
    ).first()
    return _Kept(row.id, row.password_hash, row.disabled_at_utc) if row else None


def too_many(wait: int) -> TooManyAttempts:
    """The refusal of somebody who has tried too often."""
    minutes = max(1, -(-wait // 60))
    error = TooManyAttempts(
        f"Too many tries to sign in. Try again in {minutes} minute{'s' if minutes > 1 else ''}."
    )
    error.retry_after_seconds = wait  # type: ignore[attr-defined]
    return error


def _failed(
    source: throttle.Source, person_id: uuid.UUID | None, actor: Actor | None = None, at: str = ""
) -> None:
    """Count a wrong password and record it, and record once more when a limit is reached."""
    subject = str(person_id) if person_id else "unknown"
    tags = [Tag.SIGN_IN_FAILED]
    if throttle.count_failure(source, now_utc()):
        tags.append(Tag.SIGN_IN_THROTTLED)
    for tag in tags:
        audit.record(actor, tag, "person", subject, detail={"at": at} if at else None)


def _succeeded(
    person: _Kept,
    password: str,
    source: throttle.Source,
    user_agent: str,
    replaces: str | None,
) -> SignedIn | None:
    # Read again under the lock: the person may have been disabled in the last tenth of a second.
    current = db.session.execute(
        sa.select(Person.password_hash, Person.disabled_at_utc).where(Person.id == person.id)
    ).one()
    if current.disabled_at_utc is not None or current.password_hash != person.password_hash:
        return None
    if passwords.needs_rehash(person.password_hash):
        db.session.execute(
            sa.update(Person)
            .where(Person.id == person.id)
            .values(password_hash=passwords.hash_password(password))
        )
    throttle.forgive(source)
    token = sessions.start(
        person.id, address=source.address, user_agent=user_agent, replaces=replaces
    )
    actor = sessions.actor_of(person.id)
    if actor is None:
        raise LookupError("The person was read a moment ago under the same lock.")
    audit.record(actor, Tag.SIGN_IN, "person", person.id)
    return SignedIn(token, actor)


def sign_out(actor: Actor, token: str) -> None:
    """End the session of this cookie."""
    sessions.end(token)
    audit.record(actor, Tag.SIGN_OUT, "person", actor.id)


def change_password(actor: Actor, old: str, new: str, again: str) -> None:
    """Set one's own password and end every session, this one too. Raises Invalid.

    The old password is asked for, and guessing it is throttled like signing in.
    """
    person = db.session.execute(
        sa.select(Person.password_hash, Person.username, Person.name).where(Person.id == actor.id)
    ).one()
    source = throttle.Source(person.username, "", device="change-password")
    wait = throttle.seconds_to_wait(source, now_utc())
    if wait:
        raise too_many(wait)
    db.session.rollback()
    if not passwords.matches(person.password_hash, old):
        with writing():
            _failed(source, actor.id, actor, at="change")
        raise Invalid({"old_password": ["Enter the password you use now."]})
    errors = {}
    if found := passwords.problems(new, person.username, person.name):
        errors["new_password"] = found
    elif new == old:
        errors["new_password"] = ["Choose a password that differs from the one you use now."]
    elif new != again:
        errors["new_password_again"] = ["Enter the same new password twice."]
    if errors:
        raise Invalid(errors)
    kept = passwords.hash_password(new)
    with writing():
        throttle.forgive(source)
        set_password(actor.id, kept)
        audit.record(actor, Tag.PASSWORD_CHANGED, "person", actor.id)


def set_password(person_id: uuid.UUID, kept: str) -> None:
    """Keep a new hash and end every session of the person."""
    db.session.execute(
        sa.update(Person)
        .where(Person.id == person_id)
        .values(password_hash=kept, password_changed_at_utc=now_utc())
    )
    sessions.end_all(person_id)
