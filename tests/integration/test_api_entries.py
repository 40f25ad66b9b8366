"""Entries through the JSON: the table of the contract, replays, conflicts, reading back."""

from typing import Any
from uuid import UUID, uuid4

import pytest
import sqlalchemy as sa
from flask import Flask

from sso_log.api.models import ConflictCopy
from sso_log.audit.models import EVENT
from sso_log.db import db
from sso_log.entries.models import Diversion, Entry, EntryVersion
from tests.factories.entries import an_entry, answers
from tests.factories.force import Force
from tests.tablet import Tablet, body_of


@pytest.fixture
def tablet(app: Flask, force: Force) -> Tablet:
    return Tablet(app, "officer")


def count(model: Any) -> int:
    return db.session.execute(sa.select(sa.func.count()).select_from(model)).scalar_one()


def tags_of(subject: object) -> list[str]:
    query = sa.select(EVENT.c.tag).where(EVENT.c.subject_id == str(subject)).order_by(EVENT.c.seq)
    return list(db.session.execute(query).scalars())


@pytest.mark.parametrize("kind", ["engagement", "diversion", "abstraction"])
def test_a_new_entry_is_created_once_and_read_back_whole(tablet: Tablet, kind: str) -> None:
    entry_id, fields = uuid4(), answers(kind)
    created = tablet.put(f"/entries/{entry_id}", body_of(kind, fields))
    assert created.status_code == 201, created.text
    assert created.json["status"] == "submitted"
    found = tablet.get(f"/entries/{entry_id}").json
    assert set(found) >= {
        "id", "reference", "kind", "status", "version", "officer", "fields", "submitted_at",
        "decided_at", "decided_by", "return", "flags", "history",
    }  # fmt: skip
    assert found["reference"] == created.json["reference"]
    duty = "other_duty" if kind == "abstraction" else "sso_duty"
    assert found["fields"]["capacity"] == duty
    assert found["history"][0]["action"] == "submit"


def test_the_same_body_again_gives_the_same_answer(tablet: Tablet) -> None:
    entry_id, body = uuid4(), body_of("engagement", {**answers("engagement"), "wrong": 1})
    first = tablet.put(f"/entries/{entry_id}", body)
    again = [tablet.put(f"/entries/{entry_id}", body) for _ in range(3)]
    assert first.status_code == 201
    assert {answer.status_code for answer in again} == {200}
    assert all(answer.json == first.json for answer in again)
    assert count(EntryVersion) == 1


def test_a_draft_may_be_incomplete_but_a_submission_may_not(tablet: Tablet) -> None:
    entry_id = uuid4()
    draft = body_of("engagement", {"pupils": 3}, "save")
    assert tablet.put(f"/entries/{entry_id}", draft).status_code == 201
    whole = {**draft, "action": "submit", "base_version": 1}
    refused = tablet.put(f"/entries/{entry_id}", whole)
    assert refused.status_code == 422
    assert refused.json["errors"]["school"] == ["Select the school"]
    updated = body_of("engagement", answers("engagement"), base_version=1)
    answer = tablet.put(f"/entries/{entry_id}", updated)
    assert (answer.status_code, answer.json["version"]) == (200, 2)


def test_a_draft_of_the_wrong_type_is_refused(tablet: Tablet) -> None:
    answer = tablet.put(f"/entries/{uuid4()}", body_of("engagement", {"pupils": "many"}, "save"))
    assert answer.status_code == 422
    assert list(answer.json["errors"]) == ["pupils"]
    assert count(Entry) == 0


def test_an_update_may_be_sent_with_a_hyphen_in_its_kind(tablet: Tablet) -> None:
    diversion = uuid4()
    tablet.put(f"/entries/{diversion}", body_of("diversion", answers("diversion")))
    fields = answers("diversion_update", diversion=str(diversion))
    for kind in ("diversion-update", "diversion_update"):
        answer = tablet.put(f"/entries/{uuid4()}", body_of(kind, fields))
        assert (answer.status_code, answer.json["kind"]) == (201, "diversion_update")


