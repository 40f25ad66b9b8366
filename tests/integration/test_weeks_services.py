"""Confirming a week: limits, amendments, units, the JSON, and which weeks were expected."""

import datetime as dt
from typing import Any

import pytest
import sqlalchemy as sa
import time_machine
from flask import Flask

from sso_log.audit.models import EVENT
from sso_log.auth.identity import SYSTEM
from sso_log.clock import format_week, today_london, week_start
from sso_log.db import db, writing
from sso_log.errors import Conflict, Invalid, NotPermitted
from sso_log.reference.models import Posting
from sso_log.reference.queries.units import unit_by_code
from sso_log.reference.services.units import set_posting
from sso_log.weeks import queries, reporting
from sso_log.weeks.models import DutyWeek
from sso_log.weeks.services import Confirmed, confirm
from tests.factories.entries import an_entry
from tests.factories.force import FAR_TEAM, TEAM, Force
from tests.tablet import Tablet

WEEK = dt.timedelta(days=7)


def last_week() -> dt.date:
    return week_start(today_london()) - WEEK


def confirm_now(force: Force, week_on: dt.date, *minutes: int, **more: Any) -> Confirmed:
    with writing():
        return confirm(force.actor("officer"), week_on, *minutes, True, **more)


def audited() -> int:
    query = sa.select(sa.func.count()).where(EVENT.c.tag == "week_confirmed")
    return db.session.execute(query).scalar_one()


def test_a_week_is_confirmed_once_and_amended_when_it_differs(force: Force) -> None:
    first = confirm_now(force, last_week(), 2400, 0)
    assert first.created
    first_at = first.week.first_confirmed_at_utc
    again = confirm_now(force, last_week(), 2400, 0)
    assert (again.created, again.week.version) == (False, 1)
    assert audited() == 1
    amended = confirm_now(force, last_week(), 1920, 480, base_version=1)
    assert (amended.created, amended.week.version) == (False, 2)
    assert amended.week.first_confirmed_at_utc == first_at
    assert audited() == 2


def test_a_stale_amendment_changes_nothing(force: Force) -> None:
    confirm_now(force, last_week(), 2400, 0)
    confirm_now(force, last_week(), 2000, 400, base_version=1)
    with pytest.raises(Conflict):
        confirm_now(force, last_week(), 1000, 0, base_version=1)
    week = db.session.execute(sa.select(DutyWeek)).scalar_one()
    assert (week.on_duty_minutes, week.version) == (2000, 2)


@pytest.mark.parametrize(
    ("on_duty", "absence", "field"),
    [
        (-1, 0, "on_duty_minutes"), (10_081, 0, "on_duty_minutes"), (0, -1, "absence_minutes"),
        (0, 10_081, "absence_minutes"), (10_080, 1, "absence_minutes"),
        (True, 0, "on_duty_minutes"), ("2400", 0, "on_duty_minutes"), (1.5, 0, "on_duty_minutes"),
        (None, 0, "on_duty_minutes"), (0, float("nan"), "absence_minutes"),
    ],
)  # fmt: skip
def test_minutes_beyond_a_week_are_refused(
    force: Force, on_duty: Any, absence: Any, field: str
) -> None:
    with pytest.raises(Invalid) as refused:
        confirm_now(force, last_week(), on_duty, absence)
    assert list(refused.value.errors) == [field]


def test_a_whole_week_is_the_limit_and_nothing_is_allowed(force: Force) -> None:
    assert confirm_now(force, last_week(), 10_080, 0).created
    assert confirm_now(force, last_week() - WEEK, 0, 0).created


def test_this_week_may_be_confirmed_and_the_next_may_not(force: Force) -> None:
    assert confirm_now(force, today_london(), 2400, 0).created
    with pytest.raises(Invalid) as refused:
        confirm_now(force, today_london() + WEEK, 2400, 0)
    assert "has not begun" in refused.value.errors["week"][0]


def test_a_week_without_a_posting_is_refused(force: Force) -> None:
    with pytest.raises(Invalid) as refused:
        confirm_now(force, dt.date(2015, 3, 2), 2400, 0)
    assert refused.value.errors["week"] == [queries.NO_POSTING]


def test_only_officers_and_sergeants_confirm(force: Force) -> None:
    for username in ("inspector", "analyst", "admin", "board", "auditor"):
        with pytest.raises(NotPermitted), writing():
            confirm(force.actor(username), last_week(), 2400, 0, True)


def test_the_unit_is_that_of_monday(force: Force) -> None:
    far = unit_by_code(FAR_TEAM)
    near = unit_by_code(TEAM)
    assert far is not None and near is not None
    wednesday = last_week() + dt.timedelta(days=2)
    with writing():
        set_posting(SYSTEM, force.people["officer"].id, far.id, "SSO", wednesday)
    assert confirm_now(force, last_week(), 2400, 0).week.team_id == near.id
    assert confirm_now(force, today_london(), 2400, 0).week.team_id == far.id


