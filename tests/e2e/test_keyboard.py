"""Everything by keyboard alone: each stop is seen, none is covered, all in reading order."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from sso_log.db import db
from tests.e2e.conftest import Server
from tests.factories.entries import an_entry

pytestmark = pytest.mark.e2e
MOST_STOPS = 160

# What has the focus: what it is, where it is, and whether a person can see that it has it.
STOP = """() => {
  const one = document.activeElement
  const ring = (element, part) => {
    const style = getComputedStyle(element, part)
    const outlined = style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) > 0 &&
      !/, 0\\)$|transparent/.test(style.outlineColor)
    return outlined || style.boxShadow !== 'none'
  }
  const label = one.labels && one.labels[0]
  const box = one.getBoundingClientRect()
  const down = Math.min(box.height / 2, 20)
  const over = document.elementFromPoint(box.left + box.width / 2, box.top + down)
  const within = (other) => other && (one.contains(other) || other.contains(one))
  return {
    id: one.id, tag: one.tagName, name: one.getAttribute('name') || '', value: one.value || '',
    type: one.type || '', classes: one.className,
    words: (one.textContent || '').trim().replace(/\\s+/g, ' '),
    seen: ring(one) || (label ? ring(label, '::before') : false),
    covered: !within(over) && !(label && label.contains(over)),
    top: box.top + window.scrollY, left: box.left, height: box.height,
    stuck: Boolean(one.closest('.app-form-buttons, .app-decide, .govuk-skip-link'))
  }
}"""
Stop = dict[str, Any]


def stops(page: Page) -> Iterator[Stop]:
    """Press Tab again and again, and look at each stop; at the end of the page it is over."""
    before: Stop | None = None
    for _ in range(MOST_STOPS):
        page.keyboard.press("Tab")
        stop = page.evaluate(STOP)
        if stop["tag"] == "BODY":
            return
        assert stop["seen"], f"no visible focus on {stop}"
        assert not stop["covered"], f"something covers {stop}"
        if before and not stop["stuck"] and not before["stuck"]:
            backwards = stop["top"] + stop["height"] <= before["top"]
            assert not backwards, f"{stop} comes after {before}"
        before = stop
        yield stop


def tab_to(page: Page, wanted: Callable[[Stop], bool]) -> Stop:
    """Press Tab until the wanted stop."""
    seen = []
    for stop in stops(page):
        if wanted(stop):
            return stop
        seen.append(stop["words"] or stop["name"])
    raise AssertionError(f"never reached; stops were {seen}")


def press(page: Page, words: str, key: str = "Enter") -> None:
    """Tab to what bears these words, and press it."""
    tab_to(page, lambda stop: stop["words"] == words)
    page.keyboard.press(key)


def log_entries(server: Server, *kinds: str) -> None:
    with server.app.app_context():
        officer = server.force.actor("officer")
        for kind in kinds:
            an_entry(officer, kind)
        db.session.remove()


def choose(page: Page, stop: Stop, wanted: str) -> None:
    """Choose one of the radios whose first has the focus, as a person does: with the arrows."""
    page.keyboard.press("Space")
    for _ in range(20):
        if page.evaluate("() => document.activeElement.value") == wanted:
            return
        page.keyboard.press("ArrowDown")
    raise AssertionError(f"{stop['name']} has no {wanted}")


def test_sergeant_clears_the_inbox_with_tab_space_and_enter(
    server: Server, open_page: Callable[..., Page]
) -> None:
    log_entries(server, "engagement", "diversion", "abstraction", "engagement")
    page = open_page("sergeant", width=1280, height=900)
    page.goto("/review")
    press(page, "Skip to main content")
    assert page.evaluate("() => document.activeElement.id") == "main-content"

    tab_to(page, lambda stop: stop["name"] == "entry")
    page.keyboard.press("Space")
    expect(page.locator("[data-selected]")).to_have_text("1 selected")
    press(page, "Approve selected")
    expect(page.locator(".app-flash--success")).to_contain_text("1 entry approved")

    tab_to(page, lambda stop: "app-entry__title" in stop["classes"])
    page.keyboard.press("Enter")
    expect(page.locator("#entry")).to_be_focused()
    press(page, "Approve and next")
    expect(page.locator(".app-flash--success")).to_contain_text("approved")
    expect(page.locator("#entry")).to_be_focused()

    press(page, "Return")
    expect(page.locator("h1")).to_contain_text("Return")
    stop = tab_to(page, lambda stop: stop["name"] == "reason_code")
    choose(page, stop, "inconsistent")
    tab_to(page, lambda stop: stop["name"] == "reason")
    page.keyboard.type("How many pupils were there?")
    press(page, "Return")
    expect(page.locator("main")).to_contain_text("returned")
    page.goto("/review")
    expect(page.locator(".app-entry__title")).to_have_count(1)


def test_single_keys_tick_open_return_and_lead_back(
    server: Server, open_page: Callable[..., Page]
) -> None:
    log_entries(server, "engagement", "diversion")
    page = open_page("sergeant", width=1280, height=900)
    page.goto("/review")
    page.keyboard.press("j")
    page.keyboard.press("x")
    expect(page.locator("[data-selected]")).to_have_text("1 selected")
    page.keyboard.press("o")
    expect(page.locator("#entry")).to_be_focused()
    page.keyboard.press("i")
    expect(page.locator("h1")).to_have_text("Review inbox")
    page.keyboard.press("j")
    page.keyboard.press("o")
    expect(page.locator("#entry")).to_be_focused()
    page.keyboard.press("r")
    expect(page.locator("h1")).to_contain_text("Return")


def test_every_page_of_a_sergeant_is_walked_in_reading_order_with_the_focus_in_sight(
    server: Server, open_page: Callable[..., Page]
) -> None:
    log_entries(server, "diversion")
    page = open_page("sergeant")
    for path in ("/", "/review", "/review/team", "/weeks", "/entries", "/schools", "/admin/cover"):
        page.goto(path)
        assert sum(1 for _ in stops(page)) > 10, path


@pytest.mark.parametrize("kind", ["engagement", "diversion", "abstraction"])
def test_after_a_mistake_the_summary_has_the_focus_and_leads_to_each_field(
    open_page: Callable[..., Page], kind: str
) -> None:
    page = open_page("officer")
    page.goto(f"/entries/new/{kind}")
    page.get_by_role("button", name="Submit for approval").press("Enter")
    summary = page.locator(".govuk-error-summary")
    expect(summary).to_be_focused()
    assert page.title().startswith("Error: ")
    links = summary.locator("a")
    assert links.count() > 5
    for link in links.all():
        target = (link.get_attribute("href") or "").removeprefix("#")
        link.press("Enter")
        focused = page.evaluate(STOP)
        assert focused["id"] == target or focused["name"].startswith(target), (target, focused)
        assert not focused["covered"], focused


ANSWERS = {
    "school": "100002",
    "capacity": "sso_duty",
    "engagement_type": "assembly",
    "programme": "none",
    "requested_by": "school",
    "place": "on_site",
    "discipline_request": "no",
    "powers_used": "none",
}
TICKS = {("topics", "knife_crime"), ("ssp_aims", "trust"), ("year_groups", "9")}
TYPED = {"started_at_time": "0930a", "started_time": "0930a", "pupils": "120", "notes": "All well."}


def test_officer_logs_an_engagement_without_a_mouse(open_page: Callable[..., Page]) -> None:
    page = open_page("officer")
    page.goto("/")
    tab_to(page, lambda stop: stop["words"].startswith("Engagement"))
    page.keyboard.press("Enter")
    expect(page.locator("h1")).to_have_text("Log an engagement")
    done: set[str] = set()
    for stop in stops(page):
        answer_at(page, stop, done)
        if stop["words"] == "Submit for approval":
            page.keyboard.press("Enter")
            break
    expect(page.locator(".app-done")).to_contain_text("Submitted for approval")


def answer_at(page: Page, stop: Stop, done: set[str]) -> None:
    """Do what the answer at this stop asks for, once."""
    name = stop["name"]
    if stop["words"] in ("Yesterday", "45") and stop["words"] not in done:
        done.add(stop["words"])
        page.keyboard.press("Space")
    elif name in ANSWERS and name not in done:
        done.add(name)
        choose(page, stop, ANSWERS[name])
    elif (name, stop["value"]) in TICKS:
        page.keyboard.press("Space")
    elif name in TYPED and name not in done:
        done.add(name)
        page.keyboard.type(TYPED[name])
