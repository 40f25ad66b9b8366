"""Figures where the edge matters: first decisions, other duty, months, agreements, midnight.

Every expected number is counted by hand. Days are fixed and long over, so that no test depends on
the day it runs on.
"""

import datetime as dt

import pytest
import sqlalchemy as sa
from flask import Flask

from sso_log.clock import today_london
from sso_log.db import db, writing
from sso_log.entries import services
from sso_log.entries.models import Entry, EntryEvent
from sso_log.framework.figure import Figure, Part
from sso_log.reference.models import SchoolAgreement
from sso_log.summaries.framework.breakdown import breakdown
from sso_log.summaries.framework.drill_down import page_of
from sso_log.summaries.framework.indicators import INDICATORS
from sso_log.summaries.framework.question import Question, Split, read_question
from sso_log.summaries.framework.readings import Readings
from sso_log.weeks.services import confirm
from sso_log.workflow.states import Action
from tests.factories.entries import an_approved_entry, an_entry, answers, decided
from tests.factories.force import HACKNEY, TEAM, Force
from tests.factories.reference import a_school


def question_of(force: Force, **parameters: str) -> Question:
    """The question in an address that an analyst opens; `since` and `until` are its days."""
    values = {name.replace("since", "from"): [value] for name, value in parameters.items()}
    return read_question(force.actor("analyst"), values, today_london())


def figure(identity: str, question: Question) -> Figure:
    """The figure of an indicator."""
    return INDICATORS[identity].figure(Readings(question))


def counts(counted: Figure | Part) -> tuple[object, object]:
    """Numerator and denominator."""
    return counted.numerator, counted.denominator


def part(of: Figure, label: str) -> tuple[object, object]:
    """Numerator and denominator of a part."""
    return counts(next(each for each in of.parts if each.label == label))


def by_month(identity: str, question: Question) -> dict[str, Figure]:
    """The figures of the months."""
    groups = breakdown(INDICATORS[identity], question, Split.MONTH)
    return {group.code: group.figure for group in groups}


def resubmit(force: Force, entry: Entry) -> Entry:
    """The same answers again, after the entry was returned."""
    raw = answers(entry.kind, requested_by="police")
    request = services.Request(entry.id, entry.kind, raw, Action.SUBMIT, base_version=entry.version)
    return services.write(force.actor("officer"), request).entry


def returned_and_approved(force: Force) -> Entry:
    """An engagement that was returned, submitted again and then approved."""
    sergeant = force.actor("sergeant")
    entry = an_entry(force.actor("officer"), "engagement")
    with writing():
        entry = decided("return", sergeant, entry.id, entry.version, "inconsistent", "Which is it?")
    with writing():
        entry = resubmit(force, entry)
    with writing():
        return decided("approve", sergeant, entry.id, entry.version)


def test_only_the_first_decision_of_an_entry_is_counted(app: Flask, force: Force) -> None:
    for _ in range(3):
        returned_and_approved(force)
    an_approved_entry(force.actor("officer"), force.actor("sergeant"), "engagement")
    turnaround = figure("T4", question_of(force))
    assert turnaround.denominator == 4
    assert part(turnaround, "Approved first time") == (1, 4)
    returned = [each.numerator for each in turnaround.parts if each.label.startswith("Returned")]
    assert returned == [3]
    lists = INDICATORS["T4"]
    readings = Readings(question_of(force))
    assert [page_of(readings, lists.drill_down(code)).total for code in ("all", "returned")] == [
        4,
        3,
    ]


def test_submitting_again_does_not_move_the_first_submission(app: Flask, force: Force) -> None:
    officer, sergeant = force.actor("officer"), force.actor("sergeant")
    first = dt.datetime(2025, 6, 12, 9, tzinfo=dt.UTC)
    for _ in range(10):
        entry = an_entry(officer, "engagement", started_at="2025-06-10T10:00+01:00")
        with writing():
            db.session.get_one(Entry, entry.id).first_submitted_at_utc = first
        with writing():
            entry = decided("return", sergeant, entry.id, entry.version, "inconsistent", "Which?")
        with writing():
            raw = answers("engagement", started_at="2025-06-10T10:00+01:00", pupils=27)
            request = services.Request(
                entry.id, "engagement", raw, Action.SUBMIT, base_version=entry.version
            )
            entry = services.write(officer, request).entry
        with writing():
            decided("approve", sergeant, entry.id, entry.version)
            events = sa.update(EntryEvent).where(
                EntryEvent.entry_id == entry.id, EntryEvent.action == "return"
            )
            db.session.execute(events.values(at_utc=first + dt.timedelta(hours=72)))
    june = question_of(force, since="2025-06-01", until="2025-06-30")
    logged = figure("T3", june)
    assert (logged.value, part(logged, "0 to 3 days")) == (2, (10, 10))
    assert figure("T4", june).value == 72


