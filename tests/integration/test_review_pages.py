"""Review through the browser: what each page shows, and what a refused decision gives back."""

import datetime as dt
import uuid
from collections.abc import Callable

import pytest
import sqlalchemy as sa
from flask import Flask

from sso_log.audit.models import EVENT
from sso_log.clock import now_utc
from sso_log.db import db, writing
from sso_log.entries.models import Entry
from sso_log.entries.services import Request, withdraw, write
from sso_log.ids import new_id
from sso_log.workflow.states import Action, Status
from tests.client import Browser
from tests.factories.entries import an_approved_entry, an_entry, answers, decided
from tests.factories.force import Force

Open = Callable[[str], Browser]
SOME_ID = "019b76da-a800-7000-8000-0123456789ab"
WHY = "The number of pupils looks wrong."


def entry_of(entry_id: uuid.UUID) -> Entry:
    db.session.rollback()
    return db.session.get_one(Entry, entry_id)


def amend(force: Force, entry_id: uuid.UUID, version: int, **changes: object) -> None:
    request = Request(
        entry_id, "engagement", answers("engagement", **changes), Action.SUBMIT, version
    )
    with writing():
        write(force.actor("officer"), request)


def words(browser: Browser) -> str:
    return browser.page.get_text(" ", strip=True)


@pytest.mark.parametrize("path", ["/review", "/review/team"])
def test_an_officer_does_not_reach_review(browser: Open, force: Force, path: str) -> None:
    browser("officer").get(path, status=403)


def test_an_empty_inbox_says_so(browser: Open, force: Force) -> None:
    sergeant = browser("sergeant")
    sergeant.get("/review")
    assert "Nothing is waiting for you" in words(sergeant)


def test_the_inbox_shows_flags_and_offers_ticks_only_where_bulk_is_allowed(
    browser: Open, force: Force
) -> None:
    officer = force.actor("officer")
    late = (now_utc() - dt.timedelta(days=12)).isoformat()
    plain = an_entry(officer, "abstraction").id
    an_entry(officer, "engagement", started_at=late)
    an_entry(officer, "diversion")
    sergeant = browser("sergeant")
    sergeant.get("/review?select=all")
    ticks = sergeant.page.select("input[name=entry]")
    assert [tick["value"] for tick in ticks] == [f"{plain}:1"]
    assert ticks[0].has_attr("checked")
    assert "Logged late" in words(sergeant)


def test_approve_and_next_leads_from_one_entry_to_the_next(browser: Open, force: Force) -> None:
    officer = force.actor("officer")
    first, second = (an_entry(officer, kind).id for kind in ("engagement", "diversion"))
    sergeant = browser("sergeant")
    sergeant.get(f"/review/{first}")
    answer = sergeant.post(f"/review/{first}/approve", {"version": "1", "then": "next"})
    assert answer.location == f"/review/{second}#entry"
    answer = sergeant.post(f"/review/{second}/approve", {"version": "1", "then": "next"})
    assert answer.location == "/review"
    assert entry_of(first).status == entry_of(second).status == Status.APPROVED


def test_filters_are_kept_from_page_to_page(browser: Open, force: Force) -> None:
    officer = force.actor("officer")
    first = an_entry(officer, "diversion").id
    an_entry(officer, "engagement")
    third = an_entry(officer, "diversion", matter_type="drugs").id
    sergeant = browser("sergeant")
    path = f"/review/{first}/approve?kind=diversion&flagged=no&page=x&officer=x"
    answer = sergeant.post(path, {"version": "1", "then": "next"})
    assert answer.location == f"/review/{third}?kind=diversion&flagged=no#entry"


def test_a_diversion_is_read_only_once_the_reading_is_recorded(browser: Open, force: Force) -> None:
    entry_id = an_entry(force.actor("officer"), "diversion").id
    sergeant = browser("sergeant")
    sergeant.get(f"/review/{entry_id}")
    query = sa.select(EVENT.c.actor_id).where(
        EVENT.c.subject_id == str(entry_id), EVENT.c.tag == "entry_read"
    )
    assert db.session.execute(query).scalars().all() == [force.people["sergeant"].id]


@pytest.mark.parametrize(("username", "readings"), [("sergeant", 0), ("inspector", 1)])
def test_reading_an_engagement_is_recorded_only_from_further_up(
    browser: Open, force: Force, username: str, readings: int
) -> None:
    entry_id = an_entry(force.actor("officer"), "engagement").id
    browser(username).get(f"/review/{entry_id}")
    query = sa.select(sa.func.count()).where(
        EVENT.c.subject_id == str(entry_id), EVENT.c.tag == "entry_read"
    )
    assert db.session.execute(query).scalar_one() == readings


