"""An engagement: time spent with a school, and what it was for."""

import datetime as dt
from typing import Any

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
    CAPACITY,
    ETHNICITY,
    ETHNICITY_NOT_OBTAINED,
    NOTES,
    SCHOOL,
    STARTED_AT,
)
from sso_log.entries.kinds.tables import detail_table, rows_table
from sso_log.reference.lists import YES, Limit
from sso_log.reference.snapshot import CodeLists

COUNTS = ("pupils", "staff", "parents_carers")
HAS_AUDIENCE = when("engagement_type", YES, fact="audience")
HAS_PROGRAMME = when("engagement_type", YES, fact="programme")
MOST_PEOPLE = 3000

# One use of a police power, about one child, without a name.
POWER_COLUMNS = (
    Field("power", "Power", "Select the power"),
    Field(
        "legislation",
        "Legislation",
        "Enter the legislation, for example “s.1 PACE 1984”",
        Type.TEXT,
    ),
    Field("place", "Where", "Enter where it was used", Type.TEXT),
    Field("outcome", "Outcome", "Enter what came of it", Type.TEXT),
    Field("sex", "Sex", "Select the child’s sex", child=True),
    Field("age", "Age", "Select the child’s age", child=True),
    *ETHNICITY,
    Field(
        "send",
        "Special educational needs",
        "Select whether the child has special educational needs",
        child=True,
    ),
    Field(
        "bwv", "Was body-worn video on?", "Select whether body-worn video was on", choices="yes_no"
    ),
    Field(
        "bwv_reference",
        "Body-worn video reference",
        "Enter the body-worn video reference",
        Type.TEXT,
        hint="The reference only. Footage is never kept here.",
        applies_when=when("bwv", "yes"),
        max_length=100,
        child=True,
    ),
)


def _count(name: str, label: str, missing: str = "") -> Field:
    """A number of people, which may be left out unless a sentence says what is missing."""
    return Field(
        name, label, missing, Type.INTEGER, required=bool(missing), low=0, high=MOST_PEOPLE
    )


FEEDBACK_COLUMNS = (
    Field(
        "stage",
        "Was this before or after the session?",
        "Select whether the feedback was taken before or after",
        choices="feedback_stage",
    ),
    _count("responses", "Responses", "Enter how many responded"),
    _count("rated_7_to_10", "Rated it 7 to 10"),
    _count("aware", "Knew they had a schools officer"),
    _count("feel_safer", "Feel safer"),
    _count("feel_less_safe", "Feel less safe"),
)

