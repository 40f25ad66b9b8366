"""Every route × role, generated from the route table, and entries × whose they are.

A route that is added without an audience, or answers somebody outside it, fails here without
anyone writing a test for it.
"""

import re
import uuid
from collections.abc import Callable, Iterator

import pytest
from flask import Flask

from sso_log.auth.identity import Role
from sso_log.auth.routes_table import routes
from sso_log.ids import new_id
from tests.client import Browser
from tests.factories.entries import an_entry
from tests.factories.force import Force

ROLES = [role.value for role in Role]
REFUSED = {403, 404}
# Signing out ends the browser that the rest of the test uses.
LEFT_OUT = {"auth.sign_out"}
SAMPLES = {
    "kind": "engagement",
    "topic": "engagement",
    "urn": "100001",
    "week": "2026-W10",
    "indicator": "D1",
    "filename": "app.css",
}


def sample(rule: str, entry_id: uuid.UUID) -> str:
    """An address for a rule: a real value for what is known, an unknown one for the rest."""

    def value(match: re.Match[str]) -> str:
        converter, _, name = match[1].rpartition(":")
        if converter == "uuid":
            return str(entry_id)
        for known, text in SAMPLES.items():
            if known in name:
                return text
        return "100001" if converter == "int" else "x"

    return re.sub(r"<([^>]+)>", value, rule)


def table(app: Flask) -> Iterator[dict[str, object]]:
    return (row for row in routes(app) if row["endpoint"] not in LEFT_OUT)


@pytest.mark.parametrize("role", ROLES)
def test_a_role_is_refused_by_every_route_that_is_not_for_it(
    app: Flask, force: Force, browser: Callable[[str], Browser], role: str
) -> None:
    entry = an_entry(force.actor("officer"), "engagement")
    someone = browser(role)
    token = someone.token()
    wrong = []
    for row in table(app):
        if row["audience"] != "requires" or role in row["roles"]:  # type: ignore[operator]
            continue
        for method in row["methods"]:  # type: ignore[attr-defined]
            response = someone.client.open(
                sample(str(row["rule"]), entry.id),
                method=method,
                data={"csrf_token": token} if method != "GET" else None,
                headers={"X-CSRF-Token": token},
            )
            if response.status_code not in REFUSED:
                wrong.append(f"{method} {row['rule']}: {response.status_code}")
    assert not wrong


@pytest.mark.parametrize("role", ROLES)
def test_a_role_reaches_every_page_that_is_for_it(
    app: Flask, force: Force, browser: Callable[[str], Browser], role: str
) -> None:
    someone = browser(role)
    wrong = []
    for row in table(app):
        concerns = row["audience"] != "requires" or role in row["roles"]  # type: ignore[operator]
        if not concerns or "GET" not in row["methods"] or "<" in str(row["rule"]):  # type: ignore[operator]
            continue
        response = someone.client.get(str(row["rule"]))
        if response.status_code not in (200, 302, 303, 304):
            wrong.append(f"GET {row['rule']}: {response.status_code}")
    assert not wrong


def test_nobody_signed_out_reaches_what_is_not_public(
    app: Flask, browser: Callable[[str], Browser]
) -> None:
    stranger = browser("")
    token = stranger.token()
    wrong = []
    for row in table(app):
        if row["audience"] == "public":
            continue
        for method in row["methods"]:  # type: ignore[attr-defined]
            path = sample(str(row["rule"]), new_id())
            response = stranger.client.open(
                path, method=method, data={"csrf_token": token}, headers={"X-CSRF-Token": token}
            )
            redirected = response.status_code in (302, 303) and "/sign-in" in response.location
            expected = redirected if method == "GET" and "/api/" not in path else False
            if not (expected or response.status_code == 401):
                wrong.append(f"{method} {row['rule']}: {response.status_code}")
    assert not wrong


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
