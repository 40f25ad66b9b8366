"""The main job as people do it, on a tablet: log, return, correct, approve, see what it means."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.conftest import Server, answer
from tests.factories.force import yesterday

pytestmark = pytest.mark.e2e
YESTERDAY = yesterday().isoformat()
SCHOOL = "100001"

ENGAGEMENT: dict[str, str | list[str]] = {
    "school": SCHOOL,
    "started_on": YESTERDAY,
    "started_time": "09:30",
    "duration_minutes": "45",
    "capacity": "sso_duty",
    "engagement_type": "lesson_workshop",
    "programme": "none",
    "topics": ["knife_crime", "hate_crime"],
    "ssp_aims": ["trust"],
    "requested_by": "school",
    "pupils": "28",
    "place": "on_site",
    "discipline_request": "no",
    "powers_used": "none",
}
DIVERSION: dict[str, str | list[str]] = {
    "school": SCHOOL,
    "matter_on": YESTERDAY,
    "reported_on": YESTERDAY,
    "capacity": "sso_duty",
    "matter_type": "assault",
    "child_role": "suspect",
    "crime_recorded": "no",
    "schools_protocol_used": "yes",
    "gravity_score": "2",
    "otherwise": "caution",
    "ethnicity_self_defined": "M1",
    "ethnicity_officer_defined": "IC3",
    "sex": "female",
    "age": "14",
    "year_group": "9",
    "send": "none",
    "looked_after": "no",
    "contact_child": "made",
    "contact_child_on": YESTERDAY,
    "contact_parent_carer": "made",
    "contact_parent_carer_on": YESTERDAY,
    "contact_victim": "not_applicable",
    "route": "restorative_approach",
    "offered_on": YESTERDAY,
    "provider": "The school",
    "accepted": "accepted",
    "mash_referral": "no",
    "school_sanction": "none",
}
ABSTRACTION: dict[str, str | list[str]] = {
    "abstraction_type": "aid_central",
    "started_on": YESTERDAY,
    "started_time": "08:00",
    "ended_on": YESTERDAY,
    "ended_time": "12:00",
    "notice": "same_day",
    "authorised_by": "Duty inspector, BCU operations",
    "destination": "Central aid",
    "schools_were_affected": "no",
}


def log(page: Page, kind: str, answers: dict[str, str | list[str]]) -> str:
    """Log an entry through its form, and return its reference."""
    page.goto(f"/entries/new/{kind}")
    answer(page, answers)
    page.get_by_role("button", name="Submit for approval").click()
    expect(page.locator("h1")).to_be_visible()
    found = re.search(r"[EDUA]-[0-9A-Z]{4}-[0-9A-Z]{4}", page.inner_text("main"))
    assert found, page.inner_text("main")[:1500]
    return found[0]


@pytest.mark.parametrize("javascript", [True, False], ids=["with-scripts", "without-scripts"])
def test_officer_sergeant_and_inspector_do_the_main_job(
    open_page: Callable[..., Page], server: Server, javascript: bool
) -> None:
    officer = open_page("officer", javascript=javascript)
    inspector = open_page("inspector", javascript=javascript)
    before = figures(inspector)

    engagement = log(officer, "engagement", ENGAGEMENT)
    diversion = log(officer, "diversion", DIVERSION)
    abstraction = log(officer, "abstraction", ABSTRACTION)
    confirm_week(officer)

    sergeant = open_page("sergeant", javascript=javascript)
    for reference in (engagement, diversion, abstraction):
        sergeant.goto("/review")
        expect(sergeant.locator("main")).to_contain_text(reference)
    return_with_reason(sergeant, engagement)
    approve(sergeant, diversion)
    approve(sergeant, abstraction)

    correct_returned(officer, engagement)
    approve(sergeant, engagement)

    after = figures(inspector)
    assert before != after
    inspector.goto("/summaries/abstraction")
    expect(inspector.locator("main")).to_contain_text("Aid")
    inspector.goto("/framework/D5")
    expect(inspector.locator("main")).to_contain_text("1")


def figures(page: Page) -> tuple[str, str]:
    """What the summary and the framework say now."""
    page.goto("/summaries/abstraction")
    summary = page.inner_text("main")
    page.goto("/framework")
    return summary, page.inner_text("main")


def confirm_week(page: Page) -> None:
    """Confirm the week that yesterday belongs to."""
    year, week, _ = yesterday().isocalendar()
    page.goto(f"/weeks/{year}-W{week:02d}")
    page.get_by_role("button", name=re.compile("Confirm")).click()
    expect(page.locator("h1")).to_be_visible()


def open_in_inbox(page: Page, reference: str) -> None:
    """Open a waiting entry from the inbox."""
    page.goto("/review")
    page.get_by_role("link", name=re.compile(reference)).first.click()
    expect(page.locator("main")).to_contain_text(reference)


def approve(page: Page, reference: str) -> None:
    """Approve a waiting entry."""
    open_in_inbox(page, reference)
    page.get_by_role("button", name="Approve", exact=True).click()
    page.goto("/review")
    expect(page.locator("main")).not_to_contain_text(reference)


def return_with_reason(page: Page, reference: str) -> None:
    """Return a waiting entry, pinned to a field."""
    open_in_inbox(page, reference)
    page.get_by_role("link", name=re.compile("Return")).or_(
        page.get_by_role("button", name=re.compile("Return"))
    ).first.click()
    closed = page.locator("main details:not([open]) > summary")
    while closed.count():
        closed.first.click()
    answer(page, {"reason_code": "inconsistent", "fields": ["pupils"]})
    page.fill("[name=reason]", "How many pupils were there?")
    page.get_by_role("button", name="Return", exact=True).click()
    page.goto("/review")
    expect(page.locator("main")).not_to_contain_text(reference)


def correct_returned(page: Page, reference: str) -> None:
    """Open the returned entry from home, correct it and submit it again."""
    page.goto("/")
    page.get_by_role("link", name=re.compile(reference)).first.click()
    expect(page.locator("main")).to_contain_text("How many pupils were there?")
    answer(page, {"pupils": "30"})
    page.get_by_role("button", name=re.compile("Submit")).click()
    expect(page.locator("main")).to_contain_text(reference)
