"""What each Home Office outcome means to the framework, and the codes that rules depend on.

The code list itself, with its dates and words, is reference data; here is only the grouping that
measures are defined by. A code that is not grouped here (a new one, or a disposal that is neither a
diversion nor a caution or charge) is OTHER: it counts as an outcome and as nothing more.
"""

from enum import StrEnum
from functools import lru_cache


class OutcomeGroup(StrEnum):
    """The group of a police outcome; every outcome is in exactly one."""

    NONE = "none"
    FORMAL = "formal"
    DIVERSION = "diversion"
    DEFERRED = "deferred"
    NO_ACTION = "no_action"
    OTHER = "other"


class Deferral(StrEnum):
    """Where a deferred prosecution (outcome 23) stands."""

    OPEN = "open"
    COMPLIED = "complied"
    BREACHED = "breached"


NOT_YET_ASSIGNED = "0"
# 1 charged or summonsed; 2 youth caution and youth conditional caution; 3 adult caution.
FORMAL = frozenset({"1", "2", "3"})
# 8 community resolution; 22 diversionary, educational or intervention activity.
DIVERSION = frozenset({"8", "22"})
DEFERRED_PROSECUTION = "23"
# 5 died, 9 and 10 not in the public interest, 11-13 prosecution prevented, 14-16 evidential
# difficulties, 17 out of time, 18 no suspect, 19 fraud bureau, 20 another body, 21 no further
# investigation in the public interest: all "no police action" in the published review.
NO_ACTION = frozenset({"5", *(str(code) for code in range(9, 22))})

# Routes whose acceptance is itself an accepted programme. A deferred prosecution is not: it
# becomes a diversion when it is complied with. A safeguarding referral is no route at all.
DEFERRED_ROUTE = "outcome_23_deferred"
NO_ROUTE = "none_declined"
PROGRAMME_ROUTES = frozenset(
    {
        "restorative_approach",
        "youth_justice_service",
        "turnaround",
        "triage",
        "mentoring",
        "lvn_signposting",
        "awareness_academy",
        "local_programme",
        "early_help",
        "community_resolution",
        "outcome_22",
        "other",
    }
)

SANCTIONS = frozenset({"suspension", "permanent_exclusion"})
SANCTIONS_SHOWN_APART = frozenset({"internal", "managed_move"})

STARTED_STAGES = frozenset({"started", "completed", "complied", "breached"})
COMPLETED_STAGES = frozenset({"completed", "complied"})
CONCLUDING_STAGES = frozenset({"completed", "complied", "did_not_complete", "breached"})

ETHNICITY_NOT_KNOWN = frozenset({"not_obtained", "NS"})
OFFICER_DEFINED_NOT_KNOWN = frozenset({"IC9"})


@lru_cache(maxsize=256)
def outcome_group(code: str | None) -> OutcomeGroup:
    """The group of a Home Office outcome number; None and 0 (not yet assigned) are NONE."""
    if code is None or code == NOT_YET_ASSIGNED:
        return OutcomeGroup.NONE
    if code == DEFERRED_PROSECUTION:
        return OutcomeGroup.DEFERRED
    groups = {
        OutcomeGroup.FORMAL: FORMAL,
        OutcomeGroup.DIVERSION: DIVERSION,
        OutcomeGroup.NO_ACTION: NO_ACTION,
    }
    return next((group for group, codes in groups.items() if code in codes), OutcomeGroup.OTHER)
