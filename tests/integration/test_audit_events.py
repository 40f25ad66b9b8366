"""What each action leaves in the audit trail: exactly the events it should, and nothing about a
child in any of them.
"""

import datetime as dt
import json
from collections.abc import Callable
from dataclasses import dataclass
from uuid import UUID

import pytest
import sqlalchemy as sa
from flask import Flask

from sso_log.admin.services import grants, people
from sso_log.audit.models import EVENT
from sso_log.audit.tags import Tag
from sso_log.audit.verify import verify
from sso_log.auth.identity import Role
from sso_log.auth.models import RoleGrant
from sso_log.clock import today_london, week_start
from sso_log.db import db, writing
from sso_log.entries.recount import PARTS, rebuild
from sso_log.entries.services import Request, write
from sso_log.importers.csv_files import table_of
from sso_log.importers.school_links import import_links
from sso_log.importers.schools import import_schools
from sso_log.reference.models import CalendarPeriod, PeriodKind
from sso_log.reference.queries.units import the_unit
from sso_log.reference.services import calendar, schools, units
from sso_log.weeks.services import confirm
from sso_log.workflow.states import Action
from tests.client import PASSWORD, Browser
from tests.factories.entries import an_approved_entry, an_entry, answers, decided
from tests.factories.force import HACKNEY, OTHER_TEAM, TEAM, Force, yesterday
from tests.factories.reference import a_file, a_row
from tests.tablet import Tablet, body_of

REASON = {"version": "1", "reason_code": "other", "reason": "Not what we meant.", "fields": ""}
NEW_PASSWORD = "seven quiet lanterns"


@dataclass
class World:
    """A force with one entry in each state that an action needs, and its people's browsers."""

    app: Flask
    force: Force
    browser: Callable[[str], Browser]
    waiting: UUID
    engagement: UUID
    approved: UUID
    draft: UUID

    def get(self, username: str, path: str) -> Callable[[], object]:
        """A page to be read by somebody who has signed in."""
        client = self.browser(username).client
        return lambda: client.get(path.format(**vars(self)))

    def post(self, username: str, path: str, form: dict[str, str]) -> Callable[[], object]:
        """A form to be sent by somebody who has signed in."""
        somebody = self.browser(username)
        return lambda: somebody.post_raw(path.format(**vars(self)), form, status=None)


Do = Callable[[World], Callable[[], object]]


def get(username: str, path: str) -> Do:
    return lambda world: world.get(username, path)


def post(username: str, path: str, **form: str) -> Do:
    return lambda world: world.post(username, path, form)


def serve(action: Callable[[World], object]) -> Do:
    """A service called in a transaction of its own."""

    def do(world: World) -> Callable[[], object]:
        def call() -> None:
            with writing():
                action(world)

        return call

    return do


def admin(world: World) -> object:
    return world.force.actor("admin")


def a_sign_in(password: str, times: int = 1) -> Do:
    def do(world: World) -> Callable[[], object]:
        somebody = world.browser("")
        form = {"username": "officer", "password": password}
        return lambda: [somebody.post_raw("/sign-in", form, status=None) for _ in range(times)]

    return do


def a_change_of_password(old: str, times: int = 1) -> Do:
    def do(world: World) -> Callable[[], object]:
        somebody = world.browser("officer")
        form = {"old_password": old, "new_password": NEW_PASSWORD}
        form["new_password_again"] = NEW_PASSWORD
        return lambda: [
            somebody.post_raw("/account/password", form, status=None) for _ in range(times)
        ]

    return do


def a_person(world: World) -> people.Person:
    return people.the_person("officer2")


def new_person(world: World) -> None:
    people.create_person(admin(world), people.NewPerson("fresh", "Fresh Tester", PASSWORD, None))


def enabled(world: World) -> None:
    people.disable(admin(world), a_person(world))
    people.enable(admin(world), a_person(world))


def an_import(world: World) -> None:
    import_schools(admin(world), table_of(a_file([a_row(120000)])), "register.csv")


