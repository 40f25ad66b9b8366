"""A5: the longest time that a school went without its own officer."""

from dataclasses import replace

from sso_log.framework.figure import Result
from sso_log.framework.indicator import Family, IndicatorKind
from sso_log.reference.models import UnitKind
from sso_log.summaries.abstraction.figures import continuity
from sso_log.summaries.abstraction.schools import Continuity, SchoolTotals
from sso_log.summaries.framework import waiting
from sso_log.summaries.framework.drill_down import DrillDown, Shows, in_memory
from sso_log.summaries.framework.indicator import ALWAYS, Indicator
from sso_log.summaries.framework.question import TOTAL, Question, Split
from sso_log.summaries.framework.readings import Key, Readings


def _continuity(question: Question) -> Continuity:
    """The schools with a named officer, and when that officer was there."""
    return Continuity(question.scope)


def _count(readings: Readings, key: Key) -> Result:
    return continuity(_totals(readings, key))


def _totals(readings: Readings, key: Key) -> SchoolTotals:
    scope, schools = readings.question.scope, readings.once(_continuity)
    days = readings.days_of(key)
    if key is TOTAL or readings.question.split is Split.MONTH:
        return schools.totals(*days)
    if scope.unit.kind is UnitKind.BOROUGH:
        # A team's schools are those of its officers, wherever they are: not part of the borough's.
        team = next(unit for unit in scope.units if unit.id == key)
        return Continuity(replace(scope, unit=team)).totals(*days)
    return schools.totals(*days, lambda borough: readings.unit_of.get(borough) == key)


A5 = Indicator(
    id="A5",
    title="Continuity gap",
    family=Family.ABSTRACTION,
    question="What is the longest time a school went without its own officer?",
    definition=(
        "For each school that had a named officer, its school days in the period in order. A "
        "day is with the named officer if an approved engagement took place at the school on "
        "it, by an officer named for the school on that day. The figure is the longest "
        "unbroken run of days without; weekends and holidays neither add to a run nor break "
        "it. Days before the school ever had a named officer are left out; days between two "
        "officers count. For a unit, the longest run of any of its schools is given."
    ),
    numerator="School days in the longest run without the named officer.",
    denominator="None: it is a count of school days.",
    caveats=(
        "A visit that nobody logged, or that is not approved yet, cannot end a run.",
        "A run is cut at both ends of the period, and at today.",
        "Cover by another officer does not end a run.",
    ),
    counterweight_ids=("A3",),
    kind=IndicatorKind.COUNT,
    unit="school days",
    source="2022 review, section 13: broken continuity; design of this framework",
    count=_count,
    drill_downs=(DrillDown("all", "Gap of each school", lambda _: in_memory(()), Shows.GAPS),),
    waiting=waiting.engagements_on_any_duty,
    splits=ALWAYS,
    by_duty=False,
    # Reading the longest gap of every school month by month would cost more than all the rest.
    sparkline=False,
)
