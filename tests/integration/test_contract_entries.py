"""Entries, decisions and weeks over JSON and through forms, against a served installation."""

import datetime as dt
import json
import re
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
import requests

from tests.contract_bodies import (
    abstraction,
    diversion,
    engagement,
    form_pairs,
    instant,
    power,
    update,
)
from tests.outside import Person, Site, new_id, term_monday, today

DAY = term_monday() - dt.timedelta(days=28)
ON = DAY.isoformat()
NOT_MADE = {"contact_child": "not_made", "contact_child_on": None}
Case = tuple[dict[str, Any], int]
ENGAGEMENTS: dict[str, Case] = {
    "nothing remarkable": ({}, 201),
    "an assembly without a programme": ({"engagement_type": "assembly"}, 422),
    "an assembly": ({"engagement_type": "assembly", "programme": "safety_first"}, 201),
    "another type, unsaid": ({"engagement_type": "other"}, 422),
    "another type": ({"engagement_type": "other", "engagement_type_other": "Fete"}, 201),
    "no audience at all": ({"pupils": 0, "staff": 0}, 422),
    "3,001 pupils": ({"pupils": 3001}, 422),
    "721 minutes": ({"duration_minutes": 721}, 422),
    "no topic": ({"topics": []}, 422),
    "off site, neighbourhood team unsaid": ({"place": "journey"}, 422),
    "off site": ({"place": "journey", "snt_informed": "not_needed"}, 201),
    "intervened without a reason": ({"discipline_request": "yes_intervened"}, 422),
    "discipline returned": ({"discipline_request": "yes_returned_to_school"}, 201),
    "a power": ({"powers": [power(), power(power="arrest", bwv="no")]}, 201),
    "an unknown power": ({"powers": [power(power="zap")]}, 422),
    "feedback": ({"feedback": {"stage": "post", "responses": 9, "rated_7_to_10": 7}}, 201),
    "more ratings than answers": (
        {"feedback": {"stage": "post", "responses": 9, "rated_7_to_10": 10}},
        422,
    ),
    "notes too long": ({"notes": "x" * 10_001}, 422),
    "no such school": ({"school": "999999"}, 422),
    "before the posting": ({"started_at": "2001-01-03T10:00:00+00:00"}, 422),
    "the future": ({"started_at": instant(today() + dt.timedelta(days=3))}, 422),
}
DIVERSIONS: dict[str, Case] = {
    "a suspect": ({}, 201),
    "a key": ({"child_key": "PNC 12/345X"}, 201),
    "ethnicity left blank": ({"ethnicity_self_defined": ""}, 422),
    "not obtained without a reason": ({"ethnicity_self_defined": "not_obtained"}, 422),
    "not obtained": (
        {"ethnicity_self_defined": "not_obtained", "ethnicity_self_defined_reason": "declined"},
        201,
    ),
    "age not known without a reason": ({"age": "not_known"}, 422),
    "no reason for no contact": (NOT_MADE, 422),
    "a reason for no contact": (NOT_MADE | {"contact_child_reason": "not_yet"}, 201),
    "gravity 3 without saying who decided": (
        {"gravity_score": "3", "joint_decision_with_yjs": None},
        422,
    ),
    "a referral without its date": ({"mash_referral": "yes"}, 422),
    "community resolution": ({"police_outcome": "8", "police_outcome_on": ON}, 201),
    "an outcome that is none": ({"police_outcome": "99", "police_outcome_on": ON}, 422),
    "the system named as it is printed": ({"police_reference_type": "Merlin"}, 201),
}
ABSTRACTIONS: dict[str, Case] = {
    "a day": ({}, 201),
    "no school affected": ({"schools_affected": []}, 201),
    "ends before it starts": ({"ended_at": instant(DAY, "08:00")}, 422),
    "ends as it starts": ({"ended_at": instant(DAY, "09:00")}, 422),
    "a type that is absence": ({"abstraction_type": "sick"}, 422),
    "without saying who covered": ({"schools_affected": [{"school": "900001"}]}, 422),
}


@pytest.fixture(scope="module")
def alice(site: Site) -> Person:
    return site.person("alice")


@pytest.fixture(scope="module")
def sam(site: Site) -> Person:
    return site.person("sam")


def test_each_shape_of_an_engagement_is_taken_or_refused_as_written(alice: Person) -> None:
    each_answers(alice, "engagement", lambda changes: engagement(DAY, **changes), ENGAGEMENTS)


def test_each_shape_of_a_diversion_is_taken_or_refused_as_written(alice: Person) -> None:
    each_answers(alice, "diversion", lambda changes: diversion(DAY, **changes), DIVERSIONS)