def test_a_draft_is_not_there_for_a_sergeant(browser: Open, force: Force) -> None:
    entry_id = an_entry(force.actor("officer"), "engagement", submit=False).id
    browser("sergeant").get(f"/review/{entry_id}", status=404)


def test_a_missing_entry_and_a_foreign_one_answer_alike(browser: Open, force: Force) -> None:
    foreign = an_entry(force.actor("far_officer"), "engagement", school="100004").id
    sergeant = browser("sergeant")
    for entry_id in (foreign, new_id()):
        sergeant.get(f"/review/{entry_id}", status=404)
        sergeant.post(f"/review/{entry_id}/approve", {"version": "1"}, status=404)


def test_a_stale_approval_approves_nothing_and_shows_what_changed(
    browser: Open, force: Force
) -> None:
    entry_id = an_entry(force.actor("officer"), "engagement").id
    sergeant = browser("sergeant")
    sergeant.get(f"/review/{entry_id}")
    amend(force, entry_id, 1, pupils=123)
    sergeant.post(f"/review/{entry_id}/approve", {"version": "1"}, status=409)
    assert entry_of(entry_id).status == Status.SUBMITTED
    cells = [cell.get_text(strip=True) for cell in sergeant.page.select(".app-changes td")]
    assert cells == ["28", "123"]
    assert "Look at version 2" in words(sergeant)


def test_a_stale_return_gives_back_what_was_written(browser: Open, force: Force) -> None:
    entry_id = an_entry(force.actor("officer"), "engagement").id
    amend(force, entry_id, 1, pupils=123)
    sergeant = browser("sergeant")
    body = {"version": "1", "reason_code": "other", "reason": WHY}
    sergeant.post(f"/review/{entry_id}/return", body, status=409)
    assert WHY in words(sergeant)


def test_an_entry_decided_by_somebody_else_is_said_to_be(browser: Open, force: Force) -> None:
    sergeant2 = force.actor("sergeant2")
    entry_id = an_approved_entry(force.actor("officer"), sergeant2, "engagement").id
    sergeant = browser("sergeant")
    sergeant.post(f"/review/{entry_id}/approve", {"version": "1"}, status=409)
    assert "approved" in words(sergeant)


@pytest.mark.parametrize("version", ["", "x", "0", "-1", "1.0", "9" * 40, "１"])
def test_an_approval_must_name_a_version(browser: Open, force: Force, version: str) -> None:
    entry_id = an_entry(force.actor("officer"), "engagement").id
    sergeant = browser("sergeant")
    sergeant.post(f"/review/{entry_id}/approve", {"version": version}, status=422)
    assert entry_of(entry_id).status == Status.SUBMITTED


def test_a_refused_return_comes_back_with_its_text_and_ticks(browser: Open, force: Force) -> None:
    entry_id = an_entry(force.actor("officer"), "engagement").id
    sergeant = browser("sergeant")
    sergeant.get(f"/review/{entry_id}/return")
    body = [("version", "1"), ("reason", WHY), ("fields", "pupils"), ("fields", "topics")]
    sergeant.post(f"/review/{entry_id}/return", body, status=422)
    page = sergeant.page
    assert page.select_one("textarea[name=reason]").get_text(strip=True) == WHY
    assert {box["value"] for box in page.select("input[name=fields][checked]")} == {
        "pupils",
        "topics",
    }
    assert "Select the reason that fits best." in words(sergeant)
    assert page.select_one(".govuk-error-summary a")["href"] == "#reason_code"


def test_a_return_reaches_the_officer_and_the_correction_shows_what_changed(
    browser: Open, force: Force
) -> None:
    entry_id = an_entry(force.actor("officer"), "engagement").id
    sergeant = browser("sergeant")
    body = {"version": "1", "reason_code": "inconsistent", "reason": WHY, "fields": "pupils"}
    sergeant.post(f"/review/{entry_id}/return", body)
    assert entry_of(entry_id).decision_fields == ["pupils"]
    amend(force, entry_id, 1, pupils=20)
    sergeant.get(f"/review/{entry_id}")
    said = words(sergeant)
    assert "What changed since version 1" in said
    assert WHY in said
    assert [cell.get_text(strip=True) for cell in sergeant.page.select(".app-changes td")] == [
        "28",
        "20",
    ]


