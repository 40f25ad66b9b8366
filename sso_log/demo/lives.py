"""The life of one entry, told step by step through the same rules and transition table as any.

Every save is checked by `entries.rules`, every step is taken by `workflow.reviewable.move`; what
comes out are the rows that the services would have written.
"""

import datetime as dt
import random
import uuid
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, cast

from sso_log.audit.services import Happening
from sso_log.audit.tags import Tag
from sso_log.demo import abstractions, diversions, engagements, updates
from sso_log.demo.chance import happens, id_at
from sso_log.demo.fates import HOUR, REOPENED, RETURNS, VOIDED, WITHDRAWN_AFTER, Fate, decided_at
from sso_log.demo.loading import Batch
from sso_log.demo.lookups import MemoryLookups
from sso_log.demo.people import Member
from sso_log.demo.record import Record
from sso_log.entries import services, storage
from sso_log.entries.flags import Flag, answer_flags, time_flags
from sso_log.entries.kinds import KINDS, Kind
from sso_log.entries.models import Entry, EntryEvent, EntryVersion
from sso_log.entries.rules import check
from sso_log.ids import reference_of
from sso_log.workflow.reviewable import Reason, Reviewable, move
from sso_log.workflow.states import ENDED, Action, Status

Raw = dict[str, Any]
AMENDS: dict[str, Callable[[Raw, random.Random], Raw]] = {
    "engagement": engagements.amend,
    "diversion": diversions.amend,
    "diversion_update": updates.amend,
    "abstraction": abstractions.amend,
}
TAGS = {
    Action.SUBMIT: Tag.ENTRY_SUBMITTED,
    Action.WITHDRAW: Tag.ENTRY_WITHDRAWN,
    Action.APPROVE: Tag.ENTRY_APPROVED,
    Action.RETURN: Tag.ENTRY_RETURNED,
    Action.REOPEN: Tag.ENTRY_REOPENED,
    Action.VOID: Tag.ENTRY_VOIDED,
}
# Answers that an officer in a hurry leaves for later.
LEFT_OPEN = ("topics", "requested_by", "notice", "route", "contact_parent_carer", "stage")


@dataclass(slots=True)
class Telling:
    """What every life of one officer shares: who, until when, the lookups and the rows."""

    member: Member
    now: dt.datetime
    chance: random.Random
    lookups: MemoryLookups
    batch: Batch
    pace: float


