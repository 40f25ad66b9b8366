"""Accounts, roles and cover: by command, by page, and obeyed on the next request."""

import datetime as dt
import json
from collections.abc import Callable

import pytest
import sqlalchemy as sa
from click.testing import Result
from flask import Flask

from sso_log.admin.services import grants, people
from sso_log.auth.commands import routes
from sso_log.auth.identity import SYSTEM, Role
from sso_log.auth.models import Person, RoleGrant
from sso_log.cli import main
from sso_log.clock import academic_year_start, today_london
from sso_log.db import db, writing
from sso_log.errors import Conflict, Invalid, NotFound, NotPermitted
from sso_log.reference.queries.units import posting_on, the_unit
from tests.client import PASSWORD, Browser
from tests.factories.force import OTHER_TEAM, TEAM, Force

Open = Callable[[str], Browser]
GOOD = "lantern puddle orchard"


def run(app: Flask, *words: str, stdin: str = "") -> Result:
    """Run a command of `sso-log` on the database of the test."""
    db.session.rollback()
    return app.test_cli_runner().invoke(main.commands[words[0]], words[1:], input=stdin)


def unit_id(code: str) -> object:
    return the_unit(code).id


def test_a_person_is_made_by_command_with_role_and_posting(app: Flask, browser: Open) -> None:
    made = run(
        app, "create-user", "Új.Officer", "--name", "Új Officer", "--role", "officer",
        "--unit", TEAM, "--warrant-number", "ab 12", "--password-stdin", stdin=GOOD + "\n",
    )  # fmt: skip
    assert made.exit_code == 0, made.output
    person = people.the_person("új.OFFICER")
    start = academic_year_start(today_london())
    grant = db.session.scalars(sa.select(RoleGrant).where(RoleGrant.person_id == person.id)).one()
    posting = posting_on(person.id, start)
    assert (grant.role, grant.valid_from, grant.unit_id) == ("officer", start, unit_id(TEAM))
    assert posting is not None
    assert (posting.unit_id, posting.valid_from) == (unit_id(TEAM), start)
    assert person.warrant_number == "AB12"
    browser("").sign_in("új.officer", GOOD)


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"username": "officer"}, "is taken"),
        ({"username": "a b"}, "Write the username"),
        ({"unit": "nowhere"}, "no unit with the code"),
        ({"unit": "met"}, "is a force"),
        ({"warrant": "200001"}, "belongs to somebody else"),
        ({"password": "short"}, "at least 12"),
    ],
)
def test_a_refused_person_leaves_nothing_behind(
    app: Flask, force: Force, changes: dict[str, str], sentence: str
) -> None:
    given = {"username": "newone", "unit": TEAM, "warrant": "W1", "password": GOOD, **changes}
    before = db.session.scalar(sa.select(sa.func.count(Person.id)))
    try:
        result = run(
            app, "create-user", given["username"], "--name", "New One", "--role", "officer",
            "--unit", given["unit"], "--warrant-number", given["warrant"], "--password-stdin",
            stdin=given["password"],
        )  # fmt: skip
        said = str(getattr(result.exception, "errors", "")) + str(result.exception)
        assert result.exit_code == 1
    except Exception as error:
        said = str(error)
    assert sentence in said
    db.session.rollback()
    assert db.session.scalar(sa.select(sa.func.count(Person.id))) == before


def test_grants_given_and_taken_by_command_are_obeyed_on_the_next_request(
    app: Flask, browser: Open
) -> None:
    officer = browser("officer")
    officer.get("/audit", status=403)
    assert run(app, "grant", "officer", "auditor", "--unit", "met").exit_code == 0
    officer.get("/audit")
    assert run(app, "revoke", "officer", "auditor", "--unit", "met").exit_code == 0
    officer.get("/audit", status=403)
    assert run(app, "revoke", "officer", "auditor", "--unit", "met").exit_code == 1


def test_a_disabled_person_is_signed_out_at_once_and_keeps_their_history(
    app: Flask, browser: Open
) -> None:
    officer = browser("officer")
    assert run(app, "disable-user", "officer").exit_code == 0
    assert run(app, "disable-user", "officer").exit_code == 0
    officer.get("/account/password", status=302)
    person = people.the_person("officer")
    assert posting_on(person.id, today_london()) is not None


def test_a_school_is_assigned_by_command(app: Flask, force: Force) -> None:
    assert run(app, "assign-school", "officer2", "100001", "--lead").exit_code == 0
    assert run(app, "assign-school", "officer2", "999999").exit_code == 1


