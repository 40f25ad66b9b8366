"""The security headers of every answer, errors included.

No script or style is ever written into a page, so the policy allows none. Pages are never kept by
a browser or a proxy; static files are served by `static` and never come this way.
"""

from flask import Flask, Response, request

from sso_log.web.request_context import request_facts

CONTENT_SECURITY_POLICY = "; ".join(
    (
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self'",
        "font-src 'self'",
        "connect-src 'self'",
        "manifest-src 'self'",
        "worker-src 'self'",
        "form-action 'self'",
        "base-uri 'none'",
        "frame-ancestors 'none'",
    )
)
PERMISSIONS_POLICY = ", ".join(
    f"{feature}=()"
    for feature in ("camera", "geolocation", "microphone", "payment", "usb", "browsing-topics")
)
ALWAYS = {
    "Content-Security-Policy": CONTENT_SECURITY_POLICY,
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": PERMISSIONS_POLICY,
    # Not `no-referrer`: the check against forged requests needs it over HTTPS.
    "Referrer-Policy": "same-origin",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
}
ONE_YEAR = 31_536_000


def add_headers(response: Response) -> Response:
    """Add what is missing; a view may have set its own caching."""
    for name, value in ALWAYS.items():
        response.headers.setdefault(name, value)
    response.headers.setdefault("Cache-Control", "no-store")
    if request.is_secure:
        response.headers.setdefault("Strict-Transport-Security", f"max-age={ONE_YEAR}")
    if facts := request_facts():
        response.headers.setdefault("X-Request-Id", facts.request_id)
    return response


def clear_site_data(response: Response) -> Response:
    """For signing out: the browser forgets pages. The view itself takes the session cookie away.

    Not "storage": entries still waiting to be sent live there, encrypted, until they are received.
    Not "cookies": the mark of a known device keeps guessing elsewhere from locking its officer out.
    """
    response.headers["Clear-Site-Data"] = '"cache"'
    return response


def init_app(app: Flask) -> None:
    """Bind the headers to every answer."""
    app.after_request(add_headers)
