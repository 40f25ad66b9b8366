"""An officer's own figures: what they are made of, and that they are nobody else's.

Everything happens in March 2026 (school days of the default calendar) and is seen in November.
"""

import datetime as dt
import re
from collections.abc import Callable
from typing import Any

import pytest

from sso_log.db import writing
from sso_log.entries.models import Entry
from sso_log.summaries.abstraction.page import officer_lines
from sso_log.summaries.own.page import OwnFigures, own_figures
from sso_log.summaries.scope import read_own_scope, read_scope
from sso_log.workflow.states import Status
from tests.client import Browser
from tests.factories.entries import an_approved_entry, an_entry, decided
from tests.factories.force import Force
from tests.integration.test_abstraction_summary import a_week, taken

MARCH = {"from": "2026-03-02", "until": "2026-03-29"}
PAGE = "/summaries/own?from=2026-03-02&until=2026-03-29"
TODAY = dt.date(2026, 11, 2)
OpenBrowser = Callable[[str], Browser]


def seen(force: Force, username: str = "officer", **asked: str) -> OwnFigures:
    """What somebody sees of themselves in March, or for what they ask."""
    given = {name: [value] for name, value in {**MARCH, **asked}.items()}
    return own_figures(read_own_scope(force.actor(username), given, TODAY))


def engaged(force: Force, day: str, minutes: int, *, by: str = "officer", **more: Any) -> Entry:
    """An approved engagement."""
    return an_approved_entry(
        force.actor(by), force.actor("sergeant"), "engagement",
        started_at=f"{day}T10:00+00:00", duration_minutes=minutes, **more,
    )  # fmt: skip


def words(page: Browser) -> str:
    return re.sub(r"\s+", " ", page.page.get_text(" ", strip=True))


def test_the_shares_are_the_officers_line_of_the_abstraction_summary(force: Force) -> None:
    a_week(force, "officer", "2026-03-02", 2400)
    a_week(force, "officer2", "2026-03-02", 1200)
    taken(force, "2026-03-03T09:00", "2026-03-03T11:00")
    taken(force, "2026-03-04T09:00", "2026-03-04T10:00", abstraction_type="court")
    taken(force, "2026-03-10T09:00", "2026-03-10T12:00")
    taken(force, "2026-03-05T09:00", "2026-03-05T15:00", by="officer2")
    found = seen(force)
    given = {name: [value] for name, value in MARCH.items()}
    lines = officer_lines(read_scope(force.actor("sergeant"), given, TODAY))
    (mine,) = (line for line in lines if line.label == force.people["officer"].name)
    assert found.total == mine.tally
    assert (found.total.narrow, found.total.wide, found.total.on_duty) == (120, 180, 2400)
    assert found.total.narrow_share == 0.05
    assert found.unmatched.startswith("180 minutes fall in weeks not yet confirmed")
    assert {(row.label, row.entries, row.minutes) for row in found.abstraction_types} == {
        ("Aid outside the borough", 2, 300), ("Court", 1, 60)
    }  # fmt: skip


@pytest.mark.parametrize("asked", [{}, {"capacity": "sso_duty"}, {"capacity": "all"}])
def test_own_abstractions_count_whatever_duty_is_chosen(
    force: Force, asked: dict[str, str]
) -> None:
    a_week(force, "officer", "2026-03-02", 2400)
    taken(force, "2026-03-04T09:00", "2026-03-04T10:00", capacity="other_duty")
    engaged(force, "2026-03-05", 45, capacity="other_duty")
    figures = seen(force, **asked)
    assert (figures.total.narrow, figures.total.on_duty) == (60, 2400)
    assert [(row.entries, row.minutes) for row in figures.abstraction_types] == [(1, 60)]
    engagements = 1 if asked == {"capacity": "all"} else 0
    assert sum(row.entries for row in figures.engagement_types) == engagements


def test_figures_stay_with_an_officer_who_changes_teams(force: Force) -> None:
    a_week(force, "officer", "2026-03-02", 2400)
    a_week(force, "officer", "2026-03-09", 2400, team="E09000012-sso-2")
    assert seen(force).total.on_duty == 4800


def test_own_schools_are_those_named_and_those_that_lost_time(force: Force) -> None:
    lost = [
        {"school": "100001", "told": "yes", "cover": "other_sso", "visits_lost": 2,
         "rearranged_on": "2026-03-16"},
        {"school": "100003", "told": "no", "cover": "none", "visits_lost": 1},
    ]  # fmt: skip
    taken(force, "2026-03-03T09:00", "2026-03-03T11:00", schools_affected=lost)
    other = [{"school": "100002", "told": "yes", "cover": "none", "visits_lost": 4}]
    taken(force, "2026-03-03T09:00", "2026-03-03T11:00", by="officer2", schools_affected=other)
    found = seen(force)
    rows = {row.urn: row for row in found.schools}
    assert set(rows) == {100001, 100002, 100003}
    one = rows[100001]
    assert (one.minutes, one.visits_lost, one.rearranged_in_time) == (120, 2, 2)
    assert one.cover_share == 1.0
    assert rows[100002].visits_lost == 0
    assert rows[100003].gap is None
    assert rows[100002].gap is not None
    assert rows[100002].gap.days > 0


