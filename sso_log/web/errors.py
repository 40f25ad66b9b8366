"""Every error as one plain sentence: a page for people, `{"error": sentence}` under /api/.

Typed errors of the domain, refusals of the framework and failures of the database all come through
`answer`. When even the page cannot be drawn (the database is away and the page asks for the
person), a plain page with the same sentence goes out instead.
"""

import sqlite3
from collections.abc import Mapping
from typing import Any

import structlog
from flask import Flask, jsonify, make_response, render_template, request
from flask.typing import ResponseReturnValue
from markupsafe import escape
from sqlalchemy.exc import DataError, DBAPIError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeout
from werkzeug.exceptions import HTTPException
from werkzeug.wrappers import Response

from sso_log.errors import DomainError, Invalid, Unavailable

log = structlog.get_logger(__name__)
RETRY_AFTER_SECONDS = 5
SERVER_ERROR = 500
LARGEST_KNOWN_AS_REDIRECT = 399

SENTENCES = {
    400: "That request could not be understood. Go back, reload the page and try again.",
    401: "Sign in to see this page.",
    403: "You do not have permission to do this.",
    404: "There is nothing at this address.",
    405: "This address cannot be used in that way.",
    408: "The request took too long to arrive. Try again.",
    409: "Someone else has changed this since you looked at it. Nothing was changed now.",
    410: "This has been taken out of the record.",
    413: "That is more than can be sent at once.",
    415: "That kind of content cannot be read here.",
    422: "Some answers need correcting.",
    429: "That was tried too many times. Wait a little, then try again.",
    500: "Something went wrong on our side. Nothing you sent was recorded.",
    503: "The service is busy or its database cannot be reached. Nothing was changed. Try again.",
    507: "The service has run out of space. Nothing was changed. Tell your administrator.",
}
TITLES = {
    400: "That did not work",
    401: "You need to sign in",
    403: "You cannot do this",
    404: "Page not found",
    405: "That did not work",
    409: "It has changed",
    410: "It is no longer here",
    413: "Too much at once",
    422: "Some answers need correcting",
    429: "Too many attempts",
    500: "Sorry, something went wrong",
    503: "Sorry, try again in a moment",
    507: "Out of space",
}
CSRF_SENTENCE = (
    "This page was open for too long, or cookies are blocked. Go back, reload the page and send "
    "it again."
)


def wants_json() -> bool:
    """Whether the request in hand came to the JSON routes."""
    return request.path.startswith("/api/")


def _plain_page(title: str, sentence: str) -> str:
    return (
        '<!DOCTYPE html><html lang="en"><head><meta charset="utf-8">'
        f"<title>{escape(title)} – SSO Log</title></head>"
        f'<body><main><h1>{escape(title)}</h1><p>{escape(sentence)}</p><p><a href="/">Home</a></p>'
        "</main></body></html>"
    )


def _page(status: int, sentence: str, errors: Mapping[str, Any]) -> str:
    title = TITLES.get(status, "That did not work")
    try:
        return render_template(
            "errors/error.html", status=status, title=title, sentence=sentence, errors=errors
        )
    except Exception:  # the page itself must never be the second failure
        log.exception("error_page_failed", status=status)
        return _plain_page(title, sentence)


def answer(
    status: int,
    sentence: str | None = None,
    *,
    errors: Mapping[str, Any] | None = None,
    headers: Mapping[str, str] | None = None,
) -> Response:
    """One error as a page or as JSON, with its status."""
    sentence = sentence or SENTENCES.get(status, SENTENCES[400])
    response: Response
    if wants_json():
        body: dict[str, Any] = {"error": sentence}
        if errors:
            body["errors"] = dict(errors)
        response = jsonify(body)
    else:
        response = make_response(_page(status, sentence, errors or {}))
    response.status_code = status
    response.headers.update(headers or {})
    return response


def on_domain_error(error: DomainError) -> ResponseReturnValue:
    """A typed error says its own sentence and status."""
    headers = {}
    if isinstance(error, Unavailable):
        headers["Retry-After"] = str(error.retry_after_seconds)
    retry_after = getattr(error, "retry_after_seconds", None)
    if retry_after:
        headers["Retry-After"] = str(retry_after)
    errors = error.errors if isinstance(error, Invalid) else None
    return answer(error.status, error.sentence, errors=errors, headers=headers)


def on_http_error(error: HTTPException) -> ResponseReturnValue:
    """A refusal by the framework; redirects pass through as they are."""
    status = error.code or SERVER_ERROR
    if error.code is None or status <= LARGEST_KNOWN_AS_REDIRECT:
        return error.get_response()
    from flask_wtf.csrf import CSRFError  # noqa: PLC0415 - only errors need it

    sentence = CSRF_SENTENCE if isinstance(error, CSRFError) else None
    headers = {
        name: value
        for name, value in error.get_headers()
        if name in ("Allow", "Retry-After", "WWW-Authenticate")
    }
    return answer(status, sentence, headers=headers)


def _is_full(error: BaseException) -> bool:
    if isinstance(error, sqlite3.OperationalError):
        return getattr(error, "sqlite_errorcode", 0) in (sqlite3.SQLITE_FULL, sqlite3.SQLITE_IOERR)
    return getattr(error, "sqlstate", "") in ("53100", "53200")


def on_database_error(error: Exception) -> ResponseReturnValue:
    """A database that is full, busy or away: nothing was written, so it is safe to try again."""
    log.warning("database_unavailable", error=type(error).__name__, path=request.path)
    original = getattr(error, "orig", None) or error
    if _is_full(original):
        return answer(507)
    return answer(503, headers={"Retry-After": str(RETRY_AFTER_SECONDS)})


def on_any_database_error(error: DBAPIError) -> ResponseReturnValue:
    """Only a lost connection is a passing failure; anything else is a fault of ours."""
    if error.connection_invalidated:
        return on_database_error(error)
    return on_unexpected(error)


def on_unkeepable(_error: Exception) -> ResponseReturnValue:
    """A value that the database has no room for, such as a number beyond 64 bits."""
    if request.method in ("GET", "HEAD"):
        return answer(404)
    return answer(422, "One of the answers is too large or is not of the right kind.")


def on_unexpected(error: Exception) -> ResponseReturnValue:
    """A fault of ours: logged whole, answered with a sentence."""
    log.error("unexpected_error", path=request.path, exc_info=error)
    return answer(SERVER_ERROR)


def init_app(app: Flask) -> None:
    """Bind the handlers."""
    app.register_error_handler(DomainError, on_domain_error)
    app.register_error_handler(HTTPException, on_http_error)
    app.register_error_handler(OperationalError, on_database_error)
    app.register_error_handler(PoolTimeout, on_database_error)
    app.register_error_handler(DataError, on_unkeepable)
    app.register_error_handler(OverflowError, on_unkeepable)
    app.register_error_handler(DBAPIError, on_any_database_error)
    app.register_error_handler(Exception, on_unexpected)
