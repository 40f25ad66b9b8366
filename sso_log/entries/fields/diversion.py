"""The questions of a diversion: one child, one matter."""

from sso_log.entries.fields.declare import Check, Field, Schema, Section, Type, Values, when
from sso_log.entries.fields.shared import (
    CAPACITY,
    ETHNICITY_OFFICER_DEFINED,
    NOTES,
    NOTES_BASIS,
    SCHOOL,
    contact,
    ethnicity_self_defined,
    not_before,
    not_known_reason,
)

SUSPECT = when("child_role", "suspect")


def _offer_is_whole(name: str, sentence: str) -> Check:
    """Once an offer was made, it has a provider, a date and an answer."""

    def broken(values: Values) -> str | None:
        offered = any(values.get(part) for part in ("offered_on", "accepted"))
        return sentence if offered and not values.get(name) else None

    return Check(name, broken)


def _joint_decision(values: Values) -> str | None:
    serious = values.get("child_role") == "suspect" and values.get("gravity_score") in (
        "3",
        "4",
        "5",
    )
    if serious and not values.get("joint_decision_with_yjs"):
        return "Select whether it was decided together with the youth justice service"
    return None


def basis_of_notes(values: Values) -> str | None:
    if values.get("notes") and not values.get("notes_basis"):
        return NOTES_BASIS.missing
    return None


MATTER = Section(
    "The matter",
    (
        SCHOOL,
        Field(
            "matter_on",
            "When did it happen?",
            Type.DATE,
            "Enter the date it happened",
            repeatable=False,
        ),
        Field(
            "reported_on",
            "When was it reported to you?",
            Type.DATE,
            "Enter the date it was reported to you",
            repeatable=False,
        ),
        CAPACITY,
        Field(
            "matter_type",
            "What kind of matter is it?",
            Type.CODE,
            "Select the kind of matter",
            choices="matter_type",
        ),
        Field(
            "child_role",
            "What is the child’s part in it?",
            Type.CODE,
            "Select the child’s part in it",
            choices="child_role",
        ),
        Field(
            "crime_recorded",
            "Was a crime recorded?",
            Type.CODE,
            "Select whether a crime was recorded",
            hint="The duty to record crime holds in school too.",
            choices="yes_no",
        ),
        Field(
            "police_reference_type",
            "Which system is it recorded on?",
            Type.CODE,
            "Select the system it is recorded on",
            choices="police_reference_type",
            asked=when("crime_recorded", "yes"),
        ),
        Field(
            "police_reference",
            "Reference on that system",
            Type.TEXT,
            "Enter the reference",
            asked=when("crime_recorded", "yes"),
            max_length=40,
            repeatable=False,
        ),
        Field(
            "schools_protocol_used",
            "Was the schools protocol used?",
            Type.CODE,
            "Select whether the schools protocol was used",
            hint="The school deals with it under the Home Office counting rules, Annex B.",
            choices="yes_no",
        ),
        Field(
            "child_key",
            "Person number on the police system",
            Type.SECRET,
            hint="Only a keyed code is kept, to recognise a repeat contact. Never a name.",
            required=False,
            max_length=40,
            child=True,
            repeatable=False,
        ),
    ),
)

GRAVITY = Section(
    "Gravity and what would have happened",
    (
        Field(
            "gravity_score",
            "Gravity score",
            Type.CODE,
            "Select the gravity score, or “Not scored”",
            hint="From the Child Gravity Matrix, 1 (lowest) to 5.",
            choices="gravity_score",
            asked=SUSPECT,
        ),
        Field(
            "gravity_version",
            "Version of the matrix",
            Type.CODE,
            choices="gravity_matrix",
            dated_by="matter_on",
            asked=when("gravity_score", "1", "2", "3", "4", "5"),
            required=False,
        ),
        Field(
            "gravity_reason",
            "Why was it not scored?",
            Type.CODE,
            "Select why it was not scored",
            choices="gravity_reason",
            asked=when("gravity_score", "not_scored"),
        ),
        Field(
            "gravity_rationale",
            "If you went above or below the matrix: why?",
            Type.LONG_TEXT,
            hint="A sentence or two, without a name.",
            asked=when("gravity_score", "1", "2", "3", "4", "5"),
            required=False,
            max_length=2000,
        ),
        Field(
            "joint_decision_with_yjs",
            "Was it decided together with the youth justice service?",
            Type.CODE,
            hint="Needed when the score is 3 or more.",
            choices="yes_no",
            asked=SUSPECT,
            required=False,
        ),
        Field(
            "otherwise",
            "What would have happened without diversion?",
            Type.CODE,
            "Select what would have happened without diversion",
            hint="So that we can tell diversion from drawing more children in.",
            choices="otherwise",
            asked=SUSPECT,
        ),
    ),
    intro="For a child suspect only.",
)

