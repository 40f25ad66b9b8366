"""The JSON of the tablet: the route table of /api/v1, the session, and the code lists.

Answers to errors are made in `web.errors`: `{"error": sentence}` with the status of the contract.
"""

import msgspec
from flask import Blueprint, Response, request
from flask.typing import ResponseReturnValue
from flask_wtf.csrf import generate_csrf

from sso_log.api import catalogue, openapi, shapes, week_routes
from sso_log.api import entry_routes as routes
from sso_log.api import messages as msg
from sso_log.api.body import answer
from sso_log.api.openapi import Route
from sso_log.auth.guards import bound_view, current_actor, signed_in
from sso_log.clock import now_utc
from sso_log.review.decisions import DECISION_OF

PREFIX = "/api/v1"
ENTRY = "/entries/<uuid:entry_id>"
RESOLVE = f"{ENTRY}/conflicts/<uuid:copy_id>/resolve"
WEEK = "/weeks/<week_text>"
blueprint = Blueprint("api", __name__, url_prefix=PREFIX)


@signed_in
def get_session() -> ResponseReturnValue:
    """Who is signed in, the token that every change must carry, and the server's time."""
    actor = current_actor()
    person = msg.SignedIn(actor.id, actor.name, actor.username)
    roles = [str(role) for role in sorted(actor.roles)]
    return answer(msg.Session(person, roles, generate_csrf(), shapes.moment(now_utc())))


@signed_in
def get_reference() -> ResponseReturnValue:
    """Kinds, fields, code lists and own schools; 304 when the tablet has this version."""
    return _stored_by_browser(catalogue.reference(current_actor()))


@signed_in
def get_openapi() -> ResponseReturnValue:
    """The description of these routes."""
    return _stored_by_browser(openapi.document(PREFIX, ROUTES))


def _stored_by_browser(body: object) -> Response:
    """Stored by this browser alone and asked about each time, because tablets change hands."""
    response = Response(msgspec.json.encode(body), mimetype="application/json")
    response.set_etag(catalogue.fingerprint(body))
    response.headers["Cache-Control"] = "private, no-cache"
    response.headers["Vary"] = "Cookie"
    response.make_conditional(request)
    return response


DECISIONS = tuple(
    Route(
        "POST",
        f"{ENTRY}/{action}",
        bound_view(routes.decide_entry, decision.permission, action=action),
        msg.EntrySummary,
        msg.DecisionBody,
        endpoint=f"{action}_entry",
        summary=decision.description,
    )
    for action, decision in DECISION_OF.items()
)
ROUTES: tuple[Route, ...] = (
    Route("GET", "/session", get_session, msg.Session),
    Route("GET", "/reference", get_reference, msg.Reference),
    Route("GET", "/openapi.json", get_openapi),
    Route("GET", "/entries", routes.list_entries, msg.EntryPage, filters=routes.FILTERS),
    Route("GET", ENTRY, routes.get_entry, msg.EntryWhole),
    Route(
        "PUT", ENTRY, routes.put_entry, msg.EntrySaved, msg.EntryBody,
        creates=True, conflict=msg.Conflict,
    ),
    Route("POST", f"{ENTRY}/withdraw", routes.withdraw_entry, msg.EntrySummary, msg.DecisionBody),
    *DECISIONS,
    Route("POST", RESOLVE, routes.resolve_conflict, msg.ConflictResolved),
    Route("GET", WEEK, week_routes.get_week, msg.Week),
    Route("PUT", WEEK, week_routes.put_week, msg.Week, msg.WeekBody, creates=True),
)  # fmt: skip
for route in ROUTES:
    blueprint.add_url_rule(route.rule, route.endpoint, route.view, methods=[route.method])
