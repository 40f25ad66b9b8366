"""The questions of a diversion update: what has changed for the same child and matter."""

from sso_log.entries.fields.declare import Check, Field, Schema, Section, Type, Values, when
from sso_log.entries.fields.diversion import basis_of_notes
from sso_log.entries.fields.shared import CAPACITY, NOTES, NOTES_BASIS, contact, optional

NEWS = (
    "stage",
    "accepted",
    "contact_child",
    "contact_parent_carer",
    "contact_victim",
    "school_sanction",
    "police_outcome",
    "feedback_received",
    "concluded_on",
    "new_incident",
)


def _nothing_new(values: Values) -> str | None:
    if any(values.get(name) for name in NEWS):
        return None
    return "Answer at least one question: what has changed?"


SCHEMA = Schema(
    sections=(
        Section(
            "Which diversion",
            (
                Field(
                    "diversion",
                    "Which diversion is this about?",
                    Type.ENTRY,
                    "Select the diversion",
                    repeatable=False,
                ),
                CAPACITY,
            ),
        ),
        Section(
            "What happened",
            (
                Field(
                    "stage",
                    "Stage of the diversion",
                    Type.CODE,
                    choices="stage",
                    required=False,
                ),
                Field(
                    "stage_on",
                    "When?",
                    Type.DATE,
                    "Enter the date of the stage",
                    asked=when(
                        "stage", "started", "completed", "did_not_complete", "complied", "breached"
                    ),
                    repeatable=False,
                ),
                Field(
                    "stage_reason",
                    "Why was it not completed?",
                    Type.CODE,
                    "Select why it was not completed",
                    choices="stage_reason",
                    asked=when("stage", "did_not_complete"),
                ),
                Field(
                    "accepted",
                    "Was the offer accepted?",
                    Type.CODE,
                    choices="accepted",
                    required=False,
                ),
                Field(
                    "feedback_received",
                    "Has the provider told you how it went?",
                    Type.CODE,
                    choices="yes_no",
                    required=False,
                ),
                Field(
                    "new_incident",
                    "Has there been a new incident within 12 months?",
                    Type.CODE,
                    choices="yes_no",
                    required=False,
                ),
            ),
            intro="Answer only what has changed.",
        ),
        Section(
            "Contact",
            (
                *optional(contact("child", "the child")),
                *optional(contact("parent_carer", "a parent or carer")),
                *optional(contact("victim", "the victim")),
            ),
        ),
        Section(
            "Outcome",
            (
                Field(
                    "police_outcome",
                    "Police outcome",
                    Type.CODE,
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
                    "school_sanction",
                    "Did the school impose a sanction?",
                    Type.CODE,
                    choices="school_sanction",
                    required=False,
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
        ),
    ),
    checks=(Check("stage", _nothing_new), Check("notes_basis", basis_of_notes)),
)
