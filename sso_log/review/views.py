"""Pages of review: the inbox, one entry and its decision, and the team at a glance.

A decision that cannot be taken comes back as the same page: the error handlers below draw it
after the transaction has been rolled back, with what was typed.
"""

import uuid
from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from sso_log.auth.guards import current_actor, requires
from sso_log.auth.policy import Permission, may
from sso_log.clock import now_utc
from sso_log.db import commits
from sso_log.entries.kinds import KINDS
from sso_log.entries.models import Entry
from sso_log.errors import Conflict, IllegalTransition, Invalid
from sso_log.review import queries, services
from sso_log.review.forms import ReasonForm, bulk_choices, version_of
from sso_log.review.pages import entry_page, inbox_page, reason_page, refused_page, stale_page
from sso_log.review.reading import brief, read
from sso_log.review.team import team_at_a_glance
from sso_log.review.wanted import wanted_from, wanted_query
from sso_log.web.navigation import NavItem, register
from sso_log.workflow.states import Action

blueprint = Blueprint("review", __name__)

register(NavItem("review.inbox", 20, lambda actor: may(actor, Permission.SEE_INBOX)))
register(NavItem("review.team", 21, lambda actor: may(actor, Permission.SEE_TEAM)))

DECIDE_FORMS = {
    "review.send_back": Action.RETURN,
    "review.do_reopen": Action.REOPEN,
    "review.do_void": Action.VOID,
}


@blueprint.get("/review")
@requires(Permission.SEE_INBOX)
def inbox() -> ResponseReturnValue:
    """What waits for this person, flags first, then the longest waiting."""
    return inbox_page(current_actor())


@blueprint.get("/review/team")
@requires(Permission.SEE_TEAM)
def team() -> ResponseReturnValue:
    """Each officer: what waits, what came back, who has not reported."""
    return render_template(
        "review/team.html", team=team_at_a_glance(current_actor()), now=now_utc()
    )


@blueprint.get("/review/<uuid:entry_id>")
@requires(Permission.SEE_INBOX)
def entry(entry_id: uuid.UUID) -> ResponseReturnValue:
    """One entry whole, with what this person may decide about it."""
    return entry_page(read(current_actor(), entry_id))


@blueprint.post("/review/<uuid:entry_id>/approve")
@requires(Permission.DECIDE)
@commits
def approve(entry_id: uuid.UUID) -> ResponseReturnValue:
    """Approve the version looked at; on to the next one, or back to the inbox."""
    actor = current_actor()
    approved = services.approve(actor, entry_id, version_of(request.form.get("version")))
    return _onwards(approved, "approved")


@blueprint.get("/review/<uuid:entry_id>/return")
@requires(Permission.DECIDE)
def ask_return(entry_id: uuid.UUID) -> ResponseReturnValue:
    """Ask why an entry goes back."""
    return _ask(entry_id, Action.RETURN, Permission.DECIDE)


@blueprint.post("/review/<uuid:entry_id>/return")
@requires(Permission.DECIDE)
@commits
def send_back(entry_id: uuid.UUID) -> ResponseReturnValue:
    """Return an entry to its officer."""
    return _onwards(services.return_entry(**_reasoned(entry_id)), "returned to the officer")


@blueprint.get("/review/<uuid:entry_id>/reopen")
@requires(Permission.REOPEN)
def ask_reopen(entry_id: uuid.UUID) -> ResponseReturnValue:
    """Ask why an approved entry is unlocked."""
    return _ask(entry_id, Action.REOPEN, Permission.REOPEN)


@blueprint.post("/review/<uuid:entry_id>/reopen")
@requires(Permission.REOPEN)
@commits
def do_reopen(entry_id: uuid.UUID) -> ResponseReturnValue:
    """Unlock an approved entry for its officer."""
    return _back_to(services.reopen(**_reasoned(entry_id)), "reopened")


@blueprint.get("/review/<uuid:entry_id>/void")
@requires(Permission.VOID)
def ask_void(entry_id: uuid.UUID) -> ResponseReturnValue:
    """Ask why an entry is taken out of the record, and whether they are sure."""
    return _ask(entry_id, Action.VOID, Permission.VOID)


@blueprint.post("/review/<uuid:entry_id>/void")
@requires(Permission.VOID)
@commits
def do_void(entry_id: uuid.UUID) -> ResponseReturnValue:
    """Take an entry out of the record."""
    return _back_to(services.void(**_reasoned(entry_id)), "made void")


@blueprint.post("/review/bulk-approve")
@requires(Permission.DECIDE)
@commits
def bulk_approve() -> ResponseReturnValue:
    """Approve the entries ticked; say which were left alone and why."""
    ticked = [*request.form.getlist("entry"), *request.form.getlist("entries")]
    outcome = services.bulk_approve(current_actor(), bulk_choices(ticked))
    if outcome.refused:
        return refused_page(outcome)
    count = len(outcome.approved)
    flash(f"{count} {'entry' if count == 1 else 'entries'} approved.", "success")
    return redirect(url_for(".inbox", **wanted_query()), 303)


@blueprint.errorhandler(Conflict)
@blueprint.errorhandler(IllegalTransition)
def on_stale(error: Conflict | IllegalTransition) -> ResponseReturnValue:
    """It has changed since, or someone else decided it: show how, and take no decision."""
    entry_id = (request.view_args or {})["entry_id"]
    return stale_page(current_actor(), entry_id, error, DECIDE_FORMS.get(request.endpoint or ""))


@blueprint.errorhandler(Invalid)
def on_invalid(error: Invalid) -> ResponseReturnValue:
    """The same page again, with what was typed and what to correct."""
    actor, entry_id = current_actor(), (request.view_args or {}).get("entry_id")
    action = DECIDE_FORMS.get(request.endpoint or "")
    if entry_id is None:
        return inbox_page(actor, error.errors), error.status
    if action is None:
        return entry_page(read(actor, entry_id), error.errors), error.status
    form = ReasonForm().offer_codes()
    form.take_errors(error.errors)
    return reason_page(brief(actor, entry_id, Permission.READ_ENTRY), action, form), error.status


def _ask(entry_id: uuid.UUID, action: Action, permission: Permission) -> ResponseReturnValue:
    found = brief(current_actor(), entry_id, permission)
    form = ReasonForm(formdata=None, data={"version": found.version}).offer_codes()
    return reason_page(found, action, form)


def _reasoned(entry_id: uuid.UUID) -> dict[str, Any]:
    """The arguments that return, reopen and void all take."""
    return {
        "actor": current_actor(),
        "entry_id": entry_id,
        "expected_version": version_of(request.form.get("version")),
        "reason_code": request.form.get("reason_code"),
        "reason": request.form.get("reason"),
        "fields": [name for name in request.form.getlist("fields") if name],
    }


def _onwards(decided: Entry, words: str) -> ResponseReturnValue:
    """To the next entry when that was asked for, else to the inbox, with the same filters."""
    kept = wanted_query()
    flash(f"{decided.reference} {words}.", "success")
    if request.form.get("then") != "next":
        return redirect(url_for(".inbox", **kept), 303)
    follower = queries.next_waiting(current_actor(), decided.id, wanted_from())
    if follower is None:
        return redirect(url_for(".inbox", **kept), 303)
    return redirect(url_for(".entry", entry_id=follower, **kept, _anchor="entry"), 303)


def _back_to(decided: Entry, words: str) -> ResponseReturnValue:
    kind = KINDS[decided.kind]
    flash(f"The {kind.noun} {decided.reference} was {words}.", "success")
    return redirect(url_for(".entry", entry_id=decided.id, **wanted_query()), 303)
