"""Forms on a tablet: one tap, what applies, records, schools; by keyboard; unscripted."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from sso_log.db import db
from sso_log.entries.models import Entry
from tests.e2e.conftest import Server, answer
from tests.e2e.test_story import ABSTRACTION, ENGAGEMENT
from tests.factories.entries import an_entry

pytestmark = pytest.mark.e2e
OpenPage = Callable[..., Page]


def entries(server: Server) -> list[Entry]:
    with server.app.app_context():
        return list(db.session.scalars(db.select(Entry).order_by(Entry.created_at_utc)))


def test_a_repeat_engagement_takes_eight_taps_at_most(server: Server, open_page: OpenPage) -> None:
    with server.app.app_context():
        an_entry(server.force.actor("officer"), "engagement")
    page = open_page("officer")
    taps = 0

    def tap(name: str, role: str = "button") -> None:
        nonlocal taps
        taps += 1
        page.get_by_role(role, name=name).first.click()  # type: ignore[arg-type]

    tap("Log another like this", "link")
    tap("Now")
    page.locator('input[name="powers_used"][value="none"]').check()
    taps += 1
    tap("Submit for approval")
    expect(page.get_by_text("Submitted for approval").first).to_be_visible()
    assert taps <= 8
    assert [one.status for one in entries(server)] == ["submitted", "submitted"]


def test_a_question_is_shown_when_it_applies(open_page: OpenPage) -> None:
    page = open_page("officer")
    page.goto("/entries/new/engagement")
    told = page.locator('input[name="snt_informed"]').first
    expect(told).to_be_hidden()
    answer(page, {"place": "school_gate"})
    expect(told).to_be_visible()
    answer(page, {"place": "on_site"})
    expect(told).to_be_hidden()
    programme = page.locator('input[name="programme"]').first
    answer(page, {"engagement_type": "assembly"})
    expect(programme).to_be_visible()
    answer(page, {"engagement_type": "drop_in"})
    expect(programme).to_be_hidden()


def test_closing_a_question_closes_those_that_hang_on_it(open_page: OpenPage) -> None:
    page = open_page("officer")
    page.goto("/entries/new/diversion")
    answer(page, {"child_role": "suspect", "gravity_score": "not_scored"})
    reason = page.locator('[name="gravity_reason"]').first
    expect(reason).to_be_visible()
    answer(page, {"child_role": "victim"})
    expect(reason).to_be_hidden()


def test_a_common_length_is_one_tap(open_page: OpenPage) -> None:
    page = open_page("officer")
    page.goto("/entries/new/engagement")
    page.get_by_role("button", name="45", exact=True).click()
    expect(page.locator("#duration_minutes")).to_have_value("45")


def test_another_school_is_found_by_typing(server: Server, open_page: OpenPage) -> None:
    page = open_page("officer")
    page.goto("/entries/new/engagement")
    answer(page, {**ENGAGEMENT, "school": "another"})
    page.get_by_label("Name or URN of the other school").type("dams", delay=40)
    page.get_by_role("option", name="Damson Lane School").click()
    page.get_by_role("button", name="Submit for approval").click()
    expect(page.get_by_text("Submitted for approval").first).to_be_visible()
    assert entries(server)[0].school == server.force.far_school


def test_choosing_a_listed_school_forgets_the_one_typed(
    server: Server, open_page: OpenPage
) -> None:
    page = open_page("officer")
    page.goto("/entries/new/engagement")
    answer(page, {**ENGAGEMENT, "school": "another"})
    page.get_by_label("Name or URN of the other school").type("dams", delay=40)
    page.get_by_role("option", name="Damson Lane School").click()
    answer(page, {"school": "100001"})
    page.get_by_role("button", name="Submit for approval").click()
    expect(page.get_by_text("Submitted for approval").first).to_be_visible()
    assert entries(server)[0].school == 100001


def test_records_are_added_and_removed_in_place(server: Server, open_page: OpenPage) -> None:
    page = open_page("officer")
    page.goto("/entries/new/engagement")
    answer(page, {"powers_used": "some"})
    records = page.locator("[data-row]")
    expect(records).to_have_count(1)
    page.fill('[name="powers-0-legislation"]', "s.1 PACE 1984")
    page.get_by_role("button", name="Add another power used").click()
    expect(records).to_have_count(2)
    expect(page.locator('[name="powers-1-power"]').first).to_be_focused()
    answer(page, {"powers-1-bwv": "yes"})
    expect(page.locator('[name="powers-1-bwv_reference"]')).to_be_visible()
    page.locator("[data-rows-remove]").first.click()
    expect(records).to_have_count(1)
    expect(page.locator('[name="powers-1-legislation"]')).to_be_visible()


def test_a_school_that_was_not_affected_is_taken_out(server: Server, open_page: OpenPage) -> None:
    page = open_page("officer")
    page.goto("/entries/new/abstraction")
    answer(page, {**ABSTRACTION, "schools_were_affected": "yes"})
    expect(page.locator("[data-row]")).to_have_count(2)
    page.locator("#schools_affected-1 [data-rows-remove]").click()
    answer(
        page,
        {
            "schools_affected-0-told": "yes",
            "schools_affected-0-cover": "snt",
            "schools_affected-0-visits_lost": "1",
        },
    )
    page.get_by_role("button", name="Submit for approval").click()
    expect(page.get_by_text("Submitted for approval").first).to_be_visible()
    expect(page.get_by_text("Alder Grove School").first).to_be_visible()
    expect(page.get_by_text("Beech Hill Academy")).to_have_count(0)


@pytest.mark.parametrize(
    ("kind", "answers"), [("engagement", ENGAGEMENT), ("abstraction", ABSTRACTION)]
)
def test_a_form_works_without_scripts(
    server: Server, open_page: OpenPage, kind: str, answers: dict[str, str | list[str]]
) -> None:
    page = open_page("officer", javascript=False)
    page.goto(f"/entries/new/{kind}")
    expect(page.get_by_text("Only if").first).to_be_visible()
    answer(page, answers)
    page.get_by_role("button", name="Submit for approval").click()
    expect(page.get_by_text("Submitted for approval").first).to_be_visible()
    assert entries(server)[0].status == "submitted"


def test_a_refused_form_takes_the_keyboard_to_the_errors_and_on_to_the_field(
    open_page: OpenPage,
) -> None:
    page = open_page("officer")
    page.goto("/entries/new/engagement")
    page.get_by_role("button", name="Submit for approval").focus()
    page.keyboard.press("Enter")
    expect(page.locator(".govuk-error-summary")).to_be_focused()
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.locator('input[name="school"]').first).to_be_focused()
    page.keyboard.press("Space")
    expect(page.locator('input[name="school"]').first).to_be_checked()


def test_the_enter_key_in_a_box_never_adds_or_removes_a_record(open_page: OpenPage) -> None:
    page = open_page("officer")
    page.goto("/entries/new/engagement")
    answer(page, {"powers_used": "some"})
    page.fill('[name="powers-0-legislation"]', "s.1 PACE 1984")
    page.locator('[name="powers-0-legislation"]').press("Enter")
    expect(page.locator(".govuk-error-summary")).to_be_visible()
    expect(page.locator('[name="powers-0-legislation"]')).to_have_value("s.1 PACE 1984")
    expect(page.locator("[data-row]")).to_have_count(1)


@pytest.mark.parametrize("width", [320, 390, 820, 1280])
def test_no_form_is_wider_than_the_screen(open_page: OpenPage, width: int) -> None:
    page = open_page("officer", width=width, height=800)
    for path in ("/", "/entries", "/entries/new/engagement", "/entries/new/diversion",
                 "/entries/new/abstraction"):  # fmt: skip
        page.goto(path)
        assert page.evaluate("() => document.documentElement.scrollWidth") <= width, path
