"""Every route × role by the table written by hand, and entries × whose they are.

A route that is added without a line in `tests/access_table`, asks something else than its line
says, or answers somebody whom the table leaves out, fails here.
"""

import ast
import datetime as dt
import re
import uuid
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import sqlalchemy as sa
from flask import Flask
from werkzeug.test import TestResponse

from sso_log.auth import policy
from sso_log.auth.guards import Audience, audience_of
from sso_log.auth.identity import Role
from sso_log.auth.models import LoginSession
from sso_log.auth.policy import Permission
from sso_log.clock import now_utc
from sso_log.db import db, writing
from sso_log.ids import new_id
from tests.access_table import PUBLIC, ROLES, ROLES_OF, SIGNED_IN, TABLE, Route
from tests.client import Browser
from tests.factories.entries import an_entry
from tests.factories.force import Force

ROOT = Path(__file__).resolve().parents[2]
REFUSED = {403, 404}
ARRIVED = {200, 302, 303, 304}
# Signing out ends the browser that the rest of the test uses; assets need not be built.
SWEPT = [route for route in TABLE if route.endpoint not in {"auth.sign_out", "static"}]
SAMPLES = {
    "slug": "engagement",
    "topic": "engagement",
    "urn": "100001",
    "week_text": "2026-W10",
    "indicator_id": "D1",
}
AGAIN = "Enter your password again"


def address(route: Route, entry_id: uuid.UUID) -> str:
    """An address of the route: a real value for what is known, an unknown one for the rest."""
    return re.sub(r"<(\w+)>", lambda part: SAMPLES.get(part[1]) or str(entry_id), route.rule)


def send(browser: Browser, route: Route, entry_id: uuid.UUID, token: str) -> TestResponse:
    """Call the route as a page (or for JSON, the tablet) of this session would."""
    return browser.client.open(
        address(route, entry_id),
        method=route.method,
        data={"csrf_token": token} if route.method != "GET" else None,
        headers={"X-CSRF-Token": token},
    )


def declared(app: Flask) -> Counter[tuple[str, str, str, str]]:
    """Method, address, endpoint and permission of every route as the application has it."""
    return Counter(
        (method, re.sub(r"<\w+:", "<", rule.rule), rule.endpoint, asked(app, rule.endpoint))
        for rule in app.url_map.iter_rules()
        for method in (rule.methods or set()) - {"HEAD", "OPTIONS"}
    )


def asked(app: Flask, endpoint: str) -> str:
    audience = audience_of(app, endpoint) or Audience("nobody")
    return audience.permission.value if audience.permission else audience.kind


def test_every_route_is_in_the_written_table_and_asks_what_it_says(app: Flask) -> None:
    written = Counter((route.method, route.rule, route.endpoint, route.asks) for route in TABLE)
    assert sorted(declared(app) - written) == [], "routes that the written table does not have"
    assert sorted(written - declared(app)) == [], "lines of the written table without a route"


def test_the_written_table_knows_every_role_and_permission() -> None:
    assert set(ROLES) == {role.value for role in Role}
    assert set(ROLES_OF) == {permission.value for permission in Permission}
    assert {route.asks for route in TABLE} <= {*ROLES_OF, PUBLIC, SIGNED_IN}


@pytest.mark.parametrize("permission", list(Permission))
def test_a_permission_is_for_the_roles_that_the_written_table_names(
    permission: Permission,
) -> None:
    assert {role.value for role in policy.audience(permission)} == ROLES_OF[permission.value]


def test_every_permission_is_asked_somewhere() -> None:
    """By a guard or a call: what only decides whether a menu shows an item does not count."""
    menus = ROOT / "sso_log" / "home"
    calls = [
        call
        for path in (ROOT / "sso_log").rglob("*.py")
        if not path.is_relative_to(menus) and path.name != "policy.py"
        for call in calls_in(ast.parse(path.read_text()))
    ]
    names = {ast.unparse(argument) for call in calls for argument in call.args}
    assert {f"Permission.{name}" for name in Permission.__members__} - names == set()


def calls_in(node: ast.AST) -> Iterator[ast.Call]:
    """Every call in a piece of source but those inside the registering of a menu's item."""
    if isinstance(node, ast.Call):
        if isinstance(node.func, ast.Name) and node.func.id == "register":
            return
        yield node
    for child in ast.iter_child_nodes(node):
        yield from calls_in(child)


@pytest.mark.parametrize("role", ROLES)
def test_a_role_is_refused_by_every_route_that_is_not_for_it(
    app: Flask, force: Force, browser: Callable[[str], Browser], role: str
) -> None:
    entry = an_entry(force.actor("officer"), "engagement")
    someone = browser(role)
    token = someone.token()
    wrong = []
    for route in SWEPT:
        if route.asks == PUBLIC or role in route.roles:
            continue
        response = send(someone, route, entry.id, token)
        if response.status_code not in REFUSED:
            wrong.append(f"{route.method} {route.rule}: {response.status_code}")
    assert not wrong


