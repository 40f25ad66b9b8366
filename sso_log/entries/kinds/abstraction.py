"""An abstraction: on duty, but taken away from the normal role.

Being taken away is the other duty, so the duty is not asked (docs/adr/0013).
"""

from sso_log.clock import minutes_between
from sso_log.entries.kinds.declare import Check, Field, Kind, Schema, Type, Values, section, when
from sso_log.entries.kinds.shared import CAPACITY, NOTES, STARTED_AT
from sso_log.entries.kinds.tables import detail_table, rows_table
from sso_log.reference.lists import Limit
from sso_log.reference.snapshot import CodeLists

LONGEST_MINUTES = 31 * 24 * 60

# What one abstraction meant for one school.
SCHOOL_COLUMNS = (
    Field("school", "School", "Select the school", Type.SCHOOL),
    Field(
        "told",
        "Was the school told?",
        "Select whether it was told",
        choices="yes_no",
        repeatable=False,
    ),
    Field("cover", "Who covered?", "Select who covered, or “None”"),
    Field(
        "visits_lost",
        "Visits lost",
        "Enter how many visits were lost",
        Type.INTEGER,
        low=0,
        high=50,
        repeatable=False,
    ),
    Field(
        "rearranged_on",
        "Re-arranged for",
        type=Type.DATE,
        hint="If a date is set.",
        required=False,
        future=True,
        repeatable=False,
    ),
)

SECTIONS = (
    section(
        "When and why",
        Field(
            "abstraction_type",
            "Why were you taken from your schools?",
            "Select why you were taken from your schools",
            hint="Leave and sickness are absence, not abstraction: they go in your week.",
        ),
        STARTED_AT,
        Field(
            "ended_at",
            "When did it end?",
            "Enter the date and time it ended",
            Type.INSTANT,
            repeatable=False,
            on_entry=True,
        ),
    ),
    section(
        "Who decided",
        Field("notice", "How much notice did you get?", "Select how much notice you got"),
        Field(
            "authorised_by",
            "Who authorised it?",
            "Enter the rank or role, and unit, that authorised it",
            Type.TEXT,
            hint="Rank or role, and unit: for example “Duty inspector, BCU operations”. "
            "Not a private name.",
        ),
        Field(
            "destination",
            "Where were you sent?",
            "Enter the unit or BCU you were sent to",
            Type.TEXT,
            hint="A unit or Basic Command Unit (BCU).",
        ),
        Field(
            "hierarchy_rank",
            "Rank in the hierarchy of abstraction",
            type=Type.TEXT,
            hint="If you were told it.",
            required=False,
            max_length=40,
        ),
        Field(
            "policy_version",
            "Version of the abstraction policy",
            type=Type.TEXT,
            required=False,
            max_length=40,
        ),
    ),
    section(
        "What it meant for schools",
        Field(
            "schools_were_affected",
            "Were any of your schools affected?",
            "Select whether any school was affected",
            choices="yes_no",
        ),
        Field(
            "schools_affected",
            "Schools affected",
            "Add each school that was affected",
            Type.ROWS,
            applies_when=when("schools_were_affected", "yes"),
            columns=SCHOOL_COLUMNS,
            record="school affected",
            gate="schools_were_affected",
            gate_closed="no",
            high=60,
            prefilled=True,
        ),
        NOTES,
    ),
)


def _ends_first(values: Values, _: CodeLists) -> str | None:
    start, end = values.get("started_at"), values.get("ended_at")
    if not start or not end:
        return None
    if end <= start or (minutes := minutes_between(start, end)) < 1:
        return "The end must be after the start"
    if minutes > LONGEST_MINUTES:
        return "One abstraction can last 31 days at most: log the rest as another"
    return None


def _same_school_twice(values: Values, _: CodeLists) -> str | None:
    schools = [row.get("school") for row in values.get("schools_affected") or []]
    known = [school for school in schools if school]
    return "Each school can be listed once" if len(known) != len(set(known)) else None


Abstraction = detail_table("Abstraction", "abstraction", SECTIONS)
AbstractionSchool = rows_table("AbstractionSchool", "abstraction_school", SCHOOL_COLUMNS)

KIND = Kind(
    code="abstraction",
    letter="A",
    words={
        "noun": "abstraction",
        "article": "an",
        "plural": "abstractions",
        "action": "Log an abstraction",
        "gist": "Taken from your schools",
    },
    schema=Schema(
        SECTIONS,
        (Check("ended_at", _ends_first), Check("schools_affected", _same_school_twice)),
        retired=(CAPACITY,),
    ),
    detail=Abstraction,
    rows={"schools_affected": AbstractionSchool},
    dated_by=("started_at",),
    fixed={"capacity": "other_duty"},
    unusual_above=Limit.LONG_ABSTRACTION_MINUTES,
    bulk=True,
    repeatable=True,
    by_day=True,
)
