"""Lists behind the indicators: what waits is what is listed, and the first list is what counts.

Expected numbers are counted by hand from what `log_everything` logs.
"""

import datetime as dt
import re
from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask

from sso_log.clock import today_london
from sso_log.db import db, writing
from sso_log.entries.models import Entry
from sso_log.framework.figure import Figure
from sso_log.summaries.framework.drill_down import WAITING, page_of
from sso_log.summaries.framework.indicators import INDICATORS
from sso_log.summaries.framework.question import Question, Split, read_question
from sso_log.summaries.framework.readings import Readings
from sso_log.weeks.services import confirm
from tests.client import Browser
from tests.factories.entries import an_approved_entry, an_entry, decided
from tests.factories.force import HACKNEY, TEAM, Force

SUSPECTS, MATTERS = ("D1", "D2", "D5", "D6", "C1"), ("D3", "D4", "C2", "C3", "T1")


def log_everything(force: Force) -> None:
    """Of every kind, child's role and duty: approved, waiting, and one that was returned.

    Approved: engagements 5 (1 on other duty, 1 off site, 1 far); matters 4 (3 suspects, of which 1
    on other duty; 1 victim); an update; an abstraction. Waiting: engagements 5 (1 on other duty, 1
    off site, 1 far, 1 assembly); diversions 4 (1 victim, 1 on other duty, 1 far); updates 3 of
    matters (a suspect's, a victim's, one on other duty); abstractions 2 (1 far).
    """
    officer, sergeant = force.actor("officer"), force.actor("sergeant")
    far, far_sergeant = force.actor("far_officer"), force.actor("far_sergeant")
    there: dict[str, Any] = {"school": str(force.far_school)}
    off_site: dict[str, Any] = {"place": "elsewhere", "snt_informed": "no"}
    other: dict[str, Any] = {"capacity": "other_duty"}
    victim: dict[str, Any] = {
        "child_role": "victim", "gravity_score": None, "otherwise": None,
        "route": "none_declined", "offered_on": None, "provider": None, "accepted": None,
    }  # fmt: skip
    with writing():
        for answers in ({}, {"school": str(force.second_school)}, other, off_site):
            an_approved_entry(officer, sergeant, "engagement", **answers)
        an_approved_entry(far, far_sergeant, "engagement", **there)
        matters = [
            an_approved_entry(officer, sergeant, "diversion", **answers)
            for answers in ({}, {"police_outcome": None}, victim, other)
        ]
        first, _, of_victim, on_other_duty = (str(matter.id) for matter in matters)
        an_approved_entry(officer, sergeant, "diversion_update", diversion=first)
        an_approved_entry(officer, sergeant, "abstraction")
        for answers in ({}, other, off_site, {"engagement_type": "assembly"}):
            an_entry(officer, "engagement", **answers)
        an_entry(far, "engagement", **there)
        for answers in ({}, victim, other):
            an_entry(officer, "diversion", **answers)
        an_entry(far, "diversion", **there)
        for matter in (first, of_victim, on_other_duty):
            an_entry(officer, "diversion_update", diversion=matter)
        an_entry(officer, "abstraction")
        lost = {**there, "told": "yes", "cover": "none", "visits_lost": 1}
        an_entry(far, "abstraction", schools_affected=[lost])
        for kind in ("engagement", "diversion"):
            entry = an_entry(officer, kind)
            decided("return", sergeant, entry.id, entry.version, "inconsistent", "Which is it?")


def question_of(force: Force, **parameters: str) -> Question:
    """The question in an address that an analyst opens."""
    values = {name: [value] for name, value in parameters.items()}
    return read_question(force.actor("analyst"), values, today_london())


def each(among: tuple[str, ...], number: int) -> dict[str, int]:
    """The same number for several indicators."""
    return dict.fromkeys(among, number)


