"""The declaration of every code list: which columns it has and what each of them may hold.

A list is one file under `data/lists` and the rows of that name in the table `code`. Every row has
`code, label, hint, valid_from, valid_until, source`; the columns below are the list's own facts,
and the one place where code and list agree on words: a column that is decided by has its words
from an enum here, and rules compare with that enum, never with codes. `verification` compares
files and database with this declaration; rules read lists through `snapshot.CodeLists`, where a
list, column or word that is not declared here raises LookupError.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from sso_log.reference.columns import (
    FACT,
    PATTERN,
    TIME,
    Column,
    codes_of,
    optional,
    whole_number,
    words,
)


class OutcomeClass(StrEnum):
    """What a police outcome is to the framework; every outcome is in exactly one class."""

    OPEN = "open"  # 0, not yet assigned: no outcome yet
    FORMAL = "formal"  # charged or cautioned
    DIVERSION = "diversion"  # community resolution, outcome 22
    DEFERRED = "deferred"  # outcome 23: a diversion once its conditions are met
    NO_ACTION = "no_action"  # "no police action" in the published review
    OTHER = "other"  # an outcome, and nothing more


class RouteClass(StrEnum):
    """What accepting a route means."""

    PROGRAMME = "programme"  # the acceptance is itself an accepted programme
    DEFERRED = "deferred"  # a diversion once the conditions are met
    NONE = "none"  # no route was taken


class Disposal(StrEnum):
    """What would be done without diversion: by the gravity matrix, or as the officer expects."""

    NO_ACTION = "no_action"
    COMMUNITY_RESOLUTION = "community_resolution"
    CAUTION = "caution"
    CHARGE = "charge"
    NOT_KNOWN = "not_known"


class SanctionClass(StrEnum):
    """What a school's sanction is to indicator D4."""

    EXCLUDED = "excluded"  # suspended or permanently excluded: counted
    OTHER = "other"  # shown beside, not counted
    NONE = "none"
    NOT_KNOWN = "not_known"


class StageEnd(StrEnum):
    """Whether a stage of a diversion is its end."""

    NOT_ENDED = "not_ended"
    COMPLETED = "completed"
    NOT_COMPLETED = "not_completed"


class Deferral(StrEnum):
    """Where a deferred prosecution stands; of a stage, what it reports about one."""

    OPEN = "open"
    COMPLIED = "complied"
    BREACHED = "breached"


class EthnicGroup(StrEnum):
    """The five published groups, and not known: not obtained, not stated, not seen."""

    WHITE = "white"
    MIXED = "mixed"
    ASIAN = "asian"
    BLACK = "black"
    OTHER = "other"
    NOT_KNOWN = "not_known"


class Scope(StrEnum):
    """Whether an abstraction is for other police work or required of every officer."""

    POLICE = "police"
    MANDATORY = "mandatory"


class Limit(StrEnum):
    """What is limited: an entry beyond it is flagged."""

    LATE_DAYS = "late_days"
    LONG_ENGAGEMENT_MINUTES = "long_engagement_minutes"
    LONG_ABSTRACTION_MINUTES = "long_abstraction_minutes"
    DEVICE_CLOCK_MINUTES = "device_clock_minutes"


YES, NO = "yes", "no"
YES_NO = words(YES, NO)
OWN_COLUMNS = ("code", "label", "hint", "valid_from", "valid_until", "source")


@dataclass(frozen=True, slots=True)
class ListDeclaration:
    """One list.

    `named` are the codes that rules know by name, and that the list must therefore have. Of a
    `series` one row holds on a day: of the whole list, or of each word of the column `series_by`;
    an `unbroken` one has a row for every day. `rows_of` takes the rows of another list, all but
    those of `without`.
    """

    columns: Mapping[str, Column] = field(default_factory=dict)
    named: Collection[str] = ()
    series: bool = False
    series_by: str = ""
    unbroken: bool = False
    rows_of: str = ""
    without: Collection[str] = ()


