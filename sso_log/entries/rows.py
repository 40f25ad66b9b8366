"""What every writing of an entry leaves, whether one at a time (`services`) or many (`bulk`). Pure.

The entry that is passed is a model or anything else with the columns of `entry`.
"""

import datetime as dt
import uuid
from collections.abc import Callable
from typing import Any

from sso_log.audit.tags import Tag
from sso_log.entries import storage
from sso_log.entries.kinds import Kind
from sso_log.entries.models import Entry
from sso_log.ids import reference_of
from sso_log.workflow.reviewable import Reason
from sso_log.workflow.states import Action, Status

TAG_OF = {
    Action.SAVE: Tag.ENTRY_AMENDED,
    Action.SUBMIT: Tag.ENTRY_SUBMITTED,
    Action.WITHDRAW: Tag.ENTRY_WITHDRAWN,
    Action.APPROVE: Tag.ENTRY_APPROVED,
    Action.RETURN: Tag.ENTRY_RETURNED,
    Action.REOPEN: Tag.ENTRY_REOPENED,
    Action.VOID: Tag.ENTRY_VOIDED,
}


def new_entry(
    kind: Kind, entry_id: uuid.UUID, officer_id: uuid.UUID | None, at: dt.datetime
) -> dict[str, Any]:
    """The columns of an entry before its first version."""
    return {
        "id": entry_id,
        "reference": reference_of(kind.letter, entry_id),
        "kind": kind.code,
        "officer_id": officer_id,
        "status": Status.DRAFT,
        "version": 0,
        "created_at_utc": at,
        "updated_at_utc": at,
    }


def take_answers(
    entry: Entry,
    kind: Kind,
    values: dict[str, Any],
    *,
    at: dt.datetime,
    today: dt.date,
    device_at: dt.datetime | None,
    school_of: Callable[[uuid.UUID], int | None],
) -> None:
    """Set the columns that follow from the answers, as the next version of the entry.

    `school_of` gives the school of a diversion, to which its updates belong.
    """
    for name, value in storage.common_columns(kind, values, today).items():
        setattr(entry, name, value)
    if kind.about and (parent := values.get(kind.about.name)):
        entry.school = school_of(parent)
    entry.version += 1
    entry.device_at_utc = device_at
    entry.updated_at_utc = at


def version_row(
    entry: Entry,
    kind: Kind,
    values: dict[str, Any],
    *,
    by: uuid.UUID | None,
    at: dt.datetime,
    digest: str,
) -> dict[str, Any]:
    """The row that keeps the answers of the present version whole."""
    return {
        "entry_id": entry.id,
        "version": entry.version,
        "saved_at_utc": at,
        "saved_by_id": by,
        "fields": storage.fields_json(kind, values),
        "request_digest": digest,
    }


def event_row(
    entry: Entry,
    position: int,
    action: Action,
    from_status: Status | str | None,
    *,
    by: uuid.UUID,
    at: dt.datetime,
    reason: Reason | None,
) -> dict[str, Any]:
    """The row of one step that has been taken, the `position`-th of the entry."""
    return {
        "entry_id": entry.id,
        "position": position,
        "at_utc": at,
        "actor_id": by,
        "action": action,
        "from_status": from_status,
        "to_status": entry.status,
        "version": entry.version,
        "reason_code": reason.code if reason else None,
        "reason": reason.text if reason else None,
        "fields": list(reason.fields) if reason else None,
    }


def tag_of(action: Action, *, created: bool) -> Tag:
    """What the audit trail calls a step."""
    return Tag.ENTRY_CREATED if created and action is Action.SAVE else TAG_OF[action]


def audit_detail(entry: Entry) -> dict[str, Any]:
    """What the audit trail says of an entry: its kind and version, never an answer."""
    return {"kind": entry.kind, "version": entry.version}
