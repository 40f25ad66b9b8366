"""The JSON of the tablet: the route table of /api/v1, the session, and the code lists.

Answers to errors are made in `web.errors`: `{"error": sentence}` with the status of the contract.
"""

from typing import Any

from flask import Blueprint, Response, jsonify, request
from flask.typing import ResponseReturnValue
from flask_wtf.csrf import generate_csrf

from sso_log.api import catalogue, entry_routes, openapi, shapes, week_routes
from sso_log.auth.guards import bound_view, current_actor, signed_in
from sso_log.clock import now_utc
from sso_log.review.decisions import DECISION_OF

blueprint = Blueprint("api", __name__, url_prefix="/api/v1")


@signed_in
def get_session() -> ResponseReturnValue:
    """Who is signed in, the token that every change must carry, and the server's time."""
    actor = current_actor()
    return jsonify(
        {
            "person": shapes.person(actor),
            "roles": sorted(actor.roles),
            "csrf_token": generate_csrf(),
            "server_time": shapes.moment(now_utc()),
        }
    )


@signed_in
def get_reference() -> ResponseReturnValue:
    """Kinds, fields, code lists and own schools; 304 when the tablet has this version."""
    return _kept_by_browser(catalogue.reference(current_actor()))


@signed_in
def get_openapi() -> ResponseReturnValue:
    """The description of these routes."""
    return _kept_by_browser(openapi.document())


def _kept_by_browser(body: dict[str, Any]) -> Response:
    """Kept by this browser alone and asked about each time, because tablets change hands."""
    answer = jsonify(body)
    answer.set_etag(catalogue.fingerprint(body))
    answer.headers["Cache-Control"] = "private, no-cache"
    answer.headers["Vary"] = "Cookie"
    answer.make_conditional(request)
    return answer


ENTRY = "/entries/<uuid:entry_id>"
ROUTES = (
    ("GET", "/session", get_session),
    ("GET", "/reference", get_reference),
    ("GET", "/openapi.json", get_openapi),
    ("GET", "/entries", entry_routes.list_entries),
    ("GET", ENTRY, entry_routes.get_entry),
    ("PUT", ENTRY, entry_routes.put_entry),
    ("POST", f"{ENTRY}/withdraw", entry_routes.withdraw_entry),
    ("POST", f"{ENTRY}/conflicts/<uuid:copy_id>/resolve", entry_routes.resolve_conflict),
    ("GET", "/weeks/<week_text>", week_routes.get_week),
    ("PUT", "/weeks/<week_text>", week_routes.put_week),
)
for method, rule, view in ROUTES:
    blueprint.add_url_rule(rule, view_func=view, methods=[method])
for action, decision in DECISION_OF.items():
    view = bound_view(entry_routes.decide_entry, decision.permission, action=action)
    blueprint.add_url_rule(f"{ENTRY}/{action}", f"{action}_entry", view, methods=["POST"])
