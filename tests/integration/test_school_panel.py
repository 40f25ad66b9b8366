"""What happened at a school, on its own page: figures, last visits, entries, and who sees what.

All of it happens between the 5th and the 20th of November 2026, seen on Sunday the 22nd, unless a
test says otherwise.
"""

import datetime as dt
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest
import sqlalchemy as sa
import time_machine
from sqlalchemy.engine import Engine

from sso_log.db import db, writing
from sso_log.entries.models import Entry
from sso_log.reference import codes
from sso_log.reference.calendar import Calendars
from sso_log.summaries.abstraction.schools import school_rows
from sso_log.summaries.school.happened import Happened, happened
from sso_log.summaries.scope import read_scope
from tests.client import Browser
from tests.factories.entries import an_approved_entry, an_entry
from tests.factories.force import Force

TODAY = dt.date(2026, 11, 22)
SCHOOL, PAGE = 100001, "/schools/100001"
OpenBrowser = Callable[[str], Browser]


@pytest.fixture(autouse=True)
def on_the_day() -> Iterator[None]:
    """Sunday 22 November 2026, at noon."""
    with time_machine.travel(dt.datetime(2026, 11, 22, 12, tzinfo=dt.UTC), tick=True):
        yield


def engaged(
    force: Force, day: str, minutes: int = 60, *, by: str = "officer", **more: Any
) -> Entry:
    """An approved engagement at the school."""
    return an_approved_entry(
        force.actor(by), force.actor("sergeant"), "engagement",
        started_at=f"{day}T10:00+00:00", duration_minutes=minutes, **more,
    )  # fmt: skip


def taken(
    force: Force,
    day: str,
    hours: int = 2,
    *,
    days: int = 0,
    capacity: str = "sso_duty",
    **school: Any,
) -> Entry:
    """An approved abstraction from 9am that names the school."""
    told = {"school": str(SCHOOL), "told": "yes", "cover": "none", "visits_lost": 1}
    end = dt.date.fromisoformat(day) + dt.timedelta(days=days)
    return an_approved_entry(
        force.actor("officer"), force.actor("sergeant"), "abstraction",
        started_at=f"{day}T09:00+00:00", ended_at=f"{end}T{9 + hours:02d}:00+00:00",
        schools_affected=[{**told, **school}], capacity=capacity,
    )  # fmt: skip


def seen(force: Force, username: str = "sergeant") -> Happened:
    """What somebody sees of the school."""
    return happened(SCHOOL, force.actor(username), TODAY)