def test_both_bodies_come_back_from_a_conflict_and_the_second_is_kept_once(tablet: Tablet) -> None:
    entry_id = uuid4()
    tablet.put(f"/entries/{entry_id}", body_of("engagement", answers("engagement", pupils=1)))
    second = body_of("engagement", answers("engagement", pupils=2))
    for _ in range(3):
        answer = tablet.put(f"/entries/{entry_id}", second)
        assert answer.status_code == 409
        assert answer.json["yours"] == second
        assert answer.json["stored"]["fields"]["pupils"] == 1
        assert answer.json["error"].endswith(".")
    found = tablet.get(f"/entries/{entry_id}").json
    assert found["fields"]["pupils"] == 1
    assert [copy["body"]["fields"]["pupils"] for copy in found["conflicts"]] == [2]
    assert count(ConflictCopy) == 1
    assert tags_of(entry_id).count("conflict_kept") == 1


def test_a_conflict_copy_is_gone_once_its_officer_has_dealt_with_it(
    app: Flask, tablet: Tablet
) -> None:
    entry_id = uuid4()
    tablet.put(f"/entries/{entry_id}", body_of("engagement", answers("engagement", pupils=1)))
    second = body_of("engagement", answers("engagement", pupils=2))
    copy = tablet.put(f"/entries/{entry_id}", second).json["conflict"]
    path = f"/entries/{entry_id}/conflicts/{copy}/resolve"
    assert Tablet(app, "officer2").post(path).status_code == 404
    assert tablet.post(path).status_code == 200
    assert tablet.get(f"/entries/{entry_id}").json["conflicts"] == []
    assert "conflict_resolved" in tags_of(entry_id)


def test_a_stale_version_changes_nothing(tablet: Tablet) -> None:
    entry_id = uuid4()
    path = f"/entries/{entry_id}"
    tablet.put(path, body_of("engagement", answers("engagement", pupils=1), "save"))
    new = body_of("engagement", answers("engagement", pupils=2), "save", base_version=1)
    old = body_of("engagement", answers("engagement", pupils=3), "save", base_version=1)
    assert tablet.put(path, new).status_code == 200
    refused = tablet.put(path, old)
    assert refused.status_code == 409
    assert refused.json["stored"]["version"] == 2
    assert tablet.get(path).json["fields"]["pupils"] == 2


def test_a_conflicting_version_of_an_entry_never_received_is_kept_too(tablet: Tablet) -> None:
    body = body_of("engagement", answers("engagement"), base_version=4)
    answer = tablet.put(f"/entries/{uuid4()}", body)
    assert (answer.status_code, answer.json["stored"]) == (409, None)
    assert count(ConflictCopy) == 1


def test_a_person_number_is_never_kept_in_clear(tablet: Tablet) -> None:
    entry_id = uuid4()
    path = f"/entries/{entry_id}"
    tablet.put(path, body_of("diversion", answers("diversion", child_key="99/1234X")))
    tablet.put(path, body_of("diversion", answers("diversion", child_key="99/1234X", age="13")))
    kept = db.session.execute(sa.select(ConflictCopy.body)).scalar_one()
    key = db.session.execute(sa.select(Diversion.child_key)).scalar_one()
    assert kept["fields"]["child_key"] == key
    assert "99/1234X" not in str(kept)
    found = tablet.get(path)
    assert found.json["fields"]["child_key"] == "recorded"
    assert found.json["conflicts"][0]["body"]["fields"]["child_key"] == "recorded"
    assert key not in found.text


def test_another_officers_id_is_forbidden_and_not_shown(app: Flask, force: Force) -> None:
    entry_id = an_entry(force.actor("officer"), "engagement").id
    other = Tablet(app, "officer2")
    refused = other.put(f"/entries/{entry_id}", body_of("engagement", answers("engagement")))
    assert refused.status_code == 403
    assert "stored" not in refused.json
    missing, foreign = other.get(f"/entries/{uuid4()}"), other.get(f"/entries/{entry_id}")
    assert (missing.status_code, foreign.status_code) == (404, 404)
    assert missing.json == foreign.json


def test_what_nobody_asks_for_has_no_effect_and_is_listed(tablet: Tablet, force: Force) -> None:
    entry_id = uuid4()
    sergeant = str(force.people["sergeant"].id)
    body = body_of(
        "engagement",
        {**answers("engagement"), "status": "approved", "officer_id": sergeant, "version": 9},
        status="approved",
        decided_by_id=sergeant,
        id=str(uuid4()),
    )
    answer = tablet.put(f"/entries/{entry_id}", body)
    assert answer.status_code == 201
    assert answer.json["ignored"] == ["decided_by_id", "id", "officer_id", "status", "version"]
    entry = db.session.get(Entry, entry_id)
    assert entry is not None
    assert (entry.status, entry.version, entry.decided_by_id) == ("submitted", 1, None)
    assert entry.officer_id == force.people["officer"].id


