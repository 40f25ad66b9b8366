"""Filling in an entry: a new one, a change to one, and a draft submitted as it stands.

The form posts to itself; a success redirects to the entry. Whatever goes wrong, the same form
comes back with every letter that was typed.
"""

import uuid
from dataclasses import replace
from typing import Any

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from sso_log.auth.guards import current_actor, requires
from sso_log.auth.identity import Actor
from sso_log.auth.policy import Permission
from sso_log.clock import today_london
from sso_log.entries import queries, services
from sso_log.entries.access import find_entry, open_entry
from sso_log.entries.blueprint import blueprint
from sso_log.entries.conflict import conflict_page
from sso_log.entries.forms import binding, schools
from sso_log.entries.forms.page import FormState, beginning, draw, returned_of
from sso_log.entries.kinds import KINDS, Kind, kind_of
from sso_log.entries.kinds.declare import Type
from sso_log.entries.lookups import DatabaseLookups
from sso_log.entries.models import Entry
from sso_log.entries.narrative import digest, findings
from sso_log.entries.rules import check
from sso_log.errors import Conflict, Gone, IllegalTransition, Invalid, NotFound
from sso_log.ids import new_id, parse_id
from sso_log.workflow.states import Action, Status, step

STALE = (Conflict, IllegalTransition, Gone)


@blueprint.get("/entries/new/<slug>")
@requires(Permission.WRITE_ENTRY)
def new(slug: str) -> ResponseReturnValue:
    """An empty form, or one that begins like an earlier entry (`like`, `diversion`, `school`)."""
    actor, kind = current_actor(), kind_of(slug)
    raw = beginning(actor, kind) | _like(actor, kind)
    for question in kind.schema.of_type(Type.ENTRY, Type.SCHOOL):
        if given := request.args.get(question.name, "").strip()[:40]:
            raw[question.name] = given
    return form_page(actor, FormState(kind, new_id(), raw))


@blueprint.post("/entries/new/<slug>")
@requires(Permission.WRITE_ENTRY)
def create(slug: str) -> ResponseReturnValue:
    """Save or submit a new entry; the id was made with the form, so a double tap makes one."""
    try:
        entry_id = parse_id(request.form.get("id", ""))
    except ValueError:
        entry_id = new_id()
    return _take(current_actor(), FormState(kind_of(slug), entry_id, {}))


@blueprint.get("/entries/<uuid:entry_id>/edit")
@requires(Permission.WRITE_ENTRY)
def edit(entry_id: uuid.UUID) -> ResponseReturnValue:
    """The form of an entry that may still be changed."""
    actor = current_actor()
    _check_changeable(_own(actor, entry_id))
    return form_page(actor, _saved(open_entry(actor, entry_id, Permission.WRITE_ENTRY)))


@blueprint.post("/entries/<uuid:entry_id>/edit")
@requires(Permission.WRITE_ENTRY)
def change(entry_id: uuid.UUID) -> ResponseReturnValue:
    """Save or submit a change to the version that was looked at."""
    actor = current_actor()
    state = _state_of(_own(actor, entry_id))
    return _take(actor, replace(state, version=version_of(request.form.get("version"))))


@blueprint.post("/entries/<uuid:entry_id>/submit")
@requires(Permission.WRITE_ENTRY)
def submit(entry_id: uuid.UUID) -> ResponseReturnValue:
    """Submit a draft as it stands; what is missing is shown in its form."""
    actor = current_actor()
    state = _saved(_own(actor, entry_id))
    state = replace(state, version=version_of(request.form.get("version")))
    return _write(actor, state, Action.SUBMIT)


def form_page(actor: Actor, state: FormState, status: int = 200) -> ResponseReturnValue:
    """The form as a page."""
    return render_template("entries/form.html", form=draw(actor, state)), status


def version_of(text: str | None) -> int:
    """The version that a form names. Raises Invalid."""
    if text and text.isascii() and text.isdigit() and len(text) < 10:
        return int(text)
    raise Invalid({"version": ["Reload the page: it does not say which version you saw."]})