class Life:
    """One entry from its first save to where it stands at the end of the story."""

    def __init__(self, telling: Telling, kind: str, raw: Raw, begins_at: dt.datetime) -> None:
        self.telling, self.kind = telling, KINDS[kind]
        self.raw = {name: value for name, value in raw.items() if value is not None}
        self.values: dict[str, Any] = {}
        self.flags: list[Flag] = []
        self.steps = 0
        self.record = _record(telling, self.kind, begins_at)

    @property
    def stands(self) -> bool:
        """Whether it has been submitted and was not withdrawn or made void."""
        return self.record.status not in (Status.DRAFT, *ENDED)

    def live(self, fate: Fate) -> None:
        """Tell it from the first save on, as far as time allows."""
        at = self.record.created_at_utc
        if fate.stays_draft:
            draft = {name: value for name, value in self.raw.items() if name not in LEFT_OPEN}
            self._save(draft, at, Action.SAVE)
            return
        if fate.draft_first:
            self._save(self.raw, at, Action.SAVE)
            at += HOUR * self.telling.chance.uniform(1, 30)
            if at >= self.telling.now:
                return
        self._submit(self.raw, at)
        if fate.withdrawn:
            self._take(Action.WITHDRAW, at + HOUR * WITHDRAWN_AFTER, self.telling.member.id)
        elif not fate.waits:
            self._review(fate, at)

    def _review(self, fate: Fate, at: dt.datetime) -> None:
        chance, member = self.telling.chance, self.telling.member
        if fate.returned:
            at = at + HOUR if fate.prompt else self._decision_after(at)
            reason = chance.choice(RETURNS[self.kind.code])
            if not self._take(Action.RETURN, at, member.decider_id, reason) or not fate.answered:
                return
            at = self._again(at)
        at = at + HOUR if fate.prompt else self._decision_after(at)
        if not self._take(Action.APPROVE, at, member.decider_id):
            return
        at += HOUR if fate.prompt else HOUR * chance.uniform(40, 400)
        if fate.void:
            self._take(Action.VOID, at, member.overruler_id, VOIDED)
        elif fate.reopened and self._take(Action.REOPEN, at, member.overruler_id, REOPENED):
            if not fate.answered:
                return
            at = self._again(at + HOUR * chance.uniform(0, 120))
            self._take(Action.APPROVE, self._decision_after(at), member.decider_id)

    def _decision_after(self, at: dt.datetime) -> dt.datetime:
        return decided_at(self.telling.chance, at, self.telling.pace)

    def _again(self, at: dt.datetime) -> dt.datetime:
        """Correct it and submit it once more, some hours or days after it came back."""
        chance = self.telling.chance
        at += HOUR * chance.uniform(2, 80)
        if at < self.telling.now:
            self._submit(AMENDS[self.kind.code](self.raw, chance), at)
        return at

    def _submit(self, raw: Raw, at: dt.datetime) -> None:
        self.raw = raw
        self._save(raw, at, Action.SUBMIT)
        self._take(Action.SUBMIT, at, self.telling.member.id)
        entry = cast("Entry", self.record)
        self.flags = answer_flags(self.kind, self.values, self.telling.lookups.lists)
        self.flags += time_flags(entry, self.kind, at, self.telling.lookups.lists)

    def _save(self, raw: Raw, at: dt.datetime, action: Action) -> None:
        telling, record = self.telling, self.record
        telling.lookups.at(at)
        checked = check(self.kind.code, raw, telling.lookups, complete=action is Action.SUBMIT)
        if checked.errors:
            raise ValueError(f"The demo made a {self.kind.noun} that is refused: {checked.errors}")
        self.values = checked.values
        columns = storage.common_columns(self.kind, checked.values, telling.lookups.today)
        if self.kind.code == "diversion_update":
            columns["school"] = record.school
        storage.attributes(cast("Entry", record), columns)
        base = record.version or None
        record.version += 1
        record.updated_at_utc = at
        record.device_at_utc = at + HOUR * 3 if happens(telling.chance, 0.003) else at
        request = services.Request(record.id, self.kind.code, raw, action, base, at)
        kept = storage.hide_secrets(self.kind, checked.values, None)
        telling.batch.add(
            EntryVersion,
            entry_id=record.id,
            version=record.version,
            saved_at_utc=at,
            saved_by_id=telling.member.id,
            fields=storage.fields_json(self.kind, kept),
            request_digest=request.digest(),
        )
        if action is Action.SAVE:
            self._tell(Tag.ENTRY_CREATED, at, telling.member.id)

    def _take(
        self, action: Action, at: dt.datetime, by: uuid.UUID | None, reason: Reason | None = None
    ) -> bool:
        """Take one step if it is possible and its time has come; says whether it was taken."""
        record = self.record
        waiting = action is not Action.APPROVE or record.status == Status.SUBMITTED
        if at >= self.telling.now or by is None or not waiting:
            return False
        before = None if action is Action.SUBMIT and record.version == 1 else record.status
        move(
            cast("Reviewable", record),
            action,
            by=by,
            now=at,
            expected_version=record.version,
            reason=reason,
        )
        record.updated_at_utc = at
        self.steps += 1
        self.telling.batch.add(
            EntryEvent,
            entry_id=record.id,
            position=self.steps,
            at_utc=at,
            actor_id=by,
            action=action,
            from_status=before,
            to_status=record.status,
            version=record.version,
            reason_code=reason.code if reason else None,
            reason=reason.text if reason else None,
            fields=list(reason.fields) if reason else None,
        )
        self._tell(TAGS[action], at, by, reason.code if reason else None)
        return True

    def _tell(self, tag: Tag, at: dt.datetime, by: uuid.UUID, reason: str | None = None) -> None:
        record = self.record
        detail = {"kind": record.kind, "version": record.version}
        self.telling.batch.tell(
            Happening(by, tag, "entry", str(record.id), at, record.team_id, reason, detail)
        )


def _record(telling: Telling, kind: Kind, at: dt.datetime) -> Record:
    member, path = telling.member, telling.member.path
    entry_id = id_at(telling.chance, at)
    return Record(
        id=entry_id,
        reference=reference_of(kind.letter, entry_id),
        kind=kind.code,
        officer_id=member.id,
        author_role=member.role.value,
        team_id=path.team_id,
        borough_id=path.borough_id,
        bcu_id=path.bcu_id,
        force_id=path.force_id,
        created_at_utc=at,
        updated_at_utc=at,
    )
