"""The questions of an engagement."""

from sso_log.entries.fields.declare import Check, Field, Schema, Section, Type, Values, unless, when
from sso_log.entries.fields.shared import (
    CAPACITY,
    ETHNICITY_OFFICER_DEFINED,
    NOTES,
    SCHOOL,
    ethnicity_self_defined,
)

WITH_PROGRAMME = ("lesson_workshop", "assembly")
WITH_AUDIENCE = (
    "assembly",
    "lesson_workshop",
    "drop_in",
    "one_to_one",
    "restorative_meeting",
    "parent_carer_contact",
    "staff_training",
    "webinar_event",
)
COUNTS = ("pupils", "staff", "parents_carers")

POWER_COLUMNS = (
    Field("power", "Power", Type.CODE, "Select the power", choices="power"),
    Field(
        "legislation",
        "Legislation",
        Type.TEXT,
        "Enter the legislation, for example “s.1 PACE 1984”",
    ),
    Field("place", "Where", Type.TEXT, "Enter where it was used"),
    Field("outcome", "Outcome", Type.TEXT, "Enter what came of it"),
    Field("sex", "Sex", Type.CODE, "Select the child’s sex", choices="sex", child=True),
    Field("age", "Age", Type.CODE, "Select the child’s age", choices="age", child=True),
    *ethnicity_self_defined(),
    ETHNICITY_OFFICER_DEFINED,
    Field(
        "send",
        "Special educational needs",
        Type.CODE,
        "Select whether the child has special educational needs",
        choices="send",
        child=True,
    ),
    Field(
        "bwv",
        "Was body-worn video on?",
        Type.CODE,
        "Select whether body-worn video was on",
        choices="yes_no",
    ),
    Field(
        "bwv_reference",
        "Body-worn video reference",
        Type.TEXT,
        "Enter the body-worn video reference",
        hint="The reference only. Footage is never kept here.",
        asked=when("bwv", "yes"),
        max_length=100,
    ),
)

FEEDBACK_COLUMNS = (
    Field(
        "stage",
        "Was this before or after the session?",
        Type.CODE,
        "Select whether the feedback was taken before or after",
        choices="feedback_stage",
    ),
    Field("responses", "Responses", Type.INTEGER, "Enter how many responded", low=0, high=3000),
    Field("rated_7_to_10", "Rated it 7 to 10", Type.INTEGER, low=0, high=3000, required=False),
    Field(
        "aware",
        "Knew they had a schools officer",
        Type.INTEGER,
        low=0,
        high=3000,
        required=False,
    ),
    Field("feel_safer", "Feel safer", Type.INTEGER, low=0, high=3000, required=False),
    Field("feel_less_safe", "Feel less safe", Type.INTEGER, low=0, high=3000, required=False),
)


def _nobody_there(values: Values) -> str | None:
    if values.get("engagement_type") not in WITH_AUDIENCE:
        return None
    if any(values.get(name) for name in COUNTS):
        return None
    return "Enter how many pupils, staff, or parents and carers took part"


def _more_than_responded(values: Values) -> str | None:
    feedback = values.get("feedback") or {}
    responses = feedback.get("responses")
    if responses is None:
        return None
    parts = ("rated_7_to_10", "aware")
    if any((feedback.get(part) or 0) > responses for part in parts):
        return "No count can be higher than the number of responses"
    if (feedback.get("feel_safer") or 0) + (feedback.get("feel_less_safe") or 0) > responses:
        return "Feel safer and feel less safe together cannot be more than the responses"
    return None


