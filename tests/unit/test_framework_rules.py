"""Which matters count for what, and the figures of the published review coming out of the rules."""

from dataclasses import replace
from datetime import date
from itertools import product

import pytest

from sso_log.framework import rules
from sso_log.framework.matter import Matter
from sso_log.framework.meanings import meanings_of
from sso_log.framework.rules import LoggedAfter, MatterClass, Party
from sso_log.reference.lists import OutcomeClass
from sso_log.reference.verification import packaged

SUSPECT = Matter(
    id="1", meanings=meanings_of(packaged()), child_role="suspect",
    reported_on=date(2026, 1, 10),
    gravity_score="2", otherwise="caution", contact_child="made", contact_parent_carer="made",
    contact_victim="made", school_sanction="none",
)  # fmt: skip
NO_ACTION = {str(code) for code in (5, *range(9, 22))}


def suspects(count, **changes):
    return [replace(SUSPECT, **changes) for _ in range(count)]


def stages(*names):
    return names


def percent(rule, matters, universe=lambda matter: True):
    within = [matter for matter in matters if universe(matter)]
    return round(100 * sum(rule(matter) for matter in within) / len(within))


@pytest.mark.parametrize(
    ("code", "outcome_class"),
    [(None, "open"), ("0", "open"), ("1", "formal"), ("2", "formal"), ("3", "formal"),
     ("4", "other"), ("6", "other"), ("7", "other"), ("8", "diversion"), ("22", "diversion"),
     ("23", "deferred"), ("99", "other"), *((code, "no_action") for code in sorted(NO_ACTION))],
)  # fmt: skip
def test_every_outcome_has_one_class(code, outcome_class):
    assert replace(SUSPECT, police_outcome=code).outcome_class is OutcomeClass(outcome_class)


@pytest.mark.parametrize(("party", "rule_percent", "gaps"), [
    (Party.CHILD, 17, 10), (Party.PARENT_CARER, 5, 3), (Party.VICTIM, 3, 2)])  # fmt: skip
def test_the_contact_gaps_of_the_review_come_out(party, rule_percent, gaps):
    name = f"contact_{party.value}"
    matters = suspects(59 - gaps) + suspects(gaps, **{name: "not_made"})
    matters += suspects(7, **{name: "not_applicable"})
    assert (
        percent(
            lambda matter: rules.contact_gap(matter, party),
            matters,
            lambda matter: rules.applies(matter, party),
        )
        == rule_percent
    )
    made = sum(rules.contact_made(matter, party) for matter in matters)
    assert made == 59 - gaps


def test_sixteen_per_cent_over_six_months_come_out_with_open_matters_aged():
    as_of = date(2026, 11, 1)
    matters = suspects(42, concluded_on=date(2026, 7, 10))
    matters += suspects(5, concluded_on=date(2026, 7, 11)) + suspects(3)
    assert percent(lambda matter: rules.over_six_months(matter, as_of), matters) == 16


def test_forty_per_cent_school_sanctions_come_out():
    matters = suspects(14, school_sanction="suspension")
    matters += suspects(10, school_sanction="permanent_exclusion")
    matters += suspects(12, school_sanction="internal")
    matters += suspects(12, school_sanction="managed_move")
    matters += suspects(6) + suspects(6, school_sanction="not_known")
    assert percent(rules.sanctioned, matters) == 40
    assert not rules.sanctioned(replace(SUSPECT, school_sanction=None))
    assert sum(map(rules.has_other_sanction, matters)) == 24


def test_four_per_cent_charged_or_cautioned_come_out():
    matters = suspects(1, police_outcome="1") + suspects(1, police_outcome="2")
    matters += suspects(48, police_outcome="16")
    witnesses = [replace(SUSPECT, child_role="witness", police_outcome="1") for _ in range(9)]
    assert percent(rules.is_formal, matters + witnesses, rules.is_suspect_matter) == 4