def test_engagements_are_hours_by_type_and_only_ones_own(force: Force) -> None:
    engaged(force, "2026-03-03", 60, engagement_type="assembly")
    engaged(force, "2026-03-04", 30, engagement_type="assembly")
    engaged(force, "2026-03-05", 45, engagement_type="drop_in")
    engaged(force, "2026-03-05", 500, by="officer2")
    engaged(force, "2026-03-06", 90, capacity="other_duty")
    an_entry(force.actor("officer"), "engagement", started_at="2026-03-06T10:00+00:00")
    found = seen(force)
    assert [(row.label, row.entries, row.minutes) for row in found.engagement_types] == [
        ("Assembly", 2, 90), ("Drop-in", 1, 45)
    ]  # fmt: skip
    assert found.engagements.waiting == 1
    everything = seen(force, capacity="all")
    assert sum(row.minutes for row in everything.engagement_types) == 225


def a_diversion(force: Force, by: str = "officer", *, submit: bool = True) -> Entry:
    """A diversion of March, waiting or a draft."""
    days = ("matter_on", "reported_on", "offered_on", "contact_child_on", "contact_parent_carer_on")
    day = dict.fromkeys(days, "2026-03-10")
    return an_entry(force.actor(by), "diversion", submit=submit, **day)


def test_diversions_are_told_by_state_and_by_stage(force: Force) -> None:
    sergeant = force.actor("sergeant")
    for _ in range(2):
        entry = a_diversion(force)
        entry_id, version = entry.id, entry.version
        with writing():
            decided("approve", sergeant, entry_id, version)
    a_diversion(force)
    a_diversion(force, submit=False)
    a_diversion(force, by="officer2")
    found = seen(force)
    assert found.diversions == ((Status.SUBMITTED, 1), (Status.APPROVED, 2))
    assert found.diversions_logged == 3
    stages = {part.label: part.numerator for part in found.funnel.parts}
    assert stages == {"Eligible": 2, "Offered": 2, "Accepted": 2, "Started": 0, "Completed": 0}


def test_weeks_are_those_expected_of_the_officer(force: Force) -> None:
    a_week(force, "officer", "2026-03-02", 2400)
    a_week(force, "officer2", "2026-03-09", 2400)
    found = seen(force)
    assert (found.weeks.numerator, found.weeks.denominator) == (1, 4)
    assert seen(force, "sergeant").weeks.denominator == 0


def test_what_came_back_and_why_is_told_by_the_day_of_the_decision(
    force: Force, browser: OpenBrowser
) -> None:
    sergeant = force.actor("sergeant")
    engaged(force, "2026-03-03", 60)
    for by in ("officer", "officer2"):
        entry = an_entry(force.actor(by), "engagement")
        entry_id, version = entry.id, entry.version
        with writing():
            decided("return", sergeant, entry_id, version, "inconsistent", "The time does not fit.")
    page = browser("officer")
    page.get("/summaries/own")
    text = words(page)
    assert "2 first decisions in this period: too few to judge how long they take." in text
    assert "Approved first time 1 of 2" in text
    assert "Returned: answers do not agree with each other 1" in text
    assert "The time does not fit." not in text


@pytest.mark.parametrize("username", ["officer", "sergeant"])
def test_those_who_log_see_their_own_page(browser: OpenBrowser, username: str) -> None:
    page = browser(username)
    page.get("/summaries/own")
    assert f"{username.capitalize()} Tester Your figures" in words(page)


@pytest.mark.parametrize("username", ["inspector", "analyst", "auditor", "board", "admin"])
def test_those_who_do_not_log_have_no_such_page(browser: OpenBrowser, username: str) -> None:
    page = browser(username)
    page.get("/summaries/own", status=403)
    page.get("/")
    assert "Your figures" not in words(page)


def test_no_address_leads_to_another_officers_figures(force: Force, browser: OpenBrowser) -> None:
    engaged(force, "2026-03-05", 45, by="officer2")
    other = force.people["officer2"]
    other_id, name = other.id, other.name
    page = browser("officer")
    page.get(f"{PAGE}&officer={other_id}&person_id={other_id}&unit=met")
    assert "No engagement in this period has been approved." in words(page)
    assert name not in words(page)


def test_the_navigation_leads_to_the_page(browser: OpenBrowser) -> None:
    page = browser("officer")
    page.get("/")
    links = [
        link for link in page.page.find_all("a") if link.get_text(strip=True) == "Your figures"
    ]
    assert [link["href"] for link in links] == ["/summaries/own"]


def test_a_period_that_cannot_be_read_is_named_and_the_page_still_shows(
    browser: OpenBrowser,
) -> None:
    page = browser("officer")
    page.get("/summaries/own?from=2026-13-01", status=422)
    assert "Enter the first day as a date, like 2026-03-31." in words(page)
    assert page.page.select_one("a[href='#from']")
