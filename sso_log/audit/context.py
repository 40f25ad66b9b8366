"""Where the request in hand comes from, for the audit trail.

A context variable, so that services can be called from a request, a command or a test alike and
never need flask. The hook in `auth.wiring` sets it at the start of each request.
"""

from contextvars import ContextVar
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Origin:
    """The network address and the request's identifier; both empty for a command."""

    address: str = ""
    request_id: str = ""


NOWHERE = Origin()
_origin: ContextVar[Origin] = ContextVar("sso_log_audit_origin", default=NOWHERE)


def set_origin(address: str, request_id: str) -> None:
    """Remember, for this request only, where it comes from."""
    _origin.set(Origin(address=address[:64], request_id=request_id[:64]))


def clear_origin() -> None:
    """Forget it when the request is over, so that nothing later seems to come from it."""
    _origin.set(NOWHERE)


def origin() -> Origin:
    """Where the request in hand comes from."""
    return _origin.get()
