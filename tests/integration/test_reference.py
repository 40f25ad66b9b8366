"""Loading reference data, the dated code lists, units, postings and who is named for a school."""

import datetime as dt
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask

from sso_log.audit.models import AuditEvent
from sso_log.auth.identity import SYSTEM
from sso_log.db import db, writing
from sso_log.errors import Conflict, Invalid, NotFound
from sso_log.reference import codes
from sso_log.reference.calendar import SchoolCalendar
from sso_log.reference.loader import load_reference
from sso_log.reference.models import CalendarPeriod, Code, OfficerSchool, PeriodKind, UnitKind
from sso_log.reference.queries import schools, units
from sso_log.reference.services.calendar import PeriodDetails, add_period
from sso_log.reference.services.schools import (
    assign_school,
    end_agreement,
    end_priority,
    set_priority,
    sign_agreement,
    unassign_school,
)
from sso_log.reference.services.units import WorkPattern, create_unit, end_posting, set_posting
from tests.factories.force import BEGAN, FAR_TEAM, HACKNEY, OTHER_TEAM, TEAM, Force
from tests.factories.reference import a_school

SPRING = dt.date(2024, 3, 4)


def test_loading_a_second_time_changes_nothing(app: Flask) -> None:
    with writing():
        assert not load_reference()


def test_loading_mends_a_code_and_leaves_edited_terms_alone(app: Flask) -> None:
    with writing():
        db.session.execute(sa.update(Code).where(Code.code == "knife_crime").values(label="Knives"))
        label = sa.update(CalendarPeriod).values(label="Ours")
        db.session.execute(label.where(CalendarPeriod.kind == "term"))
        done = load_reference()
    assert (done.added, done.changed) == ({}, {"codes": 1})
    assert codes.label("topics", "knife_crime") == "Knife crime"
    terms = sa.select(CalendarPeriod.label).where(CalendarPeriod.kind == "term")
    assert set(db.session.scalars(terms)) == {"Ours"}


def test_the_force_has_the_units_of_the_contract(app: Flask) -> None:
    counts = {kind: len(units.units_of_kind(kind)) for kind in UnitKind}
    assert counts == {"force": 1, "bcu": 12, "borough": 32, "team": 32}
    assert units.unit_by_code("E09000001") is None


def test_a_code_is_offered_from_its_first_day(app: Flask) -> None:
    def routes(on: dt.date) -> set[str]:
        return {choice.code for choice in codes.choices("route", on)}

    assert "outcome_22" not in routes(dt.date(2019, 3, 31))
    assert "outcome_22" in routes(dt.date(2019, 4, 1))
    assert codes.label("route", "outcome_22") == "Outcome 22"
    assert codes.label("route", "never_was") == "never_was"
    with pytest.raises(LookupError):
        codes.choices("no_such_list")