@contextmanager
def counted_queries() -> Iterator[list[str]]:
    """Every statement sent to the database meanwhile."""
    sent: list[str] = []

    def note(_c: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
        sent.append(statement)

    engine: Engine = db.engine
    sa.event.listen(engine, "before_cursor_execute", note)
    try:
        yield sent
    finally:
        sa.event.remove(engine, "before_cursor_execute", note)


def words(page: Browser) -> str:
    return page.page.get_text(" ", strip=True)


def test_engagements_are_counted_in_twelve_weeks_and_in_the_academic_year(force: Force) -> None:
    engaged(force, "2026-11-05", 60, engagement_type="assembly")
    engaged(force, "2026-09-01", 30, engagement_type="drop_in", topics=["vawg"])
    engaged(force, "2026-08-31", 15, engagement_type="drop_in")
    engaged(force, "2026-08-30", 45, engagement_type="site_visit", year_groups=None)
    found = seen(force)
    recent, year = found.engagements
    assert [window.from_on for window in found.windows] == [
        dt.date(2026, 8, 31), dt.date(2026, 9, 1)
    ]  # fmt: skip
    assert (recent.entries, recent.minutes) == (3, 105)
    assert (year.entries, year.minutes) == (2, 90)
    types = {label: [amount.entries for amount in amounts] for label, amounts in found.types}
    assert types == {"Assembly": [1, 1], "Drop-in": [2, 1]}
    assert found.topics == (("Knife crime", (2, 1)), ("Violence against women and girls", (1, 1)))


def test_only_approved_entries_on_schools_duty_count_and_waiting_ones_are_told(
    force: Force, browser: OpenBrowser
) -> None:
    engaged(force, "2026-11-05", capacity="other_duty")
    for kind in ("engagement", "abstraction"):
        an_entry(force.actor("officer"), kind)
    an_entry(force.actor("officer"), "engagement", submit=False)
    found = seen(force)
    assert [amount.entries for amount in found.engagements] == [0, 0]
    assert [lost.row.entries for lost in found.lost] == [0, 0]
    assert (found.waiting_engagements, found.waiting_abstractions) == (1, 1)
    page = browser("officer")
    page.get(PAGE)
    assert "1 engagement and 1 abstraction still waiting for approval" in words(page)


def test_an_abstraction_on_other_duty_costs_the_school_its_time(
    force: Force, browser: OpenBrowser
) -> None:
    taken(force, "2026-11-05", capacity="other_duty")
    lost = seen(force).lost
    assert [(each.row.entries, each.row.minutes) for each in lost] == [(1, 120), (1, 120)]
    page = browser("officer")
    page.get(PAGE)
    assert "on other duty" not in words(page)


def test_the_last_visit_tells_any_officer_from_a_named_one(force: Force) -> None:
    engaged(force, "2026-11-05")
    engaged(force, "2026-11-20", by="officer2")
    engaged(force, "2026-11-21", place="elsewhere", snt_informed="yes")
    found = seen(force)
    assert (found.days_since_visit, found.days_since_named) == (2, 17)
    engaged(force, "2026-11-21", place="school_gate", snt_informed="yes")
    assert (seen(force).days_since_visit, seen(force).days_since_named) == (1, 1)


def test_an_officer_counts_as_named_only_on_the_days_they_were(force: Force) -> None:
    from sso_log.reference.models import OfficerSchool

    engaged(force, "2026-11-05")
    engaged(force, "2026-11-12")
    with writing():
        db.session.execute(
            sa.update(OfficerSchool)
            .where(OfficerSchool.urn == SCHOOL)
            .values(valid_until=dt.date(2026, 11, 6))
        )
    assert (seen(force).days_since_visit, seen(force).days_since_named) == (10, 17)


def test_a_school_nobody_has_visited_says_so(force: Force, browser: OpenBrowser) -> None:
    page = browser("sergeant")
    page.get("/schools/100003")
    assert "Nobody has logged a visit" in words(page)
    assert "No approved engagement or abstraction has been logged for this school." in words(page)


def test_what_abstractions_cost_is_what_the_abstraction_summary_says(force: Force) -> None:
    taken(force, "2026-11-05", rearranged_on="2026-11-19", visits_lost=2)
    taken(force, "2026-11-10", 3, told="no", cover="other_sso")
    taken(force, "2026-08-31", days=1, visits_lost=3)
    found = seen(force)
    year = found.lost[1]
    asked = {"from": ["2026-09-01"], "until": ["2026-11-22"]}
    scope = read_scope(force.actor("analyst"), asked, TODAY)
    (same,) = (row for row in school_rows(scope, Calendars()) if row.urn == SCHOOL)
    for name in ("entries", "minutes", "visits_lost", "rearranged", "covered"):
        assert getattr(year.row, name) == getattr(same, name), name
    assert (year.row.entries, year.row.visits_lost, year.row.rearranged) == (3, 3, 2)
    assert (year.row.covered, year.times_told) == (180, 2)
    # The one that began on the day before the academic year is whole in the twelve weeks.
    assert found.lost[0].row.visits_lost == 6


def test_diversions_are_a_number_only_from_ten_on(force: Force, browser: OpenBrowser) -> None:
    for _ in range(9):
        an_approved_entry(force.actor("officer"), force.actor("sergeant"), "diversion")
    an_entry(force.actor("officer"), "diversion")
    assert seen(force).diversions is None
    page = browser("officer")
    page.get(PAGE)
    assert "Fewer than 10 this academic year" in words(page)
    an_approved_entry(force.actor("officer"), force.actor("sergeant"), "diversion")
    assert seen(force).diversions == 10
    page.get(PAGE)
    assert "Diversions 10 this academic year" in words(page)


def test_no_diversion_is_ever_in_the_list_of_entries(force: Force, browser: OpenBrowser) -> None:
    diversion = an_approved_entry(force.actor("officer"), force.actor("sergeant"), "diversion")
    reference = diversion.reference
    for username in ("officer", "sergeant", "inspector", "analyst", "admin"):
        page = browser(username)
        page.get(PAGE)
        assert reference not in words(page), username


def test_the_last_ten_entries_stand_latest_first(force: Force) -> None:
    for day in range(1, 11):
        engaged(force, f"2026-11-{day:02d}")
    away = taken(force, "2026-11-06")
    reference = away.reference
    listed = seen(force).latest
    assert [entry.happened_on.day for entry in listed] == [10, 9, 8, 7, 6, 6, 5, 4, 3, 2]
    assert {entry.kind for entry in listed} == {"Engagement", "Abstraction"}
    assert reference in [entry.reference for entry in listed]


@pytest.mark.parametrize(
    ("username", "opens"),
    [
        ("officer", {"officer"}),
        ("sergeant", {"officer", "officer2"}),
        ("inspector", {"officer", "officer2"}),
        ("analyst", set()),
        ("admin", set()),
    ],
)
def test_names_and_links_are_for_those_who_may_read_the_entry(
    force: Force, browser: OpenBrowser, username: str, opens: set[str]
) -> None:
    made = {by: engaged(force, "2026-11-05", by=by).id for by in ("officer", "officer2")}
    page = browser(username)
    page.get(PAGE)
    hrefs = {str(link["href"]) for link in page.page.select(".app-entries a")}
    assert hrefs == {f"/entries/{made[by]}" for by in opens}
    listed = page.page.select_one(".app-entries")
    assert listed is not None
    for by in made:
        assert (force.people[by].name in listed.get_text()) is (by in opens), by
    for href in hrefs:
        page.get(href)


@pytest.mark.parametrize(
    "username", ["officer2", "far_officer", "far_sergeant", "board", "auditor"]
)
def test_those_who_are_not_of_the_school_do_not_see_it(
    force: Force, browser: OpenBrowser, username: str
) -> None:
    engaged(force, "2026-11-05")
    page = browser(username)
    page.get(PAGE, status=403)
    assert "What happened here" not in words(page)


def test_the_block_takes_six_queries_at_most_however_much_happened(force: Force) -> None:
    for day in range(1, 13):
        engaged(force, f"2026-11-{day:02d}")
    taken(force, "2026-11-06")
    actor = force.actor("sergeant")
    codes.choices("topics")
    with counted_queries() as sent:
        happened(SCHOOL, actor, TODAY)
    asked = [statement for statement in sent if not statement.startswith(("BEGIN", "PRAGMA"))]
    assert 1 <= len(asked) <= 6, asked
