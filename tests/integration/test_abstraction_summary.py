"""The abstraction summary against entries and weeks made by hand.

Everything happens in March 2026 (school days of the default calendar; clocks change on the 29th).
"""

import csv
import datetime as dt
import io
import json
from collections.abc import Callable
from typing import Any

import pytest
import sqlalchemy as sa
from click.testing import CliRunner
from flask import Flask
from flask.cli import ScriptInfo

from sso_log.audit.models import EVENT
from sso_log.auth.identity import SYSTEM
from sso_log.auth.models import Person
from sso_log.cli import main
from sso_log.clock import now_utc
from sso_log.db import db, writing
from sso_log.entries.models import Entry
from sso_log.reference.calendar import Calendars
from sso_log.reference.models import School
from sso_log.reference.queries.units import unit_by_code, unit_path
from sso_log.reference.services.calendar import PeriodDetails, PeriodKind, add_period
from sso_log.summaries.abstraction.figures import abstraction_rate, continuity, cover, visits_lost
from sso_log.summaries.abstraction.page import Summary, summary
from sso_log.summaries.abstraction.schools import school_rows, totals
from sso_log.summaries.scope import read_scope
from sso_log.weeks.models import DutyWeek
from tests.client import Browser
from tests.factories.entries import an_approved_entry, an_entry
from tests.factories.force import CAMDEN, FAR_TEAM, HACKNEY, OTHER_TEAM, TEAM, Force

MARCH = {"from": "2026-03-02", "until": "2026-03-29"}
PAGE = "/summaries/abstraction"
TODAY = dt.date(2026, 11, 2)
OpenBrowser = Callable[[str], Browser]


def a_week(force: Force, username: str, week_on: str, on_duty: int, team: str = TEAM) -> None:
    """A week confirmed by an officer."""
    unit = unit_by_code(team)
    assert unit is not None
    path = unit_path(unit.id)
    with writing():
        db.session.add(
            DutyWeek(
                person_id=force.people[username].id,
                week_on=dt.date.fromisoformat(week_on),
                team_id=path.team_id,
                borough_id=path.borough_id,
                bcu_id=path.bcu_id,
                force_id=path.force_id,
                on_duty_minutes=on_duty,
                absence_minutes=0,
                nothing_else=True,
                first_confirmed_at_utc=now_utc(),
                confirmed_at_utc=now_utc(),
            )
        )


def taken(
    force: Force, start: str, end: str, *, by: str = "officer", over: str = "sergeant", **more: Any
) -> Entry:
    """An approved abstraction between two instants of UTC."""
    return an_approved_entry(
        force.actor(by), force.actor(over), "abstraction",
        started_at=f"{start}+00:00", ended_at=f"{end}+00:00", **more,
    )  # fmt: skip


def seen(force: Force, username: str = "analyst", **asked: str) -> Summary:
    """The summary that somebody gets for March, or for what they ask."""
    given = {name: [value] for name, value in {**MARCH, **asked}.items()}
    return summary(read_scope(force.actor(username), given, TODAY))


def test_the_share_pools_minutes_of_confirmed_weeks_and_tells_narrow_from_wide(
    force: Force,
) -> None:
    a_week(force, "officer", "2026-03-02", 2400)
    a_week(force, "officer2", "2026-03-02", 1200)
    taken(force, "2026-03-03T09:00", "2026-03-03T11:00")
    taken(force, "2026-03-04T09:00", "2026-03-04T10:00", abstraction_type="court")
    found = seen(force)
    assert (found.total.narrow, found.total.wide, found.total.on_duty) == (120, 180, 3600)
    assert found.total.narrow_share == 120 / 3600
    assert found.total.wide_share == 180 / 3600
    assert (found.total.entries, found.total.waiting, found.total.weeks) == (2, 0, 2)


def test_minutes_of_weeks_not_confirmed_are_told_and_not_divided(force: Force) -> None:
    a_week(force, "officer", "2026-03-02", 2400)
    taken(force, "2026-03-03T09:00", "2026-03-03T11:00")
    taken(force, "2026-03-10T09:00", "2026-03-10T12:00")
    found = seen(force)
    assert found.total.minutes == 300
    assert found.total.narrow_share == 120 / 2400
    assert (
        found.rate.note == "180 minutes fall in weeks not yet confirmed and are not in the share."
    )