WAITING_NUMBERS: list[tuple[dict[str, str], dict[str, int]]] = [
    (
        {},
        each(SUSPECTS, 3) | each(MATTERS, 5) | each(("T3", "T4"), 14)
        | {"Q1": 3, "E1": 4, "E2": 3, "E4": 4, "A1": 2, "A3": 2, "A5": 5, "Q2": 0, "Q3": 9},
    ),
    (
        {"unit": TEAM},
        each(SUSPECTS, 2) | each(MATTERS, 4) | each(("T3", "T4"), 11)
        | {"Q1": 2, "E1": 3, "E2": 2, "E4": 3, "A1": 1, "A3": 1, "A5": 4, "Q2": 0, "Q3": 7},
    ),
    (
        {"unit": HACKNEY, "capacity": "other_duty"},
        each(SUSPECTS, 2) | each(MATTERS, 2) | each(("T3", "T4"), 11)
        | {"Q1": 1, "E1": 1, "E2": 1, "E4": 1, "A1": 1, "A3": 1, "A5": 4, "Q2": 0, "Q3": 7},
    ),
    (
        {"type": "assembly", "kind": "engagement"},
        each(SUSPECTS, 3) | each(MATTERS, 5) | each(("T3", "T4"), 5)
        | {"Q1": 3, "E1": 1, "E2": 3, "E4": 1, "A1": 2, "A3": 2, "A5": 5, "Q2": 0, "Q3": 5},
    ),
]  # fmt: skip


def test_as_much_waits_as_is_listed_as_waiting_whatever_the_filters(
    app: Flask, force: Force
) -> None:
    log_everything(force)
    for parameters, expected in WAITING_NUMBERS:
        readings = Readings(question_of(force, **parameters))
        assert expected.keys() == INDICATORS.keys()
        for identity, indicator in INDICATORS.items():
            assert indicator.figure(readings).waiting == expected[identity], (parameters, identity)
            if indicator.lists[-1].code == WAITING:
                listed = page_of(readings, indicator.drill_down(WAITING))
                assert listed.total == len(listed.rows) == expected[identity], identity
                assert {row.status.value for row in listed.rows} == {"submitted"}, identity


@pytest.mark.parametrize("split", [Split.MONTH, Split.UNIT])
def test_what_waits_in_the_groups_is_what_waits_in_all(
    app: Flask, force: Force, split: Split
) -> None:
    log_everything(force)
    readings = Readings(question_of(force)).split_by(split)
    for identity, indicator in INDICATORS.items():
        keys = (
            [month.starts_on for month in readings.months]
            if split is Split.MONTH
            else [unit.id for unit in readings.question.scope.below()]
        )
        waiting = [indicator.figure(readings, key).waiting for key in keys]
        assert sum(waiting) == WAITING_NUMBERS[0][1][identity], identity
    assert INDICATORS["T3"].figure(readings).waiting == 14


def test_the_pages_say_and_list_the_same_number(
    app: Flask, force: Force, browser: Callable[[str], Browser]
) -> None:
    log_everything(force)
    sergeant = browser("sergeant")
    for identity, number in (("D1", 2), ("D2", 2), ("C1", 2), ("Q1", 2), ("A5", 4), ("E2", 2)):
        sergeant.get(f"/framework/{identity}?part=waiting")
        words = sergeant.page.get_text(" ", strip=True)
        assert f"{number} entries waiting for approval" in words, identity
        assert f"Waiting for approval: {number} entries" in words, identity
        assert len(sergeant.page.select('th[scope="row"] a[href^="/entries/"]')) == number, identity


# How many entries the first list has, and which number of the figure that is.
Relation = Callable[[Figure], object]
DENOMINATOR: Relation = lambda figure: figure.denominator  # noqa: E731
ENGAGEMENTS: Relation = lambda figure: next(  # noqa: E731
    part.numerator for part in figure.parts if part.label == "Engagements"
)
WHOLE_LISTS: dict[str, tuple[int, Relation | None]] = {
    "D1": (2, DENOMINATOR), "D2": (2, DENOMINATOR), "D3": (0, DENOMINATOR),
    "D4": (3, DENOMINATOR), "D5": (2, DENOMINATOR), "D6": (2, DENOMINATOR),
    "C1": (2, DENOMINATOR), "C2": (3, DENOMINATOR), "C3": (0, DENOMINATOR),
    "T1": (3, DENOMINATOR), "T3": (11, DENOMINATOR), "E1": (4, ENGAGEMENTS),
    "Q1": (3, DENOMINATOR), "Q3": (9, DENOMINATOR),
    # Also the two that were returned.
    "T4": (13, DENOMINATOR),
    # Visits are of schools, answers of young people, minutes of shifts: entries are none of them.
    "E2": (3, None), "E4": (0, None), "A1": (1, None), "A3": (1, None),
}  # fmt: skip


