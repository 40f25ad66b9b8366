"""The catalogue of kinds refuses gaps, and each answer of an update does what it declares."""

from collections.abc import Callable
from dataclasses import replace

import pytest

from sso_log.entries.kinds import KINDS, Kind, for_every_kind
from sso_log.entries.kinds.declare import Check, Field, FlagRule, Overlay, Schema, Type, when
from sso_log.entries.kinds.gaps import gaps
from sso_log.entries.overlay import current_answers
from sso_log.reference.verification import packaged

Change = Callable[[Kind], Kind]


def with_question(name: str, **changes: object) -> Change:
    """The kind with one question declared otherwise."""

    def change(kind: Kind) -> Kind:
        sections = tuple(
            replace(
                section,
                fields=tuple(
                    replace(one, **changes) if one.name == name else one  # type: ignore[arg-type]
                    for one in section.fields
                ),
            )
            for section in kind.schema.sections
        )
        assert kind.has_field(name)
        return replace(kind, schema=replace_sections(kind.schema, sections))

    return change


def with_new(question: Field) -> Change:
    """The kind with one question more."""

    def change(kind: Kind) -> Kind:
        *others, last = kind.schema.sections
        last = replace(last, fields=(*last.fields, question))
        return replace(kind, schema=replace_sections(kind.schema, (*others, last)))

    return change


def replace_sections(schema: Schema, sections: tuple[object, ...]) -> Schema:
    return Schema(sections, schema.checks, schema.retired)  # type: ignore[arg-type]


def with_check(field: str) -> Change:
    check = Check(field, lambda values, lists: None)
    return lambda kind: replace(
        kind, schema=Schema(kind.schema.sections, (check,), kind.schema.retired)
    )


def note(**changes: object) -> Field:
    made = Field("note", "Note", "Enter it", Type.TEXT, required=False)
    return replace(made, **changes)  # type: ignore[arg-type]


GAPS: dict[str, tuple[str, Change, str]] = {
    "a question is asked twice": ("engagement", with_new(note(name="notes")), "asked twice"),
    "a required question without a sentence": (
        "engagement", with_question("place", missing=""), "nothing says what is missing"),
    "a column without a sentence": (
        "abstraction",
        with_question("schools_affected", columns=(note(required=True, missing=""),)),
        "nothing says what is missing"),
    "a number without a lowest": ("engagement", with_question("pupils", low=None), "lowest"),
    "an unknown list": ("engagement", with_question("place", choices="places"), "no code list"),
    "a condition on a later question": (
        "engagement", with_question("place", applies_when=when("snt_informed", "yes")),
        "not asked before it"),
    "a condition on a fact that no list has": (
        "engagement",
        with_question("programme", applies_when=when("engagement_type", "yes", fact="room")),
        "a fact that no code"),
    "a condition on an unknown word": (
        "engagement",
        with_question("programme", applies_when=when("engagement_type", "ja", fact="programme")),
        "a fact that no code"),
    "records that no question opens": (
        "engagement", with_question("powers", gate=""), "no question says whether"),
    "a code dated by no date": (
        "diversion", with_question("police_outcome", dated_by="route"), "which is no date"),
    "an update that does not say what it does": (
        "diversion_update", with_question("accepted", overlay=None), "does not say what it does"),
    "a new question of an update that says nothing": (
        "diversion_update", with_new(note()), "does not say what it does"),
    "an answer that follows nothing": (
        "diversion_update", with_question("contact_child", overlay=Overlay.NOTHING),
        "follows “contact_child”"),
    "an overlay outside of updates": (
        "diversion", with_question("route", overlay=Overlay.REPLACES), "asks for none"),
    "records without a table": ("engagement", lambda kind: replace(kind, rows={}), "tables"),
    "no date": ("diversion", lambda kind: replace(kind, dated_by=()), "when it happened"),
    "a date that is none": (
        "diversion", lambda kind: replace(kind, dated_by=("route",)), "when it happened"),
    "a rule beside no question": ("diversion", with_check("nowhere"), "beside “nowhere”"),
    "a duty neither asked nor fixed": (
        "abstraction", lambda kind: replace(kind, fixed={}), "its duty"),
    "a duty both asked and fixed": (
        "engagement", lambda kind: replace(kind, fixed={"capacity": "sso_duty"}), "its duty"),
    "two kinds with one letter": (
        "diversion", lambda kind: replace(kind, letter="E"), "the letter “E”"),
    "a kind without a word": (
        "diversion", lambda kind: replace(kind, words={**kind.words, "gist": ""}),
        "A kind has no gist"),
    "a kind that is updated by none": (
        "diversion", lambda kind: replace(kind, updated_by=""), "say what they update"),
    "two rules with one flag": (
        "engagement",
        lambda kind: replace(kind, flags=(FlagRule("net_widening", "", lambda v, lists: None),)),
        "the flag “net_widening”"),
}  # fmt: skip


