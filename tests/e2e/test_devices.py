"""The devices people have: a tablet under a thumb, 400% zoom, no scripts, paper, slow air."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, Response, expect

from sso_log.db import db
from tests.e2e.conftest import Server, answer, sign_in
from tests.factories.entries import an_approved_entry, an_entry

pytestmark = pytest.mark.e2e
MOST_BYTES = 150_000
FORMS = ("/entries/new/engagement", "/entries/new/diversion", "/entries/new/abstraction")

# Whatever a finger is meant to hit and is smaller than 44 by 44, but for links within a sentence.
SMALL = """() => [...document.querySelectorAll(
    'button, .govuk-button, nav a, header a, footer a, summary, select, textarea, ' +
    '.app-action, .app-entry__title, .app-again, input:not([type=hidden])')]
  .filter((one) => one.checkVisibility() && !one.closest('[aria-hidden=true], .govuk-skip-link'))
  .map((one) => [one, one.getBoundingClientRect()])
  .filter(([one, box]) => box.height < 43.5 || (box.width < 43.5 && !one.matches('a.govuk-link')))
  .map(([one, box]) => `${one.tagName} ${one.className} ${one.textContent.trim().slice(0, 30)} ` +
    `${Math.round(box.width)} by ${Math.round(box.height)}`)"""

# What scrolls sideways without being a region that has a name and takes the focus.
UNNAMED_SCROLLERS = """() => [...document.querySelectorAll('main *')]
  .filter((one) => ['auto', 'scroll'].includes(getComputedStyle(one).overflowX))
  .filter((one) => one.scrollWidth > one.clientWidth + 1 && !one.matches('textarea, input, select'))
  .filter((one) => one.getAttribute('role') !== 'region' || !one.getAttribute('aria-label') ||
    one.tabIndex !== 0)
  .map((one) => one.className)"""


@pytest.fixture
def worked(server: Server) -> Server:
    """The force with an entry of each kind waiting, and some approved."""
    with server.app.app_context():
        officer, sergeant = server.force.actor("officer"), server.force.actor("sergeant")
        for kind in ("engagement", "diversion", "abstraction"):
            an_entry(officer, kind)
        an_approved_entry(officer, sergeant, "abstraction")
        db.session.remove()
    return server


@pytest.mark.parametrize(
    ("role", "paths"),
    [
        ("officer", ("/", "/entries", "/weeks", "/schools", "/help", *FORMS)),
        ("sergeant", ("/", "/review", "/review/team", "/admin/cover")),
        ("inspector", ("/summaries/abstraction", "/framework", "/framework/D1")),
        ("admin", ("/", "/admin/people", "/admin/calendar", "/admin/people/new")),
        ("auditor", ("/audit",)),
    ],
)
def test_whatever_is_tapped_is_44_pixels_tall_and_wide(
    worked: Server, open_page: Callable[..., Page], role: str, paths: tuple[str, ...]
) -> None:
    page = open_page(role)
    small = []
    for path in paths:
        page.goto(path)
        small += [f"{path}: {one}" for one in page.evaluate(SMALL)]
    assert not small, "\n".join(small)


@pytest.mark.parametrize(
    ("role", "paths"),
    [
        ("officer", ("/", "/weeks", *FORMS)),
        ("sergeant", ("/review", "/review/team")),
        ("inspector", ("/summaries/abstraction", "/framework/D1")),
        ("auditor", ("/audit",)),
        ("admin", ("/admin/people", "/admin/calendar")),
    ],
)
def test_at_400_percent_only_named_regions_scroll_sideways_and_nothing_sticks(
    worked: Server, open_page: Callable[..., Page], role: str, paths: tuple[str, ...]
) -> None:
    page = open_page(role, width=320, height=256)
    for path in paths:
        page.goto(path)
        wide = page.evaluate("() => document.documentElement.scrollWidth - window.innerWidth")
        assert wide <= 0, path
        assert page.evaluate(UNNAMED_SCROLLERS) == [], path
        stuck = page.evaluate(
            "() => [...document.querySelectorAll('main *, header *')].filter((one) => "
            "['sticky', 'fixed'].includes(getComputedStyle(one).position)).length"
        )
        assert stuck == 0, path


def test_without_scripts_a_question_that_may_not_apply_is_shown_and_says_when_it_does(
    open_page: Callable[..., Page],
) -> None:
    page = open_page("officer", javascript=False)
    page.goto("/entries/new/diversion")
    questions = page.locator(".app-question--closed")
    assert questions.count() > 10
    for question in questions.all():
        expect(question).to_be_visible()
    expect(page.get_by_text("Only if the answer to").first).to_be_visible()


def test_with_scripts_the_same_question_comes_when_it_applies(
    open_page: Callable[..., Page],
) -> None:
    page = open_page("officer")
    page.goto("/entries/new/diversion")
    gravity = page.locator("[name=gravity_score]").first
    heading = page.get_by_role("heading", name="Gravity and what would have happened")
    expect(gravity).to_be_hidden()
    expect(heading).to_be_hidden()
    answer(page, {"child_role": "suspect"})
    expect(gravity).to_be_visible()
    expect(heading).to_be_visible()
    answer(page, {"child_role": "victim"})
    expect(gravity).to_be_hidden()


def test_on_paper_there_is_content_and_nothing_to_press(
    worked: Server, open_page: Callable[..., Page]
) -> None:
    page = open_page("inspector")
    for path in ("/summaries/abstraction", "/framework/D1", "/review/team"):
        page.goto(path)
        page.emulate_media(media="print")
        expect(page.locator("h1")).to_be_visible()
        for gone in ("nav[aria-label=Menu]", ".govuk-button", ".app-filters", "footer a"):
            assert not [one for one in page.locator(gone).all() if one.is_visible()], (path, gone)
        wide = page.evaluate(
            "() => [...document.querySelectorAll('.app-table-region')].filter("
            "(one) => getComputedStyle(one).overflowX !== 'visible').length"
        )
        assert wide == 0, path
        page.emulate_media(media="screen")


def test_a_first_visit_up_to_the_home_of_an_officer_weighs_little(
    worked: Server, open_page: Callable[..., Page]
) -> None:
    page = open_page()
    answers: list[Response] = []
    page.on("response", lambda one: answers.append(one))  # noqa: PLW0108 - it is given attributes
    sign_in(page, "officer")
    page.wait_for_load_state("networkidle")
    weights = {
        one.url: one.request.sizes()["responseBodySize"]
        + one.request.sizes()["responseHeadersSize"]
        for one in answers
    }
    assert any(url.endswith("app.css") for url in weights)
    assert any(url.endswith("app.js") for url in weights)
    assert sum(weights.values()) <= MOST_BYTES, weights
