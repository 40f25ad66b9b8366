"""The test client: a browser that checks every page it gets.

Each HTML page must parse as HTML5 without errors, have one h1 and a title, ids used once, labels
that point to something, and a strict Content-Security-Policy.
"""

import re
from collections import Counter
from collections.abc import Iterator
from typing import Any
from urllib.parse import urljoin, urlsplit

import html5lib
from bs4 import BeautifulSoup, Tag
from flask import has_app_context
from flask.testing import FlaskClient
from werkzeug.datastructures import MultiDict
from werkzeug.test import TestResponse

from sso_log.db import db

PASSWORD = "a long enough test password"
# Answers to what a page in hand does not offer: signed out, not yours, not there, not any more.
_REFUSALS = {401, 403, 404, 409, 410}


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
        self.path = "/"

    def get(self, path: str, status: int = 200, **options: Any) -> TestResponse:
        """Get a page, and check that it is one."""
        return self._checked(self.client.get(path, **options), status)

    def post(
        self,
        path: str,
        data: Any = None,
        status: int | None = 303,
        form_on: str | None = None,
        **options: Any,
    ) -> TestResponse:
        """Send the form of a page that goes to this path, with the token that the form holds.

        The form is on the page in hand, else on the page `form_on`, else on the page of the path or
        one above it. A form whose refusal is expected may come from a page that is gone, or that
        this person was never given: it is sent like by `post_raw`. `status` None accepts any
        answer below 500.
        """
        if status in _REFUSALS:
            return self.post_raw(path, data, status, **options)
        return self._send(path, data, status, self._form_token(path, form_on), options)

    def post_raw(
        self, path: str, data: Any = None, status: int | None = 303, **options: Any
    ) -> TestResponse:
        """Send something that no form of a page sends, with the token of the session."""
        return self._send(path, data, status, self.token(), options)

    def _send(
        self, path: str, data: Any, status: int | None, token: str, options: dict[str, Any]
    ) -> TestResponse:
        pairs = list(data) if isinstance(data, list) else list((data or {}).items())
        body = MultiDict([*pairs, ("csrf_token", token)])
        return self._checked(self.client.post(path, data=body, **options), status)

    def _form_token(self, path: str, form_on: str | None) -> str:
        """The token in the form that goes to a path. Raises PageError when there is none."""
        target = urlsplit(path).path
        searched = []
        for address, page in self._pages_around(target, form_on):
            searched.append(address)
            for form in _forms_to(target, address, page):
                field = form.find("input", attrs={"name": "csrf_token", "value": True})
                if not isinstance(field, Tag):
                    raise PageError(f"The form on {address} that posts to {target} has no token.")
                return str(field["value"])
        raise PageError(
            f"No form that posts to {target} on {searched}. Get the page that has it first, name "
            "it with form_on=, or use post_raw for what no page sends."
        )

    def _pages_around(self, path: str, form_on: str | None) -> Iterator[tuple[str, BeautifulSoup]]:
        if form_on is None:
            yield self.path, self.page
            parts = path.rstrip("/").split("/")
            addresses = ["/".join(parts[:count]) or "/" for count in range(len(parts), 0, -1)]
        else:
            addresses = [form_on]
        for address in addresses:
            response = self.client.get(address, follow_redirects=form_on is not None)
            if response.status_code == 200 and response.mimetype == "text/html":
                yield response.request.path, BeautifulSoup(response.text, "html.parser")

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
            self.page, self.path = check_page(response), response.request.path
        return response


def _forms_to(target: str, address: str, page: BeautifulSoup) -> list[Tag]:
    """The forms of a page, or of its buttons, that post to a path."""
    return [
        form
        for form in page.find_all("form", method="post")
        for action in (
            form.get("action") or address,
            *(button["formaction"] for button in form.find_all("button", formaction=True)),
        )
        if urlsplit(urljoin(address, str(action))).path == target
    ]


def _words(response: TestResponse) -> str:
    text = response.get_data(as_text=True)
    return BeautifulSoup(text, "html.parser").get_text(" ", strip=True)
