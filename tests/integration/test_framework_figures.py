"""Every indicator against a plain recount, and the rules that all of them follow.

The recount below knows nothing of the queries: it works from what was logged.
"""

import csv
import datetime as dt
import io
import json
import random
from collections import Counter
from collections.abc import Callable
from typing import Any

import pytest
from click.testing import CliRunner, Result
from flask import Flask
from flask.cli import ScriptInfo

from sso_log.cli import main
from sso_log.clock import today_london
from sso_log.db import db, writing
from sso_log.entries.models import Entry
from sso_log.summaries.framework.indicators import INDICATORS
from sso_log.weeks.services import confirm
from tests.client import Browser
from tests.factories.entries import an_approved_entry, an_entry, decided
from tests.factories.force import Force

TODAY = today_london()
FROM = TODAY - dt.timedelta(days=400)
YESTERDAY = str(TODAY - dt.timedelta(days=1))
FORMAL, NO_ACTION = {"1", "2", "3"}, {"5", *map(str, range(9, 22))}
Told = dict[str, Any]


def run(app: Flask, *arguments: str) -> Result:
    """Run the command as from a shell."""
    return CliRunner().invoke(main, arguments, obj=ScriptInfo(create_app=lambda: app))


def indicator(app: Flask, identity: str, *options: str) -> Told:
    """The figure that the command prints."""
    period = ("--from", str(FROM), "--until", str(TODAY), "--json")
    outcome = run(app, "indicator", identity, *period, *options)
    assert outcome.exit_code == 0, outcome.output
    found: Told = json.loads(outcome.stdout)
    return found


def counted(figure: Told) -> tuple[int, int]:
    """Numerator and denominator."""
    return figure["numerator"], figure["denominator"]


def part(figure: Told, label: str) -> tuple[int, int]:
    """Numerator and denominator of a part."""
    return counted(next(each for each in figure["parts"] if each["label"] == label))


def a_random_matter(dice: random.Random) -> Told:
    """Answers of a matter that the rules accept."""
    day = TODAY - dt.timedelta(days=dice.randrange(1, 390))
    role = dice.choice(["suspect", "suspect", "suspect", "victim", "at_risk"])
    outcome = dice.choice([None, "1", "2", "8", "22", "23", "16", "21"])
    offered = dice.random() < 0.6
    known = dice.random() < 0.7
    found = {
        "matter_on": day.isoformat(),
        "reported_on": day.isoformat(),
        "capacity": dice.choice(["sso_duty", "sso_duty", "other_duty"]),
        "child_role": role,
        "gravity_score": dice.choice("125") if role == "suspect" else None,
        "otherwise": dice.choice(["no_action", "caution"]) if role == "suspect" else None,
        "joint_decision_with_yjs": "yes" if role == "suspect" else None,
        "route": "mentoring" if offered else "none_declined",
        "offered_on": day.isoformat() if offered else None,
        "provider": "A charity" if offered else None,
        "accepted": dice.choice(["accepted", "declined"]) if offered else None,
        "school_sanction": dice.choice(["none", "suspension", "internal", "not_known"]),
        "police_outcome": outcome,
        "police_outcome_on": YESTERDAY if outcome else None,
        "concluded_on": day.isoformat() if dice.random() < 0.4 else None,
        "ethnicity_self_defined": "B1" if known else "not_obtained",
        "ethnicity_self_defined_reason": None if known else "declined",
    }
    for party in ("child", "parent_carer", "victim"):
        answer = dice.choice(["made", "made", "not_made", "not_applicable"])
        found[f"contact_{party}"] = answer
        found[f"contact_{party}_on"] = day.isoformat() if answer == "made" else None
        found[f"contact_{party}_reason"] = "not_yet" if answer == "not_made" else None
    return found


def log_matters(force: Force, number: int, seed: int) -> list[Told]:
    """Random matters, some with a later outcome; what was logged, as it stands now."""
    dice = random.Random(seed)
    officer, sergeant = force.actor("officer"), force.actor("sergeant")
    logged = []
    with writing():
        for _ in range(number):
            answers = a_random_matter(dice)
            entry = an_approved_entry(officer, sergeant, "diversion", **answers)
            if answers["police_outcome"] == "23" and dice.random() < 0.6:
                stage = dice.choice(["complied", "breached"])
                update = {"diversion": str(entry.id), "capacity": answers["capacity"]}
                an_approved_entry(officer, sergeant, "diversion_update", **update, stage=stage)
                answers["stage"] = stage
            logged.append(answers)
    return logged


def d_or_f(matter: Told) -> str:
    """D, F, none or neither, as the definition of D1 says it."""
    outcome = matter["police_outcome"]
    if matter["child_role"] != "suspect":
        return "neither"
    if outcome in FORMAL:
        return "F"
    if outcome in NO_ACTION:
        return "none"
    if outcome == "23":
        return "D" if matter.get("stage") == "complied" else "neither"
    if outcome in ("8", "22") or matter["accepted"] == "accepted":
        return "D"
    return "neither"