def test_another_officers_confirmed_week_does_not_let_minutes_into_the_share(
    force: Force,
) -> None:
    a_week(force, "officer2", "2026-03-02", 2400)
    taken(force, "2026-03-03T09:00", "2026-03-03T11:00")
    found = seen(force)
    assert (found.total.minutes, found.total.wide, found.total.narrow_share) == (120, 0, 0)


def test_nothing_confirmed_is_no_data_and_not_nought(force: Force) -> None:
    taken(force, "2026-03-03T09:00", "2026-03-03T11:00")
    found = seen(force)
    assert found.total.narrow_share is None
    assert found.rate.value is None


def test_only_approved_entries_count_and_waiting_ones_are_counted_apart(force: Force) -> None:
    a_week(force, "officer", "2026-03-02", 2400)
    an_entry(
        force.actor("officer"), "abstraction",
        started_at="2026-03-03T09:00+00:00", ended_at="2026-03-03T11:00+00:00",
    )  # fmt: skip
    found = seen(force)
    assert (found.total.minutes, found.total.entries, found.total.waiting) == (0, 0, 1)
    assert [line.tally.waiting for line in found.types] == [1]


def test_a_shift_over_midnight_is_split_between_the_months(force: Force) -> None:
    taken(force, "2026-02-28T22:00", "2026-03-01T03:00")
    both = seen(force, **{"from": "2026-02-01", "until": "2026-03-31"})
    assert [line.tally.minutes for line in both.months] == [120, 180]
    assert [line.tally.entries for line in both.months] == [1, 0]
    march = seen(force, **{"from": "2026-03-01", "until": "2026-03-31"})
    assert (march.total.minutes, march.total.entries) == (180, 1)


def test_a_night_over_the_spring_clock_change_is_seven_hours(force: Force) -> None:
    taken(force, "2026-03-28T22:00", "2026-03-29T05:00")
    found = seen(force)
    assert found.total.minutes == 7 * 60
    assert found.total.school_minutes == 0


def test_a_period_that_cuts_a_week_takes_a_fifth_for_each_weekday(force: Force) -> None:
    a_week(force, "officer", "2026-03-02", 2400)
    taken(force, "2026-03-02T09:00", "2026-03-02T10:00")
    taken(force, "2026-03-05T09:00", "2026-03-05T10:00")
    found = seen(force, **{"from": "2026-03-04", "until": "2026-03-31"})
    assert (found.total.narrow, found.total.on_duty) == (60, 1440)


def test_a_week_over_a_months_end_is_shared_between_the_months(force: Force) -> None:
    a_week(force, "officer", "2026-03-30", 2000)
    found = seen(force, **{"from": "2026-03-01", "until": "2026-04-30"})
    assert [line.tally.on_duty for line in found.months] == [800, 1200]
    assert found.total.on_duty == 2000


@pytest.mark.parametrize("asked", [{}, {"capacity": "sso_duty"}, {"capacity": "other_duty"}])
def test_an_abstraction_counts_whatever_duty_the_address_names(
    force: Force, asked: dict[str, str]
) -> None:
    a_week(force, "officer", "2026-03-02", 2400)
    taken(force, "2026-03-03T09:00", "2026-03-03T11:00")
    taken(force, "2026-03-04T09:00", "2026-03-04T10:00", capacity="other_duty")
    figures = seen(force, **asked)
    assert (figures.total.minutes, figures.total.entries) == (180, 2)
    assert figures.total.narrow_share == 180 / 2400


@pytest.mark.parametrize("duty", ["sso_duty", "other_duty", "all"])
def test_the_command_counts_abstractions_whatever_duty_it_is_given(
    app: Flask, force: Force, duty: str
) -> None:
    a_week(force, "officer", "2026-03-02", 2400)
    taken(force, "2026-03-03T09:00", "2026-03-03T11:00")
    taken(force, "2026-03-04T09:00", "2026-03-04T10:00", capacity="other_duty")
    period = ("--from", "2026-03-02", "--until", "2026-03-29", "--json")
    command = ("indicator", "A1", *period, "--capacity", duty)
    outcome = CliRunner().invoke(main, command, obj=ScriptInfo(create_app=lambda: app))
    figure = json.loads(outcome.stdout)
    assert (figure["numerator"], figure["denominator"]) == (180, 2400)
    assert figure["capacity"] == "all"


