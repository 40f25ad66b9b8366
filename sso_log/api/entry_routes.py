"""The JSON routes of entries and of decisions. Each calls the service that the form calls."""

import datetime as dt
import re
import uuid
from typing import Any

from flask import Response, jsonify, request, url_for
from flask.typing import ResponseReturnValue

from sso_log.api import body, queries, services, shapes
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


@requires(Permission.WRITE_ENTRY)
def put_entry(entry_id: uuid.UUID) -> ResponseReturnValue:
    """Save or submit one entry: 201 new, 200 changed or the same again, 409 with both bodies.

    Not wrapped in `commits`: the services open the transaction, and a body that meets a conflict
    is kept in another.
    """
    actor, sent = current_actor(), body.entry_body(entry_id)
    try:
        written = entry_services.receive(actor, sent.request)
    except (Conflict, IllegalTransition) as error:
        return _conflict(actor, sent, error)
    answer = jsonify({**shapes.summary(written.entry), "ignored": list(sent.ignored)})
    if written.created:
        answer.status_code = 201
        answer.headers["Location"] = url_for("api.get_entry", entry_id=entry_id)
    return answer


def _conflict(actor: Actor, sent: body.EntryBody, error: DomainError) -> Response:
    """Keep the second body, and give both back. Reading the first is audited where it must be."""
    entry_id = sent.request.entry_id
    copy_id = services.keep_conflict(actor, entry_id, body.without_secrets(sent, child_key))
    try:
        stored = _whole(actor, open_entry(actor, entry_id, Permission.WRITE_ENTRY))
    except NotFound:
        stored = None
    answer = jsonify(
        {
            "error": error.sentence,
            "yours": sent.sent,
            "stored": stored,
            "conflict": str(copy_id),
        }
    )
    answer.status_code = error.status
    return answer


@requires(Permission.WRITE_ENTRY)
def list_entries() -> ResponseReturnValue:
    """The officer's own entries, those changed longest ago first, a page at a time."""
    page = queries.own_entries(current_actor().id, _statuses(), _updated_since(), _cursor())
    following = page.following.text() if page.following else None
    return jsonify({"entries": [shapes.summary(one) for one in page.entries], "next": following})


@requires(Permission.READ_ENTRY)
def get_entry(entry_id: uuid.UUID) -> ResponseReturnValue:
    """One entry whole, for its officer and those who decide."""
    actor = current_actor()
    return jsonify(_whole(actor, open_entry(actor, entry_id)))


@requires(Permission.WRITE_ENTRY)
@commits
def withdraw_entry(entry_id: uuid.UUID) -> ResponseReturnValue:
    """Take back one's own entry before it is approved."""
    decision = body.decision_body()
    return jsonify(
        shapes.summary(entry_services.withdraw(current_actor(), entry_id, decision.version))
    )


@requires(Permission.WRITE_ENTRY)
@commits
def resolve_conflict(entry_id: uuid.UUID, copy_id: uuid.UUID) -> ResponseReturnValue:
    """Note that its officer has dealt with a conflict copy."""
    services.resolve_conflict(current_actor(), entry_id, copy_id)
    return jsonify({"id": str(copy_id), "resolved": True})


@commits
def decide_entry(entry_id: uuid.UUID, action: Action) -> ResponseReturnValue:
    """Take a decision about the version that was looked at."""
    sent = body.decision_body()
    reason = Reason(sent.reason_code, sent.reason, sent.fields)
    entry = review.decide(current_actor(), entry_id, action, sent.version, reason)
    return jsonify(shapes.summary(entry))


def _whole(actor: Actor, entry: Entry) -> dict[str, Any]:
    own = entry.officer_id == actor.id
    return shapes.whole(entry, queries.conflicts_of(actor.id, entry.id) if own else [])


def _statuses() -> tuple[str, ...]:
    asked = [
        word.strip()
        for text in request.args.getlist("status")
        for word in text[:LONGEST_FILTER].split(",")
        if word.strip()
    ]
    known = {status.value for status in Status}
    if not known.issuperset(asked):
        raise Invalid({"status": ["Use states of an entry: " + ", ".join(sorted(known))]})
    return tuple(dict.fromkeys(asked))


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
