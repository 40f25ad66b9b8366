"""A tablet that speaks the JSON contract: one session, and a token with every change."""

from typing import Any

from flask import Flask
from werkzeug.test import TestResponse

from tests.client import Browser

API = "/api/v1"


class Tablet:
    """Signed in as one person; every answer must be JSON and below 500."""

    def __init__(self, app: Flask, username: str) -> None:
        browser = Browser(app.test_client())
        self.client = browser.sign_in(username).client
        self.token = self.get("/session").json["csrf_token"]  # type: ignore[index]

    def get(self, path: str, **options: Any) -> TestResponse:
        """Read."""
        return self._checked(self.client.get(API + path, **options))

    def put(self, path: str, body: Any = None, **options: Any) -> TestResponse:
        """Write, with the token."""
        return self._send("PUT", path, body, options)

    def post(self, path: str, body: Any = None, **options: Any) -> TestResponse:
        """Decide, with the token."""
        return self._send("POST", path, body, options)

    def _send(self, method: str, path: str, body: Any, options: dict[str, Any]) -> TestResponse:
        if "data" not in options:
            options["json"] = body
        options.setdefault("headers", {"X-CSRF-Token": self.token})
        return self._checked(self.client.open(API + path, method=method, **options))

    def _checked(self, answer: TestResponse) -> TestResponse:
        assert answer.status_code < 500, answer.text[:2000]
        if answer.status_code != 304:
            assert answer.mimetype == "application/json", answer.text[:500]
        return answer


def body_of(
    kind: str, fields: dict[str, Any], action: str = "submit", **more: Any
) -> dict[str, Any]:
    """The body of a PUT as the contract has it."""
    return {"kind": kind, "base_version": None, "action": action, "fields": fields, **more}