def test_each_shape_of_an_abstraction_is_taken_or_refused_as_written(alice: Person) -> None:
    times = (instant(DAY, "09:00"), instant(DAY, "11:00"))
    each_answers(alice, "abstraction", lambda changes: abstraction(*times) | changes, ABSTRACTIONS)


def each_answers(person: Person, kind: str, made: Any, cases: dict[str, Case]) -> None:
    """Every case answers with its status, and a refusal with sentences by field."""
    for name, (changes, status) in cases.items():
        answer = person.put(new_id(), kind, made(changes))
        assert answer.status_code == status, (name, answer.text)
        if status == 422:
            assert all(answer.json()["errors"].values()), name


def test_an_entry_comes_back_with_what_the_contract_lists(alice: Person) -> None:
    entry = alice.read(alice.submitted("diversion", diversion(DAY, child_key="PNC 1")))
    listed = "id reference kind status version officer fields submitted_at decided_at decided_by"
    assert set(listed.split()) | {"return", "flags", "history"} <= set(entry)
    assert entry["fields"]["ethnicity_officer_defined"] == "IC3"
    assert "PNC 1" not in json.dumps(entry)


def test_a_hundred_serial_and_ten_parallel_replays_make_one_entry(alice: Person) -> None:
    entry, fields = new_id(), engagement(DAY)
    with ThreadPoolExecutor(10) as ten:
        first = list(ten.map(lambda _: alice.put(entry, "engagement", fields), range(10)))
    assert sorted(a.status_code for a in first) == [200] * 9 + [201]
    later = [alice.put(entry, "engagement", fields) for _ in range(100)]
    assert {a.status_code for a in later} == {200}
    assert len({a.text for a in [*first, *later]}) == 1
    assert len(alice.read(entry)["history"]) == 1


def test_another_body_under_a_taken_id_or_version_loses_nothing(alice: Person) -> None:
    entry = alice.submitted("engagement", engagement(DAY))
    for base in (None, 7):
        answer = alice.put(
            entry, "engagement", engagement(DAY, notes=f"Seen at {base}"), base_version=base
        )
        assert answer.status_code == 409
        assert answer.json()["yours"]["fields"]["notes"] == f"Seen at {base}"
        assert "notes" not in answer.json()["stored"]["fields"]


def test_other_people_meet_the_codes_of_the_contract(
    site: Site, alice: Person, sam: Person
) -> None:
    entry = alice.submitted("engagement", engagement(DAY))
    carl, sue = site.person("carl"), site.person("sue")
    assert carl.put(entry, "engagement", engagement(DAY)).status_code == 403
    foreign = sue.get(f"/api/v1/entries/{entry}")
    missing = sue.get(f"/api/v1/entries/{new_id()}")
    assert (foreign.status_code, foreign.text) == (404, missing.text)
    unknown = site.person("adi").get(f"/api/v1/entries/{entry}")
    assert (unknown.status_code, unknown.text) == (404, missing.text)
    assert requests.put(f"{site.base}/api/v1/entries/{entry}", timeout=9).status_code == 401
    assert sam.decide(entry, "void", reason_code="duplicate", reason="Twice.").status_code == 200
    changed = alice.put(entry, "engagement", engagement(DAY, pupils=2), base_version=1)
    assert changed.status_code == 410


@pytest.mark.parametrize(
    "body",
    [
        b'{"kind":"engagement","action":"save","fields":{"notes":"a\\u0000b"}}',
        b'{"kind":"engagement","action":"save","fields":{"notes":"a\\ud800b"}}',
        b'{"kind":"engagement","action":"save","fields":{"pupils":NaN}}',
        b'{"kind":"engagement","action":"save","fields":{"pupils":9223372036854775808}}',
        b'{"kind":"engagement","kind":"diversion","action":"save","fields":{}}',
        b'{"kind":"engagement","action":"save","fields":{"topics":[1,{}],"powers":7}}',
        b"[" * 100_000,
        b"[]",
        b"\xff\xfe",
        b'{"a":"' + b"x" * 20_000_000 + b'"}',
    ],
)
def test_a_hostile_body_is_a_sentence(alice: Person, body: bytes) -> None:
    answer = alice.send("PUT", f"/entries/{new_id()}", body)
    assert 400 <= answer.status_code < 500
    assert answer.json().get("error")


