"""E2: of the schools that have an officer or an agreement, how many were visited."""

from collections.abc import Iterable

from sso_log.framework.figure import Part, Result, proportion, share_part
from sso_log.framework.indicator import Family, IndicatorKind
from sso_log.reference.models import UnitKind
from sso_log.summaries.framework import waiting, wording
from sso_log.summaries.framework.drill_down import DrillDown, Rowset, Shows, in_memory, of_entries
from sso_log.summaries.framework.indicator import ALWAYS, Indicator
from sso_log.summaries.framework.question import TOTAL, Split
from sso_log.summaries.framework.readings import Key, Readings
from sso_log.summaries.framework.rows_schools import AssignedSchool, Days, assigned_schools, visits

AGREED = "Schools with an agreement"


def _count(readings: Readings, key: Key) -> Result:
    schools, days = _schools(readings, key), readings.days_of(key)
    month = days[0].replace(day=1) if _is_month(readings, key) else None

    def visited(school: AssignedSchool) -> bool:
        return month in school.visited if month else bool(school.visited)

    def part(words: str, among: list[AssignedSchool]) -> Part:
        return share_part(words, sum(map(visited, among)), len(among))

    agreed = sum(1 for school in schools if _touches(school.agreements, days))
    return proportion(
        sum(map(visited, schools)),
        len(schools),
        parts=(
            part("Priority schools visited", [s for s in schools if s.priority]),
            part("Pupil referral units and alternative provision visited",
                 [s for s in schools if s.pru_or_ap]),
            share_part(AGREED, agreed, len(schools)),
        ),
    )  # fmt: skip


def _schools(readings: Readings, key: Key) -> list[AssignedSchool]:
    """The schools of one key: of a unit, or with an officer or agreement in a month."""
    schools = readings.once(assigned_schools)
    if key is TOTAL:
        return schools
    if _is_month(readings, key):
        return [s for s in schools if _touches(s.assigned, readings.days_of(key))]
    if readings.question.scope.unit.kind is UnitKind.BOROUGH:
        return [school for school in schools if key in school.teams]
    return [s for s in schools if readings.unit_of.get(s.borough_id) == key]


def _is_month(readings: Readings, key: Key) -> bool:
    return key is not TOTAL and readings.question.split is Split.MONTH


def _touches(periods: Iterable[Days], days: Days) -> bool:
    return any(starts <= days[1] and ends >= days[0] for starts, ends in periods)


def _not_visited(readings: Readings) -> Rowset:
    return in_memory([school for school in readings.once(assigned_schools) if not school.visited])


E2 = Indicator(
    id="E2",
    title="Coverage",
    family=Family.ENGAGEMENT,
    question="How many of the schools that have an officer were visited?",
    definition=(
        "A school is assigned if an officer was named for it, or an agreement with it was in "
        "force, on any day of the period; a team's schools are those its officers were named "
        "for. Schools with an agreement are shown as a share of these. A school was visited "
        "if at least one approved engagement at it, on schools officer duty and with the officer "
        "in the school or at its gate, started in the period, whichever officer it was. Priority "
        "schools, pupil referral units and alternative provision are shown apart."
    ),
    numerator="Assigned schools visited at least once in the period.",
    denominator="Assigned schools.",
    caveats=(
        "One visit in a year counts like forty: read with E1.",
        "Assigned schools are not all schools: some have neither officer nor agreement.",
    ),
    counterweight_ids=("E1",),
    kind=IndicatorKind.PROPORTION,
    version=wording.SECOND_VERSION,
    valid_from=wording.SECOND_VALID_FROM,
    source=f"{wording.REVIEW_2022}, section 6: 622 of 1,014 schools with an agreement",
    count=_count,
    drill_downs=(
        of_entries("all", "Visits to schools", visits),
        DrillDown("not_visited", "Schools not visited", _not_visited, Shows.SCHOOLS),
    ),
    waiting=waiting.visits,
    splits=ALWAYS,
    card_parts=(AGREED,),
)