def an_import_of_links(world: World) -> None:
    content = b"URN,LinkURN,LinkType,LinkEstablishedDate\n100001,100005,Predecessor,01-09-2020\n"
    import_links(admin(world), table_of(content), "links.csv")


PERIOD = calendar.PeriodDetails(
    PeriodKind.INSET, "Training", dt.date(2019, 11, 4), dt.date(2019, 11, 4), None
)


def a_period() -> UUID:
    named = sa.select(CalendarPeriod.id).where(CalendarPeriod.kind == PeriodKind.TERM)
    return db.session.scalars(named.limit(1)).one()


def amended(submit_first: bool) -> Do:
    def do(world: World) -> Callable[[], object]:
        officer = world.force.actor("officer")
        entry = an_entry(officer, "engagement", submit=submit_first)
        entry_id = entry.id
        if submit_first:
            decided("return", world.force.actor("sergeant"), entry_id, 1, "other", "Say more.")
        raw = answers("engagement", pupils=3)

        def save() -> None:
            with writing():
                write(officer, Request(entry_id, "engagement", raw, Action.SAVE, base_version=1))

        return save

    return do


def submitted(world: World) -> Callable[[], object]:
    officer = world.force.actor("officer")
    return lambda: an_entry(officer, "abstraction")


def drafted(world: World) -> Callable[[], object]:
    officer = world.force.actor("officer")
    return lambda: an_entry(officer, "abstraction", submit=False)


def a_conflict(world: World, *, resolve: bool = False) -> Callable[[], object]:
    tablet = Tablet(world.app, "officer")
    path = f"/entries/{world.engagement}"
    body = body_of("engagement", answers("engagement", pupils=2))
    if not resolve:
        return lambda: tablet.put(path, body)
    copy = tablet.put(path, body).json["conflict"]  # type: ignore[index]
    return lambda: tablet.post(f"{path}/conflicts/{copy}/resolve")


def a_week(world: World) -> None:
    monday = week_start(today_london()) - dt.timedelta(days=7)
    confirm(world.force.actor("officer"), monday, 2400, 0, nothing_else=True)


def taken_back(world: World) -> None:
    grants.revoke(admin(world), a_person(world), Role.OFFICER, the_unit(TEAM))


def cover_ended(world: World) -> Callable[[], object]:
    sergeant = world.force.actor("sergeant")
    until = today_london() + dt.timedelta(days=3)
    with writing():
        grants.give_cover(sergeant, a_person(world), the_unit(TEAM), until)
    lent = db.session.scalars(sa.select(RoleGrant.id).where(RoleGrant.cover)).one()

    def end() -> None:
        with writing():
            grants.end_cover(sergeant, lent)

    return end


def ended_agreement(world: World) -> None:
    schools.end_agreement(admin(world), world.force.own_school, yesterday())


def ended_priority(world: World) -> None:
    schools.end_priority(admin(world), world.force.priority_school, yesterday())


