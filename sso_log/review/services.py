"""Deciding entries, one at a time or several engagements and abstractions together.

Each decision names the version that was looked at and goes through `entries.services.change_state`
on a row that is locked first. The decisions themselves are the table in `review.decisions`.
Nothing here commits.
"""

import uuid
from collections.abc import Collection, Sequence
from dataclasses import dataclass

import sqlalchemy as sa

from sso_log.auth.identity import Actor
from sso_log.auth.policy import Permission, require
from sso_log.clock import today_london
from sso_log.db import db, locked
from sso_log.entries.access import find_entry
from sso_log.entries.kinds import kind_of
from sso_log.entries.models import Entry, EntryFlag
from sso_log.entries.services import change_state
from sso_log.errors import DomainError, Gone, Invalid, NotFound, NotPermitted
from sso_log.reference.codes import is_offered
from sso_log.review.decisions import DECISION_OF
from sso_log.workflow.reviewable import Reason
from sso_log.workflow.states import NEEDS_REASON, Action, Status

LONGEST_REASON = 2000
MOST_AT_ONCE = 200


@dataclass(frozen=True, slots=True)
class Refused:
    """An entry that a bulk approval left alone, and why; no reference for one not to be known."""

    entry_id: uuid.UUID
    reference: str | None
    sentence: str


@dataclass(frozen=True, slots=True)
class BulkOutcome:
    """What a bulk approval did."""

    approved: tuple[Entry, ...]
    refused: tuple[Refused, ...]


def decide(
    actor: Actor,
    entry_id: uuid.UUID,
    action: Action,
    expected_version: int,
    reason: Reason | None = None,
) -> Entry:
    """Take one decision of `DECISION_OF` about the version that was looked at.

    `reason` is as it was sent; it is checked here, and left aside where none is asked for. Raises
    NotFound, NotPermitted, Gone for a void entry, Invalid, Conflict and IllegalTransition.
    """
    decision = DECISION_OF[action]
    entry = find_entry(actor, entry_id, decision.permission, lock=True)
    _refuse_void(entry)
    why = _checked(entry, reason or Reason()) if action in NEEDS_REASON else None
    change_state(actor, entry, action, expected_version, why)
    return entry


def bulk_approve(actor: Actor, chosen: Sequence[tuple[uuid.UUID, int]]) -> BulkOutcome:
    """Approve several engagements or abstractions without flags.

    One that is refused does not hold back the others. All rows are locked first, always in the
    same order, so that two people doing this at once never wait for each other in a circle.
    """
    require(actor, Permission.DECIDE)
    versions = dict(chosen)
    if not versions:
        raise Invalid({"entry": ["Select at least one entry to approve."]})
    if len(versions) > MOST_AT_ONCE:
        raise Invalid({"entry": [f"Select {MOST_AT_ONCE} entries or fewer."]})
    in_order = sa.select(Entry).where(Entry.id.in_(versions)).order_by(Entry.id)
    entries = {entry.id: entry for entry in db.session.scalars(locked(in_order))}
    with_flag = sa.select(EntryFlag.entry_id).where(EntryFlag.entry_id.in_(versions))
    flagged = frozenset(db.session.scalars(with_flag))
    approved: list[Entry] = []
    refused: list[Refused] = []
    for entry_id, version in sorted(versions.items()):
        entry = entries.get(entry_id)
        try:
            approved.append(_approve_plain(actor, entry, version, flagged))
        except DomainError as error:
            known = None if isinstance(error, NotFound) else entry
            reference = known.reference if known is not None else None
            refused.append(Refused(entry_id, reference, error.sentence))
    return BulkOutcome(tuple(approved), tuple(refused))


def _approve_plain(
    actor: Actor, entry: Entry | None, version: int, flagged: Collection[uuid.UUID]
) -> Entry:
    if entry is None:
        raise NotFound()
    require(actor, Permission.DECIDE, entry)
    _refuse_void(entry)
    kind = kind_of(entry.kind)
    if not kind.bulk:
        raise NotPermitted(f"Each {kind.noun} is approved on its own page.")
    if entry.id in flagged and entry.status == Status.SUBMITTED:
        raise NotPermitted("It has a flag, so look at it on its own page.")
    change_state(actor, entry, Action.APPROVE, version)
    return entry


def _refuse_void(entry: Entry) -> None:
    if entry.status == Status.VOID:
        raise Gone("This entry has been made void, so nothing more can be done to it.")


def _checked(entry: Entry, sent: Reason) -> Reason:
    """The reason tidied: a code of the list, text that fits, questions of this kind."""
    code, text = (sent.code or "").strip() or None, (sent.text or "").strip()
    kind = kind_of(entry.kind)
    errors: dict[str, list[str]] = {}
    if code and not is_offered("return_reason", code, today_london()):
        errors["reason_code"] = ["Select one of the reasons in the list."]
    if len(text) > LONGEST_REASON:
        errors["reason"] = [f"Use {LONGEST_REASON:,} characters or fewer."]
    if not {field.name for field in kind.schema.fields}.issuperset(sent.fields):
        errors["fields"] = [f"Select only questions of {kind.with_article}."]
    if errors:
        raise Invalid(errors)
    return Reason(code, text, tuple(dict.fromkeys(sent.fields)))
