"""Deciding entries with the keyboard: shortcuts where they help, none where they could harm."""

from collections.abc import Callable

import pytest
import sqlalchemy as sa
from playwright.sync_api import Page, expect

from sso_log.auth.models import Person
from sso_log.auth.sessions import actor_of
from sso_log.db import db
from tests.e2e.conftest import Server
from tests.factories.entries import an_entry

pytestmark = pytest.mark.e2e


def log_entries(server: Server, *kinds: str) -> None:
    """Let the officer log one entry of each kind."""
    with server.app.app_context():
        found = sa.select(Person.id).where(Person.username == "officer")
        officer = actor_of(db.session.execute(found).scalar_one())
        assert officer is not None
        for kind in kinds:
            an_entry(officer, kind)


@pytest.fixture
def inbox(server: Server, open_page: Callable[..., Page]) -> Page:
    """A sergeant's inbox with three entries."""
    log_entries(server, "engagement", "abstraction", "diversion")
    page = open_page("sergeant", width=1280, height=900)
    page.goto("/review")
    return page


def test_keys_lead_from_the_list_through_one_approval_to_the_next_entry(inbox: Page) -> None:
    titles = inbox.locator(".app-entry__title")
    expect(titles).to_have_count(3)
    inbox.keyboard.press("j")
    inbox.keyboard.press("j")
    expect(titles.nth(1)).to_be_focused()
    inbox.keyboard.press("k")
    expect(titles.nth(0)).to_be_focused()
    inbox.keyboard.press("o")
    expect(inbox.locator("#entry")).to_be_focused()
    first = inbox.url
    inbox.keyboard.press("a")
    expect(inbox.locator(".app-flash--success")).to_contain_text("approved")
    assert inbox.url != first
    expect(inbox.locator("#entry")).to_be_focused()


def test_no_key_decides_from_outside_the_entry_or_once_switched_off(inbox: Page) -> None:
    inbox.locator(".app-entry__title").first.click()
    expect(inbox.locator("#entry")).to_be_focused()
    here = inbox.url
    inbox.locator(".app-header__home").focus()
    inbox.keyboard.press("a")
    inbox.locator("[data-keys-switch]").click()
    inbox.locator("#entry").focus()
    inbox.keyboard.press("a")
    inbox.keyboard.press("r")
    inbox.wait_for_timeout(300)
    assert inbox.url == here
    inbox.reload()
    expect(inbox.locator("[data-keys-state]")).to_have_text("off")


def test_a_sergeant_without_scripts_ticks_everything_and_approves_it(
    server: Server, open_page: Callable[..., Page]
) -> None:
    log_entries(server, "engagement")
    page = open_page("sergeant", javascript=False)
    page.goto("/review")
    page.get_by_role("link", name="Select all without flags").click()
    page.get_by_role("button", name="Approve selected").click()
    expect(page.locator(".app-flash--success")).to_contain_text("1 entry approved.")
