"""The pages of schools and of the school calendar, as each role meets them."""

import datetime as dt
from collections.abc import Callable

import pytest
import sqlalchemy as sa
from markupsafe import Markup

from sso_log.auth.identity import SYSTEM
from sso_log.db import db, writing
from sso_log.reference import panels
from sso_log.reference.models import CalendarPeriod, School
from sso_log.reference.services.schools import sign_agreement
from tests.client import Browser
from tests.factories.force import Force
from tests.factories.reference import a_school

Open = Callable[[str], Browser]


def listed(page: Browser) -> set[str]:
    return {link.get_text(strip=True) for link in page.page.select("tbody th a")}


@pytest.mark.parametrize(
    ("username", "names"),
    [
        ("officer", {"Alder Grove School", "Beech Hill Academy"}),
        ("officer2", set()),
        ("sergeant", {"Alder Grove School", "Beech Hill Academy", "Cedar Road Primary School"}),
        ("far_inspector", {"Damson Lane School"}),
    ],
)
def test_the_list_holds_the_schools_of_the_reader(
    browser: Open, username: str, names: set[str]
) -> None:
    page = browser(username)
    page.get("/schools")
    assert listed(page) == names


def test_an_analyst_sees_every_school_and_closed_ones_when_asked(browser: Open) -> None:
    page = browser("analyst")
    page.get("/schools")
    assert len(listed(page)) == 4
    page.get("/schools?closed=yes")
    assert "Elder Street School" in listed(page)


@pytest.mark.parametrize(
    ("query", "names"),
    [
        ("q=cedar", {"Cedar Road Primary School"}),
        ("phase=primary", {"Cedar Road Primary School"}),
        ("borough=E09000007", {"Damson Lane School"}),
        ("agreement=yes", {"Alder Grove School"}),
        ("priority=yes", {"Beech Hill Academy"}),
        ("q=%25", {"Alder Grove School", "Beech Hill Academy", "Cedar Road Primary School",
                   "Damson Lane School"}),
        ("q=nothing+like+it", set()),
        ("page=99999999999999999999&phase=nothing&borough=x", set()),
    ],
)  # fmt: skip
def test_the_list_is_narrowed_by_its_filters(browser: Open, query: str, names: set[str]) -> None:
    page = browser("analyst")
    page.get(f"/schools?{query}")
    assert listed(page) == names


def test_a_long_list_has_pages_that_keep_the_filters(browser: Open) -> None:
    with writing():
        for number in range(60):
            a_school(130000 + number, f"Numbered School {number:02d}")
    page = browser("analyst")
    page.get("/schools?q=numbered")
    assert len(listed(page)) == 50
    following = page.page.select_one("a[rel=next]")
    assert following is not None
    page.get(str(following["href"]))
    assert listed(page) == {f"Numbered School {number}" for number in range(50, 60)}


@pytest.mark.parametrize(
    ("username", "status"),
    [
        ("officer", 200), ("officer2", 403), ("far_officer", 403), ("sergeant", 200),
        ("other_sergeant", 200), ("far_sergeant", 403), ("inspector", 200),
        ("far_inspector", 403), ("analyst", 200), ("admin", 200), ("auditor", 403), ("board", 403),
    ],
)  # fmt: skip
def test_a_school_page_is_for_those_who_work_there_and_lead_them(
    browser: Open, force: Force, username: str, status: int
) -> None:
    browser(username).get(f"/schools/{force.own_school}", status=status)


def test_a_school_page_tells_agreement_officers_and_priority(browser: Open, force: Force) -> None:
    with writing():
        sign_agreement(SYSTEM, force.priority_school, dt.date(2020, 1, 1), dt.date(2021, 1, 1))
    page = browser("sergeant")
    page.get(f"/schools/{force.priority_school}")
    text = page.page.get_text(" ", strip=True)
    for words in (
        "Beech Hill Academy", "URN 100002", "Hackney", "Central East", "Officer Tester, lead",
        "In force since 1 January 2020", "Its review was due on 1 January 2021",
        "Priority school since 1 September 2018",
    ):  # fmt: skip
        assert words in text


def test_a_closed_school_says_so_and_names_what_came_after(browser: Open, force: Force) -> None:
    with writing():
        change = sa.update(School).where(School.urn == force.closed_school)
        db.session.execute(change.values(successor_urn=force.own_school))
    page = browser("sergeant")
    page.get(f"/schools/{force.closed_school}")
    assert "closed on 31 August 2020" in page.page.get_text(" ", strip=True)
    assert page.page.find("a", href=f"/schools/{force.own_school}")