SECTIONS = (
    section(
        "Where and when",
        SCHOOL,
        STARTED_AT,
        Field(
            "duration_minutes",
            "How long did it last, in minutes?",
            "Enter how many minutes it lasted",
            Type.INTEGER,
            low=1,
            high=720,
            suggestions=("15", "30", "45", "60", "90", "120"),
            on_entry=True,
        ),
        CAPACITY,
    ),
    section(
        "What you did",
        Field(
            "engagement_type", "What kind of engagement was it?", "Select the kind of engagement"
        ),
        Field(
            "engagement_type_other",
            "What was it?",
            "Say what kind of engagement it was",
            Type.TEXT,
            applies_when=when("engagement_type", "other"),
        ),
        Field(
            "programme",
            "Was it part of a programme?",
            "Select the programme, or “None”",
            applies_when=HAS_PROGRAMME,
        ),
        Field(
            "topics",
            "What was it about?",
            "Select at least one topic",
            Type.CODES,
            hint="Select all that apply.",
        ),
        Field(
            "ssp_aims",
            "Which aims of the Safer Schools Partnership did it serve?",
            "Select at least one aim",
            Type.CODES,
            hint="A Safer Schools Partnership (SSP) is the agreement with the school.",
        ),
        Field("requested_by", "Who asked for it?", "Select who asked for it"),
    ),
    section(
        "Who took part",
        Field(
            "year_groups",
            "Year groups",
            type=Type.CODES,
            hint="Select all that apply.",
            required=False,
        ),
        _count("pupils", "Pupils"),
        _count("staff", "Staff"),
        _count("parents_carers", "Parents and carers"),
        intro="How many took part? Enter at least one number when the kind of engagement "
        "has an audience.",
    ),
    section(
        "Place, discipline and powers",
        Field("place", "Where was it?", "Select where it was"),
        Field(
            "snt_informed",
            "Was the Safer Neighbourhood Team told?",
            "Select whether the Safer Neighbourhood Team was told",
            applies_when=unless("place", "on_site"),
        ),
        Field(
            "discipline_request",
            "Were you asked to deal with school discipline?",
            "Select whether you were asked to deal with discipline",
            hint="Officers do not deal with discipline. Returning it to the school counts "
            "as good work.",
        ),
        Field(
            "discipline_reason",
            "Why did you step in?",
            "Select why you stepped in",
            applies_when=when("discipline_request", "yes_intervened"),
        ),
        Field(
            "powers_used",
            "Were any police powers used?",
            "Select whether police powers were used",
            repeatable=False,
        ),
        Field(
            "powers",
            "Powers used",
            "Describe each power used",
            Type.ROWS,
            hint="One record for each use, about one child.",
            applies_when=when("powers_used", "some"),
            columns=POWER_COLUMNS,
            record="power used",
            gate="powers_used",
            gate_closed="none",
            high=20,
            child=True,
            repeatable=False,
        ),
    ),
    section(
        "Feedback and notes",
        Field(
            "feedback",
            "Feedback from young people",
            type=Type.GROUP,
            hint="Only if you collected it. Leave empty otherwise.",
            required=False,
            columns=FEEDBACK_COLUMNS,
            repeatable=False,
        ),
        NOTES,
    ),
)


def _nobody_there(values: Values, lists: CodeLists) -> str | None:
    if not HAS_AUDIENCE.holds(values, lists) or any(values.get(name) for name in COUNTS):
        return None
    return "Enter how many pupils, staff, or parents and carers took part"


def _more_than_responded(values: Values, _: CodeLists) -> str | None:
    feedback = values.get("feedback") or {}
    responses = feedback.get("responses")
    if responses is None:
        return None
    counts = {name: feedback.get(name) or 0 for name in ("rated_7_to_10", "aware")}
    if any(count > responses for count in counts.values()):
        return "No count can be higher than the number of responses"
    if (feedback.get("feel_safer") or 0) + (feedback.get("feel_less_safe") or 0) > responses:
        return "Feel safer and feel less safe together cannot be more than the responses"
    return None


def _powers_used(values: Values, _: CodeLists) -> str | None:
    count = len(values.get("powers") or [])
    if not count:
        return None
    return "A police power was used." if count == 1 else f"{count} police powers were used."


def _end(values: Values) -> dict[str, Any]:
    start, minutes = values.get("started_at"), values.get("duration_minutes")
    ended_at = start + dt.timedelta(minutes=minutes) if start and minutes else None
    return {"ended_at": ended_at}


# Always read by its entry: kept in that order, it takes one lookup instead of two.
Engagement = detail_table("Engagement", "engagement", SECTIONS, sqlite_with_rowid=False)
PowerUsed = rows_table("PowerUsed", "power_used", POWER_COLUMNS)

KIND = Kind(
    code="engagement",
    letter="E",
    words={
        "noun": "engagement",
        "article": "an",
        "plural": "engagements",
        "action": "Log an engagement",
        "gist": "Time with pupils, staff or parents",
    },
    schema=Schema(
        SECTIONS, (Check("pupils", _nobody_there), Check("feedback", _more_than_responded))
    ),
    detail=Engagement,
    rows={"powers": PowerUsed},
    dated_by=("started_at",),
    flags=(ETHNICITY_NOT_OBTAINED, FlagRule("powers_used", "Powers used", _powers_used)),
    on_entry=_end,
    unusual_above=Limit.LONG_ENGAGEMENT_MINUTES,
    bulk=True,
    repeatable=True,
)