def test_nearly_ninety_per_cent_without_police_action_come_out_and_are_not_diversion():
    matters = suspects(53, police_outcome="21") + suspects(2, police_outcome="1")
    matters += suspects(4, police_outcome="8") + suspects(20) + suspects(5, police_outcome="0")
    assert percent(rules.is_no_action, matters, rules.has_outcome) == 90
    assert sum(map(rules.has_outcome, matters)) == 59
    assert sum(map(rules.is_diverted, matters)) == 4


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"police_outcome": "8"}, MatterClass.DIVERTED),
        ({"police_outcome": "22"}, MatterClass.DIVERTED),
        ({"route": "mentoring", "accepted": "accepted"}, MatterClass.DIVERTED),
        (
            {"route": "mentoring", "accepted": "accepted", "police_outcome": "0"},
            MatterClass.DIVERTED,
        ),
        ({"route": "mentoring", "accepted": "declined"}, MatterClass.NEITHER),
        ({"route": "mentoring", "accepted": "no_answer"}, MatterClass.NEITHER),
        ({"route": "none_declined", "accepted": "accepted"}, MatterClass.NEITHER),
        ({"accepted": "accepted"}, MatterClass.NEITHER),
        ({"route": "of_no_list", "accepted": "accepted"}, MatterClass.NEITHER),
        ({}, MatterClass.NEITHER),
        ({"police_outcome": "1"}, MatterClass.FORMAL),
        ({"police_outcome": "2"}, MatterClass.FORMAL),
        ({"police_outcome": "18"}, MatterClass.NO_ACTION),
        ({"police_outcome": "23"}, MatterClass.NEITHER),
        ({"police_outcome": "23", "stages": stages("complied")}, MatterClass.DIVERTED),
        ({"police_outcome": "23", "stages": stages("started")}, MatterClass.NEITHER),
        ({"police_outcome": "23", "stages": stages("complied", "breached")}, MatterClass.NEITHER),
        ({"route": "outcome_23_deferred", "accepted": "accepted"}, MatterClass.NEITHER),
        (
            {"route": "outcome_23_deferred", "accepted": "accepted", "stages": stages("complied")},
            MatterClass.DIVERTED,
        ),
        (
            {"child_role": "at_risk", "route": "mentoring", "accepted": "accepted"},
            MatterClass.NEITHER,
        ),
        ({"child_role": "victim", "police_outcome": "1"}, MatterClass.NEITHER),
    ],
)
def test_a_matter_is_in_the_class_its_definition_says(changes, expected):
    assert rules.classify(replace(SUSPECT, **changes)) is expected


ACCEPTED = {"route": "turnaround", "accepted": "accepted"}


def test_a_formal_outcome_wins_over_an_accepted_programme():
    matter = replace(SUSPECT, police_outcome="2", **ACCEPTED)
    assert rules.is_formal(matter)
    assert not rules.is_diverted(matter)


def test_a_no_action_outcome_is_never_diversion_even_beside_an_accepted_programme():
    matter = replace(SUSPECT, police_outcome="21", **ACCEPTED)
    assert rules.is_no_action(matter)
    assert not rules.is_diverted(matter)


def test_a_breached_deferred_prosecution_is_no_diversion_even_with_an_accepted_programme():
    matter = replace(SUSPECT, police_outcome="23", stages=stages("breached"), **ACCEPTED)
    assert rules.classify(matter) is MatterClass.NEITHER


def test_no_matter_is_ever_in_two_classes():
    codes = [None, *map(str, range(24))]
    for code, accepted, step in product(codes, ["accepted", "declined", None], ["complied", None]):
        matter = replace(
            SUSPECT, police_outcome=code, route="triage", accepted=accepted,
            stages=stages(step) if step else (),
        )  # fmt: skip
        held = [rules.is_diverted(matter), rules.is_formal(matter), rules.is_no_action(matter)]
        assert sum(held) <= 1


@pytest.mark.parametrize(
    ("changes", "widening"),
    [
        ({"police_outcome": "8", "otherwise": "no_action"}, True),
        ({"police_outcome": "22", "gravity_score": "1"}, True),
        ({"police_outcome": "8"}, False),
        ({"police_outcome": "8", "otherwise": "not_known", "gravity_score": "not_scored"}, False),
        ({"police_outcome": "21", "otherwise": "no_action", "gravity_score": "1"}, False),
    ],
)
def test_net_widening_is_asked_of_diversions_only(changes, widening):
    assert rules.net_widening(replace(SUSPECT, **changes)) is widening


def passed(matter):
    return [name for name, rule in rules.FUNNEL if rule(matter)]


