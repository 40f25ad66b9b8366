"""Who stands before every view.

Each view carries exactly one of `requires`, `signed_in` and `public`. They only label; one hook
before every request reads the label and refuses what has none, so a view nobody thought about is
closed, not open. Objects are checked by services with `policy.require`.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial, update_wrapper
from typing import Any, ParamSpec, TypeVar

from flask import Flask, current_app, g, request
from flask.typing import ResponseReturnValue

from sso_log.auth.identity import Actor
from sso_log.auth.policy import Permission, hides_entry, may, require
from sso_log.errors import NotFound

P = ParamSpec("P")
R = TypeVar("R")
LABEL = "__audience__"


@dataclass(frozen=True, slots=True)
class Audience:
    """Who may call a view: anyone, anyone signed in, or who holds a permission."""

    kind: str
    permission: Permission | None = None


PUBLIC = Audience("public")
SIGNED_IN = Audience("signed_in")


class NotSignedIn(Exception):
    """The view asks for a person and there is none, or one who has to type the password `again`.

    Answered in `wiring`.
    """

    def __init__(self, again: bool = False) -> None:
        self.again = again
        self.sentence = (
            "Enter your password again before you decide an entry." if again else "Sign in first."
        )
        super().__init__(self.sentence)


def _label(audience: Audience) -> Callable[[Callable[P, R]], Callable[P, R]]:
    def mark(view: Callable[P, R]) -> Callable[P, R]:
        if getattr(view, LABEL, None) is not None:
            raise TypeError(f"{getattr(view, '__name__', view)} already has an audience.")
        setattr(view, LABEL, audience)
        return view

    return mark


def requires(permission: Permission) -> Callable[[Callable[P, R]], Callable[P, R]]:
    """Let in those who hold this permission for anything at all."""
    return _label(Audience("requires", permission))


def bound_view(
    view: Callable[..., ResponseReturnValue], permission: Permission, **arguments: Any
) -> Callable[..., ResponseReturnValue]:
    """A view with some arguments fixed, for those who hold this permission.

    So that one function serves several addresses, each with a guard of its own.
    """
    return requires(permission)(update_wrapper(partial(view, **arguments), view))


def signed_in(view: Callable[P, R]) -> Callable[P, R]:
    """Let in anyone who has signed in."""
    return _label(SIGNED_IN)(view)


def public(view: Callable[P, R]) -> Callable[P, R]:
    """Let in anyone."""
    return _label(PUBLIC)(view)


def audience_of(app: Flask, endpoint: str) -> Audience | None:
    """The audience that a view declared; static files are public."""
    if _is_static(endpoint):
        return PUBLIC
    audience: Audience | None = getattr(app.view_functions.get(endpoint), LABEL, None)
    return audience


def _is_static(endpoint: str) -> bool:
    return endpoint == "static" or endpoint.endswith(".static")


def current_actor_or_none() -> Actor | None:
    """The person signed in, or None."""
    return getattr(g, "actor", None)


def current_actor() -> Actor:
    """The person signed in. Raises NotSignedIn."""
    actor = current_actor_or_none()
    if actor is None:
        raise NotSignedIn
    return actor


def check_audience(load: Callable[[], Actor | None]) -> Audience:
    """The audience of the request in hand, if it includes whoever `load` returns.

    Raises NotFound, NotSignedIn and NotPermitted.
    """
    endpoint = request.endpoint
    if endpoint is None or _is_static(endpoint):
        return PUBLIC
    audience = audience_of(current_app, endpoint)
    if audience is None:
        current_app.logger.error("The view %s has no declared audience.", endpoint)
        raise NotFound()
    g.actor = load()
    if g.actor is None and audience != PUBLIC:
        raise NotSignedIn
    if audience.permission is not None and not may(g.actor, audience.permission):
        if "entry_id" in (request.view_args or {}) and hides_entry(g.actor, audience.permission):
            raise NotFound()
        require(g.actor, audience.permission)
    return audience
