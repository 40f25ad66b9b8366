"""Who may decide what, and what a decision leaves behind, through the services."""

import datetime as dt
import uuid
from typing import Any

import pytest
import sqlalchemy as sa
from sqlalchemy.exc import IntegrityError

from sso_log.audit.models import EVENT
from sso_log.db import db, writing
from sso_log.entries.models import Entry
from sso_log.entries.queries import events_of
from sso_log.entries.services import Request, write
from sso_log.errors import Conflict, Gone, IllegalTransition, Invalid, NotFound, NotPermitted
from sso_log.ids import new_id
from sso_log.review import services
from sso_log.workflow.states import Action, Status
from tests.factories.entries import an_approved_entry, an_entry, answers, decided
from tests.factories.force import Force

WHY = "The number of pupils looks wrong."


def status_of(entry_id: uuid.UUID) -> str:
    db.session.rollback()
    return db.session.execute(sa.select(Entry.status).where(Entry.id == entry_id)).scalar_one()


def submit_again(force: Force, entry_id: uuid.UUID, version: int, **changes: Any) -> Entry:
    request = Request(
        entry_id, "engagement", answers("engagement", **changes), Action.SUBMIT, version
    )
    with writing():
        return write(force.actor("officer"), request).entry


def test_a_sergeant_approves_the_version_looked_at(force: Force) -> None:
    sergeant = force.actor("sergeant")
    entry_id = an_entry(force.actor("officer"), "diversion").id
    decided("approve", sergeant, entry_id, 1)
    entry = db.session.get_one(Entry, entry_id)
    assert entry.status == Status.APPROVED
    assert (entry.decided_by_id, entry.decided_version) == (sergeant.id, 1)
    assert entry.decided_at_utc is not None


def test_a_decision_is_audited_in_the_same_transaction(force: Force) -> None:
    entry_id = an_entry(force.actor("officer"), "engagement").id
    decided("approve", force.actor("sergeant"), entry_id, 1)
    tags = db.session.execute(
        sa.select(EVENT.c.tag).where(EVENT.c.subject_id == str(entry_id)).order_by(EVENT.c.seq)
    ).scalars()
    assert list(tags) == ["entry_submitted", "entry_approved"]


@pytest.mark.parametrize("username", ["officer2", "other_sergeant", "far_sergeant", "analyst"])
def test_somebody_of_another_place_or_role_learns_nothing(force: Force, username: str) -> None:
    entry_id = an_entry(force.actor("officer"), "engagement").id
    with pytest.raises(NotFound):
        decided("approve", force.actor(username), entry_id, 1)
    assert status_of(entry_id) == Status.SUBMITTED


def test_a_sergeant_cannot_approve_an_entry_of_their_own(force: Force) -> None:
    entry_id = an_entry(force.actor("sergeant"), "engagement").id
    with pytest.raises(NotPermitted):
        decided("approve", force.actor("sergeant"), entry_id, 1)
    assert status_of(entry_id) == Status.SUBMITTED


@pytest.mark.parametrize("username", ["sergeant2", "inspector"])
def test_a_sergeants_entry_is_decided_by_another_sergeant_or_the_inspector(
    force: Force, username: str
) -> None:
    entry_id = an_entry(force.actor("sergeant"), "engagement").id
    decided("approve", force.actor(username), entry_id, 1)
    assert status_of(entry_id) == Status.APPROVED


def test_an_inspector_does_not_approve_an_officers_entry(force: Force) -> None:
    entry_id = an_entry(force.actor("officer"), "engagement").id
    with pytest.raises(NotPermitted):
        decided("approve", force.actor("inspector"), entry_id, 1)


def test_a_return_pins_the_questions_it_is_about(force: Force) -> None:
    entry_id = an_entry(force.actor("officer"), "engagement").id
    sergeant = force.actor("sergeant")
    decided("return", sergeant, entry_id, 1, "inconsistent", WHY, ["pupils", "topics"])
    entry = db.session.get_one(Entry, entry_id)
    assert (entry.status, entry.decision_reason_code) == (Status.RETURNED, "inconsistent")
    assert (entry.decision_reason, entry.decision_fields) == (WHY, ["pupils", "topics"])


@pytest.mark.parametrize(
    ("code", "reason", "fields", "wrong"),
    [
        ("inconsistent", WHY, ["gravity_score"], "fields"),
        ("inconsistent", WHY, ["no_such_question"], "fields"),
        ("no_such_reason", WHY, [], "reason_code"),
        (None, WHY, [], "reason_code"),
        ("inconsistent", "   ", [], "reason"),
        ("inconsistent", None, [], "reason"),
        ("inconsistent", "x" * 2001, [], "reason"),
    ],
)
def test_a_return_that_does_not_explain_itself_is_refused(
    force: Force, code: str | None, reason: str | None, fields: list[str], wrong: str
) -> None:
    entry_id = an_entry(force.actor("officer"), "engagement").id
    with pytest.raises(Invalid) as refused:
        decided("return", force.actor("sergeant"), entry_id, 1, code, reason, fields)
    assert set(refused.value.errors) == {wrong}
    assert status_of(entry_id) == Status.SUBMITTED


def test_a_returned_entry_is_corrected_and_approved(force: Force) -> None:
    entry_id = an_entry(force.actor("officer"), "engagement").id
    sergeant = force.actor("sergeant")
    decided("return", sergeant, entry_id, 1, "inconsistent", WHY, ["pupils"])
    submit_again(force, entry_id, 1, pupils=20)
    with pytest.raises(Conflict):
        decided("approve", sergeant, entry_id, 1)
    decided("approve", sergeant, entry_id, 2)
    steps = [event.action for event, _ in events_of(entry_id)]
    assert steps == ["submit", "return", "submit", "approve"]


