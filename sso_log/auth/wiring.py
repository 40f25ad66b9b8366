"""Binds people and the audit trail to the application.

The hook that finds the person runs after the web layer has refused bad input and before forged
forms are looked for, so that somebody signed out is told so (401) and loses nothing they typed,
and so that every audit event knows where it comes from.
"""

import datetime as dt

from flask import Flask, current_app, g, redirect, request, url_for
from flask.typing import ResponseReturnValue

from sso_log.audit import services as audit
from sso_log.audit.context import clear_origin, set_origin
from sso_log.auth import guards, passwords, sessions
from sso_log.auth.cookies import session_token
from sso_log.auth.guards import NotSignedIn
from sso_log.auth.identity import Actor
from sso_log.auth.policy import Permission
from sso_log.auth.views import sign_in_page
from sso_log.config import Settings
from sso_log.web.errors import answer
from sso_log.web.request_context import request_facts

# A session longer than this asks for the password again before an entry is decided.
PASSWORD_RECENT = dt.timedelta(minutes=60)
DECIDING = frozenset({Permission.DECIDE, Permission.REOPEN, Permission.VOID})


def init_app(app: Flask) -> None:
    """Set keys and costs, put the guard before every request, answer the signed-out."""
    settings: Settings = app.config["SETTINGS"]
    audit.configure(settings.person_key)
    passwords.configure(settings.argon2_cost)
    app.before_request(before_each_request)
    app.teardown_request(lambda _error: clear_origin())
    app.context_processor(guards.template_names)
    app.register_error_handler(NotSignedIn, sign_in_first)


def before_each_request() -> ResponseReturnValue | None:
    """Find who is asking, and let only the view's audience through."""
    facts = request_facts()
    if facts is not None:
        set_origin(facts.address, facts.request_id)
    guards.check_audience(load_actor)
    permission = _permission()
    if permission in DECIDING and request.method not in ("GET", "HEAD"):
        _ask_again_if_long_ago()
    return None


def load_actor() -> Actor | None:
    """The person of the session cookie, if the session is live."""
    g.session_found = None
    token = session_token()
    if token is None:
        return None
    idle = dt.timedelta(minutes=current_app.config["SSO_LOG_IDLE_MINUTES"])
    found = sessions.find(token, idle)
    g.session_found = found
    if found is None or not found.live:
        return None
    sessions.touch(found)
    return found.actor


def _permission() -> Permission | None:
    if request.endpoint is None:
        return None
    audience = guards.audience_of(current_app, request.endpoint)
    return audience.permission if audience else None


def _ask_again_if_long_ago() -> None:
    found: sessions.Found | None = g.get("session_found")
    if found is not None and guards.age_of(found.password_at_utc) > PASSWORD_RECENT:
        raise NotSignedIn(again=True)


def sign_in_first(error: NotSignedIn) -> ResponseReturnValue:
    """Answer somebody who has to sign in: JSON, a redirect, or the page with the form held."""
    if request.path.startswith("/api/"):
        return answer(401, error.sentence)
    if request.endpoint == "auth.sign_out":
        return redirect(url_for("auth.sign_in"), 303)
    if request.method in ("GET", "HEAD"):
        return redirect(url_for("auth.sign_in", next=request.full_path.rstrip("?")))
    return sign_in_page(error), 401
