"""The one check of an entry: what must be answered when, and which sentence stands where."""

import datetime as dt
import uuid
from typing import Any

import pytest

from sso_log.entries.kinds import KINDS
from sso_log.entries.kinds.declare import Field, Type
from sso_log.entries.rules import Checked, check
from sso_log.reference.verification import packaged

NOW = dt.datetime(2026, 3, 2, 12, 0, tzinfo=dt.UTC)
DIVERSION_ID = uuid.UUID("019b76da-a800-7000-8000-0123456789ab")


class Known:
    """Lookups without a database: the code lists of the package, one school, one diversion."""

    now = NOW
    today = NOW.date()
    lists = packaged()

    def has_code(self, choices: str, code: str, on: dt.date | None = None) -> bool:
        choice = packaged().find(choices, code)
        return choice is not None and (on is None or choice.offered_on(on))

    def school_exists(self, urn: int) -> bool:
        return urn in (100001, 100002)

    def is_own_diversion(self, entry_id: uuid.UUID) -> bool:
        return entry_id == DIVERSION_ID


def an_engagement(**changes: Any) -> dict[str, Any]:
    raw = {
        "school": "100001", "started_at": "2026-03-02T09:30:00+00:00", "duration_minutes": 45,
        "capacity": "sso_duty", "engagement_type": "lesson_workshop", "programme": "none",
        "topics": ["knife_crime"], "ssp_aims": ["trust"], "requested_by": "school", "pupils": 28,
        "place": "on_site", "discipline_request": "no", "powers": [],
    }  # fmt: skip
    return {name: value for name, value in {**raw, **changes}.items() if value is not None}


def a_diversion(**changes: Any) -> dict[str, Any]:
    raw = {
        "school": "100001", "matter_on": "2026-03-01", "reported_on": "2026-03-01",
        "capacity": "sso_duty", "matter_type": "assault", "child_role": "suspect",
        "crime_recorded": "no", "schools_protocol_used": "yes", "gravity_score": "2",
        "otherwise": "caution", "ethnicity_self_defined": "B1", "ethnicity_officer_defined": "IC3",
        "sex": "male", "age": "14", "year_group": "9", "send": "none", "looked_after": "no",
        "contact_child": "made", "contact_child_on": "2026-03-01",
        "contact_parent_carer": "not_made", "contact_parent_carer_reason": "not_yet",
        "contact_victim": "not_applicable", "route": "mentoring", "mash_referral": "no",
        "school_sanction": "none",
    }  # fmt: skip
    return {name: value for name, value in {**raw, **changes}.items() if value is not None}


def an_abstraction(**changes: Any) -> dict[str, Any]:
    raw = {
        "abstraction_type": "aid_central", "started_at": "2026-03-01T22:00:00+00:00",
        "ended_at": "2026-03-02T06:00:00+00:00", "capacity": "sso_duty", "notice": "same_day",
        "authorised_by": "Duty inspector", "destination": "Central", "schools_affected": [],
    }  # fmt: skip
    return {name: value for name, value in {**raw, **changes}.items() if value is not None}


MAKERS = {"engagement": an_engagement, "diversion": a_diversion, "abstraction": an_abstraction}


def submitted(kind: str, **changes: Any) -> Checked:
    return check(kind, MAKERS[kind](**changes), Known(), complete=True)


def errors(kind: str, **changes: Any) -> dict[str, list[str]]:
    return submitted(kind, **changes).errors


@pytest.mark.parametrize("kind", MAKERS)
def test_a_whole_entry_has_no_errors(kind: str) -> None:
    assert errors(kind) == {}


@pytest.mark.parametrize("kind", sorted(KINDS))
def test_every_question_that_must_be_answered_has_a_sentence_of_its_own(kind: str) -> None:
    for field in KINDS[kind].schema.fields:
        for one in (field, *field.columns):
            assert one.missing or one.required is False, one.name


@pytest.mark.parametrize("kind", sorted(KINDS))
def test_every_code_list_that_is_asked_for_exists(kind: str) -> None:
    def lists(fields: tuple[Field, ...]) -> set[str]:
        return {one.choices for one in fields if one.type in (Type.CODE, Type.CODES)}.union(
            *(lists(one.columns) for one in fields if one.columns)
        )

    for name in lists(KINDS[kind].schema.fields):
        assert packaged().choices(name), name