def _list(*named: str, **columns: Column) -> ListDeclaration:
    return ListDeclaration(columns, named)


LISTS: Mapping[str, ListDeclaration] = {
    "abstraction_type": _list(scope=words(*Scope), published_label=FACT),
    "accepted": _list("accepted"),
    "age": _list("not_known"),
    "capacity": _list("sso_duty", "other_duty"),
    "child_role": _list("suspect"),
    "contact": _list("made", "not_applicable", "not_made"),
    "contact_reason": _list(),
    "cover": _list(covered=YES_NO),
    "discipline_reason": _list(),
    "discipline_request": _list("yes_returned_to_school", "yes_intervened"),
    # An `audience` is counted; a `programme` is asked for.
    "engagement_type": _list("other", audience=YES_NO, programme=YES_NO),
    "establishment_type": _list(setting=codes_of("school_setting")),
    "ethnicity_officer_defined": _list(group=words(*EthnicGroup), police_uk=FACT, caveat=FACT),
    "ethnicity_self_defined": _list(
        "not_obtained",
        group=words(*EthnicGroup),
        police_uk=FACT,
        dfe_codes=FACT,
        dfe_label=FACT,
        officer_defined_near=optional(codes_of("ethnicity_officer_defined")),
        caveat=FACT,
    ),
    "ethnicity_self_defined_reason": _list(national_code=FACT),
    "feedback_stage": _list("pre", "post"),
    # Scores of matrices of different scales are never compared.
    "gravity_matrix": ListDeclaration({"scale": whole_number(2, 9)}, series=True),
    "gravity_reason": _list(),
    # A score means this disposal in matrices of its row's `scale` only.
    "gravity_score": _list(
        "not_scored", disposal=words(*Disposal), scale=optional(whole_number(2, 9))
    ),
    "limit": ListDeclaration(
        {"limit": words(*Limit), "value": whole_number(0, 99_999)}, series_by="limit", unbroken=True
    ),
    "looked_after": _list("not_known"),
    "matter_type": _list(),
    "not_known_reason": _list(),
    "notes_basis": _list("fact", "assessment"),
    "notice": _list(),
    "otherwise": _list(disposal=words(*Disposal)),
    # `present`: an officer there is present at the school, wherever that is counted.
    "place": _list("on_site", present=YES_NO),
    # `matrix_applies`: somebody chose this outcome, so it can depart from the gravity matrix;
    # `expected_for` are the scores of which the matrix expects it.
    "police_outcome": _list(
        home_office_title=FACT,
        home_office_group=FACT,
        diversion_class=words(*OutcomeClass),
        matrix_applies=YES_NO,
        expected_for=optional(codes_of("gravity_score")),
    ),
    "police_reference_type": _list(pattern=optional(PATTERN)),
    "power": _list(),
    "powers_used": _list("none", "some"),
    "programme": _list(),
    "requested_by": _list(),
    "return_reason": _list(),
    "route": _list(
        usual_provider=FACT,
        diversion_class=words(*RouteClass),
        police_outcome=optional(codes_of("police_outcome")),
    ),
    "school_hours": ListDeclaration({"starts": TIME, "ends": TIME}, series=True, unbroken=True),
    "school_phase": _list(),
    "school_sanction": _list(sanction_class=words(*SanctionClass)),
    "school_setting": _list(),
    "send": _list("not_known"),
    "sex": _list("not_known"),
    "snt_informed": _list(),
    "ssp_aims": _list(),
    "stage": _list(started=YES_NO, end=words(*StageEnd), deferral=words(*Deferral)),
    "stage_reason": _list(),
    "topics": _list(),
    "year_group": _list("not_known", key_stage=FACT),
    "year_groups": ListDeclaration(
        {"key_stage": FACT}, rows_of="year_group", without=("not_known",)
    ),
    "yes_no": _list("yes", "no"),
    "yes_no_not_known": _list("yes", "no", "not_known"),
}