def test_the_catalogue_has_no_gaps() -> None:
    assert gaps(KINDS.values()) == []


@pytest.mark.parametrize("gap", GAPS)
def test_a_gap_is_refused_with_a_sentence(gap: str) -> None:
    code, change, said = GAPS[gap]
    kinds = [change(kind) if kind.code == code else kind for kind in KINDS.values()]
    sentences = gaps(kinds)
    assert any(said in sentence for sentence in sentences), sentences


def test_what_is_given_for_every_kind_names_each_and_no_other() -> None:
    whole = dict.fromkeys(reversed(KINDS), 1)
    assert list(for_every_kind("Generators", whole)) == list(KINDS)
    for wrong in ({"engagement": 1}, {**whole, "patrol": 1}):
        with pytest.raises(LookupError, match="Generators: one for every kind"):
            for_every_kind("Generators", wrong)


LAID_OVER = {
    "accepted": {"accepted": "declined"},
    "feedback_received": {"feedback_received": "yes"},
    "new_incident": {"new_incident": "yes"},
    "contact_child": {"contact_child": "made", "contact_child_on": "2026-03-02"},
    "contact_parent_carer": {
        "contact_parent_carer": "not_made", "contact_parent_carer_reason": "not_yet"},
    "contact_victim": {"contact_victim": "made", "contact_victim_on": "2026-03-02"},
    "police_outcome": {"police_outcome": "8", "police_outcome_on": "2026-03-02"},
    "school_sanction": {"school_sanction": "suspension"},
    "concluded_on": {"concluded_on": "2026-03-02"},
}  # fmt: skip
BEFORE = {
    "id": "d", "accepted": "accepted", "contact_child": "not_made",
    "contact_child_reason": "not_yet", "contact_parent_carer": "made",
    "contact_parent_carer_on": "2026-03-01", "contact_victim": "not_made",
    "contact_victim_reason": "not_yet", "police_outcome": "0", "school_sanction": "none",
    "notes": "As logged.", "notes_basis": "fact", "capacity": "sso_duty",
}  # fmt: skip
GOES_WITH = {
    "contact_child": "contact_child_reason",
    "contact_parent_carer": "contact_parent_carer_on",
    "contact_victim": "contact_victim_reason",
}


def test_every_question_of_an_update_is_laid_over_a_stage_or_of_no_effect() -> None:
    names = {one.name for one in KINDS["diversion_update"].schema.fields}
    laid_over = {name for given in LAID_OVER.values() for name in given} | set(GOES_WITH.values())
    laid_over |= {"contact_parent_carer_reason", "contact_child_on", "contact_victim_on"}
    rest = {"stage", "stage_on", "stage_reason", "diversion", "capacity", "notes", "notes_basis"}
    assert names == laid_over | rest


@pytest.mark.parametrize("leader", LAID_OVER)
def test_an_answer_of_an_update_replaces_that_of_the_diversion_with_what_goes_with_it(
    leader: str,
) -> None:
    given = LAID_OVER[leader]
    now, stages = current_answers(BEFORE, [{"id": "u", **given}])
    dropped = {GOES_WITH[leader]: None} if leader in GOES_WITH else {}
    told = {name: value for name, value in now.items() if value is not None}
    expected = {**BEFORE, **dropped, **given}
    assert told == {name: value for name, value in expected.items() if value is not None}
    assert stages == []


def test_a_stage_is_added_and_the_rest_of_an_update_changes_nothing() -> None:
    first = {"id": "u1", "stage": "started", "stage_on": "2026-03-01"}
    last = {"id": "u2", "stage": "did_not_complete", "stage_on": "2026-03-02",
            "stage_reason": "moved_away"}  # fmt: skip
    silent = {"id": "u3", "notes": "Other.", "notes_basis": "assessment",
              "capacity": "other_duty", "diversion": "d"}  # fmt: skip
    now, stages = current_answers(BEFORE, [last, silent, first])
    assert now == BEFORE
    assert [step["stage"] for step in stages] == ["started", "did_not_complete"]
    assert stages[1]["stage_reason"] == "moved_away"


@pytest.mark.parametrize(
    ("list_name", "fact", "kinds"),
    [("engagement_type", "audience", 8), ("engagement_type", "programme", 2)],
)
def test_the_lists_say_which_engagements_have_an_audience_or_a_programme(
    list_name: str, fact: str, kinds: int
) -> None:
    assert len(packaged().codes_where(list_name, fact, "yes")) == kinds