@pytest.mark.parametrize("kind", sorted(KINDS))
def test_a_condition_names_an_earlier_question_and_codes_of_its_list(kind: str) -> None:
    def check_fields(fields: tuple[Field, ...]) -> None:
        seen: dict[str, Field] = {}
        for one in fields:
            if condition := one.applies_when:
                choices = packaged().choices(seen[condition.field].choices)
                known = {choice.attributes.get(condition.fact, choice.code) for choice in choices}
                assert set(condition.values) <= known, one.name
            seen[one.name] = one
            check_fields(one.columns)

    check_fields(KINDS[kind].schema.fields)


@pytest.mark.parametrize("kind", MAKERS)
def test_leaving_out_any_answer_that_must_be_given_names_that_field(kind: str) -> None:
    whole = submitted(kind)
    for field in KINDS[kind].schema.fields:
        gated = any(other.gate == field.name for other in KINDS[kind].schema.fields)
        needed = field.required and field.applies(whole.values, packaged())
        if gated or field.type is Type.ROWS or not needed:
            continue
        assert errors(kind, **{field.name: None})[field.name] == [field.missing], field.name


def test_a_draft_may_be_empty_but_not_wrong() -> None:
    assert check("diversion", {}, Known(), complete=False).errors == {}
    wrong = check("diversion", {"age": "ninety", "matter_on": "soon"}, Known(), complete=False)
    assert set(wrong.errors) == {"age", "matter_on"}


@pytest.mark.parametrize(
    ("kind", "changes", "field"),
    [
        ("engagement", {"duration_minutes": 0}, "duration_minutes"),
        ("engagement", {"duration_minutes": 721}, "duration_minutes"),
        ("engagement", {"duration_minutes": "45.5"}, "duration_minutes"),
        ("engagement", {"pupils": 3001}, "pupils"),
        ("engagement", {"pupils": 0}, "pupils"),
        ("engagement", {"pupils": None}, "pupils"),
        ("engagement", {"school": "999999"}, "school"),
        ("engagement", {"topics": ["knife_crime", "nonsense"]}, "topics"),
        ("engagement", {"started_at": "2026-03-02T09:30:00"}, "started_at"),
        ("engagement", {"started_at": "2026-03-02T12:06:00+00:00"}, "started_at"),
        ("engagement", {"place": "journey"}, "snt_informed"),
        ("engagement", {"discipline_request": "yes_intervened"}, "discipline_reason"),
        ("engagement", {"engagement_type": "other"}, "engagement_type_other"),
        ("engagement", {"programme": None}, "programme"),
        ("engagement", {"feedback": {"stage": "post", "responses": 5, "aware": 6}}, "feedback"),
        ("engagement", {"feedback": {"aware": 6}}, "feedback-stage"),
        ("engagement", {"powers": [{"power": "arrest"}]}, "powers-0-legislation"),
        ("engagement", {"powers_used": "some", "powers": "all"}, "powers"),
        ("engagement", {"powers_used": "some", "powers": None}, "powers"),
        ("engagement", {"notes": "x" * 10_001}, "notes"),
        ("diversion", {"matter_on": "2026-03-03"}, "matter_on"),
        ("diversion", {"reported_on": "2026-02-27"}, "reported_on"),
        ("diversion", {"gravity_score": "3"}, "joint_decision_with_yjs"),
        ("diversion", {"gravity_score": "not_scored"}, "gravity_reason"),
        ("diversion", {"ethnicity_self_defined": "not_obtained"}, "ethnicity_self_defined_reason"),
        ("diversion", {"sex": "not_known"}, "sex_reason"),
        ("diversion", {"crime_recorded": "yes"}, "police_reference"),
        ("diversion", {"offered_on": "2026-03-01"}, "provider"),
        ("diversion", {"mash_referral": "yes"}, "mash_referral_on"),
        ("diversion", {"contact_victim": "not_made"}, "contact_victim_reason"),
        ("diversion", {"police_outcome": "8"}, "police_outcome_on"),
        ("diversion", {"police_outcome": "23", "police_outcome_on": "2025-12-31"},
         "police_outcome"),
        ("diversion", {"notes": "Said so"}, "notes_basis"),
        ("abstraction", {"ended_at": "2026-03-01T22:00:00+00:00"}, "ended_at"),
        ("abstraction", {"started_at": "2026-01-01T22:00:00+00:00"}, "ended_at"),
        ("abstraction", {"schools_affected": [{"school": "100001"}]}, "schools_affected-0-told"),
    ],
)  # fmt: skip
def test_a_wrong_answer_is_named_at_its_field(
    kind: str, changes: dict[str, Any], field: str
) -> None:
    found = errors(kind, **changes)
    assert field in found and all(found[field])


