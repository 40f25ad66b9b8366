"""Does this matter count? One small named rule for each question the definitions ask.

Every rule is a pure function of a `Matter`; dates that depend on today are passed in. Rules read
the classes of a matter, which are facts of the code lists (`reference.lists`).

Which class a matter is in (D, F, no action, or none) is decided in this order, once, by
`classify`, and never two ways:
  1. The child is not the suspect: none. Only a suspect can be diverted from the justice system.
  2. A caution or charge: F. It wins over an accepted programme or an earlier diversion, because
     the child has the formal record that diversion would have avoided.
  3. A no-action outcome: no action, in neither D nor F, even beside an accepted programme.
  4. A deferred prosecution (outcome 23): D once complied with; none while open or when breached.
  5. A community resolution (8), outcome 22, or an accepted programme: D. Accepting counts:
     whether the programme was finished is for the funnel.
"""

from collections.abc import Callable, Iterable
from datetime import date
from enum import StrEnum

from sso_log.clock import add_calendar_months
from sso_log.framework.matter import Matter
from sso_log.reference.lists import (
    Deferral,
    Disposal,
    EthnicGroup,
    OutcomeClass,
    RouteClass,
    SanctionClass,
    StageEnd,
)

SIX_MONTHS = 6
LONG_BUCKET_MONTHS = 3


class MatterClass(StrEnum):
    """What a matter is to the diversion rate."""

    DIVERTED = "diverted"
    FORMAL = "formal"
    NO_ACTION = "no_action"
    NEITHER = "neither"


class Party(StrEnum):
    """Whose contact is measured by C1, C2 and C3; the value ends the field's name."""

    CHILD = "child"
    PARENT_CARER = "parent_carer"
    VICTIM = "victim"


class LoggedAfter(StrEnum):
    """How long after the event it was logged: the buckets of T3, in order and in words."""

    DAYS_0_3 = "0 to 3 days"
    DAYS_4_5 = "4 to 5 days"
    DAYS_6_14 = "6 to 14 days"
    DAYS_15_30 = "15 to 30 days"
    MONTHS_1_3 = "1 to 3 months"
    LONGER = "longer"


LAST_DAY_OF_BUCKET = (
    (3, LoggedAfter.DAYS_0_3),
    (5, LoggedAfter.DAYS_4_5),
    (14, LoggedAfter.DAYS_6_14),
    (30, LoggedAfter.DAYS_15_30),
)


def count_of(matters: Iterable[Matter], rule: Callable[[Matter], bool]) -> int:
    """How many matters a rule holds for."""
    return sum(1 for matter in matters if rule(matter))


# What a matter is


def is_suspect_matter(matter: Matter) -> bool:
    """The child is recorded as the suspect."""
    return matter.child_role == "suspect"


def has_outcome(matter: Matter) -> bool:
    """A police outcome has been recorded (0, not yet assigned, is none)."""
    return matter.outcome_class is not OutcomeClass.OPEN


def classify(matter: Matter) -> MatterClass:
    """The one class a matter is in; the order of the decision is in the module's text."""
    if not is_suspect_matter(matter):
        return MatterClass.NEITHER
    outcome = matter.outcome_class
    if outcome is OutcomeClass.FORMAL:
        return MatterClass.FORMAL
    if outcome is OutcomeClass.NO_ACTION:
        return MatterClass.NO_ACTION
    state = deferral(matter)
    if state is not None:
        return MatterClass.DIVERTED if state is Deferral.COMPLIED else MatterClass.NEITHER
    if outcome is OutcomeClass.DIVERSION or has_accepted_programme(matter):
        return MatterClass.DIVERTED
    return MatterClass.NEITHER


def is_diverted(matter: Matter) -> bool:
    """D of the diversion rate."""
    return classify(matter) is MatterClass.DIVERTED


def is_formal(matter: Matter) -> bool:
    """F of the diversion rate: a child suspect charged or cautioned."""
    return classify(matter) is MatterClass.FORMAL


def is_no_action(matter: Matter) -> bool:
    """A no-action outcome, whatever the child's role: the numerator of D3."""
    return matter.outcome_class is OutcomeClass.NO_ACTION


def has_accepted_programme(matter: Matter) -> bool:
    """A route that is a programme was offered and accepted."""
    return matter.accepted == "accepted" and matter.route_class is RouteClass.PROGRAMME


def deferral(matter: Matter) -> Deferral | None:
    """Where a deferred prosecution stands, by its latest report; None if there is none.

    It is one by outcome 23, or by an accepted outcome-23 route that has no outcome yet.
    """
    outcome = matter.outcome_class
    by_route = matter.route_class is RouteClass.DEFERRED and matter.accepted == "accepted"
    if outcome is not OutcomeClass.DEFERRED and not (outcome is OutcomeClass.OPEN and by_route):
        return None
    reports = [step.deferral for step in matter.steps if step.deferral is not Deferral.OPEN]
    return reports[-1] if reports else Deferral.OPEN


