"""The JSON shapes of the contract, made from rows. Nothing here decides who may see what."""

import datetime as dt
import uuid
from typing import Any

from sso_log.api.models import ConflictCopy
from sso_log.auth.identity import Actor
from sso_log.clock import format_week, to_london
from sso_log.entries import queries as entries
from sso_log.entries.models import Entry, EntryEvent
from sso_log.weeks.models import DutyWeek
from sso_log.weeks.queries import OwnWeek, Prefill
from sso_log.workflow.states import Status

SHOWS_RETURN = (Status.RETURNED, Status.REOPENED, Status.VOID)


def moment(value: dt.datetime | None) -> str | None:
    """An instant with London's offset, None when there is none."""
    return to_london(value).isoformat() if value else None


def summary(entry: Entry) -> dict[str, Any]:
    """An entry in a list, and the answer to a change: no narrative, no fact about a child."""
    return {
        "id": str(entry.id),
        "reference": entry.reference,
        "kind": entry.kind,
        "status": entry.status,
        "version": entry.version,
        "school": str(entry.school) if entry.school else None,
        "happened_on": entry.happened_on.isoformat() if entry.happened_on else None,
        "submitted_at": moment(entry.submitted_at_utc),
        "decided_at": moment(entry.decided_at_utc),
        "updated_at": moment(entry.updated_at_utc),
        "return": _return(entry),
    }


def whole(entry: Entry, copies: list[ConflictCopy]) -> dict[str, Any]:
    """An entry read back, with flags, history and the officer's unresolved conflict copies."""
    flags = entries.flags_of([entry.id]).get(entry.id, [])
    return {
        **summary(entry),
        "officer": _person(entry.officer_id),
        "decided_by": _person(entry.decided_by_id),
        "fields": entries.fields_of(entry.id, entry.version),
        "flags": [{"code": code, "sentence": sentence} for code, sentence in flags],
        "history": [_event(event, name) for event, name in entries.events_of(entry.id)],
        "conflicts": [conflict(copy) for copy in copies],
    }


def conflict(copy: ConflictCopy) -> dict[str, Any]:
    """A body that met a conflict, as it was kept; a person number only as its presence."""
    body = dict(copy.body)
    if "child_key" in body.get("fields", {}):
        body["fields"] = {**body["fields"], "child_key": "recorded"}
    return {"id": str(copy.id), "received_at": moment(copy.received_at_utc), "body": body}


def week(found: DutyWeek) -> dict[str, Any]:
    """A confirmed week."""
    return {
        "week": format_week(found.week_on),
        "status": "confirmed",
        "on_duty_minutes": found.on_duty_minutes,
        "absence_minutes": found.absence_minutes,
        "nothing_else": found.nothing_else,
        "version": found.version,
        "first_confirmed_at": moment(found.first_confirmed_at_utc),
        "confirmed_at": moment(found.confirmed_at_utc),
    }


def week_to_confirm(found: OwnWeek, usual: Prefill) -> dict[str, Any]:
    """A week that is not confirmed, with what its form is filled in with."""
    return {
        "week": found.text,
        "status": found.state.value,
        "on_duty_minutes": usual.on_duty_minutes,
        "absence_minutes": usual.absence_minutes,
        "nothing_else": False,
        "version": None,
        "first_confirmed_at": None,
        "confirmed_at": None,
    }


def abstractions(usual: Prefill) -> list[dict[str, Any]]:
    """The abstractions logged in a week, for information."""
    return [
        {
            "id": str(one.id),
            "reference": one.reference,
            "abstraction_type": one.abstraction_type,
            "status": one.status.value,
            "minutes": one.minutes,
        }
        for one in usual.abstractions
    ]


def person(actor: Actor) -> dict[str, Any]:
    """Who is signed in."""
    return {"id": str(actor.id), "username": actor.username, "name": actor.name}


def _person(person_id: uuid.UUID | None) -> dict[str, Any] | None:
    if person_id is None:
        return None
    return {"id": str(person_id), "name": entries.person_name(person_id)}


def _return(entry: Entry) -> dict[str, Any] | None:
    if entry.status not in SHOWS_RETURN:
        return None
    return {
        "reason_code": entry.decision_reason_code,
        "reason": entry.decision_reason,
        "fields": entry.decision_fields or [],
    }


def _event(event: EntryEvent, name: str) -> dict[str, Any]:
    return {
        "at": moment(event.at_utc),
        "by": name,
        "action": event.action,
        "from": event.from_status,
        "to": event.to_status,
        "version": event.version,
        "reason_code": event.reason_code,
        "reason": event.reason,
        "fields": event.fields or [],
    }
