"""A diversion's page says where it stands now: its fields overlaid by its approved updates."""

import datetime as dt
from collections.abc import Callable

from sso_log.db import writing
from tests.client import Browser
from tests.factories.entries import an_approved_entry, an_entry, decided
from tests.factories.force import Force, yesterday

Open = Callable[[str], Browser]
BEFORE = (yesterday() - dt.timedelta(days=3)).isoformat()


def panel(browser: Open, entry_id: object) -> str:
    officer = browser("officer")
    officer.get(f"/entries/{entry_id}")
    found = officer.page.select_one(".app-standing")
    return found.get_text(" ", strip=True) if found else ""


def test_only_approved_updates_say_where_a_diversion_stands(force: Force, browser: Open) -> None:
    officer, sergeant = force.actor("officer"), force.actor("sergeant")
    days = {"matter_on": BEFORE, "reported_on": BEFORE, "offered_on": BEFORE}
    diversion = an_approved_entry(officer, sergeant, "diversion", **days).id
    started = an_approved_entry(
        officer,
        sergeant,
        "diversion_update",
        diversion=str(diversion),
        stage="started",
        stage_on=BEFORE,
    ).id
    an_entry(officer, "diversion_update", diversion=str(diversion), school_sanction="suspension")
    assert "Started" in panel(browser, diversion)
    assert "uspen" not in panel(browser, diversion)

    an_approved_entry(
        officer, sergeant, "diversion_update", diversion=str(diversion), stage="completed"
    )
    assert "Completed" in panel(browser, diversion)
    with writing():
        decided("reopen", sergeant, started, 1, None, "The wrong child.")
    assert "Started" not in panel(browser, diversion)


def test_a_diversion_without_updates_has_no_such_panel(force: Force, browser: Open) -> None:
    assert not panel(browser, an_entry(force.actor("officer"), "diversion").id)