def test_a_visit_is_at_the_school_and_on_the_duty_that_is_counted(app: Flask, force: Force) -> None:
    officer, sergeant = force.actor("officer"), force.actor("sergeant")
    far, far_sergeant = force.actor("far_officer"), force.actor("far_sergeant")
    away, gate = ({"place": place, "snt_informed": "no"} for place in ("journey", "school_gate"))
    with writing():
        an_approved_entry(officer, sergeant, "engagement", capacity="other_duty")
        an_approved_entry(officer, sergeant, "engagement", school=str(force.second_school), **away)
        an_approved_entry(far, far_sergeant, "engagement", school=str(force.far_school))
    team, indicator = question_of(force, unit=TEAM), INDICATORS["E2"]
    assert counts(figure("E2", team)) == (0, 2)
    assert page_of(Readings(team), indicator.lists[0]).total == 0
    assert page_of(Readings(team), indicator.drill_down("not_visited")).total == 2
    assert counts(figure("E2", question_of(force))) == (1, 3)
    assert page_of(Readings(question_of(force)), indicator.lists[0]).total == 1
    assert counts(figure("E2", question_of(force, unit=TEAM, capacity="other_duty"))) == (1, 2)
    assert counts(figure("E2", question_of(force, unit=TEAM, capacity="all"))) == (1, 2)
    with writing():
        an_approved_entry(officer, sergeant, "engagement")
    assert counts(figure("E2", question_of(force, unit=TEAM))) == (1, 2)
    month = f"{today_london() - dt.timedelta(days=1):%Y-%m}"
    assert counts(by_month("E2", question_of(force, unit=TEAM))[month]) == (1, 2)
    with writing():
        an_entry(officer, "engagement", **gate)
        an_entry(officer, "engagement", **away)
        an_approved_entry(officer, sergeant, "engagement", school=str(force.second_school), **gate)
    at_the_gate = figure("E2", question_of(force, unit=TEAM))
    assert (counts(at_the_gate), at_the_gate.waiting) == ((2, 2), 1)
    assert page_of(Readings(question_of(force, unit=TEAM)), indicator.lists[0]).total == 2


def test_feeling_safer_is_a_share_of_those_whose_answers_fit_among_the_aware(
    app: Flask, force: Force
) -> None:
    officer, sergeant = force.actor("officer"), force.actor("sergeant")
    fits = {"aware": 5, "feel_safer": 3, "feel_less_safe": 1}
    fits_exactly = {"aware": 6, "feel_safer": 4, "feel_less_safe": 2}
    does_not = {"aware": 1, "feel_safer": 4, "feel_less_safe": 2}
    with writing():
        for stage, told in (
            ("post", fits), ("post", fits_exactly), ("post", does_not), ("pre", fits),
        ):  # fmt: skip
            given = {"stage": stage, "responses": 10, "rated_7_to_10": 7, **told}
            an_approved_entry(officer, sergeant, "engagement", feedback=given)
    feedback = figure("E4", question_of(force))
    assert counts(feedback) == (21, 30)
    assert part(feedback, "Rated 7 to 10 before a session") == (7, 10)
    assert part(feedback, "Feel safer, of those aware of the officer") == (7, 11)
    assert part(feedback, "Feel less safe, of those aware") == (3, 11)


def test_an_agreement_counts_in_the_months_of_its_first_and_last_day(
    app: Flask, force: Force
) -> None:
    with writing():
        a_school(140_001, "Gorse Hill School")
        began, ended = dt.date(2025, 2, 28), dt.date(2025, 4, 1)
        db.session.add(SchoolAgreement(urn=140_001, signed_on=began, ended_on=ended))
    # Two schools of the borough have an officer throughout, and one of them an agreement.
    expected = {
        "2025-01": (1, 2), "2025-02": (2, 3), "2025-03": (2, 3), "2025-04": (2, 3),
        "2025-05": (1, 2),
    }  # fmt: skip
    months = by_month(
        "E2", question_of(force, unit=HACKNEY, since="2025-01-01", until="2025-05-31")
    )
    agreed = {code: part(each, "Schools with an agreement") for code, each in months.items()}
    assert agreed == expected
    for since, until, whole in (
        ("2025-02-01", "2025-02-27", (1, 2)), ("2025-02-01", "2025-02-28", (2, 3)),
        ("2025-04-01", "2025-04-30", (2, 3)), ("2025-04-02", "2025-04-30", (1, 2)),
    ):  # fmt: skip
        period = question_of(force, unit=HACKNEY, since=since, until=until)
        assert part(figure("E2", period), "Schools with an agreement") == whole, since


def test_a_waiting_update_counts_in_the_month_of_its_matter(app: Flask, force: Force) -> None:
    officer, sergeant = force.actor("officer"), force.actor("sergeant")
    days = ("matter_on", "reported_on", "offered_on", "contact_child_on", "contact_parent_carer_on")
    with writing():
        matter = an_approved_entry(
            officer, sergeant, "diversion", **dict.fromkeys(days, "2025-06-10")
        )
        an_entry(officer, "diversion_update", diversion=str(matter.id), stage_on="2025-07-02")
    summer = question_of(force, since="2025-06-01", until="2025-07-31")
    waiting = {code: each.waiting for code, each in by_month("D2", summer).items()}
    assert waiting == {"2025-06": 1, "2025-07": 0}
    july = Readings(question_of(force, since="2025-07-01", until="2025-07-31"))
    assert page_of(july, INDICATORS["D2"].drill_down("waiting")).total == 0
    assert page_of(july, INDICATORS["T3"].drill_down("waiting")).total == 1


