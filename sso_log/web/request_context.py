"""The facts of the request in hand, for whoever must not import flask: logs and the audit trail.

A context variable, set before each request and cleared after it; None inside a command.
"""

from contextvars import ContextVar
from dataclasses import dataclass
from uuid import uuid4

from flask import Flask, request


@dataclass(frozen=True, slots=True)
class RequestFacts:
    """Where a request came from and how it was sent."""

    request_id: str
    address: str
    method: str


_facts: ContextVar[RequestFacts | None] = ContextVar("sso_log_request_facts", default=None)


def request_facts() -> RequestFacts | None:
    """The facts of the request in hand, or None outside a request."""
    return _facts.get()


def _remember() -> None:
    _facts.set(RequestFacts(uuid4().hex, request.remote_addr or "", request.method))


def _forget(_error: BaseException | None) -> None:
    _facts.set(None)


def init_app(app: Flask) -> None:
    """Set the variable before each request and clear it afterwards."""
    app.before_request(_remember)
    app.teardown_request(_forget)
