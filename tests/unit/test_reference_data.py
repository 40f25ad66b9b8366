"""The data files carry exactly the codes that the contract names."""

import datetime as dt

import pytest

from sso_log.reference.files import borough_rows, list_files, read_rows
from sso_log.reference.verification import packaged

CONTRACT = {
    "capacity": "sso_duty other_duty",
    "ssp_aims": "trust safety disruption early_intervention",
    "engagement_type": "assembly lesson_workshop drop_in one_to_one restorative_meeting "
    "school_meeting parent_carer_contact visible_presence multi_agency_meeting staff_training "
    "webinar_event site_visit other",
    "topics": "knife_crime vawg exploitation_gangs online_safety drugs_alcohol "
    "robbery_personal_safety hate_crime rights_and_stop_search healthy_relationships "
    "stranger_safety asb transport_safety cadets_careers other",
    "requested_by": "school police partner pupil_family",
    "discipline_request": "no yes_returned_to_school yes_intervened",
    "discipline_reason": "injury_risk property_damage no_staff_available crime_reported",
    "place": "on_site school_gate journey elsewhere",
    "snt_informed": "yes no not_needed",
    "power": "stop_search arrest use_of_force strip_search other",
    "matter_type": "assault weapon robbery_theft drugs asb sexual_harmful online_communications "
    "criminal_damage hate other_crime non_crime_concern",
    "child_role": "suspect victim witness at_risk",
    "gravity_score": "1 2 3 4 5 not_scored",
    "otherwise": "no_action community_resolution caution charge not_known",
    "ethnicity_self_defined": "W1 W2 W3 W9 M1 M2 M3 M9 A1 A2 A3 A4 A9 B1 B2 B9 O2 O9 not_obtained",
    "ethnicity_self_defined_reason": "called_away public_disorder not_understood declined "
    "not_asked not_present",
    "ethnicity_officer_defined": "IC1 IC2 IC3 IC4 IC5 IC6 IC9",
    "not_known_reason": "not_asked declined not_present not_recorded",
    "send": "none sen_support ehc_plan not_known",
    "looked_after": "yes no not_known",
    "contact": "made not_applicable not_made",
    "contact_reason": "not_yet unable_to_reach not_appropriate declined other",
    "route": "restorative_approach youth_justice_service turnaround triage mentoring "
    "lvn_signposting awareness_academy local_programme early_help community_resolution "
    "outcome_22 outcome_23_deferred none_declined other",
    "accepted": "accepted declined no_answer",
    "school_sanction": "none internal suspension permanent_exclusion managed_move not_known",
    "police_outcome": " ".join(str(number) for number in range(24)),
    "stage": "started completed did_not_complete complied breached",
    "stage_reason": "disengaged moved_away further_matter provider_withdrew other",
    "abstraction_type": "aid_central aid_local cad court custody staffing_up critical_incident "
    "training other",
    "notice": "48h_or_more under_48h same_day",
    "cover": "none other_sso snt sergeant",
    "return_reason": "missing_information inconsistent identifies_child wrong_kind wrong_duty "
    "duplicate other",
    "notes_basis": "fact assessment",
    "feedback_stage": "pre post",
}


@pytest.mark.parametrize("list_name", CONTRACT)
def test_a_list_has_the_codes_of_the_contract_in_order(list_name: str) -> None:
    codes = [row["code"] for row in read_rows("lists", f"{list_name}.csv")]
    assert codes == CONTRACT[list_name].split()


@pytest.mark.parametrize("list_name", list_files())
def test_every_code_has_words_a_source_and_dates_that_can_be_read(list_name: str) -> None:
    rows = read_rows("lists", f"{list_name}.csv")
    assert rows
    assert len({row["code"] for row in rows}) == len(rows)
    for row in rows:
        assert row["label"].strip() == row["label"] != ""
        assert row["source"]
        for name in ("valid_from", "valid_until"):
            assert not row[name] or dt.date.fromisoformat(row[name])


