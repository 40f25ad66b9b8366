"""The inbox holds exactly what each person may decide, in order, in few queries."""

import datetime as dt
import uuid
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
import sqlalchemy as sa
from flask import Flask
from sqlalchemy import event

from sso_log.auth.identity import Actor, Grant, Role
from sso_log.auth.policy import Permission, may
from sso_log.clock import now_utc, today_london, week_start
from sso_log.db import db, writing
from sso_log.entries.models import Entry
from sso_log.reference.queries.units import the_unit
from sso_log.review.queries import InboxFilter, inbox, next_waiting
from sso_log.review.team import team_at_a_glance
from sso_log.web.paging import PAGE_SIZE
from sso_log.weeks.models import DutyWeek
from tests.conftest import Browser
from tests.factories.entries import an_approved_entry, an_entry, decided
from tests.factories.force import PEOPLE, Force

UNITS = ("met", "central-east", "E09000012", "E09000012-sso-1", "E09000012-sso-2", "E09000007")


@contextmanager
def counted_queries() -> Iterator[list[str]]:
    """Collect the statements that a block sends."""
    seen: list[str] = []

    def note(_connection: object, _cursor: object, statement: str, *_rest: object) -> None:
        if statement.lstrip().upper().startswith(("SELECT", "WITH")):
            seen.append(statement)

    event.listen(db.engine, "before_cursor_execute", note)
    try:
        yield seen
    finally:
        event.remove(db.engine, "before_cursor_execute", note)


def one_of_each(force: Force) -> list[uuid.UUID]:
    """An entry by everybody who logs, and some that do not wait."""
    made = []
    for username in ("officer", "officer2", "other_officer", "sergeant", "sergeant2"):
        made.append(an_entry(force.actor(username), "engagement").id)
    made.append(an_entry(force.actor("far_officer"), "engagement", school="100004").id)
    an_entry(force.actor("officer"), "abstraction", submit=False)
    an_approved_entry(force.actor("officer"), force.actor("sergeant"), "diversion")
    return made


def listed(actor: Actor, filters: InboxFilter | None = None) -> list[uuid.UUID]:
    return [row.id for row in inbox(actor, filters or InboxFilter())[0].rows]


def test_the_inbox_agrees_with_the_policy_for_every_person_and_grant(force: Force) -> None:
    one_of_each(force)
    actors = [force.actor(username) for username, _role, _unit in PEOPLE]
    someone = force.people["officer2"].id
    actors += [
        Actor(someone, "x", "X", grants=(Grant(role, the_unit(code).id),))
        for role in (Role.SERGEANT, Role.INSPECTOR)
        for code in UNITS
    ]
    entries = (
        db.session.execute(sa.select(Entry).where(Entry.status == "submitted")).scalars().all()
    )
    assert len(entries) == 6
    seen_by_anyone = set()
    for actor in actors:
        expected = {each.id for each in entries if may(actor, Permission.DECIDE, each)}
        assert set(listed(actor)) == expected, (actor.username, actor.grants)
        assert inbox(actor)[1].waiting == len(expected)
        seen_by_anyone |= expected
    assert len(seen_by_anyone) == 6


def test_flags_come_first_then_the_longest_waiting(force: Force) -> None:
    officer = force.actor("officer")
    first = an_entry(officer, "abstraction").id
    second = an_entry(officer, "diversion").id
    late = (now_utc() - dt.timedelta(days=12)).isoformat()
    flagged = an_entry(officer, "engagement", started_at=late).id
    page, queue = inbox(force.actor("sergeant"))
    assert [row.id for row in page.rows] == [flagged, first, second]
    assert [code for code, _ in page.rows[0].flags] == ["late"]
    assert (queue.waiting, queue.flagged) == (3, 1)