def test_the_page_and_the_file_offer_and_name_no_duty(force: Force, browser: OpenBrowser) -> None:
    taken(force, "2026-03-04T09:00", "2026-03-04T10:00", capacity="other_duty")
    reader = browser("sergeant")
    address = f"{PAGE}?from=2026-03-02&until=2026-03-29"
    reader.get(f"{address}&capacity=other_duty")
    assert reader.page.select_one("[name=capacity]") is None
    assert "Duty" not in reader.page.get_text()
    assert "capacity=" not in str(reader.page.find("main"))
    assert "1 approved entry" in reader.page.get_text()
    files = {
        reader.client.get(f"{address}&format=csv{duty}").text
        for duty in ("", "&capacity=sso_duty", "&capacity=all")
    }
    (text,) = files
    assert [row["minutes"] for row in rows_of(text) if row["entries"] == "1"] == ["60"]
    details = db.session.execute(sa.select(EVENT.c.detail).where(EVENT.c.tag == "export")).scalars()
    assert all("capacity" not in detail for detail in details)


def test_type_and_notice_narrow_everything(force: Force) -> None:
    taken(force, "2026-03-03T09:00", "2026-03-03T11:00", notice="same_day")
    taken(force, "2026-03-04T09:00", "2026-03-04T10:00", abstraction_type="custody")
    assert seen(force, type="custody").total.minutes == 60
    assert seen(force, notice="same_day").total.minutes == 120
    assert seen(force, type="custody", notice="same_day").total.minutes == 0


def test_school_day_loss_is_set_against_rostered_school_hours(force: Force) -> None:
    a_week(force, "officer", "2026-03-02", 1200)
    taken(force, "2026-03-03T07:00", "2026-03-03T10:00")
    found = seen(force)
    assert found.total.school_minutes == 120
    assert found.total.rostered_minutes == 5 * 510 // 2
    assert found.total.school_share == 120 / 1275


def test_overtime_adds_time_on_duty_and_no_school_hours(force: Force) -> None:
    a_week(force, "officer", "2026-03-02", 3000)
    taken(force, "2026-03-03T09:00", "2026-03-03T10:00")
    total = seen(force).total
    # 5 school days of 510 minutes, not 3,000 / 2,400 times that.
    assert (total.on_duty, total.rostered_minutes) == (3000, 2550)
    assert (total.narrow_share, total.school_share) == (60 / 3000, 60 / 2550)


def test_a_training_day_of_one_borough_is_a_school_day_in_the_other(force: Force) -> None:
    hackney = unit_by_code(HACKNEY)
    assert hackney is not None
    day = dt.date(2026, 3, 3)
    with writing():
        add_period(SYSTEM, PeriodDetails(PeriodKind.INSET, "Training day", day, day, hackney.id))
    for username, team in (("officer", TEAM), ("far_officer", FAR_TEAM)):
        a_week(force, username, "2026-03-02", 2400, team)
    taken(force, "2026-03-03T09:00", "2026-03-03T11:00")
    taken(force, "2026-03-03T09:00", "2026-03-03T11:00", by="far_officer", over="far_sergeant")
    here, there = seen(force, unit=HACKNEY).total, seen(force, unit=CAMDEN).total
    assert (here.minutes, here.school_minutes, here.rostered_minutes) == (120, 0, 4 * 510)
    assert (there.minutes, there.school_minutes, there.rostered_minutes) == (120, 120, 5 * 510)


@pytest.mark.parametrize(
    ("today", "whole", "last"),
    [("2026-03-31", 2, 0.1), ("2026-04-01", 3, 0.5)],
)
def test_the_month_in_progress_is_no_month_of_the_trend(
    force: Force, today: str, whole: int, last: float
) -> None:
    for week, hours in (("2026-01-05", 8), ("2026-02-09", 4), ("2026-03-09", 20)):
        a_week(force, "officer", week, 2400)
        begun = dt.datetime.fromisoformat(f"{week}T00:00")
        taken(force, begun.isoformat(), (begun + dt.timedelta(hours=hours)).isoformat())
    given = {"from": ["2026-01-01"], "until": ["2026-03-31"]}
    scope = read_scope(force.actor("analyst"), given, dt.date.fromisoformat(today))
    figures = summary(scope)
    assert [line.note for line in figures.months].count("part") == 3 - whole
    assert (figures.trend.months, figures.trend.last) == (whole, last)