@pytest.mark.parametrize(
    ("changes", "last"),
    [
        ({"child_role": "victim", "accepted": "accepted"}, None),
        ({"gravity_score": "5"}, None),
        ({"gravity_score": "not_scored"}, "eligible"),
        ({"gravity_score": None}, "eligible"),
        ({}, "eligible"),
        ({"gravity_score": "5", "offered_on": date(2026, 1, 20)}, "offered"),
        ({"accepted": "declined"}, "offered"),
        ({"accepted": "accepted"}, "accepted"),
        ({"accepted": "accepted", "stages": stages("did_not_complete")}, "accepted"),
        ({"accepted": "accepted", "stages": stages("started")}, "started"),
        ({"accepted": "accepted", "stages": stages("started", "did_not_complete")}, "started"),
        ({"accepted": "accepted", "stages": stages("completed")}, "completed"),
        ({"accepted": "accepted", "stages": stages("complied", "breached")}, "started"),
        ({"accepted": "accepted", "stages": stages("started", "complied")}, "completed"),
        ({"stages": stages("completed")}, "eligible"),
    ],
)
def test_each_stage_of_the_funnel_is_a_part_of_the_one_before(changes, last):
    names = [name for name, _ in rules.FUNNEL]
    assert passed(replace(SUSPECT, **changes)) == names[: names.index(last) + 1 if last else 0]


def test_the_child_contact_is_asked_of_suspects_only():
    witness = replace(SUSPECT, child_role="witness", contact_child="not_made")
    assert not rules.applies(witness, Party.CHILD)
    assert not rules.contact_gap(witness, Party.CHILD)
    assert rules.applies(witness, Party.VICTIM)


def test_an_unanswered_contact_is_a_gap():
    assert rules.contact_gap(replace(SUSPECT, contact_victim=None), Party.VICTIM)


@pytest.mark.parametrize(
    ("reported", "concluded", "as_of", "over"),
    [
        (date(2025, 8, 31), None, date(2026, 2, 28), False),
        (date(2025, 8, 31), None, date(2026, 3, 1), True),
        (date(2026, 1, 1), date(2026, 7, 1), date(2027, 1, 1), False),
        (date(2026, 1, 1), date(2026, 7, 2), date(2027, 1, 1), True),
        (date(2026, 1, 1), date(2026, 12, 1), date(2026, 3, 1), False),
        (date(2026, 5, 1), None, date(2026, 4, 1), False),
        (None, None, date(2026, 4, 1), False),
    ],
)
def test_six_months_are_calendar_months(reported, concluded, as_of, over):
    matter = replace(SUSPECT, reported_on=reported, concluded_on=concluded)
    assert rules.over_six_months(matter, as_of) is over


@pytest.mark.parametrize(
    ("logged_on", "bucket"),
    [
        (date(2026, 1, 9), LoggedAfter.DAYS_0_3), (date(2026, 1, 13), LoggedAfter.DAYS_0_3),
        (date(2026, 1, 14), LoggedAfter.DAYS_4_5), (date(2026, 1, 15), LoggedAfter.DAYS_4_5),
        (date(2026, 1, 16), LoggedAfter.DAYS_6_14), (date(2026, 1, 24), LoggedAfter.DAYS_6_14),
        (date(2026, 1, 25), LoggedAfter.DAYS_15_30), (date(2026, 2, 9), LoggedAfter.DAYS_15_30),
        (date(2026, 2, 10), LoggedAfter.MONTHS_1_3), (date(2026, 4, 10), LoggedAfter.MONTHS_1_3),
        (date(2026, 4, 11), LoggedAfter.LONGER),
    ],
)  # fmt: skip
def test_the_time_to_logging_falls_into_its_bucket(logged_on, bucket):
    assert rules.logged_after(date(2026, 1, 10), logged_on) is bucket


def test_ethnicity_is_known_only_when_somebody_said_it():
    known = [
        code
        for code in ("W1", "B9", "O9", "NS", "not_obtained", None)
        if rules.is_known_ethnicity(replace(SUSPECT, ethnicity_self_defined=code))
    ]
    assert known == ["W1", "B9", "O9"]
    seen = [
        code
        for code in ("IC3", "IC6", "IC9", None)
        if rules.is_known_officer_defined(replace(SUSPECT, ethnicity_officer_defined=code))
    ]
    assert seen == ["IC3", "IC6"]