def test_the_first_list_of_an_indicator_is_what_it_is_counted_from(
    app: Flask, force: Force
) -> None:
    log_everything(force)
    readings = Readings(question_of(force))
    for identity, (number, relation) in WHOLE_LISTS.items():
        indicator = INDICATORS[identity]
        listed = page_of(readings, indicator.lists[0])
        assert listed.total == len(listed.rows) == number, identity
        if relation is not None:
            assert relation(indicator.figure(readings)) == number, identity
    assert INDICATORS.keys() - WHOLE_LISTS.keys() == {"Q2", "A5"}


def test_parts_that_are_listed_are_as_many_as_the_figure_says(app: Flask, force: Force) -> None:
    log_everything(force)
    readings = Readings(question_of(force))
    for identity, code, number in (
        ("D1", "diverted", 2), ("D5", "completed", 1), ("C2", "made", 3), ("T3", "late", 0),
        ("T4", "returned", 2), ("E4", "engagements", 4), ("Q3", "other", 2),
        ("E2", "not_visited", 0),
    ):  # fmt: skip
        assert page_of(readings, INDICATORS[identity].drill_down(code)).total == number, identity


def test_an_abstraction_that_began_before_the_period_is_counted_and_listed_alike(
    app: Flask, force: Force
) -> None:
    officer, sergeant = force.actor("officer"), force.actor("sergeant")
    night = {"started_at": "2025-03-31T20:00+01:00", "ended_at": "2025-04-01T04:00+01:00"}
    with writing():
        an_approved_entry(officer, sergeant, "abstraction", **night)
        an_entry(officer, "abstraction", **night)
    for from_on, until_on, number in (
        ("2025-04-01", "2025-04-30", 1),
        ("2025-03-01", "2025-03-31", 1),
        ("2025-04-02", "2025-04-30", 0),
    ):
        readings = Readings(question_of(force, **{"from": from_on, "until": until_on}))
        assert INDICATORS["A1"].figure(readings).waiting == number
        for code in ("all", WAITING):
            assert page_of(readings, INDICATORS["A1"].drill_down(code)).total == number


def test_an_abstraction_answered_as_other_duty_counts_in_a1_and_a3(
    app: Flask, force: Force
) -> None:
    officer, sergeant = force.actor("officer"), force.actor("sergeant")
    # 10:00 to 17:00 on a Wednesday of term: 420 minutes, 390 of them before 16:30.
    with writing():
        entry = an_approved_entry(
            officer, sergeant, "abstraction",
            started_at="2025-03-05T10:00+00:00", ended_at="2025-03-05T17:00+00:00",
        )  # fmt: skip
        db.session.get_one(Entry, entry.id).capacity = "other_duty"
        monday = dt.date(2025, 3, 3)
        confirm(officer, monday, on_duty_minutes=2400, absence_minutes=0, nothing_else=True)
    week = {"from": "2025-03-03", "until": "2025-03-09"}
    for duty in ({}, {"capacity": "all"}, {"capacity": "other_duty"}):
        readings = Readings(question_of(force, **week, **duty))
        rate, loss = INDICATORS["A1"].figure(readings), INDICATORS["A3"].figure(readings)
        assert (rate.numerator, rate.denominator) == (420, 2400)
        # Five school days of 08:00 to 16:30.
        assert (loss.numerator, loss.denominator) == (390, 5 * 510)
        assert page_of(readings, INDICATORS["A3"].lists[0]).total == 1


def test_q3_counts_what_duty_is_asked_of_and_no_abstraction(app: Flask, force: Force) -> None:
    log_everything(force)
    readings = Readings(question_of(force))
    split = INDICATORS["Q3"].figure(readings)
    # 4 of 5 engagements and 3 of 4 diversions; an engagement is 45 minutes, a diversion none.
    assert (split.numerator, split.denominator) == (7, 9)
    by_minutes = next(part for part in split.parts if part.label == "By minutes")
    assert (by_minutes.numerator, by_minutes.denominator) == (180, 225)
    assert re.match(r"2\.", split.to_json()["definition_version"])
