"""One entry whole, as the person who decides it reads it.

Answers in words, flags, what was decided before and what has changed since.
"""

import datetime as dt
import uuid
from dataclasses import dataclass

from sqlalchemy.exc import NoResultFound

from sso_log.auth.identity import Actor
from sso_log.auth.policy import may
from sso_log.entries.access import open_entry
from sso_log.entries.flags import FLAG_TITLES
from sso_log.entries.kinds import Kind, kind_of
from sso_log.entries.models import Entry, EntryEvent
from sso_log.entries.presenters import Change, PresentedSection, differences, present
from sso_log.entries.queries import (
    Row,
    events_of,
    fields_of,
    flags_of,
    person_name,
    updates_of,
)
from sso_log.errors import NotFound
from sso_log.reference import codes
from sso_log.review.decisions import DECISION_OF
from sso_log.workflow.states import Action, Status, possible


@dataclass(frozen=True, slots=True)
class PastDecision:
    """A decision taken earlier: in words, by whom, on which version, and why."""

    words: str
    by: str
    at_utc: dt.datetime
    version: int
    reason_label: str
    reason: str | None
    questions: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class EntryDetail:
    """Everything on the page of one entry.

    `flags` are pairs of title and sentence, `actions` the decisions this person may take.
    """

    entry: Entry
    kind: Kind
    officer: str
    sections: list[PresentedSection]
    flags: list[tuple[str, str]]
    decisions: list[PastDecision]
    changed_since: int | None
    changes: list[Change]
    updates: list[Row]
    about: uuid.UUID | None
    actions: frozenset[Action]
    own: bool


def entry_detail(actor: Actor, entry_id: uuid.UUID) -> EntryDetail:
    """The entry whole, its reading recorded. Raises NotFound, also for what never came here."""
    entry = open_entry(actor, entry_id)
    if entry.never_submitted:
        raise NotFound()
    kind = kind_of(entry.kind)
    fields = fields_of(entry.id, entry.version)
    events = events_of(entry.id)
    decided = [(event, by) for event, by in events if event.action in DECISION_OF]
    last = decided[-1][0].version if decided else None
    since = last if last is not None and last < entry.version else None
    return EntryDetail(
        entry=entry,
        kind=kind,
        officer=person_name(entry.officer_id) or "",
        sections=present(kind, fields),
        flags=[
            (FLAG_TITLES.get(code, code), sentence)
            for code, sentence in flags_of([entry.id]).get(entry.id, [])
        ],
        decisions=[_past_decision(kind, event, by) for event, by in reversed(decided)],
        changed_since=since,
        changes=changes_since(entry, since) if since else [],
        updates=updates_of(entry.id, actor) if kind.updated_by else [],
        about=uuid.UUID(fields["diversion"]) if fields.get("diversion") else None,
        actions=open_actions(actor, entry),
        own=entry.officer_id == actor.id,
    )


def changes_for(actor: Actor, entry_id: uuid.UUID, seen: int | None) -> tuple[Entry, list[Change]]:
    """The entry now, and how it differs from the version somebody was looking at."""
    entry = open_entry(actor, entry_id)
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


def open_actions(actor: Actor, entry: Entry) -> frozenset[Action]:
    """The decisions that its state allows and this person may take."""
    allowed = possible(Status(entry.status))
    return frozenset(
        action
        for action, decision in DECISION_OF.items()
        if action in allowed and may(actor, decision.permission, entry)
    )


def _past_decision(kind: Kind, event: EntryEvent, by: str) -> PastDecision:
    labels = {field.name: field.label for field in kind.schema.fields}
    return PastDecision(
        words=Action(event.action).past.capitalize(),
        by=by,
        at_utc=event.at_utc,
        version=event.version,
        reason_label=codes.label("return_reason", event.reason_code),
        reason=event.reason,
        questions=tuple(labels.get(name, name) for name in event.fields or ()),
    )
