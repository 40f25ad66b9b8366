"""Whatever a tablet or an attacker sends is answered with a sentence, never a 500."""

import json
from typing import Any
from uuid import uuid4

import pytest
import sqlalchemy as sa
from flask import Flask

from sso_log.db import db
from sso_log.entries.models import Entry
from tests.factories.entries import answers
from tests.factories.force import Force
from tests.tablet import API, Tablet, body_of

DEEP = '{"kind": ' + "[" * 3000 + "]" * 3000 + "}"
RAW: dict[str, tuple[bytes, set[int]]] = {
    "nothing": (b"", {400}),
    "not JSON": (b"{'kind': 1}", {400}),
    "cut off": (b'{"kind": "engagement"', {400}),
    "a list": (b"[]", {422}),
    "null": (b"null", {422}),
    "text": (b'"engagement"', {422}),
    "NaN": (b'{"kind": NaN}', {400}),
    "Infinity": (b'{"base_version": -Infinity}', {400}),
    "1e999": (b'{"base_version": 1e999}', {400}),
    "the same name twice": (b'{"kind": "engagement", "kind": "diversion"}', {400}),
    "2^63": (b'{"base_version": 9223372036854775808}', {400}),
    "2^53": (b'{"fields": {"pupils": 9007199254740992}}', {422}),
    "5,000 digits": (b'{"base_version": ' + b"9" * 5000 + b"}", {400}),
    "a lone surrogate": (b'{"kind": "\\ud800"}', {400}),
    "a lone surrogate in a name": (b'{"\\udfff": 1}', {400}),
    "NUL": (b'{"kind": "engagement\\u0000"}', {400}),
    "not UTF-8": (b'{"kind": "\xff\xfe"}', {400}),
    "UTF-16": ('{"kind": "engagement"}'.encode("utf-16"), {400}),
    "too deep": (DEEP.encode(), {400}),
    "too large": (b'{"kind": "' + b"x" * 600_000 + b'"}', {413}),
    "20 MB": (b'{"kind": "' + b"x" * 20_000_000 + b'"}', {413}),
    "an empty object": (b"{}", {422}),
}
PARTS: tuple[tuple[str, Any], ...] = (
    ("kind", None), ("kind", "arrest"), ("kind", 1), ("kind", ["engagement"]), ("kind", {}),
    ("kind", "__class__"), ("kind", True),
    ("action", None), ("action", "approve"), ("action", "void"), ("action", []), ("action", 0),
    ("base_version", "1"), ("base_version", 0), ("base_version", -1), ("base_version", 1.5),
    ("base_version", True), ("base_version", []), ("base_version", 2**40),
    ("device_time", "yesterday"), ("device_time", "2026-03-01T09:30:00"), ("device_time", 5),
    ("device_time", "0001-01-01T00:00:00+14:00"), ("device_time", {"on": "2026-01-01"}),
    ("device_time", "9999-12-31T23:59:59-14:00"),
    ("fields", None), ("fields", []), ("fields", "x"), ("fields", 1),
)  # fmt: skip
VALUES: tuple[Any, ...] = (
    True, -1, 10**15, 1.5, "x" * 6_000, "\ufffe", "'; DROP TABLE entry; --", "<script>",
    [], {}, [[]], [{}], [None], {"a": {"b": []}}, [1, "a", {"c": None}], ["trust", ["safety"]],
    {"on": 1, "time": []}, {"on": "2026-13-45", "time": "99:99"}, "٣", "2026-02-30", "0000-00-00",
    "2026-03-01T25:00:00+00:00", "00000000-0000-0000-0000-000000000000", [{"power": []}] * 200,
)  # fmt: skip


@pytest.fixture
def tablet(app: Flask, force: Force) -> Tablet:
    return Tablet(app, "officer")


def entries_kept() -> int:
    return db.session.execute(sa.select(sa.func.count()).select_from(Entry)).scalar_one()


