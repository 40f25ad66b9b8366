"""Reading one entry: the entry itself, its history, and withdrawing it."""

import datetime as dt
import uuid
from dataclasses import dataclass

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from sso_log.auth.guards import current_actor, requires
from sso_log.auth.identity import Actor
from sso_log.auth.policy import Permission, may
from sso_log.clock import format_week, today_london
from sso_log.db import commits
from sso_log.entries import queries, services
from sso_log.entries.access import find_entry, open_entry, sees_answers
from sso_log.entries.blueprint import blueprint
from sso_log.entries.form_views import version_of
from sso_log.entries.forms.page import Returned, question_label, returned_of
from sso_log.entries.kinds import KINDS, Kind
from sso_log.entries.models import Entry, EntryEvent
from sso_log.entries.presenters import (
    MASKED,
    Change,
    PresentedSection,
    differences,
    present,
    retired_answers,
)
from sso_log.entries.standing import standing
from sso_log.reference import codes
from sso_log.workflow.states import WITH_OFFICER, Action, Status, possible, step

DONE = ("save", "submit", "again")


@dataclass(frozen=True, slots=True)
class EntryPage:
    """Everything on the page of one entry."""

    entry: Entry
    kind: Kind
    status: Status
    officer: str
    decided_by: str | None
    sections: list[PresentedSection]
    returned: Returned | None
    pinned: frozenset[str]
    updates: list[queries.Row]
    updating: Kind | None
    standing: list[PresentedSection]
    own: bool
    may_decide: bool
    about: str | None
    done: str

    def offers(self, action: str) -> bool:
        """Whether its officer may take this step now."""
        return self.own and Action(action) in possible(self.status)

    @property
    def is_draft(self) -> bool:
        """Whether it is still with its officer and may be submitted as it stands."""
        return self.status in WITH_OFFICER


@dataclass(frozen=True, slots=True)
class HistoryStep:
    """One step in the life of an entry, or a saved version, with what it changed."""

    at_utc: dt.datetime
    words: str
    who: str
    version: int
    changes: list[Change]
    reason: str = ""
    questions: tuple[str, ...] = ()


@blueprint.get("/entries/<uuid:entry_id>")
@requires(Permission.READ_ENTRY)
def show(entry_id: uuid.UUID) -> ResponseReturnValue:
    """One entry with its answers in words, what may be done with it, and why it came back."""
    actor = current_actor()
    entry = open_entry(actor, entry_id)
    week = format_week(entry.happened_on or today_london())
    return render_template("entries/entry.html", page=_page(actor, entry), week=week)


@blueprint.get("/entries/<uuid:entry_id>/history")
@requires(Permission.READ_ENTRY_HISTORY)
def history(entry_id: uuid.UUID) -> ResponseReturnValue:
    """Who did what and when, and what each version changed."""
    actor = current_actor()
    entry = open_entry(actor, entry_id, Permission.READ_ENTRY_HISTORY)
    kind = KINDS[entry.kind]
    mask = not sees_answers(actor, entry)
    return render_template(
        "entries/history.html", entry=entry, kind=kind, masked=mask, steps=_steps(entry, kind, mask)
    )


@blueprint.get("/entries/<uuid:entry_id>/withdraw")
@requires(Permission.WRITE_ENTRY)
def ask_withdraw(entry_id: uuid.UUID) -> ResponseReturnValue:
    """Ask whether they are sure."""
    entry = find_entry(current_actor(), entry_id, Permission.WRITE_ENTRY)
    step(Status(entry.status), Action.WITHDRAW)
    return render_template("entries/withdraw.html", entry=entry, kind=KINDS[entry.kind])


@blueprint.post("/entries/<uuid:entry_id>/withdraw")
@requires(Permission.WRITE_ENTRY)
@commits
def withdraw(entry_id: uuid.UUID) -> ResponseReturnValue:
    """Take the entry back."""
    version = version_of(request.form.get("version"))
    entry = services.withdraw(current_actor(), entry_id, version)
    flash(f"{entry.reference} has been withdrawn.", "success")
    return redirect(url_for("home.show"), 303)


def _page(actor: Actor, entry: Entry) -> EntryPage:
    kind, status = KINDS[entry.kind], Status(entry.status)
    fields = queries.fields_of(entry.id, entry.version)
    pinned = entry.decision_fields or []
    returned = None
    if entry.decision_reason:
        returned = returned_of(kind, entry.decision_reason_code, entry.decision_reason, pinned)
    done = request.args.get("done", "")
    return EntryPage(
        entry=entry,
        kind=kind,
        status=status,
        officer=queries.person_name(entry.officer_id) or "",
        decided_by=queries.person_name(entry.decided_by_id) if entry.decided_by_id else None,
        sections=present(kind, fields),
        returned=returned,
        pinned=frozenset(pinned) if returned else frozenset(),
        updates=queries.updates_of(entry.id, actor) if kind.updated_by else [],
        updating=KINDS.get(kind.updated_by),
        standing=standing(entry.id, fields) if kind.updated_by else [],
        own=entry.officer_id == actor.id,
        may_decide=status is Status.SUBMITTED and may(actor, Permission.DECIDE, entry),
        about=fields.get(kind.about.name) if kind.about else None,
        done=done if done in DONE and entry.officer_id == actor.id else "",
    )


def _steps(entry: Entry, kind: Kind, mask: bool) -> list[HistoryStep]:
    """Versions and steps together, latest first; a submission stands with the version it saved."""
    changes: dict[int, list[Change]] = {}
    versions = queries.versions_of(entry.id)
    for earlier, later in zip([None, *versions], versions, strict=False):
        changes[later.version] = (
            differences(kind, earlier.fields, later.fields, mask_child=mask)
            if earlier
            else retired_answers(kind, later.fields)
        )
    events = queries.events_of(entry.id)
    steps = [
        _step_of(kind, event, name, changes.pop(event.version, []), mask) for event, name in events
    ]
    submitted = {event.version for event, _ in events}
    steps += [
        HistoryStep(
            at_utc=version.saved_at_utc,
            words="Saved as a draft",
            who=queries.person_name(version.saved_by_id) or "",
            version=version.version,
            changes=changes.get(version.version, []),
        )
        for version in versions
        if version.version not in submitted
    ]
    return sorted(steps, key=lambda one: one.at_utc, reverse=True)


def _step_of(
    kind: Kind, event: EntryEvent, who: str, changes: list[Change], mask: bool
) -> HistoryStep:
    sentence = MASKED if mask and kind.about_child and event.reason else event.reason or ""
    parts = (codes.label("return_reason", event.reason_code), sentence)
    return HistoryStep(
        at_utc=event.at_utc,
        words=Action(event.action).past.capitalize(),
        who=who,
        version=event.version,
        changes=changes,
        reason=": ".join(part for part in parts if part),
        questions=tuple(question_label(kind, name) for name in event.fields or ()),
    )