def test_schools_show_what_they_lost_and_priority_schools_come_first(
    force: Force, browser: OpenBrowser
) -> None:
    affected = [
        {"school": "100001", "told": "yes", "cover": "none", "visits_lost": 2,
         "rearranged_on": "2026-03-16"},
        {"school": "100002", "told": "no", "cover": "other_sso", "visits_lost": 1},
    ]  # fmt: skip
    taken(force, "2026-03-02T09:00", "2026-03-02T11:00", schools_affected=affected)
    late = [{**affected[0], "visits_lost": 1, "rearranged_on": "2026-03-17"}]
    taken(force, "2026-03-02T13:00", "2026-03-02T14:00", schools_affected=late)
    found = seen(force)
    rows = {row.urn: row for row in found.schools}
    one = rows[100001]
    assert (one.minutes, one.visits_lost, one.rearranged, one.rearranged_in_time) == (180, 3, 3, 2)
    assert (rows[100002].minutes, rows[100002].cover_share) == (120, 1.0)
    scope = found.scope
    assert [part.numerator for part in visits_lost(scope)] == [4, 3, 2]
    assert (cover(scope).numerator, cover(scope).denominator) == (120, 300)
    analyst = browser("analyst")
    analyst.get(f"{PAGE}?from=2026-03-02&until=2026-03-29")
    names = analyst.page.select("section[aria-labelledby=schools] tbody th")
    assert names[0].get_text(" ", strip=True) == "Beech Hill Academy Priority"


def test_the_gap_counts_school_days_without_an_approved_visit_of_a_named_officer(
    force: Force,
) -> None:
    officer, sergeant = force.actor("officer"), force.actor("sergeant")
    an_approved_entry(officer, sergeant, "engagement", started_at="2026-03-04T10:00+00:00")
    # Neither a colleague who is not named for the school nor an entry still waiting ends a gap.
    an_approved_entry(
        force.actor("officer2"), sergeant, "engagement", started_at="2026-03-10T10:00+00:00"
    )
    an_entry(officer, "engagement", started_at="2026-03-11T10:00+00:00")
    found = seen(force, unit=HACKNEY)
    gaps = {row.urn: row.gap for row in found.schools}
    assert gaps[100001] is not None
    assert (gaps[100001].days, gaps[100001].from_on) == (17, dt.date(2026, 3, 5))
    assert gaps[100001].running
    assert continuity(totals(school_rows(found.scope, Calendars()))).numerator == 20


def test_each_level_breaks_down_into_the_one_below(force: Force) -> None:
    a_week(force, "officer", "2026-03-02", 2400)
    taken(force, "2026-03-03T09:00", "2026-03-03T11:00")
    for unit, label in (
        ("met", "Central East"), ("central-east", "Hackney"), (HACKNEY, None), (TEAM, None)
    ):  # fmt: skip
        found = seen(force, unit=unit)
        lines = [line for line in found.units if line.tally.minutes]
        assert [line.tally.minutes for line in lines] == [120]
        assert lines[0].tally.on_duty == 2400
        assert label is None or lines[0].label == label
    assert seen(force, "sergeant").units[0].label == "Officer Tester"
    assert seen(force, unit=TEAM).units[0].label == "Officer 1"


@pytest.mark.parametrize(
    ("username", "own", "foreign"),
    [
        ("sergeant", TEAM, OTHER_TEAM),
        ("sergeant", TEAM, HACKNEY),
        ("inspector", "central-east", "met"),
        ("inspector", OTHER_TEAM, FAR_TEAM),
        ("analyst", "met", "nowhere"),
    ],
)
def test_a_unit_outside_ones_own_answers_like_one_that_does_not_exist(
    browser: OpenBrowser, username: str, own: str, foreign: str
) -> None:
    reader = browser(username)
    reader.get(f"{PAGE}?unit={own}")
    for page in (PAGE, f"{PAGE}/entries"):
        wrong = reader.get(f"{page}?unit={foreign}", status=404)
        missing = reader.get(f"{page}?unit=no-such-unit", status=404)
        assert wrong.status_code == missing.status_code == 404
    reader.get(f"{PAGE}?unit={foreign}&format=csv", status=404)


@pytest.mark.parametrize("username", ["officer", "auditor", "board", "admin"])
def test_other_roles_may_not_read_the_summary(browser: OpenBrowser, username: str) -> None:
    browser(username).get(PAGE, status=403)
    browser(username).get(f"{PAGE}/entries", status=403)


def test_a_sergeant_sees_only_the_teams_figures(force: Force) -> None:
    taken(force, "2026-03-03T09:00", "2026-03-03T11:00")
    taken(force, "2026-03-03T09:00", "2026-03-03T12:00", by="other_officer", over="other_sergeant")
    assert seen(force, "sergeant").total.minutes == 120
    assert seen(force, "other_sergeant").total.minutes == 180
    assert seen(force, "inspector").total.minutes == 300
    assert seen(force, "far_inspector").total.minutes == 0


