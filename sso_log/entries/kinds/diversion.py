"""A diversion: one child, one matter. No question asks, and no column can hold, the child's name.

As logged. Where it stands now is this overlaid by its approved updates (`entries.overlay`). The
`child_key` is an HMAC of the police system's person number under a key that is not in the
database; the number itself is never stored.
"""

from sso_log.entries.kinds.declare import (
    Check,
    Field,
    FlagRule,
    Kind,
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
    ETHNICITY,
    ETHNICITY_NOT_OBTAINED,
    NOTES,
    NOTES_BASIS,
    PARTIES,
    POLICE_OUTCOME,
    SCHOOL,
    SCHOOL_SANCTION,
    contact,
    not_before,
    not_known_reason,
)
from sso_log.entries.kinds.tables import detail_table
from sso_log.reference.lists import YES, Disposal
from sso_log.reference.snapshot import CodeLists

SUSPECT = when("child_role", "suspect")
SCORED = unless("gravity_score", "not_scored")
# From a caution upwards it is decided together with the youth justice service.
SERIOUS = when("gravity_score", Disposal.CAUTION, Disposal.CHARGE, fact="disposal")


def _offer_is_whole(name: str, sentence: str) -> Check:
    """Once an offer was made, it has a provider, a date and an answer."""

    def broken(values: Values, _: CodeLists) -> str | None:
        offered = any(values.get(part) for part in ("offered_on", "accepted"))
        return sentence if offered and not values.get(name) else None

    return Check(name, broken)


def _joint_decision(values: Values, lists: CodeLists) -> str | None:
    serious = SUSPECT.holds(values, lists) and SERIOUS.holds(values, lists)
    if serious and not values.get("joint_decision_with_yjs"):
        return "Select whether it was decided together with the youth justice service"
    return None


MATTER = section(
    "The matter",
    SCHOOL,
    Field(
        "matter_on",
        "When did it happen?",
        "Enter the date it happened",
        Type.DATE,
        repeatable=False,
    ),
    Field(
        "reported_on",
        "When was it reported to you?",
        "Enter the date it was reported to you",
        Type.DATE,
        repeatable=False,
    ),
    CAPACITY,
    Field("matter_type", "What kind of matter is it?", "Select the kind of matter"),
    Field("child_role", "What is the child’s part in it?", "Select the child’s part in it"),
    Field(
        "crime_recorded",
        "Was a crime recorded?",
        "Select whether a crime was recorded",
        hint="The duty to record crime holds in school too.",
        choices="yes_no",
    ),
    Field(
        "police_reference_type",
        "Which system is it recorded on?",
        "Select the system it is recorded on",
        applies_when=when("crime_recorded", "yes"),
    ),
    Field(
        "police_reference",
        "Reference on that system",
        "Enter the reference",
        Type.TEXT,
        applies_when=when("crime_recorded", "yes"),
        max_length=40,
        child=True,
        repeatable=False,
    ),
    Field(
        "schools_protocol_used",
        "Was the schools protocol used?",
        "Select whether the schools protocol was used",
        hint="The school deals with it under the Home Office counting rules, Annex B.",
        choices="yes_no",
    ),
    Field(
        "child_key",
        "Person number on the police system",
        type=Type.SECRET,
        hint="Only a keyed code is kept, to recognise a repeat contact. Never a name.",
        required=False,
        max_length=40,
        child=True,
        repeatable=False,
    ),
)

GRAVITY = section(
    "Gravity and what would have happened",
    Field(
        "gravity_score",
        "Gravity score",
        "Select the gravity score, or “Not scored”",
        hint="From the Child Gravity Matrix, 1 (lowest) to 5.",
        applies_when=SUSPECT,
    ),
    Field(
        "gravity_version",
        "Version of the matrix",
        choices="gravity_matrix",
        dated_by="matter_on",
        applies_when=SCORED,
        required=False,
    ),
    Field(
        "gravity_reason",
        "Why was it not scored?",
        "Select why it was not scored",
        applies_when=when("gravity_score", "not_scored"),
    ),
    Field(
        "gravity_rationale",
        "If you went above or below the matrix: why?",
        type=Type.LONG_TEXT,
        hint="A sentence or two, without a name.",
        applies_when=SCORED,
        required=False,
        max_length=2000,
    ),
    Field(
        "joint_decision_with_yjs",
        "Was it decided together with the youth justice service?",
        hint="Needed when the score is 3 or more.",
        choices="yes_no",
        applies_when=SUSPECT,
        required=False,
    ),
    Field(
        "otherwise",
        "What would have happened without diversion?",
        "Select what would have happened without diversion",
        hint="So that we can tell diversion from drawing more children in.",
        applies_when=SUSPECT,
    ),
    intro="For a child suspect only.",
)