@pytest.mark.parametrize("capacity", ["sso_duty", "other_duty", "all"])
def test_indicators_of_matters_equal_a_plain_recount(
    app: Flask, force: Force, capacity: str
) -> None:
    everything = log_matters(force, 70, seed=len(capacity))
    matters = [m for m in everything if capacity in ("all", m["capacity"])]
    classes = Counter(map(d_or_f, matters))
    suspects = [m for m in matters if m["child_role"] == "suspect"]
    outcomes = [m["police_outcome"] for m in matters if m["police_outcome"]]
    diverted = [m for m in matters if d_or_f(m) == "D"]
    half_a_year = f"{TODAY - dt.timedelta(days=183)}"
    widened = [m for m in diverted if m["otherwise"] == "no_action" or m["gravity_score"] == "1"]
    known = sum(m["ethnicity_self_defined"] == "B1" for m in matters)
    expected = {
        "D1": (classes["D"], classes["D"] + classes["F"]),
        "D2": (classes["F"], len(suspects)),
        "D3": (sum(code in NO_ACTION for code in outcomes), len(outcomes)),
        "D4": (sum(m["school_sanction"] == "suspension" for m in matters), len(matters)),
        "D6": (len(widened), len(diverted)),
        "Q1": (known, len(matters)),
    }
    for identity, party in (("C1", "child"), ("C2", "parent_carer"), ("C3", "victim")):
        among = suspects if party == "child" else matters
        answers = Counter(m[f"contact_{party}"] for m in among)
        expected[identity] = (answers["made"], answers["made"] + answers["not_made"])
    for identity, figures in expected.items():
        figure = indicator(app, identity, "--capacity", capacity)
        assert counted(figure) == figures, identity
        assert (
            sum(g["denominator"] for g in grouped(app, identity, capacity, "month")) == (figures[1])
        ), f"{identity} by month"
    over = indicator(app, "T1", "--capacity", capacity)
    clear = [m for m in matters if abs(days_old(m) - 183) > 3]
    late = sum(not m["concluded_on"] and m["reported_on"] < half_a_year for m in clear)
    assert late <= over["numerator"] <= late + len(matters) - len(clear)


def days_old(matter: Told) -> int:
    """Days since a matter was reported."""
    return (TODAY - dt.date.fromisoformat(matter["reported_on"])).days


def grouped(app: Flask, identity: str, capacity: str, by: str) -> list[Told]:
    """The groups of an indicator."""
    found: list[Told] = indicator(app, identity, "--capacity", capacity, "--by", by)["groups"]
    return found


@pytest.mark.parametrize(("identity", "duty"), [("D1", "other_duty"), ("T3", "all")])
def test_the_command_says_which_duty_a_figure_is_of(app: Flask, identity: str, duty: str) -> None:
    assert indicator(app, identity, "--capacity", "other_duty")["capacity"] == duty


def test_an_empty_force_has_no_data_and_never_0_per_cent(app: Flask) -> None:
    for identity in INDICATORS:
        figure = indicator(app, identity)
        assert figure["value"] is None, identity
        assert figure["gate"] == "no_data", identity
        assert figure["waiting"] == 0, identity


def test_fewer_than_ten_events_are_counted_but_not_judged(app: Flask, force: Force) -> None:
    with writing():
        for _ in range(9):
            an_approved_entry(force.actor("officer"), force.actor("sergeant"), "diversion")
    nine = indicator(app, "C2")
    assert (counted(nine), nine["value"], nine["interval"]) == ((9, 9), None, None)
    assert nine["gate"] == "too_few"
    an_approved_entry(force.actor("officer"), force.actor("sergeant"), "diversion")
    ten = indicator(app, "C2")
    assert (ten["value"], ten["gate"]) == (1.0, "marked")


def test_only_approved_entries_count_and_submitted_ones_wait(app: Flask, force: Force) -> None:
    officer, sergeant = force.actor("officer"), force.actor("sergeant")
    an_entry(officer, "diversion", submit=False)
    approved = an_approved_entry(officer, sergeant, "diversion")
    an_entry(officer, "diversion")
    an_entry(officer, "diversion_update", diversion=str(approved.id))
    returned = an_entry(officer, "diversion")
    decided("return", sergeant, returned.id, 1, "inconsistent", "Which is it?")
    figure = indicator(app, "D2")
    assert (counted(figure), figure["waiting"]) == ((0, 1), 2)