@pytest.mark.parametrize("username", ["sergeant", "inspector"])
def test_an_approved_entry_is_reopened_with_a_reason_and_submitted_again(
    force: Force, username: str
) -> None:
    sergeant = force.actor("sergeant")
    entry_id = an_approved_entry(force.actor("officer"), sergeant, "engagement").id
    with pytest.raises(Invalid):
        decided("reopen", force.actor(username), entry_id, 1, None, "")
    decided("reopen", force.actor(username), entry_id, 1, None, WHY)
    assert status_of(entry_id) == Status.REOPENED
    submit_again(force, entry_id, 1, pupils=21)
    decided("approve", sergeant, entry_id, 2)
    assert status_of(entry_id) == Status.APPROVED


def test_nothing_more_can_be_done_to_a_void_entry(force: Force) -> None:
    sergeant = force.actor("sergeant")
    entry_id = an_entry(force.actor("officer"), "engagement").id
    decided("void", sergeant, entry_id, 1, "duplicate", WHY)
    for action in ("approve", "return", "reopen", "void"):
        with pytest.raises(Gone):
            decided(action, sergeant, entry_id, 1, "other", WHY)
    with pytest.raises(Gone):
        submit_again(force, entry_id, 1)


def test_what_was_decided_already_is_not_decided_twice(force: Force) -> None:
    entry_id = an_entry(force.actor("officer"), "engagement").id
    decided("approve", force.actor("sergeant"), entry_id, 1)
    with pytest.raises(IllegalTransition):
        decided("approve", force.actor("sergeant2"), entry_id, 1)


def test_bulk_approval_leaves_alone_what_needs_a_look_and_says_why(force: Force) -> None:
    officer, sergeant = force.actor("officer"), force.actor("sergeant")
    plain = an_entry(officer, "abstraction").id
    old = an_entry(officer, "engagement", started_at=_days_ago(20)).id
    diversion = an_entry(officer, "diversion").id
    stale = an_entry(officer, "engagement", started_at=_days_ago(3)).id
    foreign = an_entry(force.actor("far_officer"), "engagement", school="100004").id
    wanted = [(plain, 1), (old, 1), (diversion, 1), (stale, 9), (foreign, 1), (new_id(), 1)]
    with writing():
        outcome = services.bulk_approve(sergeant, wanted)
    assert [entry.id for entry in outcome.approved] == [plain]
    sentences = {refused.entry_id: refused.sentence for refused in outcome.refused}
    assert "flag" in sentences[old]
    assert "on its own page" in sentences[diversion]
    assert "version 9" in sentences[stale]
    unknown = {refused.sentence for refused in outcome.refused if refused.reference is None}
    assert unknown == {NotFound().sentence}
    assert len(outcome.refused) == 5
    assert status_of(plain) == Status.APPROVED
    assert {status_of(each) for each in (old, diversion, stale, foreign)} == {Status.SUBMITTED}


def test_bulk_approval_of_ones_own_entry_is_refused(force: Force) -> None:
    entry_id = an_entry(force.actor("sergeant"), "engagement").id
    with writing():
        outcome = services.bulk_approve(force.actor("sergeant"), [(entry_id, 1)])
    assert not outcome.approved
    assert status_of(entry_id) == Status.SUBMITTED


@pytest.mark.parametrize(
    "change",
    [
        "status = 'approved'",
        "decided_by_id = officer_id",
        "decided_version = version",
        "status = 'approved', decided_by_id = :other, decided_at_utc = :now",
        "status = 'approved', decided_by_id = :other, decided_at_utc = :now, decided_version = 9",
        "status = 'approved', decided_by_id = officer_id, decided_at_utc = :now, "
        "decided_version = 1",
        "status = 'returned', decided_by_id = :other, decided_at_utc = :now, decided_version = 1",
        "status = 'returned', decided_by_id = :other, decided_at_utc = :now, decided_version = 1, "
        "decision_reason = 'x'",
        "status = 'returned', decided_by_id = :other, decided_at_utc = :now, decided_version = 1, "
        "decision_reason = '', decision_reason_code = 'other'",
        "status = 'void', decided_by_id = :other, decided_at_utc = :now, decided_version = 1",
        "status = 'reopened', decided_by_id = :other, decided_at_utc = :now, decided_version = 1",
        "status = 'settled'",
        "submitted_at_utc = NULL",
        "team_id = NULL",
        "version = 0",
    ],
)
def test_the_database_refuses_a_half_decided_row(force: Force, change: str) -> None:
    entry_id = an_entry(force.actor("officer"), "engagement").id
    values: dict[str, Any] = {"id": entry_id}
    types: list[Any] = [sa.bindparam("id", type_=sa.Uuid())]
    if ":other" in change:
        values["other"] = force.people["sergeant"].id
        types.append(sa.bindparam("other", type_=sa.Uuid()))
    if ":now" in change:
        values["now"] = dt.datetime.now(dt.UTC)
        types.append(sa.bindparam("now", type_=sa.DateTime(timezone=True)))
    statement = sa.text(f"UPDATE entry SET {change} WHERE id = :id").bindparams(*types)
    with pytest.raises(IntegrityError), writing():
        db.session.execute(statement, values)
    assert status_of(entry_id) == Status.SUBMITTED


def _days_ago(days: int) -> str:
    moment = dt.datetime.now(dt.UTC).replace(hour=10, minute=0, second=0, microsecond=0)
    return (moment - dt.timedelta(days=days)).isoformat()