def test_a_body_that_is_no_entry_is_refused_with_a_sentence(tablet: Tablet) -> None:
    for name, (raw, expected) in RAW.items():
        answer = tablet.put(f"/entries/{uuid4()}", data=raw, content_type="application/json",
                            headers={"X-CSRF-Token": tablet.token})  # fmt: skip
        assert answer.status_code in expected, f"{name}: {answer.status_code} {answer.text[:200]}"
        assert answer.json["error"].endswith("."), name
    assert entries_kept() == 0


def test_a_wrong_part_is_named(tablet: Tablet) -> None:
    for name, value in PARTS:
        body = {**body_of("engagement", answers("engagement")), name: value}
        answer = tablet.put(f"/entries/{uuid4()}", body)
        assert answer.status_code == 422, f"{name}={value!r}: {answer.status_code} {answer.text}"
        assert list(answer.json["errors"]) == [name]
    assert entries_kept() == 0


def test_each_wrong_part_has_its_own_sentence_and_all_come_at_once(tablet: Tablet) -> None:
    wrong = {
        "kind": "arrest", "action": "approve", "base_version": "1", "device_time": "2026-03-01T09",
        "fields": [],
    }  # fmt: skip
    kinds = "engagement, diversion, diversion_update, abstraction"
    assert tablet.put(f"/entries/{uuid4()}", wrong).json["errors"] == {
        "kind": [f"Say which kind of entry this is: {kinds}"],
        "action": ["Say “save” for a draft or “submit”"],
        "base_version": ["Give the number of the version that was looked at"],
        "device_time": ["Give the time with its offset, like 2026-03-01T09:30:00+00:00"],
        "fields": ["Give the answers as one object, keyed by the names of the fields"],
    }
    decision = {"version": 1.0, "reason_code": 3, "reason": [], "fields": [1]}
    assert tablet.post(f"/entries/{uuid4()}/withdraw", decision).json["errors"] == {
        "version": ["Give the number of the version that was looked at"],
        "reason_code": ["Give this as text"],
        "reason": ["Give this as text"],
        "fields": ["Give a list of names of fields"],
    }
    minutes = ["Enter whole minutes from 0 to 10,080, the length of a week"]
    week = {"on_duty_minutes": True, "absence_minutes": -1, "nothing_else": 1, "base_version": 0}
    assert tablet.put("/weeks/2026-W05", week).json["errors"] == {
        "on_duty_minutes": minutes,
        "absence_minutes": minutes,
        "nothing_else": ["Confirm a week only when there is nothing else to log for it"],
        "base_version": ["Give the number of the version that was looked at"],
    }


@pytest.mark.parametrize("kind", ["engagement", "diversion", "diversion_update", "abstraction"])
def test_no_value_of_any_field_breaks_the_server(tablet: Tablet, kind: str) -> None:
    from sso_log.entries.kinds import KINDS

    names = [field.name for field in KINDS[kind].schema.fields]
    for value in VALUES:
        for action in ("save", "submit"):
            body = body_of(kind, dict.fromkeys(names, value), action)
            answer = tablet.put(f"/entries/{uuid4()}", body)
            assert answer.status_code in (201, 422), f"{str(value)[:80]}: {answer.text[:300]}"


def test_each_field_alone_may_be_anything(tablet: Tablet) -> None:
    from sso_log.entries.kinds import KINDS

    for kind in ("engagement", "abstraction"):
        for field in KINDS[kind].schema.fields:
            for value in ([{"school": {}}], {"stage": []}, "\x1b[2J", 7):
                body = body_of(kind, {**answers(kind), field.name: value}, "save")
                answer = tablet.put(f"/entries/{uuid4()}", body)
                assert answer.status_code in (201, 422), f"{field.name}={value!r}"


