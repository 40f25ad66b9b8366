"""Saving, submitting and withdrawing entries: the only way in for the form, the JSON and imports.

Each call checks who asks, checks the answers, takes the row's lock, looks at the version again,
and writes entry, rows, version, event, flags and audit together. Nothing here commits.
"""

import datetime as dt
import hashlib
import json
import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from sqlalchemy.exc import IntegrityError

from sso_log.audit.services import record
from sso_log.auth.identity import Actor
from sso_log.auth.policy import Permission, require
from sso_log.clock import now_utc
from sso_log.db import db, writing
from sso_log.entries import queries, rows, storage
from sso_log.entries.access import find_entry, find_for_writing
from sso_log.entries.attribution import attribute, move_updates, school_of
from sso_log.entries.days import abstraction_days
from sso_log.entries.flags import raise_flags
from sso_log.entries.kinds import Kind, kind_of
from sso_log.entries.lookups import DatabaseLookups
from sso_log.entries.models import Entry, EntryEvent, EntryVersion
from sso_log.entries.rules import Checked, check
from sso_log.errors import Conflict, Gone, Invalid
from sso_log.workflow.reviewable import Reason, move
from sso_log.workflow.states import Action, Status, step


@dataclass(frozen=True, slots=True)
class Request:
    """What someone asks to be written: the raw answers, and what they were looking at.

    `base_version` is the version that was edited, None for a new entry. `action` is SAVE for a
    draft or SUBMIT.
    """

    entry_id: uuid.UUID
    kind: str
    raw: Mapping[str, Any]
    action: Action
    base_version: int | None = None
    device_at: dt.datetime | None = None

    def digest(self) -> str:
        """A fingerprint that is the same when the same request is sent again."""
        body = [
            str(self.entry_id), self.kind, self.raw, self.action, self.base_version,
            self.device_at.isoformat() if self.device_at else None,
        ]  # fmt: skip
        text = json.dumps(body, sort_keys=True, default=str, ensure_ascii=True)
        return hashlib.sha256(text.encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class Written:
    """The outcome: `created` for a new entry, `replayed` when the same request came before."""

    entry: Entry
    created: bool = False
    replayed: bool = False
    ignored: tuple[str, ...] = ()


def write(actor: Actor, request: Request) -> Written:
    """Save or submit one entry.

    Raises NotPermitted, Invalid with a sentence per field, Conflict when the id or the version is
    taken by something else, IllegalTransition, Gone for a void entry.
    """
    require(actor, Permission.WRITE_ENTRY)
    kind = kind_of(request.kind)
    entry = find_for_writing(actor, request.entry_id)
    if entry is not None:
        if _is_replay(entry, request):
            return Written(entry, replayed=True)
        _check_base(entry, kind, request)
    lookups = DatabaseLookups(actor.id)
    checked = check(kind.code, request.raw, lookups, complete=request.action is Action.SUBMIT)
    if checked.errors:
        raise Invalid(checked.errors)
    created = entry is None
    if entry is None:
        entry = _new_entry(actor, kind, request, lookups.now)
    _fill(entry, actor, kind, request, checked, lookups)
    if created:
        db.session.add(entry)
    db.session.flush()
    _store(entry, actor, kind, request, checked, lookups.now)
    if request.action is Action.SUBMIT:
        _move(actor, entry, Action.SUBMIT, entry.version, lookups.now, created=created)
        raise_flags(entry, kind, checked.values, lookups.now)
    _audit(actor, entry, request.action, created=created)
    return Written(entry, created=created, ignored=checked.ignored)


def receive(actor: Actor, request: Request) -> Written:
    """Write one entry in a transaction of its own, as `write` does.

    When the same new entry arrives twice at once, one insert is refused by the database; it is
    looked at again, and found to be a replay or a conflict.
    """
    try:
        with writing():
            return write(actor, request)
    except IntegrityError:
        with writing():
            return write(actor, request)


def withdraw(actor: Actor, entry_id: uuid.UUID, expected_version: int) -> Entry:
    """Take back an entry of one's own that has not been approved."""
    entry = find_entry(actor, entry_id, Permission.WRITE_ENTRY, lock=True)
    change_state(actor, entry, Action.WITHDRAW, expected_version)
    return entry


def change_state(
    actor: Actor,
    entry: Entry,
    action: Action,
    expected_version: int,
    reason: Reason | None = None,
) -> None:
    """Take one step on a locked entry that the caller has asked policy about, and audit it."""
    _move(actor, entry, action, expected_version, now_utc(), reason)
    _audit(actor, entry, action, reason)


def _is_replay(entry: Entry, request: Request) -> bool:
    same = sa.select(EntryVersion.version).where(
        EntryVersion.entry_id == entry.id, EntryVersion.request_digest == request.digest()
    )
    return db.session.execute(same).first() is not None


def _check_base(entry: Entry, kind: Kind, request: Request) -> None:
    if entry.status == Status.VOID:
        raise Gone("This entry has been made void.")
    if entry.kind != kind.code:
        raise Conflict("This entry is of another kind.")
    if request.base_version is None:
        raise Conflict("An entry with this id has been received already.")
    if request.base_version != entry.version:
        raise Conflict(
            f"This entry has been changed since you opened it: you saw version "
            f"{request.base_version}, it is now version {entry.version}. Nothing was changed."
        )
    step(Status(entry.status), request.action)


def _new_entry(actor: Actor, kind: Kind, request: Request, now: dt.datetime) -> Entry:
    if request.base_version is not None:
        raise Conflict("This entry has not been received before, so it has no version to change.")
    return Entry(**rows.new_entry(kind, request.entry_id, actor.id, now))


def _fill(
    entry: Entry,
    actor: Actor,
    kind: Kind,
    request: Request,
    checked: Checked,
    lookups: DatabaseLookups,
) -> None:
    """Set the entry's own columns. Raises Invalid when no posting was held on the day."""
    rows.take_answers(
        entry,
        kind,
        checked.values,
        at=lookups.now,
        today=lookups.today,
        device_at=request.device_at,
        school_of=school_of,
    )
    if not attribute(entry, actor, lookups.today) and request.action is Action.SUBMIT:
        day = entry.happened_on
        said = f"{day.day} {day:%B %Y}" if day else "that day"
        question = kind.date_question(checked.values)
        raise Invalid({question: [f"You had no posting on {said}: check the date"]})


def _store(
    entry: Entry,
    actor: Actor,
    kind: Kind,
    request: Request,
    checked: Checked,
    now: dt.datetime,
) -> None:
    """Write the rows of the answers, and the answers whole as this version."""
    values = storage.hide_secrets(kind, checked.values, queries.stored_secret(kind, entry.id))
    records = storage.rows_of(kind, entry.id, values) | abstraction_days(entry)
    storage.replace_rows(kind, entry.id, records, first=entry.version == 1)
    if kind.updated_by and entry.version > 1:
        move_updates(entry)
    row = rows.version_row(entry, kind, values, by=actor.id, at=now, digest=request.digest())
    db.session.add(EntryVersion(**row))


def _move(
    actor: Actor,
    entry: Entry,
    action: Action,
    expected_version: int,
    now: dt.datetime,
    reason: Reason | None = None,
    *,
    created: bool = False,
) -> None:
    """Take one step of the transition table, and append it to the history of the entry."""
    before = None if created else entry.status
    by = actor.id
    move(entry, action, by=by, now=now, expected_version=expected_version, reason=reason)
    entry.updated_at_utc = now
    db.session.flush()
    steps = sa.select(sa.func.count()).where(EntryEvent.entry_id == entry.id)
    position = db.session.execute(steps).scalar_one() + 1
    row = rows.event_row(entry, position, action, before, by=by, at=now, reason=reason)
    db.session.add(EntryEvent(**row))


def _audit(
    actor: Actor,
    entry: Entry,
    action: Action,
    reason: Reason | None = None,
    *,
    created: bool = False,
) -> None:
    db.session.flush()
    record(
        actor,
        rows.tag_of(action, created=created),
        "entry",
        entry.id,
        unit_id=entry.team_id,
        detail=rows.audit_detail(entry),
        reason=reason.code if reason else None,
    )
