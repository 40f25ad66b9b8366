"""The framework as people meet it: what each role sees, what is behind it, what is recorded."""

import csv
import io
from collections.abc import Callable

import pytest
import sqlalchemy as sa
from flask import Flask

from sso_log.audit.models import AuditEvent
from sso_log.db import db, writing
from sso_log.summaries.framework.indicators import INDICATORS
from tests.client import Browser
from tests.factories.entries import an_approved_entry, an_entry
from tests.factories.force import Force

Open = Callable[[str], Browser]


def log(force: Force, kind: str, number: int = 1) -> list[str]:
    """Approved entries of the team; their references."""
    with writing():
        entries = [
            an_approved_entry(force.actor("officer"), force.actor("sergeant"), kind)
            for _ in range(number)
        ]
        return [entry.reference for entry in entries]


@pytest.mark.parametrize("username", ["sergeant", "inspector", "analyst"])
def test_every_indicator_is_on_the_page_and_has_one_of_its_own(
    app: Flask, force: Force, browser: Open, username: str
) -> None:
    for kind in ("engagement", "diversion", "abstraction"):
        log(force, kind)
        an_entry(force.actor("officer"), kind)
    someone = browser(username)
    someone.get("/framework")
    titles = {tag.get_text(" ", strip=True) for tag in someone.page.select(".app-indicators h3")}
    assert titles == {f"{each.id} {each.title}" for each in INDICATORS.values()}
    for each in INDICATORS.values():
        someone.get(f"/framework/{each.id}")
        words = someone.page.get_text(" ", strip=True)
        assert each.numerator in words
        assert each.denominator in words
        assert f"{each.version}, in force since" in words
        someone.get(f"/framework/{each.id}?part=waiting&page=99999999")


def test_a_figure_stands_with_its_denominator_its_counterweight_and_what_waits(
    app: Flask, force: Force, browser: Open
) -> None:
    log(force, "diversion", 12)
    an_entry(force.actor("officer"), "diversion")
    inspector = browser("inspector")
    inspector.get("/framework")
    card = inspector.page.select_one("#indicator-D1")
    assert card is not None
    words = card.get_text(" ", strip=True)
    for said in ("100.0%", "12 of 12", "95% interval", "D6 net-widening", "1 entry waiting"):
        assert said in words
    assert "Small numbers" in words


def test_sergeants_open_the_entries_behind_a_figure_and_analysts_see_no_names(
    app: Flask, force: Force, browser: Open
) -> None:
    (reference,) = log(force, "diversion")
    sergeant = browser("sergeant")
    sergeant.get("/framework/C1?part=made")
    assert reference in sergeant.page.get_text()
    assert sergeant.page.select('a[href^="/entries/"]')
    assert "Officer Tester" in sergeant.page.get_text()
    analyst = browser("analyst")
    analyst.get("/framework/C1?part=made")
    words = analyst.page.get_text()
    assert reference in words
    assert not analyst.page.select('a[href^="/entries/"]')
    assert "Officer Tester" not in words
    assert "Alder Grove" not in words


def test_the_list_behind_a_figure_is_as_long_as_the_figure_says(
    app: Flask, force: Force, browser: Open
) -> None:
    log(force, "diversion", 30)
    log(force, "engagement", 3)
    sergeant = browser("sergeant")
    seen: set[str] = set()
    for page in (1, 2):
        sergeant.get(f"/framework/D4?page={page}")
        seen |= {link["href"] for link in sergeant.page.select('a[href^="/entries/"]')}  # type: ignore[misc]
    assert len(seen) == 30
    sergeant.get("/framework/Q3")
    assert "33 entries" in sergeant.page.get_text()
    sergeant.get("/framework/Q3?kind=engagement")
    assert "3 entries" in sergeant.page.get_text()


def test_figures_of_another_unit_and_unknown_indicators_answer_alike(
    app: Flask, force: Force, browser: Open
) -> None:
    sergeant = browser("sergeant")
    for address in (
        "/framework?unit=E09000007-sso-1",
        "/framework/D1?unit=met",
        "/framework?unit=atlantis",
        "/framework/D99",
        "/framework/d1",
    ):
        sergeant.get(address, 404)
    log(force, "diversion", 10)
    far = browser("far_sergeant")
    far.get("/framework")
    card = far.page.select_one("#indicator-D4")
    assert card is not None
    assert "no data" in card.get_text()


def test_a_file_has_the_figures_of_the_page_and_is_recorded(
    app: Flask, force: Force, browser: Open
) -> None:
    log(force, "diversion", 10)
    inspector = browser("inspector")
    before = exports()
    response = inspector.client.get("/framework/D4?format=csv")
    assert response.mimetype == "text/csv"
    rows = list(csv.DictReader(io.StringIO(response.get_data(as_text=True).lstrip("\ufeff"))))
    whole = next(row for row in rows if not row["by"] and not row["part"])
    assert (whole["numerator"], whole["denominator"], whole["value"]) == ("0", "10", "0.0")
    by_unit = [row for row in rows if row["by"] == "unit" and not row["part"]]
    assert [row["label"] for row in by_unit] == sorted(row["label"] for row in by_unit)
    assert sum(int(row["denominator"]) for row in by_unit) == 10
    assert exports() == before + 1
    inspector.get("/framework?format=csv&from=nonsense", 422)
    inspector.get("/framework?format=doc", 422)
    assert exports() == before + 1


def exports() -> int:
    """How many exports the trail holds."""
    db.session.rollback()
    found = sa.select(sa.func.count()).where(AuditEvent.tag == "export")
    return int(db.session.execute(found).scalar_one())


@pytest.mark.parametrize("identity", INDICATORS)
def test_the_filter_on_duty_stands_where_it_narrows_and_nowhere_else(
    app: Flask, force: Force, browser: Open, identity: str
) -> None:
    """Every engagement, diversion and week is of the other duty: a figure that is not narrowed by
    duty is the same whatever the filter says.
    """
    officer, sergeant = force.actor("officer"), force.actor("sergeant")
    with writing():
        for kind in ("engagement", "diversion", "abstraction"):
            an_approved_entry(officer, sergeant, kind, capacity="other_duty")
            an_entry(officer, kind, capacity="other_duty")
    someone = browser("sergeant")
    bodies = []
    for duty in ("sso_duty", "other_duty"):
        someone.get(f"/framework/{identity}?capacity={duty}")
        headings = [tag.get_text(strip=True) for tag in someone.page.select(".app-filter-words dt")]
        assert ("Duty" in headings) is INDICATORS[identity].by_duty
        numbers = someone.page.select(".app-indicator--alone")
        bodies.append([tag.get_text(" ", strip=True) for tag in numbers])
    assert (bodies[0] != bodies[1]) is INDICATORS[identity].by_duty


def test_filters_are_in_the_address_and_what_cannot_be_read_is_said(
    app: Flask, force: Force, browser: Open
) -> None:
    log(force, "engagement", 2)
    sergeant = browser("sergeant")
    sergeant.get("/framework?type=assembly&capacity=all&from=2026-01-01")
    links = [str(link["href"]) for link in sergeant.page.select(".app-indicators h3 a")]
    assert all("type=assembly" in link and "from=2026-01-01" in link for link in links)
    said = sergeant.page.get_text(" ", strip=True)
    assert "The filter on duty does not change T3, T4, A1, A3, A5, Q2 and Q3." in said
    sergeant.get("/framework?type=circus", 422)
    assert "Choose the type from the list" in sergeant.page.get_text()
    sergeant.get("/framework?from=2026-13-01", 422)
