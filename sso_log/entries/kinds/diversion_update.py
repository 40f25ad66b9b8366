"""A diversion update: what has changed for the same child and matter.

Only what changed is answered; an answer that is not given says nothing about it. Each question
says what its answer does to the diversion (`Overlay`), which `entries.overlay` carries out.
"""

from sso_log.entries.kinds.declare import (
    LEADERS,
    Check,
    Field,
    Kind,
    Overlay,
    Schema,
    Type,
    Values,
    section,
    unless,
    when,
)
from sso_log.entries.kinds.shared import (
    BASIS_OF_NOTES,
    CAPACITY,
    CONCLUDED_ON,
    CONTACT_NOT_MADE,
    NOTES,
    NOTES_BASIS,
    PARTIES,
    POLICE_OUTCOME,
    SCHOOL_SANCTION,
    contact,
    in_update,
    says_nothing,
)
from sso_log.entries.kinds.tables import detail_table
from sso_log.reference.snapshot import CodeLists

SECTIONS = (
    section(
        "Which diversion",
        Field(
            "diversion",
            "Which diversion is this about?",
            "Select the diversion",
            Type.ENTRY,
            repeatable=False,
            overlay=Overlay.NOTHING,
        ),
        says_nothing(CAPACITY),
    ),
    section(
        "What happened",
        Field("stage", "Stage of the diversion", required=False, overlay=Overlay.STAGE),
        Field(
            "stage_on",
            "When?",
            "Enter the date of the stage",
            Type.DATE,
            applies_when=unless("stage"),
            repeatable=False,
            overlay=Overlay.FOLLOWS,
        ),
        Field(
            "stage_reason",
            "Why was it not completed?",
            "Select why it was not completed",
            applies_when=when("stage", "did_not_complete"),
            overlay=Overlay.FOLLOWS,
        ),
        *in_update(Field("accepted", "Was the offer accepted?")),
        *in_update(
            Field("feedback_received", "Has the provider told you how it went?", choices="yes_no")
        ),
        *in_update(
            Field(
                "new_incident", "Has there been a new incident within 12 months?", choices="yes_no"
            )
        ),
        intro="Answer only what has changed.",
    ),
    section("Contact", *(field for party in PARTIES for field in in_update(*contact(party)))),
    section(
        "Outcome",
        *in_update(*POLICE_OUTCOME),
        *in_update(SCHOOL_SANCTION),
        *in_update(CONCLUDED_ON, hint=CONCLUDED_ON.hint),
        says_nothing(NOTES),
        says_nothing(NOTES_BASIS),
    ),
)
NEWS = tuple(
    question.name
    for section in SECTIONS
    for question in section.fields
    if question.overlay in LEADERS
)


def _nothing_new(values: Values, _: CodeLists) -> str | None:
    if any(values.get(name) for name in NEWS):
        return None
    return "Answer at least one question: what has changed?"


DiversionUpdate = detail_table("DiversionUpdate", "diversion_update", SECTIONS)

KIND = Kind(
    code="diversion_update",
    letter="U",
    words={
        "noun": "diversion update",
        "article": "a",
        "plural": "diversion updates",
        "action": "Log an update",
        "gist": "What became of a diversion",
    },
    schema=Schema(SECTIONS, (Check("stage", _nothing_new), BASIS_OF_NOTES)),
    detail=DiversionUpdate,
    dated_by=("stage_on", "police_outcome_on", "concluded_on"),
    today_if_undated=True,
    flags=(CONTACT_NOT_MADE,),
    about_child=True,
)
