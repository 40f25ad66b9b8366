"""What every page shares: drawing, headers, error pages, navigation, forms and clean input.

Nothing here knows about people, entries or figures: slices above bring those. `init_app` binds all
of it to an application.
"""

from flask import Flask

from sso_log.web import errors, headers, logs, rendering, request_context, static
from sso_log.web import input as incoming


def init_app(app: Flask) -> None:
    """Bind the web layer; input is refused before anything else looks at it."""
    logs.configure()
    request_context.init_app(app)
    incoming.init_app(app)
    static.init_app(app)
    rendering.init_app(app)
    headers.init_app(app)
    errors.init_app(app)
