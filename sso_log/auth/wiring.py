"""Binds people and the audit trail to the application.

The hook that finds the person runs after the web layer has refused bad input and before forged
forms are looked for, so that somebody signed out is told so (401) and loses nothing they typed.
"""

import datetime as dt

from flask import Flask, current_app, g, redirect, request, url_for
from flask.typing import ResponseReturnValue

from sso_log.audit import services as audit
from sso_log.auth import guards, passwords, sessions
from sso_log.auth.cookies import session_token
from sso_log.auth.guards import NotSignedIn
from sso_log.auth.identity import Actor
from sso_log.auth.policy import Permission
from sso_log.auth.views import sign_in_page
from sso_log.clock import now_utc
from sso_log.config import Settings
from sso_log.web.errors import answer

# A session longer than this asks for the password again before an entry is decided.
PASSWORD_RECENT = dt.timedelta(minutes=60)
DECIDING = frozenset({Permission.DECIDE, Permission.REOPEN, Permission.VOID})


def init_app(app: Flask) -> None:
    """Set keys and costs, put the guard before every request, answer the signed-out."""
    settings: Settings = app.config["SETTINGS"]
    audit.configure(settings.person_key)
    passwords.configure(settings.argon2_cost)
    app.before_request(before_each_request)
    app.context_processor(lambda: {"actor": guards.current_actor_or_none()})
    app.register_error_handler(NotSignedIn, sign_in_first)


def before_each_request() -> None:
    """Find who is asking, and let only the view's audience through."""
    audience = guards.check_audience(load_actor)
    if audience.permission in DECIDING and request.method not in ("GET", "HEAD"):
        session: sessions.StoredSession | None = g.login_session
        if session is not None and now_utc() - session.password_at_utc > PASSWORD_RECENT:
            raise NotSignedIn(again=True)


def load_actor() -> Actor | None:
    """The person of the session cookie, if the session is live."""
    token = session_token()
    idle = dt.timedelta(minutes=current_app.config["SSO_LOG_IDLE_MINUTES"])
    session = g.login_session = sessions.find(token, idle) if token else None
    if session is None or not session.live:
        return None
    sessions.touch(session)
    return session.actor


def sign_in_first(error: NotSignedIn) -> ResponseReturnValue:
    """Answer somebody who has to sign in: JSON, a redirect, or the page with the form sealed."""
    if request.path.startswith("/api/"):
        return answer(401, error.sentence)
    if request.endpoint == "auth.sign_out":
        return redirect(url_for("auth.sign_in"), 303)
    if request.method in ("GET", "HEAD"):
        return redirect(url_for("auth.sign_in", next=request.full_path.rstrip("?")))
    return sign_in_page(error), 401
