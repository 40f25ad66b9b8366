"""The cookies of signing in: the session's, and the mark of a device known to an account.

Both last in the browser only as long as they must; what they stand for is in the database.
"""

import hashlib
import hmac
import secrets
from typing import Any

from flask import current_app, request
from werkzeug.wrappers import Response

DEVICE_SECONDS = 180 * 24 * 3600
DEVICE = "sso_log_device"


def session_cookie_name() -> str:
    """With the `__Host-` prefix wherever cookies are secure, so that no other host can set it."""
    secure = current_app.config["SESSION_COOKIE_SECURE"]
    return "__Host-sso_log_session" if secure else "sso_log_session"


def session_token() -> str | None:
    """The session cookie of the request in hand."""
    return request.cookies.get(session_cookie_name()) or None


def set_session(response: Response, token: str) -> None:
    """Give the browser its session, until it closes; the server decides when it is over."""
    response.set_cookie(session_cookie_name(), token, **_attributes())


def clear_session(response: Response) -> None:
    """Take the session from the browser."""
    response.delete_cookie(session_cookie_name(), **_attributes())


def device_for(username: str) -> str | None:
    """The number of this device, if it has signed in to this account before."""
    number, _, mark = request.cookies.get(DEVICE, "").partition(".")
    if number and hmac.compare_digest(mark.encode(), _mark(username, number).encode()):
        return number
    return None


def remember_device(response: Response, username: str) -> None:
    """Mark this device as one that has signed in to this account."""
    number = device_for(username) or secrets.token_hex(16)
    value = f"{number}.{_mark(username, number)}"
    response.set_cookie(DEVICE, value, max_age=DEVICE_SECONDS, **_attributes())


def _mark(username: str, number: str) -> str:
    key = str(current_app.config["SECRET_KEY"]).encode()
    text = f"device v1\0{username}\0{number}".encode("utf-8", "replace")
    return hmac.digest(key, text, hashlib.sha256).hex()


def _attributes() -> dict[str, Any]:
    secure = current_app.config["SESSION_COOKIE_SECURE"]
    return {"path": "/", "secure": secure, "httponly": True, "samesite": "Lax"}