def test_an_analyst_sees_entries_without_officers_and_a_sergeant_with_links(
    force: Force, browser: OpenBrowser
) -> None:
    entry = taken(force, "2026-03-03T09:00", "2026-03-03T11:00")
    link, reference = f"/entries/{entry.id}", entry.reference
    asked = "?from=2026-03-01&until=2026-03-31"
    sergeant = browser("sergeant")
    text = sergeant.get(f"{PAGE}/entries{asked}").text
    assert link in text
    assert "Officer Tester" in text
    analyst = browser("analyst")
    text = analyst.get(f"{PAGE}/entries{asked}").text
    assert reference in text
    assert link not in text
    assert "Officer Tester" not in text
    assert "Officer Tester" not in analyst.get(f"{PAGE}{asked}&unit={TEAM}").text


def test_an_analyst_cannot_narrow_the_list_to_one_officer(
    force: Force, browser: OpenBrowser
) -> None:
    taken(force, "2026-03-03T09:00", "2026-03-03T11:00")
    taken(force, "2026-03-04T09:00", "2026-03-04T10:00", by="officer2")
    officer = force.people["officer"].id
    counts = {}
    for username in ("sergeant", "analyst"):
        reader = browser(username)
        reader.get(f"{PAGE}/entries?from=2026-03-01&until=2026-03-31&officer={officer}")
        counts[username] = len(reader.page.select("tbody tr"))
    assert counts == {"sergeant": 1, "analyst": 0}


def test_a_name_that_is_a_formula_leaves_as_text(force: Force, browser: OpenBrowser) -> None:
    formula = "=HYPERLINK(1)"
    with writing():
        officer = db.session.get_one(Person, force.people["officer"].id)
        school, team = db.session.get_one(School, 100001), unit_by_code(TEAM)
        assert team is not None
        officer.name = school.name = team.name = formula
    taken(force, "2026-03-03T09:00", "2026-03-03T11:00")
    sergeant, inspector = browser("sergeant"), browser("inspector")
    period = "from=2026-03-02&until=2026-03-29&format=csv"
    for reader, address, column in (
        (sergeant, f"{PAGE}?{period}&table=officers", "officer"),
        (sergeant, f"{PAGE}?{period}&table=schools", "school"),
        (inspector, f"{PAGE}?{period}&unit={HACKNEY}", "team"),
        (inspector, f"/framework/A1?{period}&unit={HACKNEY}", "label"),
    ):
        values = {row[column] for row in rows_of(reader.client.get(address).text)}
        assert f"'{formula}" in values, address
        assert formula not in values, address


def test_the_entries_behind_a_figure_are_those_that_it_counts(
    force: Force, browser: OpenBrowser
) -> None:
    taken(force, "2026-02-28T22:00", "2026-03-01T03:00")
    taken(force, "2026-03-04T09:00", "2026-03-04T10:00", abstraction_type="custody")
    taken(force, "2026-03-05T09:00", "2026-03-05T10:00", capacity="other_duty")
    reader = browser("inspector")
    asked = "from=2026-03-01&until=2026-03-31"
    for more, entries, hours in (
        ("", 3, "5.0"),
        ("&capacity=sso_duty", 3, "5.0"),
        ("&type=custody", 1, "1.0"),
        ("&school=100004", 0, "0.0"),
    ):
        reader.get(f"{PAGE}/entries?{asked}{more}")
        lead = reader.page.select_one(".app-page-heading__lead")
        assert lead is not None
        assert f"{entries} entr" in lead.get_text()
        assert f"{hours} hours" in lead.get_text()
        assert len(reader.page.select("tbody tr")) == entries


def rows_of(text: str) -> list[dict[str, str]]:
    """The rows of a downloaded file."""
    return list(csv.DictReader(io.StringIO(text.removeprefix("\ufeff"), newline="")))


