"""Q2: whether all officers have reported all their weeks."""

from sso_log.framework.figure import Result, proportion, share_part
from sso_log.framework.indicator import Family, IndicatorKind
from sso_log.summaries.framework import waiting
from sso_log.summaries.framework.drill_down import DrillDown, Rowset, Shows, in_memory
from sso_log.summaries.framework.indicator import ALWAYS, Indicator
from sso_log.summaries.framework.question import Question, Split
from sso_log.summaries.framework.readings import Key, Readings
from sso_log.summaries.framework.rows import Rows
from sso_log.weeks.reporting import ExpectedWeek, expected_weeks

ON_TIME = "Confirmed on time"


def _expected(question: Question) -> list[ExpectedWeek]:
    scope = question.scope
    return expected_weeks(scope.from_on, scope.until_on, scope.unit.id, scope.person_id)


def _by_key(readings: Readings) -> Rows[ExpectedWeek]:
    split, below = readings.question.split, readings.question.scope.column_below

    def key_of(week: ExpectedWeek) -> Key:
        if split is Split.MONTH:
            return week.week_on.replace(day=1)
        return getattr(week.path, below) if split is Split.UNIT and below else None

    return Rows((key_of(week), week) for week in readings.once(_expected))


def _count(readings: Readings, key: Key) -> Result:
    weeks = readings.made(_by_key).at(key)
    confirmed = sum(week.confirmed for week in weeks)
    on_time = sum(week.on_time for week in weeks)
    return proportion(
        confirmed,
        len(weeks),
        parts=(
            share_part(ON_TIME, on_time, len(weeks)),
            share_part("Not confirmed", len(weeks) - confirmed, len(weeks)),
        ),
    )


def _not_confirmed(readings: Readings) -> Rowset:
    """Expected officer-weeks that are missing, latest first."""
    weeks = [week for week in readings.once(_expected) if not week.confirmed]
    return in_memory(sorted(weeks, key=lambda w: (w.week_on, str(w.person_id)), reverse=True))


Q2 = Indicator(
    id="Q2",
    title="Reporting",
    family=Family.QUALITY,
    question="Have all officers told us about all their weeks?",
    definition=(
        "An officer-week is expected for every officer with a posting on any day of a week "
        "whose Monday is in the period and which is over. It is confirmed once the officer "
        "has confirmed it, and on time if that was before the end of the following Sunday."
    ),
    numerator="Confirmed officer-weeks; apart, those confirmed on time.",
    denominator="Expected officer-weeks.",
    caveats=(
        "A confirmed week says that there is nothing else to log, not that it was checked.",
        "A week of leave is expected too: it is confirmed with no minutes on duty.",
    ),
    counterweight_ids=("T3",),
    kind=IndicatorKind.PROPORTION,
    source="Product requirement: the week is the measure of who has not reported",
    count=_count,
    drill_downs=(DrillDown("all", "Not confirmed", _not_confirmed, Shows.WEEKS),),
    # A week is confirmed by its officer alone: nothing of it ever waits for a decision.
    waiting=waiting.nothing,
    splits=ALWAYS,
    by_duty=False,
    card_parts=(ON_TIME,),
)
