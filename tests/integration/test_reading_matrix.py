"""Every way to read an entry × its state × whoever asks, against the table written by hand.

The world is made once for each engine; what would change an entry names a version that there
never was, so that the table can be walked from end to end without changing anything.
"""

import datetime as dt
import re
import sys
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

import pytest
import sqlalchemy as sa
from flask import Flask
from werkzeug.test import TestResponse

from sso_log.admin.services.grants import give_cover
from sso_log.audit.models import EVENT
from sso_log.auth.policy import REACH
from sso_log.clock import today_london
from sso_log.db import db, writing
from sso_log.entries.access import find_entry, visible_to
from sso_log.entries.models import Entry
from sso_log.entries.services import withdraw
from sso_log.errors import NotFound, NotPermitted
from sso_log.ids import new_id
from sso_log.reference.queries.units import unit_by_code
from tests.client import Browser
from tests.factories.entries import an_approved_entry, an_entry, answers, decided
from tests.factories.force import TEAM, Force, yesterday
from tests.factories.forms import pairs_of
from tests.reading_matrix import LIKE, LISTED, LISTS, PEOPLE, SINGLE, STATES, WAYS, lines

KINDS = ("engagement", "diversion")
NO_SUCH_VERSION = 99
REFUSED = (401, 403, 404)
WHY = "The number of pupils looks wrong."
USERNAMES = {"cover": "other_officer", "-": ""}
Open = Callable[[str], Browser]


@dataclass(frozen=True)
class Made:
    """An entry of the world."""

    kind: str
    state: str
    id: UUID
    reference: str


@pytest.fixture
def world(force: Force) -> list[Made]:
    """An entry of each kind in each state, logged by one officer of the team."""
    team = unit_by_code(TEAM)
    assert team is not None
    with writing():
        until = today_london() + dt.timedelta(days=2)
        give_cover(force.actor("sergeant"), force.people["other_officer"], team, until)
    return [
        Made(kind, state, entry.id, entry.reference)
        for kind in ("abstraction", *KINDS)
        for state in STATES
        for entry in [an_entry_in(force, kind, state)]
    ]


def an_entry_in(force: Force, kind: str, state: str) -> Entry:
    officer, sergeant = force.actor("officer"), force.actor("sergeant")
    if state in ("approved", "reopened", "void"):
        entry = an_approved_entry(officer, sergeant, kind)
    else:
        entry = an_entry(officer, kind, submit="draft" not in state)
    step = {"returned": "return", "reopened": "reopen", "void": "void"}.get(state)
    if step:
        return decided(step, sergeant, entry.id, 1, "other", WHY)
    if "withdrawn" in state:
        with writing():
            return withdraw(officer, entry.id, 1)
    return entry


def other_answers(kind: str) -> dict[str, Any]:
    """Answers that were not sent before: the same again would be a replay, not a conflict."""
    return answers(kind, notes="Other words.", notes_basis="fact")


@dataclass
class Reader:
    """Somebody who tries, signed in or out."""

    browser: Browser
    token: str

    def go(self, way: str, entry_id: UUID, kind: str) -> TestResponse:
        _, method, path = WAYS[way]
        slug = "engagement" if kind == "engagement" else "diversion"
        path = path.format(id=entry_id, slug=slug)
        headers = {"X-CSRF-Token": self.token}
        if method == "GET":
            return self.browser.client.get(path)
        if path.startswith("/api/"):
            return self.browser.client.open(
                path, method=method, headers=headers, json=self.body(way, kind)
            )
        return self.browser.client.post(path, data=self.form(way, entry_id, kind), headers=headers)

    def body(self, way: str, kind: str) -> dict[str, object]:
        if way == "json-put":
            return {"kind": kind, "action": "save", "fields": other_answers(kind)}
        return {"version": NO_SUCH_VERSION, "reason_code": "other", "reason": WHY}

    def form(self, way: str, entry_id: UUID, kind: str) -> dict[str, object]:
        pairs: dict[str, object] = {"csrf_token": self.token, "version": str(NO_SUCH_VERSION)}
        if way in ("change", "post-new"):
            for name, value in pairs_of(other_answers(kind)):
                pairs.setdefault(name, value)
            pairs |= {"id": str(entry_id), "action": "save"}
        return pairs | {"reason_code": "other", "reason": WHY}


@pytest.fixture
def readers(browser: Open, world: list[Made]) -> dict[str, Reader]:
    found = {}
    for person in PEOPLE:
        opened = browser(USERNAMES.get(person, person))
        found[person] = Reader(opened, opened.token())
    return found


def expected_of_single() -> dict[tuple[str, str, str, str], int]:
    """(way, kind, person, state) → status, as the table says."""
    expected = {}
    rows = [(ways, KINDS, people, codes) for ways, people, codes in lines(SINGLE)]
    rows += [("like", (kind,), people, codes) for kind, people, codes in lines(LIKE)]
    for ways, kinds, people, codes in rows:
        for way in ways.split():
            for kind in kinds:
                for person in people.split():
                    for state, code in zip(STATES, codes.split(), strict=True):
                        cell = (way, kind, person, state)
                        assert cell not in expected, f"{cell} is in the table twice"
                        expected[cell] = int(code)
    return expected


