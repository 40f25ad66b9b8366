"""How far a role reaches: whose entries, whose schools, and for how long."""

import datetime as dt
from collections.abc import Callable

import pytest
import sqlalchemy as sa

from sso_log.admin.services import grants, people
from sso_log.auth.models import RoleGrant
from sso_log.clock import today_london
from sso_log.db import db, writing
from sso_log.errors import Conflict, Invalid, NotFound, NotPermitted
from sso_log.reference.queries.units import the_unit
from sso_log.reference.services.schools import unassign_school
from tests.client import Browser
from tests.factories.entries import an_approved_entry, an_entry, decided
from tests.factories.force import TEAM, Force, yesterday

Open = Callable[[str], Browser]
WHY = "The number of pupils looks wrong."
LONGEST_COVER = dt.timedelta(days=28)


def covers() -> int:
    db.session.rollback()
    return db.session.scalar(sa.select(sa.func.count()).where(RoleGrant.cover)) or 0


def test_an_update_is_logged_to_one_s_own_diversion_only(force: Force) -> None:
    officer, colleague = force.actor("officer"), force.actor("officer2")
    about = str(an_approved_entry(officer, force.actor("sergeant"), "diversion").id)
    with pytest.raises(Invalid) as refused:
        an_entry(colleague, "diversion_update", diversion=about)
    assert set(refused.value.errors) == {"diversion"}
    assert an_entry(officer, "diversion_update", diversion=about).status == "submitted"


def test_an_analyst_cannot_narrow_a_list_to_one_officer(force: Force, browser: Open) -> None:
    sergeant = force.actor("sergeant")
    references = {
        username: an_approved_entry(force.actor(username), sergeant, "abstraction").reference
        for username in ("officer", "officer2")
    }
    page = "/summaries/abstraction/entries?unit="
    everybody, analyst = f"{page}{TEAM}", browser("analyst")
    assert all(reference in analyst.get(everybody).text for reference in references.values())
    one = f"{everybody}&officer={force.ids['officer']}"
    assert not any(reference in analyst.get(one).text for reference in references.values())
    own_sergeant = browser("sergeant").get(one).text
    assert references["officer"] in own_sergeant
    assert references["officer2"] not in own_sergeant


@pytest.mark.parametrize("username", ["inspector", "sergeant"])
def test_nobody_gives_cover_to_themselves(force: Force, username: str) -> None:
    giver, person = force.actor(username), people.the_person(username)
    with pytest.raises(NotPermitted), writing():
        grants.give_cover(giver, person, the_unit(TEAM), today_london())
    assert covers() == 0


def test_a_disabled_person_is_given_no_cover(force: Force) -> None:
    with writing():
        people.disable(force.actor("admin"), people.the_person("officer"))
    with pytest.raises(Conflict), writing():
        person = people.the_person("officer")
        grants.give_cover(force.actor("inspector"), person, the_unit(TEAM), today_london())
    assert covers() == 0


def test_cover_lasts_at_most_28_days(force: Force) -> None:
    inspector, today = force.actor("inspector"), today_london()
    too_long = today + LONGEST_COVER + dt.timedelta(days=1)
    with pytest.raises(Invalid), writing():
        grants.give_cover(inspector, people.the_person("officer"), the_unit(TEAM), too_long)
    assert covers() == 0
    with writing():
        person = people.the_person("officer")
        grants.give_cover(inspector, person, the_unit(TEAM), today + LONGEST_COVER)
    assert covers() == 1


def test_an_entry_that_was_approved_and_reopened_cannot_be_withdrawn(
    force: Force, browser: Open
) -> None:
    sergeant = force.actor("sergeant")
    entry_id = an_approved_entry(force.actor("officer"), sergeant, "engagement").id
    decided("reopen", sergeant, entry_id, 1, "other", WHY)
    officer = browser("officer")
    path = f"/api/v1/entries/{entry_id}/withdraw"
    answer = officer.client.post(
        path, json={"version": 1}, headers={"X-CSRF-Token": officer.token()}
    )
    assert answer.status_code == 409
    assert officer.client.get(f"/api/v1/entries/{entry_id}").json["status"] == "reopened"


def test_a_sergeant_cannot_void_what_was_never_submitted(force: Force) -> None:
    entry = an_entry(force.actor("officer"), "engagement", submit=False)
    entry_id = entry.id
    with pytest.raises(NotFound):
        decided("void", force.actor("sergeant"), entry_id, 1, "other", WHY)
    db.session.rollback()
    db.session.refresh(entry)
    assert entry.status == "draft"


def test_an_officer_s_link_with_a_school_that_has_ended_opens_its_page_no_more(
    force: Force, browser: Open
) -> None:
    admin, officer = force.actor("admin"), browser("officer")
    page = f"/schools/{force.own_school}"
    officer.get(page)
    with writing():
        unassign_school(admin, force.ids["officer"], force.own_school, yesterday())
    officer.get(page, status=403)
    officer.get("/schools")
    assert page not in {link.get("href") for link in officer.page.find_all("a")}
    officer.get(f"/schools/{force.second_school}")