@pytest.mark.parametrize("role", ROLES)
def test_a_role_reaches_every_page_that_is_for_it(
    app: Flask, force: Force, browser: Callable[[str], Browser], role: str
) -> None:
    someone = browser(role)
    wrong = []
    for route in SWEPT:
        if role not in route.roles or route.method != "GET" or "_id>" in route.rule:
            continue
        response = someone.client.get(address(route, new_id()))
        if response.status_code not in ARRIVED:
            wrong.append(f"GET {route.rule}: {response.status_code}")
    assert not wrong


def test_nobody_signed_out_reaches_what_is_not_public(
    app: Flask, browser: Callable[[str], Browser]
) -> None:
    stranger = browser("")
    token = stranger.token()
    wrong = []
    for route in SWEPT:
        response = send(stranger, route, new_id(), token)
        sent_to_sign_in = response.status_code == 302 and "/sign-in" in response.location
        if route.asks == PUBLIC:
            right = response.status_code not in {401, 403} or route.endpoint == "auth.do_sign_in"
        elif route.method == "GET" and not route.rule.startswith("/api/"):
            right = sent_to_sign_in
        else:
            right = response.status_code == 401
        if not right:
            wrong.append(f"{route.method} {route.rule}: {response.status_code}")
    assert not wrong


@pytest.mark.parametrize("username", ["sergeant", "inspector", "admin"])
def test_in_a_long_session_exactly_the_decisions_ask_for_the_password_again(
    app: Flask, force: Force, browser: Callable[[str], Browser], username: str
) -> None:
    app.config["SSO_LOG_IDLE_MINUTES"] = 600
    entry_id = an_entry(force.actor("officer"), "engagement").id
    someone = browser(username)
    token = someone.token()
    long_ago = now_utc() - dt.timedelta(minutes=61)
    wrong = []
    for route in SWEPT:
        if username not in route.roles or route.endpoint == "auth.do_sign_in":
            continue
        with writing():
            db.session.execute(sa.update(LoginSession).values(password_at_utc=long_ago))
        response = send(someone, route, entry_id, token)
        asks_again = response.status_code == 401 and AGAIN in response.text
        if asks_again != route.password_again:
            wrong.append(f"{route.method} {route.rule}: {response.status_code}")
    assert not wrong


@pytest.mark.parametrize(
    "path",
    ["/framework?format=csv", "/framework/D1?format=csv", "/summaries/abstraction?format=csv"],
)
def test_a_figure_is_taken_away_only_with_the_permission_to_export(
    force: Force, browser: Callable[[str], Browser], monkeypatch: pytest.MonkeyPatch, path: str
) -> None:
    analyst = browser("analyst")
    assert analyst.client.get(path, buffered=True).mimetype == "text/csv"
    monkeypatch.setitem(policy.POLICY, Permission.EXPORT, lambda _actor, _target: False)
    assert analyst.client.get(path).status_code == 403
    assert analyst.client.get(path.partition("?")[0]).status_code == 200


# Whose entry (by an officer of the team), and who may open its page.
READERS = {
    "officer": 200,
    "officer2": 404,
    "far_officer": 404,
    "sergeant": 200,
    "sergeant2": 200,
    "other_sergeant": 404,
    "far_sergeant": 404,
    "inspector": 200,
    "far_inspector": 404,
    "analyst": {403, 404},
    "auditor": {403, 404},
    "board": {403, 404},
    "admin": {403, 404},
    "nobody": {403, 404},
}


@pytest.mark.parametrize("kind", ["engagement", "diversion", "abstraction"])
def test_an_entry_opens_only_for_its_officer_and_those_who_answer_for_the_team(
    app: Flask, force: Force, browser: Callable[[str], Browser], kind: str
) -> None:
    entry_id = an_entry(force.actor("officer"), kind).id
    wrong = {}
    for username, expected in READERS.items():
        found = browser(username).client.get(f"/entries/{entry_id}").status_code
        if found not in (expected if isinstance(expected, set) else {expected}):
            wrong[username] = found
    assert not wrong


DECIDERS = {"sergeant", "sergeant2"}


@pytest.mark.parametrize("action", ["approve", "return", "void"])
def test_only_the_sergeants_of_the_team_decide_an_officers_entry(
    app: Flask, force: Force, browser: Callable[[str], Browser], action: str
) -> None:
    may = DECIDERS | ({"inspector"} if action == "void" else set())
    wrong = {}
    for username in READERS:
        entry = an_entry(force.actor("officer"), "engagement")
        body = {
            "version": "1",
            "reason_code": "other",
            "reason": "A reason in a sentence.",
            "fields": "pupils",
        }
        response = browser(username).post(f"/review/{entry.id}/{action}", body, status=None)
        done = response.status_code in (302, 303)
        if done != (username in may):
            wrong[username] = response.status_code
    assert not wrong


def test_a_missing_entry_and_a_foreign_one_answer_alike(
    app: Flask, force: Force, browser: Callable[[str], Browser]
) -> None:
    foreign = an_entry(force.actor("far_officer"), "diversion", school="100004").id
    sergeant = browser("sergeant")

    def words(entry_id: uuid.UUID) -> tuple[int, str]:
        response = sergeant.client.get(f"/entries/{entry_id}")
        text = re.sub(r'(value|content|nonce)="[^"]*"', "", response.text)
        return response.status_code, text.replace(str(entry_id), "")

    assert words(foreign) == words(new_id())