def test_text_comes_back_exactly_composed(tablet: Tablet) -> None:
    entry_id = uuid4()
    typed = "Zoe\u0308 O’Brien-Łukasz said “no” 🙂\n\nتلميذ"
    tablet.put(f"/entries/{entry_id}", body_of("engagement", answers("engagement", notes=typed)))
    back = tablet.get(f"/entries/{entry_id}").json["fields"]["notes"]
    assert back == "Zoë O’Brien-Łukasz said “no” 🙂\n\nتلميذ"


def test_what_is_not_json_is_refused(tablet: Tablet) -> None:
    raw = json.dumps(body_of("engagement", answers("engagement")))
    for content_type in ("text/plain", "application/x-www-form-urlencoded", "text/html", ""):
        answer = tablet.put(f"/entries/{uuid4()}", data=raw, content_type=content_type,
                            headers={"X-CSRF-Token": tablet.token})  # fmt: skip
        assert answer.status_code in (400, 415), content_type


@pytest.mark.parametrize(
    "query",
    [
        {"status": "gone"}, {"status": "draft,void'"}, {"updated_since": "monday"},
        {"updated_since": "2026-01-01"}, {"cursor": "AAAA"}, {"cursor": "é"}, {"cursor": "="},
        {"cursor": "MjAyNnx4"},
    ],
)  # fmt: skip
def test_a_filter_that_means_nothing_is_refused(tablet: Tablet, query: dict[str, str]) -> None:
    answer = tablet.get("/entries", query_string=query)
    assert answer.status_code == 422
    assert list(answer.json["errors"]) == list(query)


def test_an_address_that_is_no_id_is_not_found(tablet: Tablet) -> None:
    for path in ("/entries/1", "/entries/' OR 1=1", "/entries/%00", "/entries/" + "a" * 5000):
        assert tablet.get(path).status_code in (400, 404)


def test_a_decision_that_is_malformed_is_refused(app: Flask, tablet: Tablet) -> None:
    entry_id = uuid4()
    tablet.put(f"/entries/{entry_id}", body_of("engagement", answers("engagement")))
    sergeant = Tablet(app, "sergeant")
    path = f"/entries/{entry_id}/return"
    whole = {"version": 1, "reason_code": "other", "reason": "Look again.", "fields": []}
    wrong: tuple[tuple[str, Any], ...] = (
        ("version", "1"), ("version", None), ("version", 2**70), ("version", True),
        ("reason_code", "nonsense"), ("reason_code", 3), ("reason_code", None), ("reason", ""),
        ("reason", []), ("reason", "x" * 2001), ("fields", "pupils"), ("fields", [1]),
        ("fields", ["nothing"]),
    )  # fmt: skip
    for name, value in wrong:
        answer = sergeant.post(path, {**whole, name: value})
        assert answer.status_code in (400, 422), f"{name}={value!r}: {answer.text}"
    assert tablet.get(f"/entries/{entry_id}").json["status"] == "submitted"


def test_no_change_is_made_without_the_token(tablet: Tablet) -> None:
    body = body_of("engagement", answers("engagement"))
    for headers in ({}, {"X-CSRF-Token": "guess"}):
        answer = tablet.put(f"/entries/{uuid4()}", body, headers=headers)
        assert answer.status_code == 400
        assert answer.json["error"]
    assert entries_kept() == 0


def test_somebody_signed_out_is_told_so(app: Flask, force: Force) -> None:
    client = app.test_client()
    calls = (
        ("GET", "/session"), ("GET", "/reference"), ("GET", "/openapi.json"), ("GET", "/entries"),
        ("GET", f"/entries/{uuid4()}"), ("PUT", f"/entries/{uuid4()}"), ("PUT", "/weeks/2026-W05"),
        ("POST", f"/entries/{uuid4()}/approve"),
    )  # fmt: skip
    for method, path in calls:
        answer = client.open(API + path, method=method, json={})
        assert (answer.status_code, answer.mimetype) == (401, "application/json"), path
