"""The test client: a browser that checks every page it gets.

Each HTML page must parse as HTML5 without errors, have one h1 and a title, ids used once, labels
that point to something, and a strict Content-Security-Policy.
"""

import re
from collections import Counter
from typing import Any

import html5lib
from bs4 import BeautifulSoup
from flask import has_app_context
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from sso_log.db import db

PASSWORD = "a long enough test password"


class PageError(AssertionError):
    """A page that no browser should be given."""


def check_page(response: TestResponse, harmless: frozenset[str] = frozenset()) -> BeautifulSoup:
    """Parse a page and refuse it when it is not well made; `harmless` are errors of HTML5."""
    text = response.get_data(as_text=True)
    parser = html5lib.HTMLParser(strict=False)
    parser.parse(text)
    problems = [error for error in parser.errors if error[1] not in _HARMLESS | harmless]
    if problems:
        raise PageError(f"{response.request.path}: not HTML5: {problems[:3]}")
    soup = BeautifulSoup(text, "html.parser")
    headings = soup.find_all("h1")
    if len(headings) != 1:
        raise PageError(f"{response.request.path}: {len(headings)} h1 elements")
    if not soup.title or not soup.title.get_text(strip=True):
        raise PageError(f"{response.request.path}: no title")
    repeated = [i for i, n in Counter(tag["id"] for tag in soup.find_all(id=True)).items() if n > 1]
    if repeated:
        raise PageError(f"{response.request.path}: ids used twice: {repeated}")
    known = {tag["id"] for tag in soup.find_all(id=True)}
    for attribute in ("for", "aria-describedby", "aria-labelledby"):
        for tag in soup.find_all(attrs={attribute: True}):
            value = tag[attribute]
            names = value.split() if isinstance(value, str) else value
            missing = [name for name in names if name not in known]
            if missing:
                raise PageError(f"{response.request.path}: {attribute} to nowhere: {missing}")
    policy = response.headers.get("Content-Security-Policy", "")
    if "unsafe-inline" in policy or "default-src" not in policy:
        raise PageError(f"{response.request.path}: weak Content-Security-Policy: {policy!r}")
    if soup.find_all(style=True) or soup.find_all("style"):
        raise PageError(f"{response.request.path}: inline style under a strict policy")
    return soup


_HARMLESS = {"unknown-doctype"}


class FreshClient(FlaskClient):
    """A client whose requests share nothing with the test around them, as in a server.

    Tests run inside an application context; without a context of its own, a request would find
    the `g` and the database session of the request before it.
    """

    def open(self, *args: Any, **kwargs: Any) -> TestResponse:
        """Send one request in a context of its own."""
        if has_app_context():
            db.session.rollback()  # what the test has read must not block what the request writes
        with self.application.app_context():
            return super().open(*args, **kwargs)


class Browser:
    """Follows the application as a person would; `page` is the last page, parsed."""

    def __init__(self, client: FlaskClient) -> None:
        self.client = client
        self.page = BeautifulSoup("", "html.parser")

    def get(self, path: str, status: int = 200, **options: Any) -> TestResponse:
        """Get a page, and check that it is one."""
        return self._checked(self.client.get(path, **options), status)

    def post(self, path: str, data: Any = None, status: int = 303, **options: Any) -> TestResponse:
        """Post a form with the token of the session; `status` None accepts any below 500."""
        body = dict(data or {}) if not isinstance(data, list) else {}
        pairs = list(data) if isinstance(data, list) else []
        if pairs:
            pairs.append(("csrf_token", self.token()))
            from werkzeug.datastructures import MultiDict

            return self._checked(self.client.post(path, data=MultiDict(pairs), **options), status)
        body["csrf_token"] = self.token()
        return self._checked(self.client.post(path, data=body, **options), status)

    def token(self) -> str:
        """A CSRF token of this session, read from a page as a browser would have it."""
        response = self.client.get("/accessibility")
        found = re.search(r'name="csrf[_-]token"[^>]*?(?:value|content)="([^"]+)"', response.text)
        if found is None:
            response = self.client.get("/sign-in")
            found = re.search(r'name="csrf_token"[^>]*?value="([^"]+)"', response.text)
        assert found, "no CSRF token on the page"
        return found[1]

    def sign_in(self, username: str, password: str = PASSWORD) -> "Browser":
        """Sign in through the form."""
        response = self.post("/sign-in", {"username": username, "password": password}, status=None)
        assert response.status_code in (302, 303), response.text[:2000]
        return self

    def _checked(self, response: TestResponse, status: int | None) -> TestResponse:
        expected = {302, 303} if status == 303 else {status}
        if status is not None and response.status_code not in expected:
            raise AssertionError(
                f"{response.request.method} {response.request.path}: {response.status_code}, "
                f"expected {status}\n{_words(response)[:3000]}"
            )
        assert response.status_code < 500, _words(response)[:3000]
        if response.mimetype == "text/html" and response.status_code not in (301, 302, 303):
            self.page = check_page(response)
        return response


def _words(response: TestResponse) -> str:
    text = response.get_data(as_text=True)
    return BeautifulSoup(text, "html.parser").get_text(" ", strip=True)