def test_a_sergeant_returns_approves_reopens_and_voids(app: Flask, tablet: Tablet) -> None:
    entry_id = uuid4()
    path = f"/entries/{entry_id}"
    tablet.put(path, body_of("engagement", answers("engagement")))
    sergeant = Tablet(app, "sergeant")
    why = {
        "version": 1,
        "reason_code": "inconsistent",
        "reason": "Count again.",
        "fields": ["pupils"],
    }
    assert sergeant.post(f"{path}/return", why).json["status"] == "returned"
    assert tablet.get(path).json["return"] == {
        "reason_code": "inconsistent", "reason": "Count again.", "fields": ["pupils"],
    }  # fmt: skip
    again = body_of("engagement", answers("engagement", pupils=30), base_version=1)
    assert tablet.put(path, again).status_code == 200
    assert sergeant.post(f"{path}/approve", {"version": 1}).status_code == 409
    assert sergeant.post(f"{path}/approve", {"version": 2}).json["status"] == "approved"
    locked = body_of("engagement", answers("engagement", pupils=31), base_version=2)
    assert tablet.put(path, locked).status_code == 409
    assert sergeant.post(f"{path}/reopen", {"version": 2}).status_code == 422
    assert sergeant.post(f"{path}/reopen", {"version": 2, "reason": "Wrong."}).status_code == 200
    assert sergeant.post(f"{path}/void", {"version": 2, "reason": "Not ours."}).status_code == 200
    assert tablet.put(path, locked).status_code == 410
    whole = sergeant.get(path).json
    assert [event["action"] for event in whole["history"]] == [
        "submit", "return", "submit", "approve", "reopen", "void",
    ]  # fmt: skip
    assert whole["decided_by"]["name"] == "Sergeant Tester"


def test_an_officer_may_not_decide_and_may_withdraw(tablet: Tablet) -> None:
    entry_id = uuid4()
    tablet.put(f"/entries/{entry_id}", body_of("engagement", answers("engagement")))
    assert tablet.post(f"/entries/{entry_id}/approve", {"version": 1}).status_code == 403
    done = tablet.post(f"/entries/{entry_id}/withdraw", {"version": 1})
    assert (done.status_code, done.json["status"]) == (200, "withdrawn")


def test_reading_a_childs_record_is_logged(app: Flask, tablet: Tablet) -> None:
    diversion, engagement = uuid4(), uuid4()
    tablet.put(f"/entries/{diversion}", body_of("diversion", answers("diversion")))
    tablet.put(f"/entries/{engagement}", body_of("engagement", answers("engagement")))
    tablet.get(f"/entries/{diversion}")
    tablet.get(f"/entries/{engagement}")
    assert tags_of(diversion).count("entry_read") == 1
    assert "entry_read" not in tags_of(engagement)


def test_the_list_holds_ones_own_and_pages_by_cursor(
    app: Flask, force: Force, tablet: Tablet, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sso_log.api.queries.PAGE", 2)
    made = [str(an_entry(force.actor("officer"), "engagement").id) for _ in range(5)]
    an_entry(force.actor("officer2"), "engagement")
    seen, cursor = [], ""
    for _ in range(3):
        page = tablet.get("/entries", query_string={"cursor": cursor}).json
        seen += [entry["id"] for entry in page["entries"]]
        cursor = page["next"]
    assert cursor is None
    assert seen == made
    assert tablet.get("/entries?status=draft").json["entries"] == []


def test_a_decision_shows_among_what_changed_since(app: Flask, tablet: Tablet) -> None:
    entry_id = uuid4()
    tablet.put(f"/entries/{entry_id}", body_of("engagement", answers("engagement")))
    since = tablet.get("/session").json["server_time"]
    assert tablet.get("/entries", query_string={"updated_since": since}).json["entries"] == []
    Tablet(app, "sergeant").post(f"/entries/{entry_id}/approve", {"version": 1})
    changed = tablet.get(f"/entries?updated_since={since}").json["entries"]
    assert [(UUID(one["id"]), one["status"]) for one in changed] == [(entry_id, "approved")]