def test_half_past_midnight_in_summer_is_the_london_day(app: Flask, force: Force) -> None:
    officer, sergeant = force.actor("officer"), force.actor("sergeant")
    # 00:30 in London on 1 July is 23:30 of 30 June in UTC.
    midnight = dt.datetime(2025, 6, 30, 23, 30, tzinfo=dt.UTC)
    with writing():
        entry = an_approved_entry(
            officer, sergeant, "engagement", started_at=midnight.isoformat(), duration_minutes=20
        )
        db.session.get_one(Entry, entry.id).first_submitted_at_utc = midnight
        decision = sa.update(EntryEvent).where(
            EntryEvent.entry_id == entry.id, EntryEvent.action == "approve"
        )
        db.session.execute(decision.values(at_utc=midnight + dt.timedelta(minutes=15)))
    both = question_of(force, since="2025-06-01", until="2025-07-31")
    entries = {code: part(each, "Engagements")[0] for code, each in by_month("E1", both).items()}
    assert entries == {"2025-06": 0, "2025-07": 1}
    for identity in ("T3", "T4"):
        months = {code: each.denominator for code, each in by_month(identity, both).items()}
        assert months == {"2025-06": 0, "2025-07": 1}, identity
    assert part(figure("T3", both), "0 to 3 days") == (1, 1)
    for since, until, number in (("2025-06-30", "2025-06-30", 0), ("2025-07-01", "2025-07-01", 1)):
        day = question_of(force, since=since, until=until)
        assert [figure(identity, day).denominator for identity in ("T3", "T4")] == [number] * 2
        assert page_of(Readings(day), INDICATORS["T4"].lists[0]).total == number
        assert page_of(Readings(day), INDICATORS["E1"].lists[0]).total == number


def test_an_entry_logged_half_an_hour_after_midnight_in_summer_is_a_day_later(
    app: Flask, force: Force
) -> None:
    with writing():
        entry = an_approved_entry(
            force.actor("officer"), force.actor("sergeant"), "engagement",
            started_at="2025-07-01T10:00+01:00",
        )  # fmt: skip
        # 00:30 in London on 5 July.
        at = dt.datetime(2025, 7, 4, 23, 30, tzinfo=dt.UTC)
        db.session.get_one(Entry, entry.id).first_submitted_at_utc = at
    july = question_of(force, since="2025-07-01", until="2025-07-31")
    logged = figure("T3", july)
    assert part(logged, "0 to 3 days") == (0, 1)
    assert part(logged, "4 to 5 days") == (1, 1)


@pytest.mark.parametrize(("days", "late"), [(5, 0), (6, 1)])
def test_an_entry_is_late_after_more_than_five_days(
    app: Flask, force: Force, days: int, late: int
) -> None:
    with writing():
        entry = an_approved_entry(
            force.actor("officer"), force.actor("sergeant"), "engagement",
            started_at="2025-07-01T10:00+01:00",
        )  # fmt: skip
        at = dt.datetime(2025, 7, 1 + days, 12, tzinfo=dt.UTC)
        db.session.get_one(Entry, entry.id).first_submitted_at_utc = at
    july = Readings(question_of(force, since="2025-07-01", until="2025-07-31"))
    assert page_of(july, INDICATORS["T3"].drill_down("late")).total == late


@pytest.mark.parametrize(("minutes", "rostered"), [(2400, 2550), (3000, 2550), (1200, 1275)])
def test_overtime_adds_to_the_time_on_duty_and_not_to_the_rostered_school_day(
    app: Flask, force: Force, minutes: int, rostered: int
) -> None:
    with writing():
        confirm(
            force.actor("officer"), dt.date(2025, 3, 3), on_duty_minutes=minutes,
            absence_minutes=0, nothing_else=True,
        )  # fmt: skip
    week = question_of(force, since="2025-03-03", until="2025-03-09")
    assert counts(figure("A1", week)) == (0, minutes)
    # Five school days of 510 minutes, times the share of 2,400 minutes, at most all of it.
    assert counts(figure("A3", week)) == (0, rostered)


def test_a_shift_over_midnight_in_summer_is_split_in_london(app: Flask, force: Force) -> None:
    officer, sergeant = force.actor("officer"), force.actor("sergeant")
    with writing():
        # 23:30 to 00:30 in London: in UTC all of it is 30 June.
        an_approved_entry(
            officer, sergeant, "abstraction",
            started_at="2025-06-30T22:30+00:00", ended_at="2025-06-30T23:30+00:00",
        )  # fmt: skip
        confirm(officer, dt.date(2025, 6, 30), 2400, absence_minutes=0, nothing_else=True)
    months = by_month("A1", question_of(force, since="2025-06-01", until="2025-07-31"))
    # Monday is one fifth of the week, Tuesday to Friday the rest.
    assert {code: counts(each) for code, each in months.items()} == {
        "2025-06": (30, 480),
        "2025-07": (30, 1920),
    }