@pytest.mark.parametrize(
    ("changes", "gone"),
    [
        ({"engagement_type": "visible_presence"}, "programme"),
        ({"snt_informed": "yes"}, "snt_informed"),
        ({"discipline_reason": "injury_risk"}, "discipline_reason"),
    ],
)
def test_an_answer_to_a_question_that_is_not_asked_is_dropped(
    changes: dict[str, Any], gone: str
) -> None:
    checked = submitted("engagement", **changes)
    assert checked.errors == {} and gone not in checked.values


def test_gravity_is_asked_of_suspects_only() -> None:
    checked = submitted("diversion", child_role="victim")
    assert checked.errors == {}
    assert {"gravity_score", "otherwise"}.isdisjoint(checked.values)


def test_names_that_are_no_question_are_listed_as_ignored() -> None:
    assert submitted("engagement", status="approved", child_name="x").ignored == (
        "child_name", "status",
    )  # fmt: skip


def test_the_same_school_twice_is_refused() -> None:
    row = {"school": "100001", "told": "yes", "cover": "none", "visits_lost": 1}
    assert "schools_affected" in errors("abstraction", schools_affected=[row, row])


@pytest.mark.parametrize(
    ("rows", "gate", "expected"),
    [([], None, "none"), (None, ["none"], "none"), (None, [], "none"), ([{}], None, "some")],
)
def test_the_rows_answer_the_question_before_them(rows: Any, gate: Any, expected: str) -> None:
    checked = submitted("engagement", powers=rows, powers_used=gate)
    assert checked.values["powers_used"] == expected


def test_text_is_composed_and_keeps_its_lines() -> None:
    checked = submitted("engagement", notes="  Cafe\u0301\r\ntwo lines ")
    assert checked.values["notes"] == "Café\ntwo lines"


@pytest.mark.parametrize("text", ["a\x00b", "a\ud800", "a\x07", "a\ufffe", "a\x85"])
def test_what_no_page_can_carry_is_refused(text: str) -> None:
    assert "notes" in errors("engagement", notes=text)


@pytest.mark.parametrize(
    ("on", "time", "expected"),
    [
        ("2026-01-05", "09:30", dt.datetime(2026, 1, 5, 9, 30, tzinfo=dt.UTC)),
        ("5/1/2026", "930", dt.datetime(2026, 1, 5, 9, 30, tzinfo=dt.UTC)),
        ("2025-06-05", "09.30", dt.datetime(2025, 6, 5, 8, 30, tzinfo=dt.UTC)),
    ],
)
def test_a_form_s_instant_is_on_london_clocks(on: str, time: str, expected: dt.datetime) -> None:
    checked = submitted("engagement", started_at={"on": on, "time": time})
    assert checked.values["started_at"] == expected


def test_a_time_that_the_clock_change_skips_is_refused_in_words() -> None:
    found = errors("engagement", started_at={"on": "2025-03-30", "time": "01:30"})
    assert found["started_at"][0]


def test_an_update_says_at_least_one_new_thing_about_a_diversion_of_ones_own() -> None:
    raw = {"diversion": str(DIVERSION_ID), "capacity": "sso_duty"}
    assert "stage" in check("diversion_update", raw, Known(), complete=True).errors
    said = check("diversion_update", {**raw, "new_incident": "no"}, Known(), complete=True)
    assert said.errors == {}
    other = {**raw, "diversion": str(uuid.UUID(int=5)), "new_incident": "no"}
    assert "diversion" in check("diversion_update", other, Known(), complete=True).errors