def test_filters_narrow_the_list_and_the_count_alike(force: Force) -> None:
    one_of_each(force)
    sergeant = force.actor("sergeant")
    late = (now_utc() - dt.timedelta(days=12)).isoformat()
    flagged = an_entry(force.actor("officer2"), "engagement", started_at=late).id
    diversion = an_entry(force.actor("officer"), "diversion").id
    for wanted, expected in (
        (InboxFilter(kind="diversion"), [diversion]),
        (InboxFilter(flagged=True), [flagged]),
        (InboxFilter(flagged=True, kind="diversion"), []),
    ):
        page, queue = inbox(sergeant, wanted)
        assert [row.id for row in page.rows] == expected
        assert queue.shown == len(expected)
    officer_id = force.people["officer"].id
    by_officer, queue = inbox(sergeant, InboxFilter(officer_id=officer_id, flagged=False))
    assert queue.shown == len(by_officer.rows) == 2


def test_next_waiting_walks_through_the_whole_inbox_and_round_again(force: Force) -> None:
    one_of_each(force)
    late = (now_utc() - dt.timedelta(days=12)).isoformat()
    an_entry(force.actor("officer"), "engagement", started_at=late)
    sergeant = force.actor("sergeant")
    order = listed(sergeant)
    walked, here = [], next_waiting(sergeant)
    while here is not None and here not in walked:
        walked.append(here)
        here = next_waiting(sergeant, here)
    assert walked == order
    assert here == order[0]


def test_next_waiting_goes_on_from_an_entry_that_has_just_been_decided(force: Force) -> None:
    one_of_each(force)
    sergeant = force.actor("sergeant")
    order = listed(sergeant)
    with writing():
        decided("approve", sergeant, order[1], 1)
        assert next_waiting(sergeant, order[1]) == order[2]


def test_next_waiting_is_none_once_everything_is_decided(force: Force) -> None:
    sergeant = force.actor("sergeant")
    entry_id = an_entry(force.actor("officer"), "engagement").id
    with writing():
        decided("approve", sergeant, entry_id, 1)
        assert next_waiting(sergeant, entry_id) is None


def test_fifty_rows_take_five_queries_at_most(force: Force, app: Flask) -> None:
    officer = force.actor("officer")
    for minutes in range(1, 4):
        an_entry(officer, "engagement", duration_minutes=minutes)
    client = Browser(app.test_client()).sign_in("sergeant")
    client.get("/review")
    with counted_queries() as few:
        client.get("/review")
    for minutes in range(4, PAGE_SIZE + 6):
        an_entry(officer, "engagement", duration_minutes=minutes)
    db.session.remove()
    with counted_queries() as many:
        client.get("/review")
    assert len(client.page.select("[data-keys-item]")) == PAGE_SIZE
    assert len(many) == len(few) <= 5, "\n\n".join(many)


@pytest.mark.parametrize("confirmed", [True, False])
def test_the_team_shows_who_has_not_reported(force: Force, confirmed: bool) -> None:
    officer = force.actor("officer")
    an_entry(officer, "engagement")
    returned = an_entry(officer, "abstraction").id
    sergeant = force.actor("sergeant")
    with writing():
        decided("return", sergeant, returned, 1, "other", "Say which court it was.")
        if confirmed:
            db.session.add(
                DutyWeek(
                    person_id=officer.id,
                    week_on=week_start(today_london()) - dt.timedelta(weeks=1),
                    on_duty_minutes=2400,
                    absence_minutes=0,
                    nothing_else=True,
                    first_confirmed_at_utc=now_utc(),
                    confirmed_at_utc=now_utc(),
                )
            )
    team = team_at_a_glance(sergeant)
    found = {member.person_id: member for member in team.members}
    member = found[officer.id]
    assert (member.waiting, member.returned) == (1, 1)
    assert member.days_since_entry == 1
    assert member.week_confirmed is confirmed
    assert force.people["other_officer"].id not in found
    assert team.not_reported == len(found) - confirmed


def test_an_inspector_sees_the_teams_of_the_bcu_and_an_officer_none(force: Force) -> None:
    names = {member.person_id for member in team_at_a_glance(force.actor("inspector")).members}
    assert force.people["other_officer"].id in names
    assert force.people["far_officer"].id not in names
    assert not team_at_a_glance(force.actor("officer")).members