SCHEMA = Schema(
    sections=(
        Section(
            "Where and when",
            (
                SCHOOL,
                Field(
                    "started_at",
                    "When did it start?",
                    Type.INSTANT,
                    "Enter the date and time it started",
                    repeatable=False,
                ),
                Field(
                    "duration_minutes",
                    "How long did it last, in minutes?",
                    Type.INTEGER,
                    "Enter how many minutes it lasted",
                    low=1,
                    high=720,
                    suggestions=("15", "30", "45", "60", "90", "120"),
                ),
                CAPACITY,
            ),
        ),
        Section(
            "What you did",
            (
                Field(
                    "engagement_type",
                    "What kind of engagement was it?",
                    Type.CODE,
                    "Select the kind of engagement",
                    choices="engagement_type",
                ),
                Field(
                    "engagement_type_other",
                    "What was it?",
                    Type.TEXT,
                    "Say what kind of engagement it was",
                    asked=when("engagement_type", "other"),
                ),
                Field(
                    "programme",
                    "Was it part of a programme?",
                    Type.CODE,
                    "Select the programme, or “None”",
                    choices="programme",
                    asked=when("engagement_type", *WITH_PROGRAMME),
                ),
                Field(
                    "topics",
                    "What was it about?",
                    Type.CODES,
                    "Select at least one topic",
                    hint="Select all that apply.",
                    choices="topics",
                ),
                Field(
                    "ssp_aims",
                    "Which aims of the Safer Schools Partnership did it serve?",
                    Type.CODES,
                    "Select at least one aim",
                    hint="A Safer Schools Partnership (SSP) is the agreement with the school.",
                    choices="ssp_aims",
                ),
                Field(
                    "requested_by",
                    "Who asked for it?",
                    Type.CODE,
                    "Select who asked for it",
                    choices="requested_by",
                ),
            ),
        ),
        Section(
            "Who took part",
            (
                Field(
                    "year_groups",
                    "Year groups",
                    Type.CODES,
                    hint="Select all that apply.",
                    choices="year_groups",
                    required=False,
                ),
                Field(
                    "pupils",
                    "Pupils",
                    Type.INTEGER,
                    required=False,
                    low=0,
                    high=3000,
                ),
                Field("staff", "Staff", Type.INTEGER, required=False, low=0, high=3000),
                Field(
                    "parents_carers",
                    "Parents and carers",
                    Type.INTEGER,
                    required=False,
                    low=0,
                    high=3000,
                ),
            ),
            intro="How many took part? Enter at least one number when the kind of engagement "
            "has an audience.",
        ),
        Section(
            "Place, discipline and powers",
            (
                Field("place", "Where was it?", Type.CODE, "Select where it was", choices="place"),
                Field(
                    "snt_informed",
                    "Was the Safer Neighbourhood Team told?",
                    Type.CODE,
                    "Select whether the Safer Neighbourhood Team was told",
                    choices="snt_informed",
                    asked=unless("place", "on_site"),
                ),
                Field(
                    "discipline_request",
                    "Were you asked to deal with school discipline?",
                    Type.CODE,
                    "Select whether you were asked to deal with discipline",
                    hint="Officers do not deal with discipline. Returning it to the school counts "
                    "as good work.",
                    choices="discipline_request",
                ),
                Field(
                    "discipline_reason",
                    "Why did you step in?",
                    Type.CODE,
                    "Select why you stepped in",
                    choices="discipline_reason",
                    asked=when("discipline_request", "yes_intervened"),
                ),
                Field(
                    "powers_used",
                    "Were any police powers used?",
                    Type.CODE,
                    "Select whether police powers were used",
                    choices="powers_used",
                    repeatable=False,
                ),
                Field(
                    "powers",
                    "Powers used",
                    Type.ROWS,
                    "Describe each power used",
                    hint="One record for each use, about one child.",
                    asked=when("powers_used", "some"),
                    columns=POWER_COLUMNS,
                    gate="powers_used",
                    high=20,
                    child=True,
                    repeatable=False,
                ),
            ),
        ),
        Section(
            "Feedback and notes",
            (
                Field(
                    "feedback",
                    "Feedback from young people",
                    Type.GROUP,
                    hint="Only if you collected it. Leave empty otherwise.",
                    required=False,
                    columns=FEEDBACK_COLUMNS,
                    repeatable=False,
                ),
                NOTES,
            ),
        ),
    ),
    checks=(Check("pupils", _nobody_there), Check("feedback", _more_than_responded)),
)
