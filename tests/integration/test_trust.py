"""What holds for every route at once: forged forms, headers, and reading that never writes."""

import datetime as dt
import hashlib

import pytest
import sqlalchemy as sa
import time_machine
from flask import Flask
from sqlalchemy.exc import OperationalError

from sso_log.admin.services import grants, people
from sso_log.audit import services as audit
from sso_log.auth.identity import Role
from sso_log.auth.models import Person
from sso_log.clock import now_utc
from sso_log.db import db, writing
from sso_log.reference.queries.units import unit_by_code
from tests.client import PASSWORD
from tests.factories.force import TEAM, Force
from tests.sweep import EVERYBODY, Form, Open, World, build_world, forms, pages, table

# Reading may only leave its trace and note that a session is in use.
TRACES = {"audit_event", "audit_head", "login_session", "sign_in_attempt"}
ALWAYS = (
    "Content-Security-Policy", "X-Content-Type-Options", "X-Frame-Options", "Referrer-Policy",
    "Cross-Origin-Opener-Policy", "Permissions-Policy",
)  # fmt: skip


@pytest.fixture
def world(force: Force) -> World:
    return build_world(force)


def fingerprints() -> dict[str, str]:
    """A digest of every row of every table that reading may not touch."""
    db.session.rollback()
    names = sorted(set(sa.inspect(db.engine).get_table_names()) - TRACES)
    found = {}
    for name in names:
        rows = db.session.execute(sa.text(f'SELECT * FROM "{name}"')).all()
        found[name] = hashlib.sha256(repr(sorted(map(repr, rows))).encode()).hexdigest()
    db.session.rollback()
    return found


# What views write does not depend on the engine.
@pytest.mark.parametrize("engine_name", ["sqlite"])
def test_reading_writes_nothing_but_its_trace(
    app: Flask, engine_name: str, world: World, browser: Open
) -> None:
    before = fingerprints()
    assert {"entry", "person", "duty_week", "entry_version"} <= set(before)
    for username in EVERYBODY:
        somebody = browser(username)
        for path in pages(app, world, username):
            for options in ({}, {"query_string": {"format": "csv", "page": "2"}}):
                assert somebody.client.get(path, **options).status_code < 500, path
            somebody.client.head(path)
    assert fingerprints() == before


def test_every_form_is_refused_without_the_token_of_its_session(
    app: Flask, world: World, browser: Open
) -> None:
    before = fingerprints()
    found: list[Form] = forms(app, world, browser)
    assert {form.endpoint for form in found} >= {"auth.sign_out", "review.approve", "admin.disable"}
    for form in found:
        somebody, other = browser(form.username), browser(form.username)
        whole = dict(form.pairs())
        for token in (None, "", "guess", other.token()):
            sent = {**whole, "csrf_token": token} if token is not None else dict(whole)
            if token is None:
                sent.pop("csrf_token", None)
            answer = somebody.client.post(form.action, data=sent)
            assert answer.status_code == 400, f"{form.endpoint} with {token!r}"
            assert "reload the page" in answer.text
    assert fingerprints() == before


def test_every_answer_bears_the_headers_and_no_page_is_kept(
    app: Flask, world: World, browser: Open
) -> None:
    somebody = browser("sergeant")
    paths = [*pages(app, world, "sergeant"), "/nothing", "/entries/x", "/admin/people", "/help/x"]
    answers = [somebody.client.get(path) for path in dict.fromkeys(paths)]
    answers += [
        somebody.client.post("/sign-out", data={}),
        somebody.client.post("/entries/new/engagement", data="x" * 3_000_000),
        somebody.client.put("/review"),
        somebody.client.get("/", headers={"Host": "evil.example"}),
        browser("").client.get("/review"),
    ]
    assert {answer.status_code for answer in answers} >= {200, 302, 400, 403, 404, 405}
    for answer in answers:
        for name in ALWAYS:
            assert name in answer.headers, f"{answer.request.path} ({answer.status_code}): {name}"
        kept = answer.headers["Cache-Control"]
        assert "no-store" in kept or answer.request.path == "/api/v1/reference", answer.request.path
    secure = somebody.client.get("/", base_url="https://localhost")
    assert "max-age" in secure.headers["Strict-Transport-Security"]


@pytest.mark.parametrize(
    "host", ["evil.example", "localhost.evil.example", "localhost@evil.example"]
)
def test_another_host_is_refused_and_never_repeated(browser: Open, host: str) -> None:
    answer = browser("").client.get("/sign-in", headers={"Host": host})
    assert answer.status_code == 400
    assert "evil.example" not in answer.text + str(answer.headers)


@pytest.mark.parametrize("target", ["//evil.example", "https://evil.example", "/\\evil.example",
    "/\t/evil.example", "\\\\evil.example", "javascript:alert(1)",
    "/%0d%0aX-Stolen: 1\r\nX-Stolen: 1",
    "http:evil.example", "///evil.example", "/sign-in", " /x", "/x\u2028y"])  # fmt: skip
