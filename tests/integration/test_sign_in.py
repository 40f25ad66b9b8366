"""Signing in and out: sessions, throttling, expiry in mid-form, and who learns what."""

import datetime as dt
from collections.abc import Callable

import pytest
import sqlalchemy as sa
from bs4 import BeautifulSoup
from flask import Flask

from sso_log.admin.services import people
from sso_log.audit.verify import verify
from sso_log.auth import sessions, throttle
from sso_log.auth.models import LoginSession, SignInAttempt
from sso_log.clock import now_utc
from sso_log.db import db, writing
from tests.client import PASSWORD, Browser
from tests.factories.force import Force

WRONG = "not the password at all"
Open = Callable[[str], Browser]


def try_to_sign_in(
    somebody: Browser, username: str, password: str, address: str = "127.0.0.1"
) -> int:
    """One try, from a page that may be older than its session; the status of the answer."""
    data = {"username": username, "password": password}
    source = {"REMOTE_ADDR": address}
    return somebody.post_raw("/sign-in", data, status=None, environ_overrides=source).status_code


def age_sessions(**ago: dt.timedelta) -> None:
    """Move columns of every session back in time."""
    changes = {name: now_utc() - value for name, value in ago.items()}
    with writing():
        db.session.execute(sa.update(LoginSession).values(**changes))


def test_a_person_signs_in_and_is_known_by_name(browser: Open) -> None:
    officer = browser("officer")
    officer.get("/account/password")
    assert "Officer Tester" in officer.page.get_text()


def test_a_username_is_the_same_in_any_case(force: Force, browser: Open) -> None:
    assert try_to_sign_in(browser(""), " OFFICER ", PASSWORD) == 303


def test_only_the_hash_of_a_session_is_in_the_database(browser: Open) -> None:
    officer = browser("officer")
    cookie = officer.client.get_cookie("sso_log_session")
    assert cookie is not None
    assert cookie.http_only
    kept = db.session.scalars(sa.select(LoginSession.token_hash)).all()
    assert cookie.value not in kept
    assert sessions.token_hash(cookie.value) in kept


def test_signing_in_again_makes_a_new_session_and_ends_the_old_one(browser: Open) -> None:
    officer = browser("officer")
    first = officer.client.get_cookie("sso_log_session")
    try_to_sign_in(officer, "officer", PASSWORD)
    second = officer.client.get_cookie("sso_log_session")
    assert first is not None and second is not None
    assert first.value != second.value
    officer.client.set_cookie("sso_log_session", first.value)
    officer.get("/account/password", status=302)


def test_a_cookie_is_worthless_after_signing_out(browser: Open) -> None:
    officer = browser("officer")
    cookie = officer.client.get_cookie("sso_log_session")
    response = officer.post("/sign-out")
    assert response.headers["Clear-Site-Data"]
    assert cookie is not None
    officer.client.set_cookie("sso_log_session", cookie.value)
    officer.get("/account/password", status=302)


@pytest.mark.parametrize("username", ["officer", "nobody at all", "", "x" * 5_000, "a%b_c"])
def test_one_sentence_answers_every_failure(force: Force, browser: Open, username: str) -> None:
    somebody = browser("")
    status = try_to_sign_in(somebody, username, WRONG)
    if username in ("officer", "nobody at all", "a%b_c"):
        assert status == 401
        assert "The username or password is not right." in somebody.page.get_text()
    else:
        assert status == 422


def test_a_disabled_person_is_answered_like_one_who_does_not_exist(
    force: Force, browser: Open
) -> None:
    officer = browser("officer")
    with writing():
        people.disable(force.actor("admin"), people.the_person("officer"))
    officer.get("/account/password", status=302)
    somebody = browser("")
    assert try_to_sign_in(somebody, "officer", PASSWORD) == 401
    assert "The username or password is not right." in somebody.page.get_text()


def test_guessing_is_slowed_down_alike_for_real_and_invented_people(
    force: Force, browser: Open
) -> None:
    for username in ("officer", "invented"):
        somebody = browser("")
        statuses = [try_to_sign_in(somebody, username, WRONG) for _ in range(12)]
        assert statuses == [401] * 10 + [429] * 2, username
    assert try_to_sign_in(browser(""), "officer", PASSWORD) == 429