CHILD = section(
    "The child",
    *ETHNICITY,
    Field("sex", "Sex", "Select the child’s sex", child=True),
    not_known_reason("sex", "the child’s sex"),
    Field("age", "Age at the time", "Select the child’s age", child=True, widget="select"),
    not_known_reason("age", "the child’s age"),
    Field("year_group", "Year group", "Select the child’s year group", child=True, widget="select"),
    not_known_reason("year_group", "the year group"),
    Field(
        "send",
        "Special educational needs (SEND)",
        "Select whether the child has special educational needs",
        child=True,
    ),
    not_known_reason("send", "this"),
    Field(
        "looked_after",
        "Is the child looked after by a local authority?",
        "Select whether the child is looked after",
        child=True,
    ),
    not_known_reason("looked_after", "this", required=False),
    intro="No names. These answers show whether diversion reaches every child fairly.",
)

CONTACT = section("Contact", *(field for party in PARTIES for field in contact(party)))

ROUTE = section(
    "Diversion",
    Field("route", "Which route?", "Select the route"),
    Field(
        "offered_on",
        "When was it offered?",
        "Enter the date it was offered",
        Type.DATE,
        hint="Leave empty if it has not been offered yet.",
        required=False,
        repeatable=False,
    ),
    Field(
        "provider",
        "Who provides it?",
        type=Type.TEXT,
        hint="An organisation, not a person. Needed once it is offered.",
        required=False,
    ),
    Field("accepted", "Was it accepted?", hint="Needed once it is offered.", required=False),
    Field(
        "mash_referral",
        "Was a safeguarding referral made (MASH)?",
        "Select whether a safeguarding referral was made",
        hint="The Multi-Agency Safeguarding Hub. A referral is not diversion.",
        choices="yes_no",
    ),
    Field(
        "mash_referral_on",
        "When was the referral made?",
        "Enter the date of the referral",
        Type.DATE,
        applies_when=when("mash_referral", "yes"),
        repeatable=False,
    ),
)

OUTCOME = section(
    "Outcome so far", SCHOOL_SANCTION, *POLICE_OUTCOME, CONCLUDED_ON, NOTES, NOTES_BASIS
)
SECTIONS = (MATTER, GRAVITY, CHILD, CONTACT, ROUTE, OUTCOME)


def _departs_from_matrix(values: Values, lists: CodeLists) -> str | None:
    """The outcome is not what the matrix expects of the score, and no reason is given."""
    score, outcome = values.get("gravity_score"), values.get("police_outcome")
    expected = lists.expected_outcomes(score, values.get("gravity_version"))
    chosen = lists.attribute("police_outcome", outcome, "matrix_applies") == YES
    if not expected or not chosen or outcome in expected or values.get("gravity_rationale"):
        return None
    return f"Gravity {score} with outcome {outcome} departs from the matrix, without a rationale."


def _would_be_no_action(values: Values, lists: CodeLists) -> str | None:
    otherwise = lists.attribute("otherwise", values.get("otherwise"), "disposal")
    if otherwise == Disposal.NO_ACTION:
        return "Without diversion there would have been no action: check for net-widening."
    return None


Diversion = detail_table("Diversion", "diversion", SECTIONS)

KIND = Kind(
    code="diversion",
    letter="D",
    words={
        "noun": "diversion",
        "article": "a",
        "plural": "diversions",
        "action": "Log a diversion",
        "gist": "One child, one matter",
    },
    schema=Schema(
        SECTIONS,
        (
            not_before(
                "reported_on", "matter_on", "The matter cannot be reported before it happened"
            ),
            not_before(
                "police_outcome_on", "matter_on", "The outcome cannot come before the matter"
            ),
            not_before("concluded_on", "matter_on", "It cannot be concluded before it happened"),
            not_before(
                "offered_on", "matter_on", "It cannot be offered before the matter happened"
            ),
            _offer_is_whole("offered_on", "Enter the date it was offered"),
            _offer_is_whole("provider", "Enter who provides it"),
            _offer_is_whole("accepted", "Select whether it was accepted"),
            Check("joint_decision_with_yjs", _joint_decision),
            BASIS_OF_NOTES,
        ),
    ),
    detail=Diversion,
    dated_by=("reported_on", "matter_on"),
    flags=(
        ETHNICITY_NOT_OBTAINED,
        FlagRule("gravity_deviation", "Departs from gravity matrix", _departs_from_matrix),
        CONTACT_NOT_MADE,
        FlagRule("net_widening", "Would have been no action", _would_be_no_action),
    ),
    about_child=True,
    updated_by="diversion_update",
)