def test_signing_in_never_leads_away(force: Force, browser: Open, target: str) -> None:
    data = {"username": "officer", "password": PASSWORD, "next": target}
    answer = browser("").post("/sign-in", data)
    assert answer.location == "/"
    assert "X-Stolen" not in answer.headers


def test_a_method_cannot_be_smuggled_in(force: Force, world: World, browser: Open) -> None:
    sergeant = browser("sergeant")
    path = f"/review/{world.ids['entry_id']}/approve"
    for options in (
        {"headers": {"X-HTTP-Method-Override": "POST"}},
        {"query_string": {"_method": "POST", "csrf_token": sergeant.token(), "version": "1"}},
    ):
        assert sergeant.client.get(path, **options).status_code == 405


def test_a_session_handed_to_somebody_is_not_the_one_they_sign_in_to(browser: Open) -> None:
    victim = browser("")
    victim.client.set_cookie("sso_log_session", "planted-by-somebody-else")
    victim.sign_in("officer")
    cookie = victim.client.get_cookie("sso_log_session")
    assert cookie is not None and cookie.value != "planted-by-somebody-else"
    thief = browser("")
    thief.client.set_cookie("sso_log_session", "planted-by-somebody-else")
    thief.get("/entries", status=302)


def test_a_session_ends_after_twelve_hours_however_busy(
    app: Flask, force: Force, browser: Open
) -> None:
    began = now_utc()
    with time_machine.travel(began, tick=False) as traveller:
        officer = browser("officer")
        for minutes in range(50, 12 * 60, 50):
            traveller.move_to(began + dt.timedelta(minutes=minutes))
            officer.get("/entries")
        traveller.move_to(began + dt.timedelta(hours=12, seconds=1))
        officer.get("/entries", status=302)


def test_a_session_left_alone_for_an_hour_is_over(force: Force, browser: Open) -> None:
    began = now_utc()
    with time_machine.travel(began, tick=False) as traveller:
        officer, other = browser("officer"), browser("officer2")
        traveller.move_to(began + dt.timedelta(minutes=59))
        officer.get("/entries")
        traveller.move_to(began + dt.timedelta(minutes=61))
        officer.get("/entries")
        other.get("/entries", status=302)


def test_a_role_taken_away_or_given_is_obeyed_on_the_next_request(
    force: Force, browser: Open
) -> None:
    officer, admin = browser("officer2"), force.actor("admin")
    officer.get("/entries")
    team = unit_by_code(TEAM)
    assert team is not None
    with writing():
        grants.revoke(admin, db.session.get_one(Person, force.ids["officer2"]), Role.OFFICER, team)
    officer.get("/entries", status=403)
    with writing():
        person = db.session.get_one(Person, force.ids["officer2"])
        grants.give(admin, person, Role.OFFICER, unit_by_code(TEAM))  # type: ignore[arg-type]
    officer.get("/entries")
    with writing():
        people.disable(admin, db.session.get_one(Person, force.ids["officer2"]))
    officer.get("/entries", status=302)


def test_a_record_of_a_child_is_not_shown_when_the_reading_cannot_be_logged(
    world: World, browser: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    sergeant = browser("sergeant")
    paths = [f"/{area}/{world.entries['diversion submitted']}" for area in ("review", "entries")]
    for path in paths:
        assert "Male" in sergeant.get(path).text

    def full(*_args: object) -> None:
        raise OperationalError("INSERT", {}, Exception("disk is full"))

    monkeypatch.setattr(audit, "_lock_head", full)
    for path in [*paths, f"/api/v1/entries/{world.entries['diversion submitted']}"]:
        answer = sergeant.client.get(path)
        assert answer.status_code == 503, path
        assert "Male" not in answer.text


def test_every_unexpected_field_is_ignored(force: Force, browser: Open) -> None:
    """Mass assignment: names of columns sent along change nothing."""
    from sqlalchemy import select

    from sso_log.entries.models import Entry
    from tests.factories.forms import form_of

    answered = {"started_at", "ended_at", "duration_minutes"}  # questions, and columns too
    names = {column.name for column in Entry.__table__.columns} - answered
    columns = dict.fromkeys(names, "9") | {
        "status": "approved", "officer_id": str(force.ids["officer2"]), "version": "7",
        "decided_by_id": str(force.ids["officer"]), "first_submitted_at_utc": "2020-01-01",
    }  # fmt: skip
    own = [(name, value) for name, value in form_of("engagement") if name not in columns]
    kept = [(name, value) for name, value in form_of("engagement") if name in columns]
    extra = [(name, value) for name, value in columns.items() if name not in dict(kept)]
    browser("officer").post("/entries/new/engagement", own + kept + extra)
    entry = db.session.scalars(select(Entry)).one()
    assert (entry.status, entry.version) == ("submitted", 1)
    assert entry.officer_id == force.ids["officer"]
    assert entry.decided_by_id is None


def test_every_route_that_changes_something_is_guarded_against_forgery(app: Flask) -> None:
    from sso_log.web.forms import csrf

    assert not csrf._exempt_views and not csrf._exempt_blueprints
    assert app.config.get("WTF_CSRF_ENABLED", True)
    assert any("POST" in row["methods"] for row in table(app))