def test_a_grant_holds_from_its_first_to_its_last_day(force: Force) -> None:
    person, today = force.people["nobody"], today_london()
    day = dt.timedelta(days=1)
    with writing():
        grants.give(SYSTEM, person, Role.AUDITOR, the_unit("met"), today - day, today)
        grants.give(SYSTEM, person, Role.BOARD, the_unit("met"), today + day)
        grants.give(SYSTEM, person, Role.ANALYST, the_unit("met"), today - 2 * day, today - day)
    assert force.actor("nobody").roles == {Role.AUDITOR}


def test_the_same_grant_again_changes_nothing(force: Force) -> None:
    with writing():
        first = grants.give(SYSTEM, force.people["nobody"], Role.BOARD, the_unit("met"))
        again = grants.give(SYSTEM, force.people["nobody"], Role.BOARD, the_unit("met"))
    assert first is again


@pytest.mark.parametrize(
    ("role", "unit"),
    [
        (Role.ANALYST, TEAM),
        (Role.ADMIN, "central-east"),
        (Role.SERGEANT, "met"),
        (Role.OFFICER, "met"),
    ],
)
def test_a_role_is_held_only_where_it_means_something(force: Force, role: Role, unit: str) -> None:
    with pytest.raises(Invalid), writing():
        grants.give(SYSTEM, force.people["nobody"], role, the_unit(unit))


def test_nobody_gives_a_role_to_themselves(force: Force) -> None:
    with pytest.raises(NotPermitted), writing():
        grants.give(force.actor("admin"), force.people["admin"], Role.AUDITOR, the_unit("met"))


def test_a_disabled_person_is_given_nothing(force: Force) -> None:
    with writing():
        people.disable(SYSTEM, people.the_person("officer"))
    with pytest.raises(Conflict), writing():
        grants.give(SYSTEM, people.the_person("officer"), Role.AUDITOR, the_unit("met"))


def test_an_administrator_adds_a_person_on_the_page(force: Force, browser: Open) -> None:
    admin = browser("admin")
    admin.get("/admin/people/new")
    form = {"name": "New Sergeant", "username": "new.sgt", "role": "sergeant", "unit": TEAM}
    admin.post("/admin/people/new", {**form, "password": "short"}, status=422)
    assert admin.page.find(id="password-error") is not None
    response = admin.post("/admin/people/new", {**form, "password": GOOD})
    admin.get(response.location)
    assert "Sergeant" in admin.page.find("table").get_text()
    admin.get("/admin/people?q=NEW&role=sergeant")
    assert "new.sgt" in admin.page.find("table").get_text()


def test_more_fields_than_the_form_has_change_nothing(force: Force, browser: Open) -> None:
    admin = browser("admin")
    target = force.people["nobody"].id
    data = {
        "name": "Nobody Renamed", "warrant_number": "", "role": "admin", "id": "x",
        "username": "hacked", "password_hash": "x", "disabled_at_utc": "2020-01-01",
    }  # fmt: skip
    admin.post(f"/admin/people/{target}/name", data)
    db.session.rollback()
    person = people.person_by_id(target)
    assert (person.name, person.username) == ("Nobody Renamed", "nobody")
    assert person.disabled_at_utc is None
    assert force.actor("nobody").roles == frozenset()


def test_roles_postings_and_passwords_are_looked_after_on_the_person_s_page(
    force: Force, browser: Open
) -> None:
    admin, target = browser("admin"), force.people["officer"].id
    base = f"/admin/people/{target}"
    admin.post(f"{base}/grants", {"role": "analyst", "unit": TEAM}, status=422)
    assert admin.page.find("a", href="#grant-unit") is not None
    assert admin.page.find(id="grant-unit") is not None
    admin.post(f"{base}/grants", {"role": "analyst", "unit": "met"})
    admin.post(
        f"{base}/postings",
        {"unit": OTHER_TEAM, "role_title": "Ward officer", "posted_from": str(today_london())},
    )
    admin.post(f"{base}/password", {"password": GOOD})
    db.session.rollback()
    posting = posting_on(target, today_london())
    assert posting is not None
    assert posting.unit_id == unit_id(OTHER_TEAM)
    assert Role.ANALYST in force.actor("officer").roles
    browser("").sign_in("officer", GOOD)
    grant = db.session.scalars(
        sa.select(RoleGrant.id).where(RoleGrant.role == "analyst", RoleGrant.person_id == target)
    ).one()
    admin.post(f"/admin/grants/{grant}/revoke", form_on=base)
    db.session.rollback()
    assert Role.ANALYST not in force.actor("officer").roles


def test_disabling_and_enabling_on_the_page(force: Force, browser: Open) -> None:
    admin, target = browser("admin"), force.people["officer"].id
    admin.post(f"/admin/people/{target}/disable")
    assert browser("").client.post("/sign-in").status_code < 500
    admin.post(f"/admin/people/{target}/enable")
    browser("").sign_in("officer", PASSWORD)


