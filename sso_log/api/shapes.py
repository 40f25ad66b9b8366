"""From rows to the answers of `api.messages`. Nothing here decides who may see what."""

import datetime as dt
import uuid

import msgspec

from sso_log.api import messages
from sso_log.api.models import ConflictCopy
from sso_log.clock import format_week, to_london
from sso_log.entries import queries as entries
from sso_log.entries.models import Entry, EntryEvent
from sso_log.weeks.models import DutyWeek
from sso_log.weeks.queries import OwnWeek, Prefill
from sso_log.workflow.states import Action, Status

SHOWS_RETURN = (Status.RETURNED, Status.REOPENED, Status.VOID)


def moment(value: dt.datetime) -> str:
    """An instant with London's offset."""
    return to_london(value).isoformat()


def _maybe_moment(value: dt.datetime | None) -> str | None:
    return moment(value) if value else None


def summary(entry: Entry) -> messages.EntrySummary:
    """An entry in a list, and the answer to a decision."""
    return messages.EntrySummary(
        id=entry.id,
        reference=entry.reference,
        kind=entry.kind,
        status=Status(entry.status),
        version=entry.version,
        school=str(entry.school) if entry.school else None,
        happened_on=entry.happened_on,
        submitted_at=_maybe_moment(entry.submitted_at_utc),
        decided_at=_maybe_moment(entry.decided_at_utc),
        updated_at=moment(entry.updated_at_utc),
        return_=_return(entry),
    )


def saved(entry: Entry, ignored: list[str]) -> messages.EntrySaved:
    """The answer to an entry that was sent."""
    return messages.EntrySaved(**msgspec.structs.asdict(summary(entry)), ignored=ignored)


def whole(entry: Entry, copies: list[ConflictCopy]) -> messages.EntryWhole:
    """An entry read back, with flags, history and the officer's unresolved conflict copies."""
    flags = entries.flags_of([entry.id]).get(entry.id, [])
    decided_by = entry.decided_by_id
    return messages.EntryWhole(
        **msgspec.structs.asdict(summary(entry)),
        officer=_person(entry.officer_id),
        decided_by=_person(decided_by) if decided_by else None,
        fields=entries.fields_of(entry.id, entry.version),
        flags=[messages.Flag(code=code, sentence=sentence) for code, sentence in flags],
        history=[_event(event, name) for event, name in entries.events_of(entry.id)],
        conflicts=[_conflict_copy(copy) for copy in copies],
    )


def week(confirmed: DutyWeek, usual: Prefill | None = None) -> messages.Week:
    """A confirmed week."""
    return messages.Week(
        week=format_week(confirmed.week_on),
        status="confirmed",
        on_duty_minutes=confirmed.on_duty_minutes,
        absence_minutes=confirmed.absence_minutes,
        nothing_else=confirmed.nothing_else,
        version=confirmed.version,
        first_confirmed_at=moment(confirmed.first_confirmed_at_utc),
        confirmed_at=moment(confirmed.confirmed_at_utc),
        abstractions=usual.abstractions if usual else msgspec.UNSET,
    )


def week_to_confirm(own: OwnWeek, usual: Prefill) -> messages.Week:
    """A week that is not confirmed, with what its form begins with."""
    return messages.Week(
        week=own.text,
        status=own.state.value,
        on_duty_minutes=usual.on_duty_minutes,
        absence_minutes=usual.absence_minutes,
        nothing_else=False,
        version=None,
        first_confirmed_at=None,
        confirmed_at=None,
        abstractions=usual.abstractions,
    )


def _person(person_id: uuid.UUID) -> messages.Person:
    return messages.Person(id=person_id, name=entries.person_name(person_id))


def _conflict_copy(copy: ConflictCopy) -> messages.ConflictCopy:
    """A body as it was stored; a person number only as its presence."""
    body = dict(copy.body)
    if "child_key" in body.get("fields", {}):
        body["fields"] = {**body["fields"], "child_key": "recorded"}
    return messages.ConflictCopy(id=copy.id, received_at=moment(copy.received_at_utc), body=body)


def _return(entry: Entry) -> messages.Return | None:
    if entry.status not in SHOWS_RETURN:
        return None
    return messages.Return(
        reason_code=entry.decision_reason_code,
        reason=entry.decision_reason,
        fields=entry.decision_fields or [],
    )


def _event(event: EntryEvent, name: str) -> messages.Event:
    return messages.Event(
        at=moment(event.at_utc),
        by=name,
        action=Action(event.action),
        from_=Status(event.from_status) if event.from_status else None,
        to=Status(event.to_status),
        version=event.version,
        reason_code=event.reason_code,
        reason=event.reason,
        fields=event.fields or [],
    )
