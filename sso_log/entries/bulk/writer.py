"""Takes entries as the steps of their life, with times, and writes them together.

Answers are checked by `rules.check`, steps are taken by the transition table, and rows, days,
flags, versions, events and audit are made by what makes those of a single entry; only the queries
are fewer. Who may take a step is not asked: the caller says who did.
"""

import datetime as dt
import uuid
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from types import SimpleNamespace
from typing import Any, cast

from sso_log.audit.services import Happening
from sso_log.auth.identity import Role
from sso_log.entries import rows, storage
from sso_log.entries.bulk.batch import Batch
from sso_log.entries.bulk.lookups import BulkLookups
from sso_log.entries.bulk.others import OtherEntries, Unwritten, priority_periods
from sso_log.entries.days import abstraction_days
from sso_log.entries.flags import answer_flags, flag_rows, time_flags
from sso_log.entries.kinds import KINDS, Kind
from sso_log.entries.models import Entry, EntryEvent, EntryFlag, EntryVersion
from sso_log.entries.rules import check
from sso_log.entries.services import Request
from sso_log.errors import Invalid
from sso_log.reference.calendar import Calendars
from sso_log.reference.changes import lock
from sso_log.reference.queries.units import UnitPath
from sso_log.workflow.reviewable import Reason, move
from sso_log.workflow.states import Action

COLUMNS = tuple(Entry.__table__.c.keys())


@dataclass(frozen=True, slots=True)
class Author:
    """Whose an entry is, with the role and units held on its day."""

    person_id: uuid.UUID
    role: Role
    path: UnitPath


@dataclass(frozen=True, slots=True)
class BulkStep:
    """One step: SAVE and SUBMIT carry the raw answers, decisions a reason where it is needed."""

    action: Action
    at: dt.datetime
    by: uuid.UUID
    raw: Mapping[str, Any] | None = None
    device_at: dt.datetime | None = None
    reason: Reason | None = None


class BulkWriter:
    """Takes entries one by one, and writes them together with `write`.

    Begin it inside `writing()`: code lists, schools and calendars are read once, and the calendar
    cannot change until the transaction ends.
    """

    def __init__(self, batch: Batch) -> None:
        lock()
        self.batch = batch
        self.lookups = BulkLookups()
        self.calendars = Calendars()
        self._priority = priority_periods()
        self._unwritten: list[Unwritten] = []

    def add(
        self, author: Author, kind: str, entry_id: uuid.UUID, steps: Iterable[BulkStep]
    ) -> Entry:
        """Check and take the steps of one new entry; returns what has the columns of `entry`.

        Raises Invalid with a sentence per field for answers that are refused, and
        IllegalTransition, Conflict and Invalid as a single step does.
        """
        steps = list(steps)
        if not steps:
            raise ValueError("An entry without any step was about to be written.")
        one = self._begin(author, KINDS[kind], entry_id, steps[0].at)
        for step in steps:
            self._take(one, step)
        self._unwritten.append(one)
        if one.kind.updated_by:
            self.lookups.diversions[entry_id] = one.entry
        return one.entry

    def write(self) -> None:
        """Write every entry taken since the last time, with its days and flags."""
        flags = OtherEntries(self._unwritten, self._priority, self.lookups.lists)
        for one in self._unwritten:
            self.batch.add(Entry, vars(one.entry))
            self.batch.add_all(storage.rows_of(one.kind, one.entry.id, one.values))
            calendar = self.calendars.of(one.entry.borough_id)
            self.batch.add_all(abstraction_days(one.entry, calendar))
            if one.entry.submitted_at_utc is not None:
                self.batch.add(EntryFlag, *flag_rows(one.entry, [*one.flags, *flags.of(one)]))
        self._unwritten = []
        self.lookups.diversions = {}
        self.batch.write()

    def _begin(self, author: Author, kind: Kind, entry_id: uuid.UUID, at: dt.datetime) -> Unwritten:
        # The columns of the table without the cost of a model, of which there may be thousands.
        columns = dict.fromkeys(COLUMNS) | rows.new_entry(kind, entry_id, author.person_id, at)
        columns |= {"author_role": author.role.value, **author.path.columns}
        return Unwritten(cast("Entry", SimpleNamespace(**columns)), kind)

    def _take(self, one: Unwritten, step: BulkStep) -> None:
        entry, created = one.entry, one.entry.version == 0
        if step.action in (Action.SAVE, Action.SUBMIT):
            self._save(one, step)
        if step.action is not Action.SAVE:
            self._move(one, step, None if created else entry.status)
        if step.action is Action.SUBMIT:
            kind, lists = one.kind, self.lookups.lists
            one.flags = answer_flags(kind, one.values, lists)
            one.flags += time_flags(entry, kind, step.at, lists)
        tag = rows.tag_of(step.action, created=created)
        code = step.reason.code if step.reason else None
        event = Happening(
            step.by, tag, "entry", str(entry.id), step.at, entry.team_id, code,
            rows.audit_detail(entry),
        )  # fmt: skip
        self.batch.add_event(event)

    def _move(self, one: Unwritten, step: BulkStep, before: str | None) -> None:
        """Take a step of the transition table, and note it in the history of the entry."""
        entry, by, at, reason = one.entry, step.by, step.at, step.reason
        version = entry.version
        move(entry, step.action, by=by, now=at, expected_version=version, reason=reason)
        entry.updated_at_utc = at
        one.steps += 1
        row = rows.event_row(entry, one.steps, step.action, before, by=by, at=at, reason=reason)
        self.batch.add(EntryEvent, row)

    def _save(self, one: Unwritten, step: BulkStep) -> None:
        entry, kind, raw = one.entry, one.kind, step.raw or {}
        self.lookups.turn_to(entry.officer_id, step.at)
        checked = check(kind.code, raw, self.lookups, complete=step.action is Action.SUBMIT)
        if checked.errors:
            raise Invalid(checked.errors)
        base = entry.version or None
        request = Request(entry.id, kind.code, raw, step.action, base, step.device_at)
        rows.take_answers(
            entry,
            kind,
            checked.values,
            at=step.at,
            today=self.lookups.today,
            device_at=step.device_at,
            school_of=self.lookups.school_of,
        )
        one.values = storage.hide_secrets(kind, checked.values, one.values.get("child_key"))
        self.batch.add(
            EntryVersion,
            rows.version_row(
                entry, kind, one.values, by=step.by, at=step.at, digest=request.digest()
            ),
        )