def test_administrators_cannot_change_their_own_account(force: Force, browser: Open) -> None:
    admin, own = browser("admin"), f"/admin/people/{force.people['admin'].id}"
    admin.get(own)
    admin.post(f"{own}/disable", status=403)
    admin.post(f"{own}/password", {"password": GOOD}, status=403)
    admin.post(f"{own}/grants", {"role": "auditor", "unit": "met"}, status=403)


def test_a_person_or_grant_that_does_not_exist_is_not_found(force: Force, browser: Open) -> None:
    admin, missing = browser("admin"), "01a00000-0000-7000-8000-000000000000"
    admin.get(f"/admin/people/{missing}", status=404)
    admin.post(f"/admin/people/{missing}/disable", status=404)
    admin.post(f"/admin/grants/{missing}/revoke", status=404)
    admin.get("/admin/people?page=99999999999&q=%25&role=x")


@pytest.mark.parametrize(
    "username", ["officer", "sergeant", "inspector", "analyst", "auditor", "board", "nobody"]
)
def test_people_are_for_administrators_only(force: Force, browser: Open, username: str) -> None:
    somebody, target = browser(username), force.people["officer2"].id
    somebody.get("/admin/people", status=403)
    for act in ("name", "password", "grants", "postings", "disable", "enable"):
        somebody.post(f"/admin/people/{target}/{act}", status=403)


def test_a_sergeant_lends_the_role_within_the_team_and_it_ends_by_itself(
    force: Force, browser: Open
) -> None:
    sergeant, friday = browser("sergeant"), today_london() + dt.timedelta(days=3)
    data = {"person": str(force.people["officer"].id), "unit": TEAM, "until": str(friday)}
    sergeant.post("/admin/cover", data)
    sergeant.get("/admin/cover")
    assert "Officer Tester" in sergeant.page.find("table").get_text()
    db.session.rollback()
    assert Role.SERGEANT in force.actor("officer").roles
    browser("officer").get("/admin/cover", status=403)
    with writing():
        yesterday = today_london() - dt.timedelta(days=1)
        values = {"valid_from": yesterday, "valid_until": yesterday}
        db.session.execute(sa.update(RoleGrant).where(RoleGrant.cover).values(**values))
    assert Role.SERGEANT not in force.actor("officer").roles


@pytest.mark.parametrize(
    "change",
    [
        {"unit": OTHER_TEAM},
        {"unit": "met"},
        {"person": "01a00000-0000-7000-8000-000000000000"},
        {"until": "2020-01-01"},
        {"until": "2099-01-01"},
        {"until": "soon"},
    ],
)
def test_cover_outside_one_s_team_or_without_an_end_near_by_is_refused(
    force: Force, browser: Open, change: dict[str, str]
) -> None:
    data = {"person": str(force.people["officer"].id), "unit": TEAM, "until": str(today_london())}
    browser("sergeant").post("/admin/cover", {**data, **change}, status=422)
    db.session.rollback()
    assert db.session.scalar(sa.select(sa.func.count()).where(RoleGrant.cover)) == 0


def test_cover_of_another_unit_is_neither_given_nor_ended(force: Force) -> None:
    today, officer = today_london(), force.people["officer"]
    with pytest.raises(NotFound), writing():
        grants.give_cover(force.actor("far_inspector"), officer, the_unit(TEAM), today)
    with writing():
        given = grants.give_cover(force.actor("inspector"), officer, the_unit(TEAM), today)
        given_id = given.id
    with pytest.raises(NotFound), writing():
        grants.end_cover(force.actor("far_sergeant"), given_id)
    with writing():
        grants.end_cover(force.actor("sergeant"), given_id)
    assert Role.SERGEANT not in force.actor("officer").roles


def test_cover_cannot_be_used_to_end_a_grant_of_another_kind(force: Force) -> None:
    own = db.session.scalars(
        sa.select(RoleGrant.id).where(RoleGrant.person_id == force.people["sergeant2"].id)
    ).one()
    with pytest.raises(NotFound), writing():
        grants.end_cover(force.actor("sergeant"), own)


def test_every_route_says_who_may_use_it(app: Flask) -> None:
    listed = json.loads(run(app, "routes", "--json").stdout)
    assert listed == routes(app)
    assert {row["rule"] for row in listed} >= {"/sign-in", "/audit", "/admin/people"}
    closed = [row["rule"] for row in listed if row["audience"] is None]
    assert closed == []
    audit = next(row for row in listed if row["rule"] == "/audit")
    assert audit["roles"] == ["auditor"]