CHILD = Section(
    "The child",
    (
        *ethnicity_self_defined(),
        ETHNICITY_OFFICER_DEFINED,
        Field("sex", "Sex", Type.CODE, "Select the child’s sex", choices="sex", child=True),
        not_known_reason("sex", "the child’s sex"),
        Field(
            "age",
            "Age at the time",
            Type.CODE,
            "Select the child’s age",
            choices="age",
            child=True,
            widget="select",
        ),
        not_known_reason("age", "the child’s age"),
        Field(
            "year_group",
            "Year group",
            Type.CODE,
            "Select the child’s year group",
            choices="year_group",
            child=True,
            widget="select",
        ),
        not_known_reason("year_group", "the year group"),
        Field(
            "send",
            "Special educational needs (SEND)",
            Type.CODE,
            "Select whether the child has special educational needs",
            choices="send",
            child=True,
        ),
        not_known_reason("send", "this"),
        Field(
            "looked_after",
            "Is the child looked after by a local authority?",
            Type.CODE,
            "Select whether the child is looked after",
            choices="looked_after",
            child=True,
        ),
        not_known_reason("looked_after", "this", required=False),
    ),
    intro="No names. These answers show whether diversion reaches every child fairly.",
)

CONTACT = Section(
    "Contact",
    (
        *contact("child", "the child"),
        *contact("parent_carer", "a parent or carer"),
        *contact("victim", "the victim"),
    ),
)

ROUTE = Section(
    "Diversion",
    (
        Field("route", "Which route?", Type.CODE, "Select the route", choices="route"),
        Field(
            "offered_on",
            "When was it offered?",
            Type.DATE,
            "Enter the date it was offered",
            hint="Leave empty if it has not been offered yet.",
            required=False,
            repeatable=False,
        ),
        Field(
            "provider",
            "Who provides it?",
            Type.TEXT,
            hint="An organisation, not a person. Needed once it is offered.",
            required=False,
        ),
        Field(
            "accepted",
            "Was it accepted?",
            Type.CODE,
            hint="Needed once it is offered.",
            choices="accepted",
            required=False,
        ),
        Field(
            "mash_referral",
            "Was a safeguarding referral made (MASH)?",
            Type.CODE,
            "Select whether a safeguarding referral was made",
            hint="The Multi-Agency Safeguarding Hub. A referral is not diversion.",
            choices="yes_no",
        ),
        Field(
            "mash_referral_on",
            "When was the referral made?",
            Type.DATE,
            "Enter the date of the referral",
            asked=when("mash_referral", "yes"),
            repeatable=False,
        ),
    ),
)

OUTCOME = Section(
    "Outcome so far",
    (
        Field(
            "school_sanction",
            "Did the school impose a sanction?",
            Type.CODE,
            "Select the school’s sanction, or “None”",
            hint="Never counted as diversion.",
            choices="school_sanction",
        ),
        Field(
            "police_outcome",
            "Police outcome",
            Type.CODE,
            hint="If it is known. Leave empty otherwise and log an update later.",
            choices="police_outcome",
            dated_by="police_outcome_on",
            required=False,
            widget="select",
        ),
        Field(
            "police_outcome_on",
            "Date of the outcome",
            Type.DATE,
            "Enter the date of the outcome",
            asked=when("police_outcome", *(str(number) for number in range(1, 24))),
            repeatable=False,
        ),
        Field(
            "concluded_on",
            "When was the matter concluded?",
            Type.DATE,
            hint="If it is.",
            required=False,
            repeatable=False,
        ),
        NOTES,
        NOTES_BASIS,
    ),
)

SCHEMA = Schema(
    sections=(MATTER, GRAVITY, CHILD, CONTACT, ROUTE, OUTCOME),
    checks=(
        not_before("reported_on", "matter_on", "The matter cannot be reported before it happened"),
        not_before("police_outcome_on", "matter_on", "The outcome cannot come before the matter"),
        not_before("concluded_on", "matter_on", "It cannot be concluded before it happened"),
        not_before("offered_on", "matter_on", "It cannot be offered before the matter happened"),
        _offer_is_whole("offered_on", "Enter the date it was offered"),
        _offer_is_whole("provider", "Enter who provides it"),
        _offer_is_whole("accepted", "Select whether it was accepted"),
        Check("joint_decision_with_yjs", _joint_decision),
        Check("notes_basis", basis_of_notes),
    ),
)