# What is done, and the tags it leaves in their order.
ACTIONS: dict[str, tuple[Do, list[str]]] = {
    "sign in": (a_sign_in(PASSWORD), ["sign_in"]),
    "a wrong password": (a_sign_in("not the password"), ["sign_in_failed"]),
    "guessing until it is stopped": (
        a_sign_in("not the password", times=12),
        ["sign_in_failed"] * 10 + ["sign_in_throttled"],
    ),
    "sign out": (post("officer", "/sign-out"), ["sign_out"]),
    "a password changed": (a_change_of_password(PASSWORD), ["password_changed"]),
    "guessing the old password until it is stopped": (
        a_change_of_password("not the password", times=12),
        ["sign_in_failed"] * 10 + ["sign_in_throttled"],
    ),
    "a password reset": (
        serve(lambda w: people.reset_password(admin(w), a_person(w), NEW_PASSWORD)),
        ["password_reset"],
    ),
    "a child's record read by its officer": (get("officer", "/entries/{waiting}"), ["entry_read"]),
    "an engagement read by its officer": (get("officer", "/entries/{engagement}"), []),
    "a list of one's own": (get("officer", "/entries"), []),
    "a child's record read for a decision": (
        get("sergeant", "/review/{waiting}"),
        ["entry_read"],
    ),
    "an entry read from above": (get("inspector", "/entries/{engagement}"), ["entry_read"]),
    "a history read": (get("auditor", "/entries/{waiting}/history"), ["entry_history_read"]),
    "a draft saved": (drafted, ["entry_created"]),
    "a draft amended": (amended(submit_first=False), ["entry_amended"]),
    "a returned entry amended": (amended(submit_first=True), ["entry_amended"]),
    "an entry submitted": (submitted, ["entry_submitted"]),
    "an entry withdrawn": (
        post("officer", "/entries/{waiting}/withdraw", version="1"),
        ["entry_withdrawn"],
    ),
    "an entry approved": (
        post("sergeant", "/review/{waiting}/approve", version="1"),
        ["entry_approved"],
    ),
    "an entry returned": (
        post("sergeant", "/review/{waiting}/return", **REASON),
        ["entry_returned"],
    ),
    "an entry reopened": (
        post("sergeant", "/review/{approved}/reopen", **REASON),
        ["entry_reopened"],
    ),
    "an entry made void": (post("sergeant", "/review/{approved}/void", **REASON), ["entry_voided"]),
    "a stale approval": (post("sergeant", "/review/{waiting}/approve", version="7"), []),
    "a conflict": (a_conflict, ["conflict_kept"]),
    "a conflict dealt with": (lambda w: a_conflict(w, resolve=True), ["conflict_resolved"]),
    "a week confirmed": (serve(a_week), ["week_confirmed"]),
    "a summary downloaded": (
        get("inspector", "/summaries/abstraction?format=csv&table=units"),
        ["export"],
    ),
    "the framework downloaded": (get("inspector", "/framework?format=csv"), ["export"]),
    "an indicator downloaded": (get("inspector", "/framework/D1?format=csv"), ["export"]),
    "the trail searched": (get("auditor", "/audit"), ["audit_read"]),
    "the trail verified": (post("auditor", "/audit/verify"), ["audit_verified"]),
    "a person created": (serve(new_person), ["person_created"]),
    "a person renamed": (
        serve(lambda w: people.rename(admin(w), a_person(w), "Another Tester", None)),
        ["person_changed"],
    ),
    "a person disabled": (
        serve(lambda w: people.disable(admin(w), a_person(w))),
        ["person_disabled"],
    ),
    "a person disabled and enabled": (serve(enabled), ["person_disabled", "person_enabled"]),
    "a role given": (
        serve(lambda w: grants.give(admin(w), a_person(w), Role.SERGEANT, the_unit(TEAM))),
        ["grant_given"],
    ),
    "a role taken back": (serve(taken_back), ["grant_revoked"]),
    "cover given": (
        serve(
            lambda w: grants.give_cover(
                w.force.actor("sergeant"),
                a_person(w),
                the_unit(TEAM),
                today_london() + dt.timedelta(days=3),
            )
        ),
        ["grant_given"],
    ),
    "cover ended": (cover_ended, ["grant_revoked"]),
    "a posting": (
        serve(
            lambda w: people.post(
                admin(w), a_person(w), OTHER_TEAM, "Schools officer", today_london()
            )
        ),
        ["posting_set"],
    ),
    "a posting ended": (
        serve(lambda w: units.end_posting(admin(w), a_person(w).id, today_london())),
        ["posting_set"],
    ),
    "an officer named for a school": (
        serve(
            lambda w: schools.assign_school(
                admin(w), a_person(w).id, w.force.second_school, today_london(), lead=False
            )
        ),
        ["school_assigned"],
    ),
    "an officer no longer named for a school": (
        serve(
            lambda w: schools.unassign_school(
                admin(w), w.force.ids["officer"], w.force.own_school, today_london()
            )
        ),
        ["school_unassigned"],
    ),
    "an agreement signed": (
        serve(lambda w: schools.sign_agreement(admin(w), w.force.second_school, today_london())),
        ["school_changed"],
    ),
    "an agreement ended": (serve(ended_agreement), ["school_changed"]),
    "a priority school": (
        serve(lambda w: schools.set_priority(admin(w), w.force.own_school, today_london())),
        ["school_changed"],
    ),
    "a priority ended": (serve(ended_priority), ["school_changed"]),
    "a unit created": (
        serve(
            lambda w: units.create_unit(
                admin(w), "E09000012-sso-3", "A third team", HACKNEY, dt.date(2020, 1, 1)
            )
        ),
        ["unit_created"],
    ),
    "a unit ended": (
        serve(lambda w: units.end_unit(admin(w), "E09000006-sso-1", today_london())),
        ["unit_ended"],
    ),
    "a calendar period added": (
        serve(lambda w: calendar.add_period(admin(w), PERIOD)),
        ["calendar_changed"],
    ),
    "a calendar period changed": (
        serve(lambda w: calendar.change_period(admin(w), a_period(), PERIOD)),
        ["calendar_changed"],
    ),
    "a calendar period removed": (
        serve(lambda w: calendar.remove_period(admin(w), a_period())),
        ["calendar_changed"],
    ),
    "derived rows made again": (
        serve(lambda w: rebuild(admin(w), PARTS, str)),
        ["derived_rebuilt"],
    ),
    "schools imported": (serve(an_import), ["import"]),
    "links of schools imported": (serve(an_import_of_links), ["import"]),
}


