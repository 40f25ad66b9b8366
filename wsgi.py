"""The WSGI entry point: `waitress-serve wsgi:app` or any other WSGI server."""

from sso_log import create_app

app = create_app()