def test_the_file_holds_the_figures_of_the_page(force: Force, browser: OpenBrowser) -> None:
    a_week(force, "officer", "2026-03-02", 2400)
    taken(force, "2026-03-03T09:00", "2026-03-03T11:00")
    reader = browser("inspector")
    address = f"{PAGE}?from=2026-03-02&until=2026-03-29"
    response = reader.client.get(f"{address}&format=csv&table=units")
    assert response.headers["Content-Disposition"] == (
        'attachment; filename="abstraction-units-central-east-2026-03-02-to-2026-03-29.csv"'
    )
    filed = {row["borough"]: row for row in rows_of(response.text)}
    reader.get(address)
    shown = {}
    for row in reader.page.select("section[aria-labelledby=units] tbody tr"):
        cells = [cell.get_text(strip=True) for cell in row.select("td.app-table__number")]
        heading = row.select_one("th")
        assert heading is not None
        shown[heading.get_text(strip=True)] = cells
    assert set(filed) == set(shown)
    for name, row in filed.items():
        assert f"{int(row['minutes']) / 60:,.1f}" == shown[name][0]
        share = f"{float(row['share_narrow']) * 100:.1f}%" if row["share_narrow"] else "no data"
        assert share == shown[name][1]
        assert row["entries"] == shown[name][5]
    assert (filed["Hackney"]["numerator_narrow"], filed["Hackney"]["denominator"]) == (
        "120",
        "2400",
    )


@pytest.mark.parametrize("name", ["units", "officers", "types", "notice", "months", "schools"])
def test_every_table_can_be_downloaded_and_each_download_is_recorded(
    force: Force, browser: OpenBrowser, name: str
) -> None:
    taken(force, "2026-03-03T09:00", "2026-03-03T11:00")
    response = browser("sergeant").client.get(
        f"{PAGE}?from=2026-03-02&until=2026-03-29&format=csv&table={name}"
    )
    assert response.mimetype == "text/csv"
    assert rows_of(response.text)
    kept = db.session.execute(
        sa.select(EVENT.c.subject_id, EVENT.c.detail).where(EVENT.c.tag == "export")
    ).one()
    assert kept.subject_id == name
    assert (kept.detail["from"], kept.detail["unit"]) == ("2026-03-02", TEAM)


@pytest.mark.parametrize(
    "asked",
    [
        "from=yesterday", "until=2026-02-30", "from=2026-03-02&until=2026-03-01", "type=holiday",
        "notice=never", "capacity=both", "from=0001-01-01", "until=9999-12-31",
        "from=2001-01-01&until=2020-01-01",
    ],
)  # fmt: skip
def test_what_cannot_be_read_is_said_in_a_sentence(browser: OpenBrowser, asked: str) -> None:
    reader = browser("analyst")
    reader.get(f"{PAGE}?{asked}", status=422)
    assert reader.page.select_one(".govuk-error-summary") is not None
    reader.get(f"{PAGE}/entries?{asked}", status=422)
    reader.get(f"{PAGE}?{asked}&format=csv", status=422)


@pytest.mark.parametrize(
    "asked",
    ["page=0", "page=99999999999999999999", "page=x", "sort=none", "from=", "type=&notice="],
)
def test_harmless_parameters_are_put_right(browser: OpenBrowser, asked: str) -> None:
    browser("analyst").get(f"{PAGE}?{asked}")


def test_unknown_formats_and_tables_are_refused(browser: OpenBrowser) -> None:
    reader = browser("analyst")
    reader.get(f"{PAGE}?format=pdf", status=422)
    reader.get(f"{PAGE}?format=csv&table=people", status=422)


def test_the_summary_asks_at_most_five_aggregates(app: Flask, force: Force) -> None:
    taken(force, "2026-03-03T09:00", "2026-03-03T11:00")
    scope = read_scope(force.actor("analyst"), {k: [v] for k, v in MARCH.items()}, TODAY)
    asked: list[str] = []

    def note(_c: Any, _cur: Any, statement: str, *_rest: Any) -> None:
        asked.append(statement)

    sa.event.listen(db.engine, "before_cursor_execute", note)
    try:
        summary(scope)
    finally:
        sa.event.remove(db.engine, "before_cursor_execute", note)
    heavy = [text for text in asked if "FROM entry" in text or "FROM abstraction" in text]
    heavy += [text for text in asked if "FROM duty_week" in text]
    assert 0 < len(heavy) <= 5
    assert len(asked) <= 10


def test_the_rate_of_the_framework_is_the_rate_of_the_page(force: Force) -> None:
    for week in ("2026-03-02", "2026-03-09", "2026-03-16", "2026-03-23"):
        for username in ("officer", "officer2", "sergeant", "sergeant2", "other_officer"):
            a_week(force, username, week, 2400)
    taken(force, "2026-03-03T09:00", "2026-03-03T11:00")
    found = seen(force)
    figure = abstraction_rate(found.total)
    assert figure.value == found.total.narrow_share == 120 / (20 * 2400)
    assert (figure.numerator, figure.denominator) == (120, 48_000)
