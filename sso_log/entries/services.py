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
from sso_log.audit.tags import Tag
from sso_log.auth.identity import Actor
from sso_log.auth.policy import Permission, require
from sso_log.db import db, writing
from sso_log.entries import storage
from sso_log.entries.access import find_entry, find_for_writing
from sso_log.entries.attribution import attribute
from sso_log.entries.days import abstraction_days
from sso_log.entries.flags import raise_flags
from sso_log.entries.kinds import Kind, kind_of
from sso_log.entries.lookups import DatabaseLookups
from sso_log.entries.models import Diversion, Entry, EntryEvent, EntryVersion
from sso_log.entries.rules import Checked, check
from sso_log.errors import Conflict, Gone, Invalid
from sso_log.ids import reference_of
from sso_log.workflow.reviewable import Reason, move
from sso_log.workflow.states import Action, Status, step

DATE_FIELDS = {
    "engagement": "started_at",
    "abstraction": "started_at",
    "diversion": "reported_on",
    "diversion_update": "stage_on",
}


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
    lookups = DatabaseLookups(actor)
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
    _keep(entry, actor, kind, request, checked, lookups.now)
    _take_step(entry, actor, request, lookups.now, created=created)
    if request.action is Action.SUBMIT:
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
    change_state(actor, entry, Action.WITHDRAW, expected_version, Tag.ENTRY_WITHDRAWN)
    return entry


def change_state(
    actor: Actor,
    entry: Entry,
    action: Action,
    expected_version: int,
    tag: Tag,
    reason: Reason | None = None,
) -> None:
    """Take one step on a locked entry that the caller has asked policy about, and audit it."""
    now = DatabaseLookups(actor).now
    taken = move(
        entry, action, by=actor.id, now=now, expected_version=expected_version, reason=reason
    )
    entry.updated_at_utc = now
    db.session.flush()
    add_event(entry, actor.id, action, taken.status, now, reason)
    record(
        actor,
        tag,
        "entry",
        entry.id,
        unit_id=entry.team_id,
        detail={"kind": entry.kind, "version": entry.version},
        reason=reason.code if reason else None,
    )


def add_event(
    entry: Entry,
    actor_id: uuid.UUID,
    action: Action,
    from_status: Status | None,
    now: dt.datetime,
    reason: Reason | None = None,
) -> None:
    """Append one step to the history of an entry."""
    taken = sa.select(sa.func.count()).where(EntryEvent.entry_id == entry.id)
    db.session.add(
        EntryEvent(
            entry_id=entry.id,
            position=db.session.execute(taken).scalar_one() + 1,
            at_utc=now,
            actor_id=actor_id,
            action=action,
            from_status=from_status,
            to_status=entry.status,
            version=entry.version,
            reason_code=reason.code if reason else None,
            reason=reason.text if reason else None,
            fields=list(reason.fields) if reason else None,
        )
    )
    db.session.flush()


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
    return Entry(
        id=request.entry_id,
        reference=reference_of(kind.letter, request.entry_id),
        kind=kind.code,
        officer_id=actor.id,
        status=Status.DRAFT,
        version=0,
        created_at_utc=now,
        updated_at_utc=now,
    )


def _fill(
    entry: Entry,
    actor: Actor,
    kind: Kind,
    request: Request,
    checked: Checked,
    lookups: DatabaseLookups,
) -> None:
    """Set the entry's own columns. Raises Invalid when no posting was held on the day."""
    storage.attributes(entry, storage.common_columns(kind, checked.values, lookups.today))
    if kind.code == "diversion_update" and (parent := checked.values.get("diversion")):
        entry.school = db.session.execute(
            sa.select(Entry.school).where(Entry.id == parent)
        ).scalar_one()
    entry.version += 1
    entry.device_at_utc = request.device_at
    entry.updated_at_utc = lookups.now
    if not attribute(entry, actor, lookups.today) and request.action is Action.SUBMIT:
        day = entry.happened_on
        said = f"{day.day} {day:%B %Y}" if day else "that day"
        raise Invalid({DATE_FIELDS[kind.code]: [f"You had no posting on {said}: check the date"]})


def _keep(
    entry: Entry,
    actor: Actor,
    kind: Kind,
    request: Request,
    checked: Checked,
    now: dt.datetime,
) -> None:
    """Write the rows of the answers, and the answers whole as this version."""
    values = storage.hide_secrets(kind, checked.values, _kept_key(entry, kind))
    rows = storage.rows_of(kind, entry.id, values)
    rows |= abstraction_days(entry)
    storage.replace_rows(kind, entry.id, rows, first=entry.version == 1)
    db.session.add(
        EntryVersion(
            entry_id=entry.id,
            version=entry.version,
            saved_at_utc=now,
            saved_by_id=actor.id,
            fields=storage.fields_json(kind, values),
            request_digest=request.digest(),
        )
    )


def _kept_key(entry: Entry, kind: Kind) -> str | None:
    if kind.code != "diversion":
        return None
    kept = sa.select(Diversion.child_key).where(Diversion.entry_id == entry.id)
    return db.session.execute(kept).scalar_one_or_none()


def _take_step(
    entry: Entry, actor: Actor, request: Request, now: dt.datetime, *, created: bool
) -> None:
    if request.action is Action.SAVE:
        db.session.flush()
        return
    taken = move(entry, Action.SUBMIT, by=actor.id, now=now, expected_version=entry.version)
    db.session.flush()
    before = None if created else taken.status
    add_event(entry, actor.id, Action.SUBMIT, before, now)


def _audit(actor: Actor, entry: Entry, action: Action, *, created: bool) -> None:
    if action is Action.SUBMIT:
        tag = Tag.ENTRY_SUBMITTED
    else:
        tag = Tag.ENTRY_CREATED if created else Tag.ENTRY_AMENDED
    record(
        actor,
        tag,
        "entry",
        entry.id,
        unit_id=entry.team_id,
        detail={"kind": entry.kind, "version": entry.version},
    )
