"""One entry whole, as the person who decides it reads it.

Answers in words, flags, what was decided before and what has changed since. Reading a child's
record, and any reading from further up the line, is recorded before anything is shown.
"""

import datetime as dt
import uuid
from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy.exc import NoResultFound

from sso_log.audit.services import record_reading
from sso_log.audit.tags import Tag
from sso_log.auth.identity import Actor, Role
from sso_log.auth.policy import Permission, may
from sso_log.db import db
from sso_log.entries.flags import FLAG_TITLES
from sso_log.entries.kinds import Kind, kind_of
from sso_log.entries.models import Entry, EntryEvent, PowerUsed
from sso_log.entries.presenters import Change, PresentedSection, differences, present
from sso_log.entries.queries import (
    Row,
    events_of,
    fields_of,
    flags_of,
    person_name,
    updates_of,
)
from sso_log.entries.services import entry_for
from sso_log.errors import NotFound
from sso_log.reference import codes
from sso_log.workflow.states import Action, Status, possible

DECISIONS = {
    Action.APPROVE: Permission.DECIDE,
    Action.RETURN: Permission.DECIDE,
    Action.REOPEN: Permission.REOPEN,
    Action.VOID: Permission.VOID,
}


@dataclass(frozen=True, slots=True)
class Flag:
    """Something to look at, with its reason."""

    title: str
    sentence: str


@dataclass(frozen=True, slots=True)
class Decision:
    """A decision taken earlier: in words, by whom, on which version, and why."""

    words: str
    by: str
    at_utc: dt.datetime
    version: int
    reason_label: str
    reason: str | None
    questions: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Reading:
    """Everything on the page of one entry. `open_to` holds the decisions this person may take."""

    entry: Entry
    kind: Kind
    officer: str
    sections: list[PresentedSection]
    flags: list[Flag]
    decisions: list[Decision]
    changed_since: int | None
    changes: list[Change]
    updates: list[Row]
    about: uuid.UUID | None
    open_to: frozenset[Action]
    own: bool


def read(actor: Actor, entry_id: uuid.UUID) -> Reading:
    """The entry whole. Raises NotFound; a draft is not there for anyone but its officer."""
    entry = _seen(actor, entry_id)
    kind = kind_of(entry.kind)
    fields = fields_of(entry.id, entry.version)
    events = events_of(entry.id)
    decided = [(event, by) for event, by in events if event.action in DECISIONS]
    last = decided[-1][0].version if decided else None
    since = last if last is not None and last < entry.version else None
    return Reading(
        entry=entry,
        kind=kind,
        officer=person_name(entry.officer_id) or "",
        sections=present(kind, fields),
        flags=[
            Flag(FLAG_TITLES.get(code, code), sentence)
            for code, sentence in flags_of([entry.id]).get(entry.id, [])
        ],
        decisions=[_decision(kind, event, by) for event, by in reversed(decided)],
        changed_since=since,
        changes=changes_since(entry, since) if since else [],
        updates=updates_of(entry.id) if kind.code == "diversion" else [],
        about=uuid.UUID(fields["diversion"]) if fields.get("diversion") else None,
        open_to=open_to(actor, entry),
        own=entry.officer_id == actor.id,
    )


def brief(actor: Actor, entry_id: uuid.UUID, permission: Permission) -> Entry:
    """The entry for a page that shows none of its answers, such as a form asking why."""
    return _not_a_draft(entry_for(actor, entry_id, permission))


def changes_for(actor: Actor, entry_id: uuid.UUID, seen: int | None) -> tuple[Entry, list[Change]]:
    """The entry now, and how it differs from the version somebody was looking at."""
    entry = _seen(actor, entry_id)
    return entry, changes_since(entry, seen) if seen else []


def changes_since(entry: Entry, version: int) -> list[Change]:
    """How the answers differ from an earlier version; nothing for a version there never was."""
    if version >= entry.version or version < 1:
        return []
    try:
        before = fields_of(entry.id, version)
    except NoResultFound:
        return []
    return differences(kind_of(entry.kind), before, fields_of(entry.id, entry.version))


def open_to(actor: Actor, entry: Entry) -> frozenset[Action]:
    """The decisions that its state allows and this person may take."""
    allowed = possible(Status(entry.status))
    return frozenset(
        action
        for action, permission in DECISIONS.items()
        if action in allowed and may(actor, permission, entry)
    )


def _seen(actor: Actor, entry_id: uuid.UUID) -> Entry:
    """The entry, once its reading is recorded where it has to be."""
    entry = _not_a_draft(entry_for(actor, entry_id, Permission.READ_ENTRY))
    if _is_consultation(actor, entry):
        kind, version, team_id = entry.kind, entry.version, entry.team_id
        record_reading(
            actor,
            Tag.ENTRY_READ,
            "entry",
            entry_id,
            unit_id=team_id,
            detail={"kind": kind, "version": version},
        )
        entry = entry_for(actor, entry_id, Permission.READ_ENTRY)
    return entry


def _not_a_draft(entry: Entry) -> Entry:
    if entry.status == Status.DRAFT:
        raise NotFound()
    return entry


def _is_consultation(actor: Actor, entry: Entry) -> bool:
    """A child's record, or read by somebody who is not the sergeant of that unit."""
    above = {entry.team_id, entry.borough_id, entry.bcu_id, entry.force_id}
    if kind_of(entry.kind).about_child or above.isdisjoint(actor.units(Role.SERGEANT)):
        return True
    powers = sa.select(PowerUsed.entry_id).where(PowerUsed.entry_id == entry.id).limit(1)
    return db.session.execute(powers).first() is not None


def _decision(kind: Kind, event: EntryEvent, by: str) -> Decision:
    labels = {field.name: field.label for field in kind.schema.fields}
    return Decision(
        words=Action(event.action).participle.capitalize(),
        by=by,
        at_utc=event.at_utc,
        version=event.version,
        reason_label=codes.label("return_reason", event.reason_code),
        reason=event.reason,
        questions=tuple(labels.get(name, name) for name in event.fields or ()),
    )