def test_turnaround_is_from_first_submission_to_first_decision(app: Flask, force: Force) -> None:
    officer, sergeant = force.actor("officer"), force.actor("sergeant")
    hours = [2, 5, 30, 1, 4, 9, 6, 7, 8, 3, 10]
    for taken in hours:
        entry = an_approved_entry(officer, sergeant, "engagement")
        with writing():
            held = db.session.get_one(Entry, entry.id)
            held.first_submitted_at_utc = held.decided_at_utc - dt.timedelta(hours=taken)  # type: ignore[operator]
    for _ in range(2):
        returned = an_entry(officer, "engagement")
        with writing():
            decided(
                "return", sergeant, returned.id, returned.version, "inconsistent", "Which is it?"
            )
    figure = indicator(app, "T4")
    assert figure["denominator"] == 13
    assert figure["value"] == sorted([*hours, 0, 0])[6]
    assert part(figure, "Approved first time") == (11, 13)
    labels = [each["label"] for each in figure["parts"] if each["label"].startswith("Returned")]
    assert len(labels) == 1


def test_days_to_log_are_days_in_london(app: Flask, force: Force) -> None:
    officer, sergeant = force.actor("officer"), force.actor("sergeant")
    summer = dt.date(TODAY.year if TODAY.month > 8 else TODAY.year - 1, 7, 1)
    for _ in range(10):
        entry = an_approved_entry(
            officer, sergeant, "diversion", matter_on=str(summer), reported_on=str(summer),
            offered_on=str(summer), contact_child_on=str(summer),
            contact_parent_carer_on=str(summer),
        )  # fmt: skip
        with writing():
            # 00:30 in London on the third day after, still 23:30 of the day before in UTC.
            at = dt.datetime.combine(summer + dt.timedelta(days=2), dt.time(23, 30), dt.UTC)
            db.session.get_one(Entry, entry.id).first_submitted_at_utc = at
    figure = indicator(app, "T3")
    assert (figure["value"], part(figure, "0 to 3 days")) == (3, (10, 10))


def test_reporting_counts_confirmed_weeks_and_duty_splits_entries_and_minutes(
    app: Flask, force: Force
) -> None:
    officer, sergeant = force.actor("officer"), force.actor("sergeant")
    before = indicator(app, "Q2", "--unit", "E09000012-sso-1")
    week = TODAY - dt.timedelta(days=TODAY.weekday() + 7)
    with writing():
        confirm(officer, week, on_duty_minutes=2400, absence_minutes=0, nothing_else=True)
    after = indicator(app, "Q2", "--unit", "E09000012-sso-1")
    assert (before["numerator"], after["numerator"]) == (0, 1)
    assert before["denominator"] == after["denominator"] > 50
    with writing():
        for number in range(12):
            other = "other_duty" if number < 3 else "sso_duty"
            an_approved_entry(officer, sergeant, "engagement", capacity=other)
    split = indicator(app, "Q3")
    assert counted(split) == (9, 12)
    assert part(split, "By minutes") == (9 * 45, 12 * 45)


def test_the_framework_agrees_with_the_abstraction_summary(
    app: Flask, force: Force, browser: Callable[[str], Browser]
) -> None:
    officer, sergeant = force.actor("officer"), force.actor("sergeant")
    with writing():
        an_approved_entry(officer, sergeant, "abstraction")
    analyst = browser("analyst")
    period = f"from={FROM}&until={TODAY}"
    for identity in ("A1", "A3", "A5"):
        figure = indicator(app, identity)
        rows = file_of(analyst, f"/framework?{period}&format=csv")
        told = next(row for row in rows if row["indicator"] == identity and not row["part"])
        assert told["numerator"] == as_text(figure["numerator"])
        assert told["denominator"] == as_text(figure["denominator"])


def as_text(number: int | None) -> str:
    """A number as a file has it."""
    return "" if number is None else str(number)


def file_of(someone: Browser, address: str) -> list[dict[str, str]]:
    """A CSV file, row by row."""
    text = someone.client.get(address).get_data(as_text=True)
    return list(csv.DictReader(io.StringIO(text.lstrip("\ufeff"))))


def test_the_command_refuses_what_it_cannot_tell_apart_or_does_not_know(
    app: Flask, force: Force
) -> None:
    period = ("--from", "2026-01-01", "--until", "2026-06-30")
    wrong = {
        ("Z9", *period): 2,
        ("T4", *period, "--by", "school"): 2,
        ("D1", "--from", "2026-06-30", "--until", "2026-01-01"): 2,
        ("D1", "--from", "yesterday", "--until", "2026-01-01"): 2,
        ("D1", *period, "--unit", "atlantis"): 1,
        ("E1", *period, "--type", "circus"): 1,
    }
    for arguments, code in wrong.items():
        outcome = run(app, "indicator", *arguments)
        assert (outcome.exit_code, outcome.stdout) == (code, ""), arguments
        assert "Error:" in outcome.stderr
