"""Deciding entries: approve, return, reopen and void, one at a time or together.

Each decision names the version that was looked at and goes through the one door of
`entries.services.change_state`, on a row that is locked first. Who may decide is for
`auth.policy`, what may follow what for `workflow`. Nothing here commits.
"""

import uuid
from collections.abc import Collection, Sequence
from dataclasses import dataclass

import sqlalchemy as sa

from sso_log.audit.tags import Tag
from sso_log.auth.identity import Actor
from sso_log.auth.policy import Permission, require
from sso_log.clock import today_london
from sso_log.db import db, locked
from sso_log.entries.kinds import kind_of
from sso_log.entries.models import Entry, EntryFlag
from sso_log.entries.services import change_state, entry_for
from sso_log.errors import DomainError, Gone, Invalid, NotFound, NotPermitted
from sso_log.reference.codes import is_offered
from sso_log.workflow.reviewable import Reason
from sso_log.workflow.states import Action, Status

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


def approve(actor: Actor, entry_id: uuid.UUID, expected_version: int) -> Entry:
    """Approve one entry as it was looked at. Raises Conflict when it has changed since."""
    entry = _standing(actor, entry_id, Permission.DECIDE)
    change_state(actor, entry, Action.APPROVE, expected_version, Tag.ENTRY_APPROVED)
    return entry


def return_entry(
    actor: Actor,
    entry_id: uuid.UUID,
    expected_version: int,
    reason_code: str | None,
    reason: str | None,
    fields: Sequence[str] = (),
) -> Entry:
    """Send one entry back with a coded reason, a sentence, and the questions it is about."""
    entry = _standing(actor, entry_id, Permission.DECIDE)
    why = _reason(entry, reason_code, reason, fields)
    change_state(actor, entry, Action.RETURN, expected_version, Tag.ENTRY_RETURNED, why)
    return entry


def reopen(
    actor: Actor,
    entry_id: uuid.UUID,
    expected_version: int,
    reason_code: str | None,
    reason: str | None,
    fields: Sequence[str] = (),
) -> Entry:
    """Unlock an approved entry, so that a restated figure is explained by its reason."""
    entry = _standing(actor, entry_id, Permission.REOPEN)
    why = _reason(entry, reason_code, reason, fields)
    change_state(actor, entry, Action.REOPEN, expected_version, Tag.ENTRY_REOPENED, why)
    return entry


def void(
    actor: Actor,
    entry_id: uuid.UUID,
    expected_version: int,
    reason_code: str | None,
    reason: str | None,
    fields: Sequence[str] = (),
) -> Entry:
    """Take an entry out of the record; its history is kept."""
    entry = _standing(actor, entry_id, Permission.VOID)
    why = _reason(entry, reason_code, reason, fields)
    change_state(actor, entry, Action.VOID, expected_version, Tag.ENTRY_VOIDED, why)
    return entry


def bulk_approve(actor: Actor, wanted: Sequence[tuple[uuid.UUID, int]]) -> BulkOutcome:
    """Approve several engagements or abstractions without flags.

    One that is refused does not hold back the others. All rows are locked first, always in the
    same order, so that two people doing this at once never wait for each other in a circle.
    """
    require(actor, Permission.DECIDE)
    versions = dict(wanted)
    if not versions:
        raise Invalid({"entry": ["Select at least one entry to approve."]})
    if len(versions) > MOST_AT_ONCE:
        raise Invalid({"entry": [f"Select {MOST_AT_ONCE} entries or fewer."]})
    rows = {entry.id: entry for entry in _lock_all(versions)}
    flagged = _flagged(versions)
    approved: list[Entry] = []
    refused: list[Refused] = []
    for entry_id, version in sorted(versions.items()):
        entry = rows.get(entry_id)
        try:
            approved.append(_approve_plain(actor, entry, version, flagged))
        except DomainError as error:
            known = entry is not None and not isinstance(error, NotFound)
            reference = entry.reference if entry is not None and known else None
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
    change_state(actor, entry, Action.APPROVE, version, Tag.ENTRY_APPROVED)
    return entry


def _lock_all(entry_ids: Collection[uuid.UUID]) -> Sequence[Entry]:
    query = sa.select(Entry).where(Entry.id.in_(entry_ids)).order_by(Entry.id)
    return db.session.execute(locked(query)).scalars().all()


def _flagged(entry_ids: Collection[uuid.UUID]) -> frozenset[uuid.UUID]:
    query = sa.select(EntryFlag.entry_id).where(EntryFlag.entry_id.in_(entry_ids))
    return frozenset(db.session.execute(query).scalars())


def _standing(actor: Actor, entry_id: uuid.UUID, permission: Permission) -> Entry:
    """The entry, locked, if this person may do this to it. Raises Gone for a void one."""
    entry = entry_for(actor, entry_id, permission, lock=True)
    _refuse_void(entry)
    return entry


def _refuse_void(entry: Entry) -> None:
    if entry.status == Status.VOID:
        raise Gone("This entry has been made void, so nothing more can be done to it.")


def _reason(entry: Entry, code: str | None, text: str | None, fields: Sequence[str]) -> Reason:
    """The reason, checked: a code of the list, text that fits, questions of this kind."""
    code, text = (code or "").strip() or None, (text or "").strip()
    errors: dict[str, list[str]] = {}
    if code and not is_offered("return_reason", code, today_london()):
        errors["reason_code"] = ["Select one of the reasons in the list."]
    if len(text) > LONGEST_REASON:
        errors["reason"] = [f"Use {LONGEST_REASON:,} characters or fewer."]
    asked = {field.name for field in kind_of(entry.kind).schema.fields}
    if not asked.issuperset(fields):
        errors["fields"] = [f"Select only questions of {kind_of(entry.kind).with_article}."]
    if errors:
        raise Invalid(errors)
    return Reason(code, text, tuple(dict.fromkeys(fields)))
