"""The JSON routes of entries and of decisions. Each calls the service that the form calls."""

import datetime as dt
import re
import uuid
from collections.abc import Mapping
from typing import Any

from flask import Response, request, url_for
from flask.typing import ResponseReturnValue

from sso_log.api import messages, queries, services, shapes
from sso_log.api.body import answer, ignored_names, read, read_object, without_secrets
from sso_log.auth.guards import current_actor, requires
from sso_log.auth.identity import Actor
from sso_log.auth.policy import Permission
from sso_log.db import commits
from sso_log.entries import services as entry_services
from sso_log.entries.access import open_entry
from sso_log.entries.child_key import child_key
from sso_log.entries.models import Entry
from sso_log.entries.parse import Refused, read_instant
from sso_log.errors import Conflict, DomainError, IllegalTransition, Invalid, NotFound
from sso_log.review import services as review
from sso_log.workflow.reviewable import Reason
from sso_log.workflow.states import Action, Status

# In an address an unescaped + arrives as a space.
_LOST_PLUS = re.compile(r" (?=\d{2}:?\d{2}$)")
LONGEST_FILTER = 200
FILTERS = ("status", "updated_since", "cursor")


@requires(Permission.WRITE_ENTRY)
def put_entry(entry_id: uuid.UUID) -> ResponseReturnValue:
    """Save or submit one entry: 201 new, 200 changed or the same again, 409 with both bodies.

    Not wrapped in `commits`: the services open the transaction, and a body that meets a conflict
    is stored in another.
    """
    actor, sent = current_actor(), read_object()
    body = read(messages.EntryBody, sent)
    write_request = entry_services.Request(
        entry_id, body.kind, body.fields, Action(body.action), body.base_version, body.device_time
    )
    try:
        written = entry_services.receive(actor, write_request)
    except (Conflict, IllegalTransition) as error:
        copy_id = services.keep_conflict(actor, entry_id, without_secrets(body, sent, child_key))
        return _conflict(actor, entry_id, error, sent, copy_id)
    response = answer(shapes.saved(written.entry, ignored_names(body, sent)))
    if written.created:
        response.status_code = 201
        response.headers["Location"] = url_for("api.get_entry", entry_id=entry_id)
    return response


def _conflict(
    actor: Actor,
    entry_id: uuid.UUID,
    error: DomainError,
    sent: Mapping[str, Any],
    copy_id: uuid.UUID,
) -> Response:
    """Give both bodies back: the one that is stored, if any, and the one that was sent."""
    try:
        stored = _whole(actor, open_entry(actor, entry_id, Permission.WRITE_ENTRY))
    except NotFound:
        stored = None
    conflict = messages.Conflict(
        error=error.sentence, yours=dict(sent), stored=stored, conflict=copy_id
    )
    return answer(conflict, error.status)


@requires(Permission.WRITE_ENTRY)
def list_entries() -> ResponseReturnValue:
    """The officer's own entries, those changed longest ago first, a page at a time."""
    filters = _statuses(), _updated_since(), _cursor()
    entries, following = queries.own_entries(current_actor().id, *filters)
    return answer(
        messages.EntryPage(
            entries=[shapes.summary(entry) for entry in entries],
            next=following.text() if following else None,
        )
    )


@requires(Permission.READ_ENTRY)
def get_entry(entry_id: uuid.UUID) -> ResponseReturnValue:
    """One entry whole, for its officer and those who decide."""
    actor = current_actor()
    return answer(_whole(actor, open_entry(actor, entry_id)))


@requires(Permission.WRITE_ENTRY)
@commits
def withdraw_entry(entry_id: uuid.UUID) -> ResponseReturnValue:
    """Take back one's own entry before it is approved."""
    sent = read(messages.DecisionBody, read_object())
    return answer(shapes.summary(entry_services.withdraw(current_actor(), entry_id, sent.version)))


@requires(Permission.WRITE_ENTRY)
@commits
def resolve_conflict(entry_id: uuid.UUID, copy_id: uuid.UUID) -> ResponseReturnValue:
    """Note that its officer has dealt with a conflict copy."""
    services.resolve_conflict(current_actor(), entry_id, copy_id)
    return answer(messages.ConflictResolved(id=copy_id, resolved=True))


@commits
def decide_entry(entry_id: uuid.UUID, action: Action) -> ResponseReturnValue:
    """Take a decision about the version that was looked at."""
    sent = read(messages.DecisionBody, read_object())
    reason = Reason(sent.reason_code, sent.reason, sent.fields or ())
    entry = review.decide(current_actor(), entry_id, action, sent.version, reason)
    return answer(shapes.summary(entry))


def _whole(actor: Actor, entry: Entry) -> messages.EntryWhole:
    own = entry.officer_id == actor.id
    return shapes.whole(entry, queries.conflicts_of(actor.id, entry.id) if own else [])


def _statuses() -> tuple[str, ...]:
    statuses = [
        word.strip()
        for text in request.args.getlist("status")
        for word in text[:LONGEST_FILTER].split(",")
        if word.strip()
    ]
    known = {status.value for status in Status}
    if not known.issuperset(statuses):
        raise Invalid({"status": ["Use states of an entry: " + ", ".join(sorted(known))]})
    return tuple(dict.fromkeys(statuses))


def _updated_since() -> dt.datetime | None:
    text = request.args.get("updated_since", "")
    if not text:
        return None
    try:
        return read_instant(_LOST_PLUS.sub("+", text))
    except Refused as refusal:
        raise Invalid({"updated_since": [str(refusal)]}) from refusal


def _cursor() -> queries.Cursor | None:
    text = request.args.get("cursor", "")
    if not text:
        return None
    try:
        return queries.Cursor.read(text)
    except ValueError as error:
        raise Invalid({"cursor": ["Use the “next” of the page before."]}) from error