def test_a_school_that_is_not_in_the_register_is_not_found(browser: Open) -> None:
    page = browser("analyst")
    for urn in ("999999", "99999999999999999999999", "0"):
        page.get(f"/schools/{urn}", status=404)


def test_a_panel_of_a_slice_above_stands_on_the_page(
    browser: Open, force: Force, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(panels, "_panels", [])
    panels.register(lambda urn, actor, today: None)
    panels.register(lambda urn, actor, today: Markup(f"<p>Told {urn}</p>"))
    page = browser("officer")
    page.get(f"/schools/{force.own_school}")
    assert f"Told {force.own_school}" in page.page.get_text()


def test_the_search_box_offers_own_schools_first_and_no_closed_one(browser: Open) -> None:
    found = browser("officer").client.get("/schools/search.json?q=school").get_json()["schools"]
    assert [school["name"] for school in found] == [
        "Alder Grove School",
        "Cedar Road Primary School",
        "Damson Lane School",
    ]
    assert found[0] == {
        "urn": "100001", "name": "Alder Grove School", "borough": "Hackney", "postcode": "",
    }  # fmt: skip


def test_the_search_box_offers_a_closed_school_for_a_day_when_it_was_open(browser: Open) -> None:
    client = browser("officer").client
    then = client.get("/schools/search.json?q=elder&on=2020-08-31").get_json()
    assert [school["urn"] for school in then["schools"]] == ["100005"]
    assert client.get("/schools/search.json?q=elder&on=nonsense").get_json() == {"schools": []}


def test_the_search_box_is_not_for_the_board(browser: Open) -> None:
    assert browser("board").client.get("/schools/search.json?q=a").status_code == 403


PERIOD = {
    "kind": "inset",
    "label": "INSET day",
    "borough": "E09000012",
    "starts_on": "2026-11-02",
    "ends_on": "2026-11-02",
}


def test_an_administrator_adds_changes_and_removes_a_period(browser: Open) -> None:
    page = browser("admin")
    page.get("/admin/calendar")
    page.get("/admin/calendar/new?borough=E09000012")
    page.post("/admin/calendar/new", PERIOD)
    period = db.session.scalar(sa.select(CalendarPeriod).where(CalendarPeriod.kind == "inset"))
    assert period is not None
    period_id = period.id
    page.get("/admin/calendar?borough=E09000012")
    assert "Monday 2 November 2026" in page.page.get_text(" ", strip=True)
    page.get(f"/admin/calendar/{period_id}/edit")
    assert page.page.select_one("option[value=E09000012][selected]")
    page.post(f"/admin/calendar/{period_id}/edit", PERIOD | {"label": "Training day"})
    page.get("/admin/calendar?borough=E09000012")
    assert "Training day" in page.page.get_text()
    page.post(f"/admin/calendar/{period_id}/remove", form_on="/admin/calendar?borough=E09000012")
    page.get("/admin/calendar?borough=E09000012")
    assert "No dates of its own" in page.page.get_text(" ", strip=True)


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"ends_on": "2026-11-01"}, "The last day is before the first day."),
        ({"label": " "}, "Give it a name."),
        ({"kind": "party"}, "Choose one from the list."),
        ({"borough": "E09000001"}, "Choose one from the list."),
        ({"starts_on": "tomorrow"}, "Enter a real date."),
        (
            {"kind": "term", "borough": "force"},
            "These days overlap “Autumn term 2026/27”.",
        ),
    ],
)
def test_a_period_that_makes_no_sense_comes_back_with_a_sentence(
    browser: Open, wrong: dict[str, str], sentence: str
) -> None:
    page = browser("admin")
    before = db.session.scalar(sa.select(sa.func.count(CalendarPeriod.id)))
    page.post("/admin/calendar/new", PERIOD | wrong, status=422)
    summary = page.page.select_one(".govuk-error-summary")
    assert summary is not None
    assert sentence in summary.get_text(" ", strip=True)
    assert db.session.scalar(sa.select(sa.func.count(CalendarPeriod.id))) == before


def test_the_calendar_is_for_administrators(browser: Open) -> None:
    for username in ("officer", "sergeant", "analyst"):
        browser(username).get("/admin/calendar", status=403)