def test_the_met_has_twelve_bcus_and_thirty_two_boroughs() -> None:
    bcus = {row["code"] for row in read_rows("bcus.csv")}
    boroughs = [row for row in borough_rows() if row["bcu"]]
    assert (len(bcus), len(boroughs)) == (12, 32)
    assert {row["bcu"] for row in boroughs} == bcus
    assert [row["name"] for row in borough_rows() if not row["bcu"]] == ["City of London"]


def test_no_two_boroughs_share_a_tile() -> None:
    tiles = [(row["tile_col"], row["tile_row"]) for row in borough_rows()]
    assert len(set(tiles)) == len(tiles) == 33


def test_outcome_22_and_23_are_offered_from_their_first_day() -> None:
    first = {row["code"]: row["valid_from"] for row in read_rows("lists", "police_outcome.csv")}
    assert (first["8"], first["22"], first["23"]) == ("", "2019-04-01", "2026-01-01")


def test_court_and_training_are_mandatory_and_the_rest_is_police() -> None:
    rows = read_rows("lists", "abstraction_type.csv")
    assert {row["code"] for row in rows if row["scope"] == "mandatory"} == {"court", "training"}
    assert {row["scope"] for row in rows} == {"mandatory", "police"}


# What every code is, written down by hand: a word changed in a file changes a figure.
FACTS = {
    ("police_outcome", "diversion_class"): {
        "open": "0", "formal": "1 2 3", "other": "4 6 7", "diversion": "8 22", "deferred": "23",
        "no_action": "5 9 10 11 12 13 14 15 16 17 18 19 20 21",
    },
    ("route", "diversion_class"): {
        "programme": "restorative_approach youth_justice_service turnaround triage mentoring "
        "lvn_signposting awareness_academy local_programme early_help community_resolution "
        "outcome_22 other",
        "deferred": "outcome_23_deferred", "none": "none_declined",
    },
    ("school_sanction", "sanction_class"): {
        "excluded": "suspension permanent_exclusion", "other": "internal managed_move",
        "none": "none", "not_known": "not_known",
    },
    ("gravity_score", "disposal"): {
        "no_action": "1", "community_resolution": "2", "caution": "3 4", "charge": "5",
        "not_known": "not_scored",
    },
    ("otherwise", "disposal"): {
        "no_action": "no_action", "community_resolution": "community_resolution",
        "caution": "caution", "charge": "charge", "not_known": "not_known",
    },
    ("stage", "started"): {"yes": "started completed complied breached", "no": "did_not_complete"},
    ("stage", "end"): {
        "not_ended": "started", "completed": "completed complied",
        "not_completed": "did_not_complete breached",
    },
    ("stage", "deferral"): {
        "open": "started completed did_not_complete", "complied": "complied",
        "breached": "breached",
    },
    ("cover", "covered"): {"yes": "other_sso snt sergeant", "no": "none"},
    ("place", "present"): {"yes": "on_site school_gate", "no": "journey elsewhere"},
    ("engagement_type", "audience"): {
        "yes": "assembly lesson_workshop drop_in one_to_one restorative_meeting "
        "parent_carer_contact staff_training webinar_event",
        "no": "school_meeting visible_presence multi_agency_meeting site_visit other",
    },
    ("engagement_type", "programme"): {
        "yes": "assembly lesson_workshop",
        "no": "drop_in one_to_one restorative_meeting school_meeting parent_carer_contact "
        "visible_presence multi_agency_meeting staff_training webinar_event site_visit other",
    },
    ("ethnicity_self_defined", "group"): {
        "white": "W1 W2 W3 W9", "mixed": "M1 M2 M3 M9", "asian": "A1 A2 A3 A4 A9",
        "black": "B1 B2 B9", "other": "O2 O9", "not_known": "not_obtained",
    },
    ("ethnicity_officer_defined", "group"): {
        "white": "IC1 IC2", "black": "IC3", "asian": "IC4 IC5", "other": "IC6", "not_known": "IC9",
    },
}  # fmt: skip


@pytest.mark.parametrize(("list_name", "column"), FACTS)
def test_a_code_means_what_the_measures_say(list_name: str, column: str) -> None:
    meant = {
        code: word for word, codes in FACTS[list_name, column].items() for code in codes.split()
    }
    assert packaged().facts(list_name, column) == meant