def test_guessing_does_not_lock_out_the_person_guessed_at(force: Force, browser: Open) -> None:
    own = browser("officer2")
    own.post("/sign-out")
    for _ in range(11):
        try_to_sign_in(browser(""), "officer2", WRONG)
    assert try_to_sign_in(browser(""), "officer2", PASSWORD) == 429
    assert try_to_sign_in(own, "officer2", PASSWORD) == 303, "on their own device"
    elsewhere = browser("")
    assert try_to_sign_in(elsewhere, "officer2", PASSWORD, "192.0.2.7") == 303
    assert try_to_sign_in(browser(""), "officer", PASSWORD) == 303, "a colleague, same address"


def test_the_mark_of_a_device_serves_its_own_account_only(force: Force, browser: Open) -> None:
    marked = browser("officer")
    for _ in range(11):
        try_to_sign_in(marked, "sergeant", WRONG)
    assert try_to_sign_in(marked, "sergeant", PASSWORD) == 429


def test_one_account_is_guarded_against_guessing_from_many_addresses(
    force: Force, browser: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(throttle.LIMITS, "account", 5)
    for number in range(5):
        assert try_to_sign_in(browser(""), "officer", WRONG, f"192.0.2.{number}") == 401
    assert try_to_sign_in(browser(""), "officer", PASSWORD, "192.0.2.99") == 429


def test_waiting_ends_the_slowing_down(force: Force, browser: Open) -> None:
    for _ in range(11):
        try_to_sign_in(browser(""), "officer", WRONG)
    with writing():
        past = now_utc() - dt.timedelta(seconds=1)
        db.session.execute(sa.update(SignInAttempt).values(window_ends_at_utc=past))
    assert try_to_sign_in(browser(""), "officer", WRONG) == 401, "counted from one again"
    assert try_to_sign_in(browser(""), "officer", PASSWORD) == 303


def test_a_password_typed_as_username_is_kept_nowhere(force: Force, browser: Open) -> None:
    try_to_sign_in(browser(""), "my secret password", "officer")
    for table in ("sign_in_attempt", "audit_event"):
        rows = db.session.execute(sa.text(f"SELECT * FROM {table}")).all()
        assert rows
        assert "my secret password" not in str(rows)


@pytest.mark.parametrize(
    "ago",
    [
        {"last_seen_at_utc": dt.timedelta(minutes=61)},
        {"expires_at_utc": dt.timedelta(seconds=1)},
        {"ended_at_utc": dt.timedelta(seconds=1)},
    ],
)
def test_a_session_that_is_idle_old_or_ended_is_over(
    browser: Open, ago: dict[str, dt.timedelta]
) -> None:
    officer = browser("officer")
    officer.get("/account/password")
    age_sessions(**ago)
    response = officer.get("/account/password", status=302)
    assert response.location == "/sign-in?next=/account/password"


def test_a_session_in_use_is_noted_at_most_once_a_minute(browser: Open) -> None:
    officer = browser("officer")
    query = sa.select(LoginSession.last_seen_at_utc)
    began = db.session.scalar(query)
    officer.get("/account/password")
    db.session.rollback()
    assert db.session.scalar(query) == began
    age_sessions(last_seen_at_utc=dt.timedelta(minutes=2))
    officer.get("/account/password")
    db.session.rollback()
    assert (db.session.scalar(query) or began) >= began


def test_signed_out_requests_are_sent_to_sign_in_or_told_so(force: Force, browser: Open) -> None:
    somebody = browser("")
    response = somebody.get("/admin/people?q=a%20b", status=302)
    assert response.location == "/sign-in?next=/admin/people?q%3Da%2520b"
    somebody.post("/admin/people/new", {"name": "x"}, status=401)
    assert somebody.client.get("/audit").status_code == 302


def test_after_signing_in_a_person_is_where_they_wanted_to_be(force: Force, browser: Open) -> None:
    data = {"username": "officer", "password": PASSWORD}
    there = browser("").post("/sign-in", {**data, "next": "/account/password"})
    assert there.location == "/account/password"
    home = browser("").post("/sign-in", {**data, "next": "//evil.example/"})
    assert home.location == "/"


def expire_in_mid_form(admin: Browser, notes: str) -> dict[str, str]:
    """Post a form whose session has just ended; what the sign-in page carries."""
    token = admin.token()
    age_sessions(last_seen_at_utc=dt.timedelta(hours=2))
    form = {"name": notes, "username": "typed", "csrf_token": token}
    admin._checked(admin.client.post("/admin/people/new", data=form), 401)
    fields = admin.page.find_all("input", attrs={"type": "hidden"})
    return {field["name"]: field["value"] for field in fields}


def test_a_form_sent_after_expiry_comes_back_to_its_author(force: Force, browser: Open) -> None:
    admin = browser("admin")
    notes = 'Żółć "quoted" <b>\u2019 & so on'
    carried = expire_in_mid_form(admin, notes)
    assert "quoted" not in carried["sealed"]
    data = {"username": "admin", "password": PASSWORD, "sealed": carried["sealed"]}
    admin.post("/sign-in", data, status=200)
    form = admin.page.find("form", action="/admin/people/new")
    assert form is not None
    kept = {field["name"]: field["value"] for field in form.find_all("input")}
    assert kept["name"] == notes
    assert kept["username"] == "typed"
    admin._checked(admin.client.post("/admin/people/new", data=kept), 422)
    assert admin.page.find(id="name")["value"] == notes


def test_a_form_sent_after_expiry_is_shown_to_nobody_else(force: Force, browser: Open) -> None:
    admin = browser("admin")
    carried = expire_in_mid_form(admin, "a private draft")
    data = {"username": "officer", "password": PASSWORD, "sealed": carried["sealed"]}
    response = admin.post("/sign-in", {**data, "next": "/admin/people/new"})
    assert response.location == "/"
    assert "a private draft" not in response.text


def test_a_form_that_another_site_made_is_not_carried(force: Force, browser: Open) -> None:
    admin = browser("admin")
    age_sessions(last_seen_at_utc=dt.timedelta(hours=2))
    response = admin.client.post("/admin/people/new", data={"name": "forged"})
    assert response.status_code == 401
    assert BeautifulSoup(response.text, "html.parser").find(attrs={"name": "sealed"}) is None


def test_a_new_password_ends_every_session_and_the_old_password(
    force: Force, browser: Open
) -> None:
    tablet, desk = browser("officer"), browser("officer")
    new = "lantern puddle orchard"
    data = {"old_password": PASSWORD, "new_password": new, "new_password_again": new}
    tablet.post("/account/password", data)
    tablet.get("/account/password", status=302)
    desk.get("/account/password", status=302)
    assert try_to_sign_in(desk, "officer", PASSWORD) == 401
    assert try_to_sign_in(desk, "officer", new) == 303


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"old_password": WRONG}, "old_password"),
        ({"new_password": "short"}, "new_password"),
        ({"new_password": PASSWORD, "new_password_again": PASSWORD}, "new_password"),
        ({"new_password_again": "something else"}, "new_password_again"),
    ],
)
def test_a_new_password_that_will_not_do_is_explained(
    browser: Open, change: dict[str, str], field: str
) -> None:
    officer = browser("officer")
    new = "lantern puddle orchard"
    data = {"old_password": PASSWORD, "new_password": new, "new_password_again": new, **change}
    officer.post("/account/password", data, status=422)
    assert officer.page.find(id=f"{field}-error") is not None
    officer.get("/account/password")


def test_signing_in_and_failing_to_are_in_the_trail(force: Force, browser: Open) -> None:
    try_to_sign_in(browser(""), "officer", WRONG)
    browser("officer").post("/sign-out")
    query = "SELECT tag, address FROM audit_event WHERE tag LIKE 'sign%' ORDER BY seq"
    rows = db.session.execute(sa.text(query)).all()
    assert [tuple(row) for row in rows] == [
        ("sign_in_failed", "127.0.0.1"),
        ("sign_in", "127.0.0.1"),
        ("sign_out", "127.0.0.1"),
    ]
    assert verify(db.session()).ok


def test_a_long_session_asks_for_the_password_again_before_deciding(
    app: Flask, browser: Open
) -> None:
    app.config["SSO_LOG_IDLE_MINUTES"] = 600
    sergeant = browser("sergeant")
    path = "/review/01a00000-0000-7000-8000-000000000000/approve"
    sergeant.post(path, {"version": "1"}, status=404)
    age_sessions(password_at_utc=dt.timedelta(minutes=61))
    sergeant.post(path, {"version": "1"}, status=401)
    assert sergeant.page.h1.get_text() == "Enter your password again"
    sergeant.get("/account/password")