def tells_nothing(way: str, status: int, person: str) -> bool:
    """Whether the answer may not even name the entry."""
    return person != "officer" and (status in REFUSED or way == "update-of")


def test_every_way_to_one_entry_answers_as_the_table_says(
    world: list[Made], readers: dict[str, Reader], capsys: pytest.CaptureFixture[str]
) -> None:
    expected, wrong, walked = expected_of_single(), [], 0
    singles = [made for made in world if made.kind in KINDS]
    for way in WAYS:
        for person, reader in readers.items():
            for made in singles:
                answer = reader.go(way, made.id, made.kind)
                walked += 1
                status = expected[way, made.kind, person, made.state]
                if answer.status_code != status:
                    wrong.append(f"{way} {made.kind} {person} {made.state}: "
                                 f"{answer.status_code}, not {status}")  # fmt: skip
                elif tells_nothing(way, status, person) and made.reference in answer.text:
                    wrong.append(f"{way} {made.kind} {person} {made.state}: names it")
    count = f"{len(WAYS)} ways × {len(PEOPLE)} people × {len(singles)} entries"
    with capsys.disabled():
        sys.stdout.write(f"\nreading matrix: {count} = {walked} cells\n")
    assert len(expected) == walked
    assert not wrong, "\n".join(wrong)


def test_every_route_to_one_entry_is_in_the_table(app: Flask) -> None:
    there = {rule.endpoint for rule in app.url_map.iter_rules() if "<uuid:entry_id>" in rule.rule}
    walked = {endpoint for endpoint, _method, path in WAYS.values() if "/{id}" in path}
    assert walked == there


def expected_of_lists() -> dict[tuple[str, str], dict[tuple[str, str], bool]]:
    """(list, person) → the (kind, state) that are on it, and whether with a link."""
    expected: dict[tuple[str, str], dict[tuple[str, str], bool]] = {}
    for names, people, content in lines(LISTED):
        kind, _, states = content.partition(": ")
        chosen = STATES if states == "all" else states.strip("()").split()
        for name in names.split():
            for person in people.split():
                listed = expected.setdefault((name, person), {})
                listed |= {(kind, state): not states.startswith("(") for state in chosen}
    return expected


def test_every_list_holds_what_the_table_says_and_nothing_else(
    world: list[Made], readers: dict[str, Reader], capsys: pytest.CaptureFixture[str]
) -> None:
    expected, wrong, walked = expected_of_lists(), [], 0
    period = urlencode({"from": yesterday(), "until": today_london(), "capacity": "all"})
    for name, path in LISTS.items():
        for person, reader in readers.items():
            answer = reader.browser.client.get(path.format(period=period))
            shown = {}
            for made in world:
                walked += 1
                if name == "home" and made.kind == "abstraction":
                    continue  # the home of an officer shows the last few only
                linked = str(made.id) in answer.text
                if linked or made.reference in answer.text:
                    shown[made.kind, made.state] = linked
            table = expected.get((name, person), {})
            if name == "audit" and person == "auditor":
                assert not any(made.reference in answer.text for made in world)
            elif shown != table:
                wrong.append(f"{name} {person} ({answer.status_code}): {shown}, not {table}")
    count = f"{len(LISTS)} lists × {len(PEOPLE)} people × {len(world)} entries"
    with capsys.disabled():
        sys.stdout.write(f"\nreading matrix: {count} = {walked} cells\n")
    assert not wrong, "\n".join(wrong)


def test_lists_and_single_readings_follow_one_rule(force: Force, world: list[Made]) -> None:
    people = {USERNAMES.get(person, person) for person in PEOPLE} - {""}
    for username in people:
        actor = force.actor(username)
        for permission in REACH:
            listed = set(
                db.session.scalars(sa.select(Entry.id).where(visible_to(actor, permission)))
            )
            opened = set()
            for made in world:
                try:
                    find_entry(actor, made.id, permission)
                except (NotFound, NotPermitted):
                    continue
                opened.add(made.id)
            assert listed == opened, (username, permission)


@pytest.mark.parametrize("way", ["page", "history", "review", "approve", "json", "json-approve"])
def test_a_draft_of_somebody_else_answers_like_what_does_not_exist(
    force: Force, browser: Open, way: str
) -> None:
    draft = an_entry(force.actor("officer"), "diversion", submit=False).id
    opened = browser("sergeant")
    reader = Reader(opened, opened.token())

    def answer(entry_id: UUID) -> tuple[int, str]:
        got = reader.go(way, entry_id, "diversion")
        text = re.sub(r'(value|content)="[^"]*"', "", got.text)
        return got.status_code, text.replace(str(entry_id), "")

    assert answer(draft) == answer(new_id())
    assert answer(draft)[0] == 404


def test_a_refused_reading_leaves_no_reading_in_the_trail(
    force: Force, world: list[Made], readers: dict[str, Reader]
) -> None:
    drafts = [made for made in world if "draft" in made.state]
    for way in ("page", "history", "review", "json"):
        for person in ("officer2", "sergeant", "inspector", "auditor"):
            for made in drafts:
                readers[person].go(way, made.id, made.kind)
    read = sa.select(EVENT.c.tag).where(
        EVENT.c.subject_id.in_([str(made.id) for made in drafts]),
        EVENT.c.tag.in_(["entry_read", "entry_history_read"]),
    )
    assert not db.session.execute(read).all()
