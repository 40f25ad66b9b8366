"""What every answer carries, whole: headers, cookies, files without formulas, and slow guessing.

Strings are written out here and compared whole, so that one directive less or one attribute more
is seen. None of it depends on the engine.
"""

import csv
import functools
import io
import re
from collections.abc import Callable
from pathlib import Path

import pytest
import sqlalchemy as sa
from argon2 import PasswordHasher, extract_parameters
from flask import Flask
from werkzeug.test import TestResponse

from sso_log.admin.services import people
from sso_log.auth import throttle
from sso_log.db import db, writing
from sso_log.reference.models import Unit
from sso_log.web import static
from tests.client import PASSWORD, Browser
from tests.factories.force import HACKNEY, Force

pytestmark = pytest.mark.parametrize("engine_name", ["sqlite"])
Open = Callable[[str], Browser]
WRONG = "not the password at all"
HEADERS = {
    "Content-Security-Policy": (
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; "
        "font-src 'self'; connect-src 'self'; manifest-src 'self'; worker-src 'self'; "
        "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
    ),
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": (
        "camera=(), geolocation=(), microphone=(), payment=(), usb=(), browsing-topics=()"
    ),
    "Referrer-Policy": "same-origin",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Cache-Control": "no-store",
}
FORMULA = "=HYPERLINK(A1)"


def carried(answer: TestResponse) -> dict[str, str | None]:
    return {name: answer.headers.get(name) for name in HEADERS}


@pytest.mark.parametrize(
    ("path", "status", "options"),
    [
        ("/review", 200, {}),
        ("/api/v1/session", 200, {}),
        ("/summaries/abstraction?format=csv", 200, {}),
        ("/entries/new/nothing", 404, {}),
        ("/nothing", 404, {}),
        ("/admin/people", 403, {}),
        ("/api/v1/nothing", 404, {}),
        ("/review", 405, {"method": "PUT"}),
        ("/review/bulk-approve", 400, {"method": "POST"}),
        ("/", 400, {"headers": {"Host": "evil.example"}}),
        ("/review?page=%00", 400, {}),
    ],
)
def test_pages_files_and_errors_carry_the_same_headers_word_for_word(
    browser: Open, path: str, status: int, options: dict[str, object]
) -> None:
    answer = browser("sergeant").client.open(path, buffered=True, **options)
    assert answer.status_code == status
    assert carried(answer) == HEADERS
    assert "Strict-Transport-Security" not in answer.headers


@pytest.mark.parametrize("path", ["/sign-in", "/nothing", "/review", "/healthz"])
def test_over_https_browsers_are_told_to_stay_there(browser: Open, path: str) -> None:
    answer = browser("").client.get(path, base_url="https://localhost")
    assert answer.headers["Strict-Transport-Security"] == "max-age=31536000"
    assert carried(answer) == HEADERS


def test_static_files_are_not_sniffed_nor_taken_by_others(
    app: Flask, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "app.css").write_text("p { color: black }")
    assets = static.Assets(tmp_path)
    monkeypatch.setattr(static, "Assets", functools.partial(static.Assets, tmp_path))
    static.init_app(app)
    answer = app.test_client().get(assets.url("app.css"), buffered=True)
    assert (answer.status_code, answer.mimetype) == (200, "text/css")
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Cross-Origin-Resource-Policy"] == "same-origin"
    assert "Access-Control-Allow-Origin" not in answer.headers
    assert "immutable" in answer.headers["Cache-Control"]


def cookies(answer: TestResponse) -> dict[str, str]:
    """What the browser is told about each cookie, without its value and the hour it ends at."""
    found = {}
    for line in answer.headers.getlist("Set-Cookie"):
        name, _, rest = line.partition("=")
        found[name] = re.sub(r"Expires=[^;]*; ", "", rest.partition("; ")[2])
    return found


def sign_in(browser: Browser, scheme: str) -> TestResponse:
    base = f"{scheme}://localhost"
    page = browser.client.get("/sign-in", base_url=base)
    token = re.search(r'name="csrf_token"[^>]*value="([^"]+)"', page.text)
    assert token
    data = {"username": "officer", "password": PASSWORD, "csrf_token": token[1]}
    referer = {"Referer": f"{base}/sign-in"}
    answer = browser.client.post("/sign-in", data=data, base_url=base, headers=referer)
    assert answer.status_code == 303, answer.text[:500]
    return answer