@pytest.fixture
def world(app: Flask, force: Force, browser: Callable[[str], Browser]) -> World:
    officer, sergeant = force.actor("officer"), force.actor("sergeant")
    return World(
        app,
        force,
        browser,
        waiting=an_entry(officer, "diversion").id,
        engagement=an_entry(officer, "engagement").id,
        approved=an_approved_entry(officer, sergeant, "diversion").id,
        draft=an_entry(officer, "engagement", submit=False).id,
    )


def test_every_tag_of_the_vocabulary_is_left_by_an_action() -> None:
    assert {tag for _, tags in ACTIONS.values() for tag in tags} == {tag.value for tag in Tag}


@pytest.mark.parametrize("action", ACTIONS)
def test_an_action_leaves_exactly_its_events(world: World, action: str) -> None:
    prepare, expected = ACTIONS[action]
    do = prepare(world)
    before = last_seq()
    do()
    after = tags_since(before)
    # A refused decision shows the entry again, which is a reading of its own.
    assert [tag for tag in after if expected or tag != "entry_read"] == expected
    assert verify(db.session()).ok


def tags_since(seq: int) -> list[str]:
    db.session.rollback()
    rows = db.session.execute(sa.select(EVENT.c.tag).where(EVENT.c.seq > seq).order_by(EVENT.c.seq))
    return list(rows.scalars())


def last_seq() -> int:
    db.session.rollback()
    return db.session.execute(sa.select(sa.func.max(EVENT.c.seq))).scalar_one() or 0


def test_no_event_tells_anything_about_a_child(
    app: Flask, force: Force, browser: Callable[[str], Browser]
) -> None:
    officer, sergeant = force.actor("officer"), force.actor("sergeant")
    secret = "An unmistakable narrative of one afternoon"
    details = {"notes": secret, "notes_basis": "fact", "child_key": "PNC-9917-X"}
    entry = an_approved_entry(officer, sergeant, "diversion", **details)
    browser("officer").get(f"/entries/{entry.id}")
    db.session.rollback()
    everything = json.dumps(
        [dict(row._mapping) for row in db.session.execute(sa.select(EVENT))], default=str
    )
    for text in (secret, "PNC-9917-X", '"B1"', "IC3", "restorative_approach"):
        assert text not in everything