def test_an_entry_is_returned_corrected_approved_and_reopened(
    site: Site, alice: Person, sam: Person
) -> None:
    entry = alice.submitted("engagement", engagement(DAY))
    assert alice.decide(entry).status_code == 403
    why = {"reason_code": "inconsistent", "reason": "How many?", "fields": ["pupils"]}
    assert sam.decide(entry, "return").status_code == 422
    assert sam.decide(entry, "return", **why).status_code == 200
    assert alice.read(entry)["return"] == why
    version = alice.read(entry)["version"]
    again = alice.put(entry, "engagement", engagement(DAY, pupils=9), base_version=version)
    assert again.status_code == 200
    stale = sam.send("POST", f"/entries/{entry}/approve", {"version": version})
    assert stale.status_code == 409
    sam.approve(entry)
    ivy = site.person("ivy")
    assert ivy.decide(entry, "reopen", **why).status_code == 200
    assert alice.read(entry)["status"] == "reopened"


def test_a_sergeants_own_entry_waits_for_another(site: Site, sam: Person) -> None:
    entry = sam.submitted("engagement", engagement(DAY))
    assert sam.decide(entry).status_code == 403
    site.person("sid").approve(entry)


def test_a_week_is_confirmed_once_and_only_with_nothing_else(alice: Person) -> None:
    year, week, _day = DAY.isocalendar()
    path, body = f"/weeks/{year}-W{week:02d}", {"on_duty_minutes": 2400, "absence_minutes": 0}
    assert alice.send("PUT", path, body | {"nothing_else": False}).status_code == 422
    first = alice.send("PUT", path, body | {"nothing_else": True})
    assert (first.status_code, first.json()["on_duty_minutes"]) == (201, 2400)
    assert alice.send("PUT", path, body | {"nothing_else": True}).status_code == 200
    assert alice.send("PUT", "/weeks/2026-W54", body).status_code == 404


def logged(person: Person, slug: str, fields: dict[str, Any], *more: tuple[str, str]) -> str:
    """The id of an entry logged through its form."""
    path = f"/entries/new/{slug}"
    answer = person.post(path, [*form_pairs(fields), *more, ("action", "submit")], page=path)
    assert answer.status_code == 303, re.findall(r"error-summary.*?</ul>", answer.text, re.DOTALL)
    found = re.search(r"[0-9a-f]{8}-[0-9a-f-]{27}", answer.headers["Location"])
    assert found
    return found.group(0)


def test_the_four_forms_take_the_names_of_the_contract(alice: Person) -> None:
    night = (instant(DAY, "22:00"), instant(DAY + dt.timedelta(days=1), "06:00"))
    visit = logged(
        alice, "engagement", engagement(DAY, powers=[power()], feedback={"stage": "post",
        "responses": 9, "rated_7_to_10": 7}), ("powers_used", "some"),
    )  # fmt: skip
    matter = logged(alice, "diversion", diversion(DAY))
    logged(alice, "diversion-update", update(matter, "started", DAY))
    away = logged(alice, "abstraction", abstraction(*night), ("schools_were_affected", "yes"))
    assert alice.read(visit)["fields"]["powers"][0]["legislation"] == "PACE s1"
    assert alice.read(visit)["fields"]["feedback"]["rated_7_to_10"] == 7
    assert alice.read(away)["fields"]["schools_affected"][0]["visits_lost"] == 2


def test_the_pages_decide_with_the_fields_of_the_contract(alice: Person, sam: Person) -> None:
    entry = new_id()
    alice.put(entry, "engagement", {"school": "900001", "notes": "Draft"}, "save")
    assert alice.post(f"/entries/{entry}/submit", {"version": "1"}).status_code == 422
    whole = [*form_pairs(engagement(DAY)), ("powers_used", "none"), ("action", "submit")]
    assert alice.post(f"/entries/{entry}/edit", [*whole, ("version", "1")]).status_code == 303
    stale = alice.post(f"/entries/{entry}/edit", [*whole, ("version", "1"), ("notes", "MINE")])
    assert stale.status_code == 409
    assert "MINE" in stale.text
    version = alice.read(entry)["version"]
    why = [("version", version), ("reason_code", "other"), ("reason", "KEPT"), ("fields", "staff")]
    refused = sam.post(f"/review/{entry}/return", [("version", "99"), *why[1:]])
    assert refused.status_code == 409
    assert "KEPT" in refused.text
    assert sam.post(f"/review/{entry}/return", why).status_code == 303
    assert alice.read(entry)["return"]["fields"] == ["staff"]
    assert alice.post(f"/entries/{entry}/withdraw", {"version": version}).status_code == 303
    assert alice.read(entry)["status"] == "withdrawn"
    assert alice.get(f"/entries/{entry}/history").status_code == 200
    assert sam.post("/review/bulk-approve", {}).status_code == 422


def test_the_server_never_failed(site: Site, alice: Person) -> None:
    assert alice.get("/").status_code == 200
    assert "unexpected_error" not in (site.folder / "serve.log").read_text()
