"""Pages of review: the inbox, one entry and its decision, and the team at a glance."""

import uuid

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from sso_log.auth.guards import bound_view, current_actor, requires
from sso_log.auth.identity import Actor
from sso_log.auth.policy import Permission, may
from sso_log.clock import now_utc
from sso_log.db import writing
from sso_log.entries.access import find_entry
from sso_log.entries.kinds import kind_of
from sso_log.errors import Conflict, IllegalTransition, Invalid
from sso_log.review import queries, services
from sso_log.review.decisions import DECISION_OF
from sso_log.review.detail import entry_detail
from sso_log.review.filters import filter_query, inbox_filter
from sso_log.review.forms import ReasonForm, bulk_choices, version_of
from sso_log.review.pages import entry_page, inbox_page, reason_page, refused_page, stale_page
from sso_log.review.team import team_at_a_glance
from sso_log.web.navigation import NavItem, register
from sso_log.workflow.reviewable import Reason
from sso_log.workflow.states import DECISIONS as FIRST_DECISIONS
from sso_log.workflow.states import NEEDS_REASON, Action

blueprint = Blueprint("review", __name__)

register(NavItem("review.inbox", 20, lambda actor: may(actor, Permission.SEE_INBOX)))
register(NavItem("review.team", 21, lambda actor: may(actor, Permission.SEE_TEAM)))


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
    return entry_page(entry_detail(current_actor(), entry_id))


@blueprint.post("/review/bulk-approve")
@requires(Permission.DECIDE)
def bulk_approve() -> ResponseReturnValue:
    """Approve the entries ticked; say which were left alone and why."""
    ticked = [*request.form.getlist("entry"), *request.form.getlist("entries")]
    try:
        with writing():
            outcome = services.bulk_approve(current_actor(), bulk_choices(ticked))
            if outcome.refused:
                return refused_page(outcome)
            count = len(outcome.approved)
    except Invalid as error:
        return inbox_page(current_actor(), error.errors), error.status
    flash(f"{count} {'entry' if count == 1 else 'entries'} approved.", "success")
    return redirect(url_for(".inbox", **filter_query()), 303)


def ask_reason(entry_id: uuid.UUID, action: Action) -> ResponseReturnValue:
    """Ask why, before an entry is returned, reopened or made void."""
    entry = find_entry(current_actor(), entry_id, DECISION_OF[action].permission)
    form = ReasonForm(formdata=None, data={"version": entry.version}).offer_codes()
    return reason_page(entry, action, form)


def decide(entry_id: uuid.UUID, action: Action) -> ResponseReturnValue:
    """Take a decision; one that cannot be taken comes back as a page with what was typed."""
    actor = current_actor()
    try:
        version = version_of(request.form.get("version"))
        with writing():
            decided = services.decide(actor, entry_id, action, version, _reason())
            reference, noun = decided.reference, kind_of(decided.kind).noun
    except (Conflict, IllegalTransition) as error:
        return stale_page(actor, entry_id, error)
    except Invalid as error:
        return _ask_again(actor, entry_id, action, error)
    flash(f"The {noun} {reference} was {action.past}.", "success")
    return redirect(_onwards(actor, entry_id, action), 303)


for _action, _decision in DECISION_OF.items():
    _rule = f"/review/<uuid:entry_id>/{_action}"
    _view = bound_view(decide, _decision.permission, action=_action)
    blueprint.add_url_rule(_rule, _action.value, _view, methods=["POST"])
    if _action in NEEDS_REASON:
        _view = bound_view(ask_reason, _decision.permission, action=_action)
        blueprint.add_url_rule(_rule, f"ask_{_action}", _view)


def _reason() -> Reason:
    """The reason as it was typed."""
    form = request.form
    fields = tuple(name for name in form.getlist("fields") if name)
    return Reason(form.get("reason_code"), form.get("reason"), fields)


def _ask_again(
    actor: Actor, entry_id: uuid.UUID, action: Action, error: Invalid
) -> ResponseReturnValue:
    """The page that the decision was sent from, with what to correct."""
    if action not in NEEDS_REASON:
        return entry_page(entry_detail(actor, entry_id), error.errors), error.status
    entry = find_entry(actor, entry_id, DECISION_OF[action].permission)
    form = ReasonForm().offer_codes()
    form.take_errors(error.errors)
    return reason_page(entry, action, form), error.status


def _onwards(actor: Actor, decided_id: uuid.UUID, action: Action) -> str:
    """Where to go: the next entry if that was chosen, the inbox, or back to what was not in it."""
    query = filter_query()
    if action not in FIRST_DECISIONS:
        return url_for(".entry", entry_id=decided_id, **query)
    if request.form.get("then") == "next":
        follower = queries.next_waiting(actor, decided_id, inbox_filter())
        if follower is not None:
            return url_for(".entry", entry_id=follower, **query, _anchor="entry")
    return url_for(".inbox", **query)