def net_widening(matter: Matter) -> bool:
    """A diversion that would otherwise have been no action, or whose gravity was 1."""
    return is_diverted(matter) and (otherwise_no_action(matter) or gravity_of_no_action(matter))


def otherwise_no_action(matter: Matter) -> bool:
    """The officer says that without diversion there would have been no action."""
    return matter.expected_otherwise is Disposal.NO_ACTION


def gravity_of_no_action(matter: Matter) -> bool:
    """The gravity matrix expects no action: score 1."""
    return matter.gravity is Disposal.NO_ACTION


def sanctioned(matter: Matter) -> bool:
    """The school suspended or permanently excluded the child."""
    return matter.sanction_class is SanctionClass.EXCLUDED


def has_other_sanction(matter: Matter) -> bool:
    """An internal sanction or a managed move: shown beside D4, not counted in it."""
    return matter.sanction_class is SanctionClass.OTHER


# The funnel: every stage is a part of the one before


def is_eligible(matter: Matter) -> bool:
    """A child suspect whose gravity is below 5 or not scored, or to whom an offer was made."""
    return is_suspect_matter(matter) and (
        matter.gravity is not Disposal.CHARGE or _offer_made(matter)
    )


def is_offered(matter: Matter) -> bool:
    return is_eligible(matter) and _offer_made(matter)


def is_accepted(matter: Matter) -> bool:
    return is_offered(matter) and matter.accepted == "accepted"


def is_started(matter: Matter) -> bool:
    """Accepted, and reported as started, completed, complied with or breached."""
    return is_accepted(matter) and any(step.started for step in matter.steps)


def is_completed(matter: Matter) -> bool:
    """Started, and the latest report of an end is completed or complied with."""
    ends = [step.end for step in matter.steps if step.end is not StageEnd.NOT_ENDED]
    return is_started(matter) and bool(ends) and ends[-1] is StageEnd.COMPLETED


FUNNEL = (
    ("eligible", is_eligible),
    ("offered", is_offered),
    ("accepted", is_accepted),
    ("started", is_started),
    ("completed", is_completed),
)


# Contact, time and completeness


def applies(matter: Matter, party: Party) -> bool:
    """Whether contact with this party is asked of this matter.

    The child's contact is measured for suspects. A matter where nothing was answered still
    applies: only "not applicable" takes it out.
    """
    if party is Party.CHILD and not is_suspect_matter(matter):
        return False
    return _contact(matter, party) != "not_applicable"


def contact_made(matter: Matter, party: Party) -> bool:
    return applies(matter, party) and _contact(matter, party) == "made"


def contact_gap(matter: Matter, party: Party) -> bool:
    """The party applies and is not shown as contacted, whatever the reason."""
    return applies(matter, party) and _contact(matter, party) != "made"


def over_six_months(matter: Matter, as_of: date) -> bool:
    """Longer than six calendar months from the report to the conclusion, or to `as_of` if open.

    A matter reported on 31 August is over six months old from 1 March. A conclusion after
    `as_of` was not known on that day: the matter was open.
    """
    began = matter.reported_on or matter.matter_on
    if began is None:
        return False
    ended = min(matter.concluded_on or as_of, as_of)
    return ended > add_calendar_months(began, SIX_MONTHS)


def logged_after(event_on: date, logged_on: date) -> LoggedAfter:
    """The bucket of T3. A device clock that runs behind cannot make an entry earlier than day 0."""
    days = (logged_on - event_on).days
    for last_day, bucket in LAST_DAY_OF_BUCKET:
        if days <= last_day:
            return bucket
    if logged_on <= add_calendar_months(event_on, LONG_BUCKET_MONTHS):
        return LoggedAfter.MONTHS_1_3
    return LoggedAfter.LONGER


def is_known_ethnicity(matter: Matter) -> bool:
    """A self-defined ethnicity: not blank, not "not obtained"."""
    return matter.ethnic_group is not EthnicGroup.NOT_KNOWN


def is_known_officer_defined(matter: Matter) -> bool:
    """An officer-defined ethnicity other than IC9, unknown."""
    return matter.officer_defined_group is not EthnicGroup.NOT_KNOWN


def _offer_made(matter: Matter) -> bool:
    return matter.offered_on is not None or matter.accepted is not None


def _contact(matter: Matter, party: Party) -> str | None:
    return {
        Party.CHILD: matter.contact_child,
        Party.PARENT_CARER: matter.contact_parent_carer,
        Party.VICTIM: matter.contact_victim,
    }[party]