def test_a_change_to_a_list_is_seen_when_the_lists_are_next_looked_at(
    app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = codes.current()
    with writing():
        later = Code.changed_at_utc
        newest = db.session.scalar(sa.select(sa.func.max(later)))
        db.session.execute(
            sa.update(Code)
            .where(Code.list_name == "place", Code.code == "on_site")
            .values(label="Inside", changed_at_utc=newest + dt.timedelta(seconds=1))
        )
    monkeypatch.setattr(codes, "CHECK_SECONDS", 0.0)
    assert codes.label("place", "on_site") == "Inside"
    assert codes.current() is not before


def test_a_unit_knows_what_is_above_and_below_it(app: Flask) -> None:
    team, borough = units.the_unit(TEAM), units.the_unit(HACKNEY)
    path = units.unit_path(team.id)
    assert path == units.all_paths()[team.id]
    assert (path.team_id, path.borough_id) == (team.id, borough.id)
    assert path.bcu_id == units.the_unit("central-east").id
    assert path.force_id == units.force().id
    assert units.unit_path(borough.id).team_id is None
    assert units.units_below([path.bcu_id]) >= {team.id, borough.id}
    assert units.units_below([]) == set()


def test_a_new_unit_is_of_the_level_below_its_parent(app: Flask) -> None:
    with writing():
        unit = create_unit(SYSTEM, "E09000012-wards", "Ward team", HACKNEY)
        assert unit.kind == UnitKind.TEAM
        with pytest.raises(Conflict):
            create_unit(SYSTEM, "E09000012-wards", "Again", HACKNEY)
        with pytest.raises(Invalid):
            create_unit(SYSTEM, "deeper", "Deeper", "E09000012-wards")
        with pytest.raises(Invalid):
            create_unit(SYSTEM, "not a code", "Name", HACKNEY)
        with pytest.raises(NotFound):
            create_unit(SYSTEM, "orphan", "Orphan", "nowhere")


def test_a_new_posting_ends_the_one_before_it(force: Force) -> None:
    officer, other = force.people["officer"].id, units.the_unit(OTHER_TEAM).id
    with writing():
        set_posting(SYSTEM, officer, other, "Ward officer", SPRING)
    before = units.posting_on(officer, SPRING - dt.timedelta(days=1))
    after = units.posting_on(officer, SPRING)
    assert before and after
    assert before.unit_id == units.the_unit(TEAM).id
    assert (after.unit_id, after.role_title) == (other, "Ward officer")
    assert units.posting_on(officer, BEGAN - dt.timedelta(days=1)) is None


def test_a_posting_before_one_that_exists_is_refused(force: Force) -> None:
    officer, far = force.people["officer"].id, units.the_unit(FAR_TEAM).id
    with pytest.raises(Conflict), writing():
        set_posting(SYSTEM, officer, far, "Officer", BEGAN - dt.timedelta(days=9))
    with pytest.raises(Invalid), writing():
        set_posting(SYSTEM, officer, far, "Officer", SPRING, pattern=WorkPattern(-1))


def test_a_posting_that_is_ended_holds_on_its_last_day(force: Force) -> None:
    officer = force.people["officer"].id
    with writing():
        end_posting(SYSTEM, officer, SPRING)
    assert units.posting_on(officer, SPRING)
    assert units.posting_on(officer, SPRING + dt.timedelta(days=1)) is None


def test_a_new_lead_of_a_school_leaves_the_old_one_named_for_it(force: Force) -> None:
    newcomer = force.people["officer2"].id
    with writing():
        assign_school(SYSTEM, newcomer, force.own_school, SPRING, lead=True)
    before = schools.officers_of(force.own_school, SPRING - dt.timedelta(days=1))
    after = schools.officers_of(force.own_school, SPRING)
    assert [(o.name, o.lead) for o in before] == [("Officer Tester", True)]
    assert [(o.name, o.lead) for o in after] == [
        ("Officer2 Tester", True),
        ("Officer Tester", False),
    ]


def test_naming_an_officer_again_changes_nothing(force: Force) -> None:
    officer = force.people["officer"].id
    events = sa.select(sa.func.count()).select_from(AuditEvent)
    before = db.session.scalar(events)
    with writing():
        assign_school(SYSTEM, officer, force.own_school, SPRING, lead=True)
    assert db.session.scalar(events) == before
    links = sa.select(sa.func.count()).where(OfficerSchool.urn == force.own_school)
    assert db.session.scalar(links) == 1


def test_an_officer_is_not_named_for_a_closed_school(force: Force) -> None:
    officer = force.people["officer"].id
    with pytest.raises(Conflict), writing():
        assign_school(SYSTEM, officer, force.closed_school, SPRING)
    with pytest.raises(NotFound), writing():
        assign_school(SYSTEM, officer, 999_998, SPRING)


def test_an_assignment_that_is_ended_holds_on_its_last_day(force: Force) -> None:
    officer = force.people["officer"].id
    with writing():
        unassign_school(SYSTEM, officer, force.own_school, SPRING)
    next_day = SPRING + dt.timedelta(days=1)
    assert force.own_school in [s.urn for s in schools.schools_of(officer, SPRING)]
    assert force.own_school not in [s.urn for s in schools.schools_of(officer, next_day)]


def test_an_agreement_that_is_renewed_ends_the_old_one(force: Force) -> None:
    with writing():
        sign_agreement(SYSTEM, force.own_school, SPRING, dt.date(2025, 3, 4))
    old = schools.agreement_on(force.own_school, SPRING - dt.timedelta(days=1))
    new = schools.agreement_on(force.own_school, SPRING)
    assert old and new
    assert (old.signed_on, new.signed_on) == (BEGAN, SPRING)
    with writing():
        end_agreement(SYSTEM, force.own_school, SPRING)
    assert schools.agreement_on(force.own_school, SPRING + dt.timedelta(days=1)) is None


def test_priority_is_a_period(force: Force) -> None:
    with pytest.raises(Conflict), writing():
        set_priority(SYSTEM, force.priority_school, SPRING)
    with writing():
        end_priority(SYSTEM, force.priority_school, SPRING)
    assert schools.priority_on(force.priority_school, SPRING)
    assert not schools.priority_on(force.priority_school, SPRING + dt.timedelta(days=1))


def test_searching_needs_the_beginning_of_every_word(app: Flask) -> None:
    on = dt.date(2026, 11, 2)
    with writing():
        a_school(110001, "St Mary's Church of England Primary School", postcode="E8 1AA")
        a_school(110002, "St. Mary’s Academy", gss="E09000007")
        a_school(110003, "Rosemary Works School")
        closed = {"status": "closed", "closed_on": dt.date(2020, 8, 31)}
        a_school(110004, "St Mary's Old School", **closed)

    def matching(text: str, day: dt.date = on, **own: Any) -> list[int]:
        return [school.urn for school in schools.search(text, day, **own)]

    assert sorted(matching("st marys")) == [110001, 110002]
    assert matching("PRIMARY mary") == [110001]
    assert matching("110002") == [110002]
    assert matching("e81aa") == matching("E8 1AA") == [110001]
    assert matching("mary's old", dt.date(2020, 8, 31)) == [110004]
    assert matching("mary's old", dt.date(2020, 9, 1)) == []
    assert matching("%") == matching("'") == matching("") == []
    camden = {units.the_unit("E09000007").id}
    assert matching("mary", own_boroughs=camden) == [110002, 110001]
    assert matching("mary", own_boroughs=camden, own_urns={110001}) == [110001, 110002]


def test_periods_of_one_kind_do_not_overlap_and_a_borough_can_have_its_own(app: Flask) -> None:
    hackney = units.the_unit(HACKNEY).id
    inset = PeriodDetails(
        PeriodKind.INSET, "INSET", dt.date(2026, 11, 2), dt.date(2026, 11, 2), hackney
    )
    with writing():
        add_period(SYSTEM, inset)
    assert not SchoolCalendar(hackney).is_school_day(dt.date(2026, 11, 2))
    assert SchoolCalendar(None).is_school_day(dt.date(2026, 11, 2))
    with pytest.raises(Invalid), writing():
        add_period(SYSTEM, inset)