def test_the_first_posting_of_the_week_counts_when_none_was_held_on_monday(force: Force) -> None:
    monday = last_week()
    with writing():
        posting = db.session.execute(
            sa.select(Posting).where(Posting.person_id == force.people["officer"].id)
        ).scalar_one()
        posting.valid_from = monday + dt.timedelta(days=3)
        team = posting.unit_id
    officer = force.people["officer"].id
    assert queries.prefill(officer, monday).on_duty_minutes == 960
    assert queries.prefill(officer, monday + WEEK).on_duty_minutes == 2400
    assert confirm_now(force, monday, 960, 0).week.team_id == team


def test_abstractions_of_the_week_are_shown_for_information(force: Force) -> None:
    with time_machine.travel(dt.datetime.combine(last_week() + dt.timedelta(days=3),
                                                 dt.time(15), dt.UTC)):  # fmt: skip
        entry = an_entry(force.actor("officer"), "abstraction")
        an_entry(force.actor("officer"), "abstraction", submit=False)
        reference = entry.reference
    found = queries.prefill(force.people["officer"].id, last_week()).abstractions
    assert [(one.reference, one.minutes) for one in found] == [(reference, 240)]
    assert queries.prefill(force.people["officer"].id, last_week() - WEEK).abstractions == ()


def test_own_weeks_say_what_is_to_do(force: Force) -> None:
    confirm_now(force, last_week(), 2400, 0)
    weeks = queries.own_weeks(force.people["officer"].id, today_london(), 4)
    assert [week.state.value for week in weeks] == ["now", "confirmed", "overdue", "overdue"]
    following = queries.next_to_do(force.people["officer"].id, today_london())
    assert following is not None and following.week_on == week_start(today_london()) - 11 * WEEK


def test_expected_weeks_are_those_of_posted_officers_that_are_over(force: Force) -> None:
    near = unit_by_code(TEAM)
    assert near is not None
    first = last_week() - WEEK
    confirm_now(force, last_week(), 2400, 0)
    for unit_id, expected in ((None, 8), (near.id, 4)):
        weeks = reporting.expected_weeks(first, today_london(), unit_id)
        assert len(weeks) == expected
        (own,) = [week for week in weeks if week.confirmed or week.on_time]
        assert (own.week_on, own.confirmed, own.on_time) == (last_week(), True, True)
    assert reporting.expected_weeks(today_london() + WEEK, today_london() + 9 * WEEK) == []


@pytest.mark.parametrize(("hours_after", "on_time"), [(-1, True), (1, False)])
def test_on_time_ends_with_sunday_of_the_following_week(
    force: Force, hours_after: int, on_time: bool
) -> None:
    monday = dt.date(2026, 6, 1)
    deadline = dt.datetime(2026, 6, 14, 23, tzinfo=dt.UTC)  # midnight in London's summer
    with time_machine.travel(deadline + dt.timedelta(hours=hours_after)):
        confirm_now(force, monday, 2400, 0)
        found = reporting.expected_weeks(monday, monday)
        mine = [week for week in found if week.person_id == force.people["officer"].id]
    assert [(week.confirmed, week.on_time) for week in mine] == [(True, on_time)]


def test_a_week_through_the_json(app: Flask, force: Force) -> None:
    tablet, path = Tablet(app, "officer"), f"/weeks/{format_week(last_week())}"
    body = {"on_duty_minutes": 2400, "absence_minutes": 0, "nothing_else": True}
    before = tablet.get(path).json
    assert (before["version"], before["on_duty_minutes"]) == (None, 2400)
    assert tablet.put(path, body).status_code == 201
    assert tablet.put(path, body).status_code == 200
    assert tablet.get(path).json["status"] == "confirmed"
    wrong: tuple[tuple[str, Any], ...] = (
        ("on_duty_minutes", 2**55), ("nothing_else", False), ("absence_minutes", {}),
        ("nothing_else", "true"), ("base_version", "x"),
    )  # fmt: skip
    for name, value in wrong:
        answer = tablet.put(path, {**body, name: value})
        assert answer.status_code == 422, name
    assert tablet.put(path, {**body, "on_duty_minutes": 1, "base_version": 9}).status_code == 409
    other = {**body, "person_id": str(force.people["officer2"].id), "version": 7}
    assert tablet.put(path, other).json["version"] == 1


@pytest.mark.parametrize("text", ["2026-W54", "2026-5", "9999-W01", "now", "2026-W05%00"])
def test_a_text_that_is_no_week_is_not_found(app: Flask, force: Force, text: str) -> None:
    tablet = Tablet(app, "officer")
    assert tablet.get(f"/weeks/{text}").status_code in (400, 404)
    assert tablet.put(f"/weeks/{text}", {}).status_code in (400, 404)