def test_an_approved_entry_is_reopened_and_a_void_one_is_gone(browser: Open, force: Force) -> None:
    entry_id = an_approved_entry(force.actor("officer"), force.actor("sergeant"), "engagement").id
    inspector = browser("inspector")
    inspector.get(f"/review/{entry_id}/reopen")
    inspector.post(f"/review/{entry_id}/reopen", {"version": "1", "reason": ""}, status=422)
    inspector.post(f"/review/{entry_id}/reopen", {"version": "1", "reason": WHY})
    assert entry_of(entry_id).status == Status.REOPENED
    inspector.get(f"/review/{entry_id}/void")
    inspector.post(f"/review/{entry_id}/void", {"version": "1", "reason": WHY})
    inspector.get(f"/review/{entry_id}")
    sergeant = browser("sergeant")
    for action in ("approve", "return", "reopen", "void"):
        body = {"version": "1", "reason_code": "other", "reason": WHY}
        sergeant.post(f"/review/{entry_id}/{action}", body, status=410)


def test_ones_own_entry_is_shown_without_a_decision(browser: Open, force: Force) -> None:
    entry_id = an_entry(force.actor("sergeant"), "engagement").id
    sergeant = browser("sergeant")
    sergeant.get(f"/review/{entry_id}")
    assert not sergeant.page.select(".app-decide")
    assert "This is your own entry" in words(sergeant)
    sergeant.post(f"/review/{entry_id}/approve", {"version": "1"}, status=403)


@pytest.mark.parametrize("withdrawn", [False, True])
def test_what_was_never_submitted_never_comes_to_review(
    browser: Open, force: Force, withdrawn: bool
) -> None:
    entry_id = an_entry(force.actor("sergeant"), "diversion", submit=False).id
    if withdrawn:
        with writing():
            withdraw(force.actor("sergeant"), entry_id, 1)
    sergeant = browser("sergeant")
    sergeant.get(f"/review/{entry_id}", status=404)
    for action in ("approve", "return", "reopen", "void"):
        body = {"version": "1", "reason_code": "other", "reason": WHY}
        sergeant.post(f"/review/{entry_id}/{action}", body, status=403)
        browser("inspector").post(f"/review/{entry_id}/{action}", body, status=404)


@pytest.mark.parametrize("name", ["entry", "entries"])
def test_ticked_entries_are_approved_together(browser: Open, force: Force, name: str) -> None:
    officer = force.actor("officer")
    ids = [an_entry(officer, kind).id for kind in ("engagement", "abstraction")]
    sergeant = browser("sergeant")
    answer = sergeant.post("/review/bulk-approve", [(name, f"{each}:1") for each in ids])
    assert answer.location == "/review"
    assert {entry_of(each).status for each in ids} == {Status.APPROVED}


def test_a_refused_entry_does_not_hold_back_the_others(browser: Open, force: Force) -> None:
    officer = force.actor("officer")
    engagement, diversion = an_entry(officer, "engagement").id, an_entry(officer, "diversion").id
    sergeant = browser("sergeant")
    pairs = [("entry", f"{diversion}:1"), ("entry", f"{engagement}:1")]
    sergeant.post("/review/bulk-approve", pairs, status=200)
    assert "Each diversion is approved on its own page." in words(sergeant)
    assert entry_of(engagement).status == Status.APPROVED
    assert entry_of(diversion).status == Status.SUBMITTED
    sergeant.post("/review/bulk-approve", pairs, status=409)


@pytest.mark.parametrize("ticked", [[], ["x"], ["x:1"], [SOME_ID], [f"{SOME_ID}:0"]])
def test_ticks_that_cannot_be_read_are_refused(
    browser: Open, force: Force, ticked: list[str]
) -> None:
    an_entry(force.actor("officer"), "engagement")
    sergeant = browser("sergeant")
    pairs = [("entry", text) for text in ticked] or {"nothing": ""}
    sergeant.post("/review/bulk-approve", pairs, status=422)
    assert sergeant.page.select(".govuk-error-summary")


def test_the_team_page_names_each_officer_once(app: Flask, browser: Open, force: Force) -> None:
    an_entry(force.actor("officer"), "engagement")
    with writing():
        entry_id = an_entry(force.actor("officer2"), "engagement").id
        decided("return", force.actor("sergeant"), entry_id, 1, "other", WHY)
    sergeant = browser("sergeant")
    sergeant.get("/review/team")
    names = [cell.contents[0].strip() for cell in sergeant.page.select("tbody th")]
    assert len(names) == len(set(names))
    assert "Officer Tester" in names
    assert "Other Officer Tester" not in names
