"""The pages of weeks: one tap for the usual case, the person's own text back when refused."""

import datetime as dt
from collections.abc import Callable

import pytest
import sqlalchemy as sa

from sso_log.clock import format_week, today_london, week_start
from sso_log.db import db
from sso_log.weeks.models import DutyWeek
from tests.client import Browser
from tests.factories.force import Force

WEEK = dt.timedelta(days=7)
Open = Callable[[str], Browser]


def weeks_ago(count: int) -> str:
    return format_week(week_start(today_london()) - count * WEEK)


def kept() -> list[tuple[int, int]]:
    found = db.session.execute(sa.select(DutyWeek.on_duty_minutes, DutyWeek.absence_minutes))
    return [(row[0], row[1]) for row in found]


def test_the_usual_week_is_confirmed_with_what_the_page_shows(browser: Open) -> None:
    officer = browser("officer")
    officer.get(f"/weeks/{weeks_ago(1)}")
    form = officer.page.find("form", action=f"/weeks/{weeks_ago(1)}")
    assert form is not None
    sent = {
        tag["name"]: tag.get("value", "")
        for tag in form.find_all(["input", "button"], attrs={"name": True})
    }
    assert (sent["on_duty_minutes"], sent["absence_minutes"]) == ("2400", "0")
    assert "40 hours" in officer.page.get_text()
    answer = officer.post(f"/weeks/{weeks_ago(1)}", sent)
    assert answer.location == f"/weeks/{weeks_ago(11)}"
    assert kept() == [(2400, 0)]


def test_after_the_last_week_to_do_one_goes_home(browser: Open) -> None:
    officer = browser("officer")
    body = {"on_duty_minutes": "2,400", "absence_minutes": "0", "nothing_else": "y"}
    answers = [officer.post(f"/weeks/{weeks_ago(n)}", body) for n in range(11, 0, -1)]
    assert answers[-1].location == "/"
    assert len(kept()) == 11


@pytest.mark.parametrize("typed", ["", "forty", "99999999999999999999", "-5", "1.5", "10081", "٣"])
def test_what_was_typed_comes_back_with_a_sentence(browser: Open, typed: str) -> None:
    officer = browser("officer")
    body = {"on_duty_minutes": typed, "absence_minutes": "60", "nothing_else": "y"}
    officer.post(f"/weeks/{weeks_ago(1)}", body, status=422)
    assert officer.page.select_one(".govuk-error-summary")
    assert officer.page.select_one("#absence_minutes")["value"] == "60"
    assert kept() == []


def test_a_week_changed_elsewhere_is_not_overwritten(browser: Open) -> None:
    officer = browser("officer")
    path = f"/weeks/{weeks_ago(1)}"
    body = {"on_duty_minutes": "2400", "absence_minutes": "0", "nothing_else": "y"}
    officer.post(path, body)
    officer.post(path, {**body, "on_duty_minutes": "2000", "base_version": "1"})
    officer.post(path, {**body, "on_duty_minutes": "1000", "base_version": "1"}, status=409)
    assert officer.page.select_one("#on_duty_minutes")["value"] == "1000"
    assert kept() == [(2000, 0)]


def test_a_week_to_come_offers_no_form_and_takes_none(browser: Open) -> None:
    officer = browser("officer")
    officer.get(f"/weeks/{weeks_ago(-1)}")
    assert "has not begun" in officer.page.get_text()
    assert officer.page.find("form", action=f"/weeks/{weeks_ago(-1)}") is None
    body = {"on_duty_minutes": "1", "absence_minutes": "0", "nothing_else": "y"}
    officer.post_raw(f"/weeks/{weeks_ago(-1)}", body, status=422)


def test_the_list_shows_each_week_and_its_state(browser: Open) -> None:
    officer = browser("officer")
    body = {"on_duty_minutes": "2400", "absence_minutes": "0", "nothing_else": "y"}
    officer.post(f"/weeks/{weeks_ago(1)}", body)
    officer.get("/weeks")
    rows = [row.get_text(" ", strip=True) for row in officer.page.select("tbody tr")]
    assert len(rows) == 12
    assert "This week" in rows[0] and "Confirmed" in rows[1] and "40.0" in rows[1]
    assert "Overdue" in rows[-1]


@pytest.mark.parametrize("text", ["2026-W60", "soon", "0001-W01", "9999-W52", "2026W05"])
def test_a_bad_week_is_not_found(browser: Open, text: str) -> None:
    browser("officer").get(f"/weeks/{text}", status=404)


def test_who_has_no_weeks_is_refused(browser: Open, force: Force) -> None:
    browser("analyst").get("/weeks", status=403)
    browser("").get("/weeks", status=302)