def _take(actor: Actor, state: FormState) -> ResponseReturnValue:
    """Read the form in hand, ask again where it must be asked, else write it."""
    kind = state.kind
    action = Action.SAVE if request.form.get("action") == "save" else Action.SUBMIT
    raw = binding.read(kind.schema, request.form)
    if action is Action.SAVE:
        raw = binding.without_bare_dates(kind.schema, raw, today_london().isoformat())
    resolved = schools.resolve(kind.schema, raw)
    state = replace(
        state, raw=resolved.raw, options=resolved.options, another=frozenset(resolved.another)
    )
    if changed := binding.row_change(kind.schema, request.form):
        return form_page(actor, replace(state, raw=binding.change_rows(resolved.raw, changed)))
    state = _with_findings(actor, state)
    confirmed = state.checked == request.form.get("narrative_checked", "")
    if resolved.errors or (state.findings and not confirmed):
        checked = check(
            kind.code, resolved.raw, DatabaseLookups(actor.id), complete=action is Action.SUBMIT
        )
        errors = checked.errors | {name: [said] for name, said in resolved.errors.items()}
        errors = {name: errors[name] for name in _in_order(kind, errors)}
        state = replace(state, errors=errors)
        return _refused(actor, state) if errors else form_page(actor, state)
    return _write(actor, replace(state, findings=()), action)


def _write(actor: Actor, state: FormState, action: Action) -> ResponseReturnValue:
    change_request = services.Request(
        entry_id=state.entry_id,
        kind=state.kind.code,
        raw=state.raw,
        action=action,
        base_version=state.version,
    )
    try:
        written = services.receive(actor, change_request)
    except Invalid as invalid:
        return _refused(actor, replace(state, errors=invalid.errors))
    except STALE as stale:
        return conflict_page(actor, state, stale)
    done = "again" if written.replayed else action.value
    return redirect(url_for("entries.show", entry_id=written.entry.id, done=done), 303)


def _refused(actor: Actor, state: FormState) -> ResponseReturnValue:
    """The form with its errors; rows that the page began with are put back."""
    if state.version is None:
        start = beginning(actor, state.kind)
        rows = [one.name for one in state.kind.schema.of_type(Type.ROWS) if one.name in start]
        state = replace(state, raw={name: start[name] for name in rows} | state.raw)
    return form_page(actor, state, Invalid.status)


def _with_findings(actor: Actor, state: FormState) -> FormState:
    """Look through the narratives, and remember which texts were looked at."""
    texts = binding.narratives(state.kind.schema, state.raw)
    known = [option.name for option in schools.own_schools(actor)] if texts else []
    matches = [one for text in texts for one in findings(text, today_london(), known)]
    return replace(state, findings=tuple(matches), checked=digest(texts) if matches else "")


def _in_order(kind: Kind, errors: dict[str, list[str]]) -> list[str]:
    """The names of the errors in the order of their questions."""
    order = {question.name: place for place, question in enumerate(kind.schema.fields)}
    return sorted(errors, key=lambda name: order.get(name.partition("-")[0], len(order)))


def _like(actor: Actor, kind: Kind) -> dict[str, Any]:
    """The answers to repeat from an entry of one's own, when the address names one."""
    named = request.args.get("like", "")
    if not named or not kind.repeatable:
        return {}
    try:
        entry = _own(actor, uuid.UUID(named))
    except ValueError:
        raise NotFound() from None
    if entry.kind != kind.code:
        raise NotFound()
    return binding.repeatable(kind.schema, queries.fields_of(entry.id, entry.version))


def _own(actor: Actor, entry_id: uuid.UUID) -> Entry:
    return find_entry(actor, entry_id, Permission.WRITE_ENTRY)


def _check_changeable(entry: Entry) -> None:
    """Raises IllegalTransition or Gone for an entry that may not be changed now."""
    if entry.status == Status.VOID:
        raise Gone("This entry has been made void, so it cannot be changed.")
    step(Status(entry.status), Action.SUBMIT)


def _saved(entry: Entry) -> FormState:
    """The form of a saved entry, with its answers."""
    state = _state_of(entry)
    fields = queries.fields_of(entry.id, entry.version)
    return replace(state, raw=binding.from_saved(state.kind.schema, fields))


def _state_of(entry: Entry) -> FormState:
    """The form of a saved entry, without its answers."""
    kind, status = KINDS[entry.kind], Status(entry.status)
    pinned = entry.decision_fields or []
    returned = None
    if status in (Status.RETURNED, Status.REOPENED):
        returned = returned_of(kind, entry.decision_reason_code, entry.decision_reason, pinned)
    return FormState(
        kind=kind,
        entry_id=entry.id,
        raw={},
        version=entry.version,
        status=status,
        reference=entry.reference,
        pinned=pinned if returned else (),
        returned=returned,
        secret_recorded=queries.stored_secret(kind, entry.id) is not None,
    )