def test_cookies_are_strict_word_for_word(app: Flask, browser: Open) -> None:
    stranger = browser("")
    page = stranger.client.get("/sign-in")
    assert cookies(page) == {"sso_log_form": "HttpOnly; Path=/; SameSite=Lax"}
    assert cookies(sign_in(stranger, "http")) == {
        "sso_log_form": "Max-Age=0; HttpOnly; Path=/; SameSite=Lax",
        "sso_log_session": "HttpOnly; Path=/; SameSite=Lax",
        "sso_log_device": "Max-Age=15552000; HttpOnly; Path=/; SameSite=Lax",
    }


def test_signing_out_takes_the_session_s_cookie_away_as_strictly(browser: Open) -> None:
    taken = cookies(browser("officer").post("/sign-out"))
    assert taken["sso_log_session"] == "Max-Age=0; HttpOnly; Path=/; SameSite=Lax"


def test_over_https_cookies_are_secure_and_the_session_s_is_of_this_host_only(
    app: Flask, browser: Open
) -> None:
    app.config["SESSION_COOKIE_SECURE"] = True
    stranger = browser("")
    page = stranger.client.get("/sign-in", base_url="https://localhost")
    assert cookies(page) == {"sso_log_form": "Secure; HttpOnly; Path=/; SameSite=Lax"}
    assert cookies(sign_in(stranger, "https")) == {
        "sso_log_form": "Max-Age=0; Secure; HttpOnly; Path=/; SameSite=Lax",
        "__Host-sso_log_session": "Secure; HttpOnly; Path=/; SameSite=Lax",
        "sso_log_device": "Max-Age=15552000; Secure; HttpOnly; Path=/; SameSite=Lax",
    }


@pytest.mark.parametrize(
    "path", ["/summaries/abstraction?format=csv&table=units", "/framework/D1?format=csv"]
)
def test_no_cell_of_a_downloaded_file_is_a_formula(force: Force, browser: Open, path: str) -> None:
    with writing():
        db.session.execute(sa.update(Unit).where(Unit.code == HACKNEY).values(name=FORMULA))
    text = browser("inspector").client.get(path).text.removeprefix("\ufeff")
    cells = [cell for row in csv.reader(io.StringIO(text, newline="")) for cell in row]
    assert f"'{FORMULA}" in cells
    assert not [cell for cell in cells if cell.lstrip()[:1] in ("=", "+", "@", "\t", "\r")]


def guess(browser: Browser, username: str, password: str = WRONG) -> int:
    data = {"username": username, "password": password}
    return browser.post("/sign-in", data, status=None).status_code


def test_one_address_cannot_try_one_password_on_everybody(
    force: Force, browser: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert throttle.LIMITS == {"pair": 10, "account": 100, "address": 200, "device": 10}
    monkeypatch.setitem(throttle.LIMITS, "address", 5)
    tries = [guess(browser(""), f"person{number}") for number in range(7)]
    assert tries == [401] * 5 + [429] * 2


def test_signing_in_oneself_does_not_clear_what_an_address_has_tried_on_others(
    force: Force, browser: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(throttle.LIMITS, "address", 5)
    tries = [guess(browser(""), f"person{number}") for number in range(4)]
    assert guess(browser(""), "officer", PASSWORD) == 303
    tries += [guess(browser(""), f"person{number}") for number in range(4, 6)]
    assert tries == [401] * 5 + [429]


def test_guessing_the_old_password_on_a_stolen_session_is_slowed_down(
    force: Force, browser: Open
) -> None:
    stolen, new = browser("officer"), "lantern puddle orchard"
    both = {"new_password": new, "new_password_again": new}
    tries = [
        stolen.post("/account/password", {"old_password": old, **both}, status=None).status_code
        for old in [*[f"{WRONG} {number}" for number in range(10)], PASSWORD]
    ]
    assert tries == [422] * 10 + [429]
    assert guess(browser(""), "officer", PASSWORD) == 303, "the owner still signs in"


def test_an_unknown_or_disabled_person_costs_the_same_work_as_a_known_one(
    force: Force, browser: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    with writing():
        people.disable(force.actor("admin"), people.the_person("officer2"))
    verify, costs = PasswordHasher.verify, []

    def counted(self: PasswordHasher, stored: str, password: str) -> bool:
        costs.append(extract_parameters(stored))
        return verify(self, stored, password)

    monkeypatch.setattr(PasswordHasher, "verify", counted)
    by_person = {}
    for username in ("officer", "officer2", "nobody at all"):
        costs.clear()
        assert guess(browser(""), username) == 401
        by_person[username] = list(costs)
    assert len(by_person["officer"]) == 1
    assert by_person["officer"] == by_person["officer2"] == by_person["nobody at all"]
