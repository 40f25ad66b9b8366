"""D5: from eligible to a finished programme, stage by stage."""

from sso_log.framework import rules
from sso_log.framework.figure import Result, funnel
from sso_log.framework.indicator import Family, IndicatorKind
from sso_log.summaries.framework import waiting, wording
from sso_log.summaries.framework.drill_down import of_matters
from sso_log.summaries.framework.indicator import OF_MATTERS, Indicator
from sso_log.summaries.framework.readings import Key, Readings


def _count(readings: Readings, key: Key) -> Result:
    matters = readings.matters.at(key)
    return funnel(
        [(name.capitalize(), rules.count_of(matters, rule)) for name, rule in rules.FUNNEL]
    )


_ELIGIBLE, *_LATER = rules.FUNNEL


D5 = Indicator(
    id="D5",
    title="Diversion funnel",
    family=Family.DIVERSION,
    question="Where on the way to a finished programme are children lost?",
    definition=(
        f"{wording.MATTERS_COUNTED} "
        "Each stage is a part of the one before. Eligible: the child is the "
        "suspect, and either the gravity score is below 5 or not scored, or an offer was made. "
        "Offered: a date of offer or an answer to an offer is recorded. Accepted: the answer "
        "was yes. Started: an update says started, completed, complied or breached. "
        "Completed: started, and the latest report of an end is completed or complied, not "
        "breached or did not complete."
    ),
    numerator="Matters that reached the stage; for the whole, completed.",
    denominator="Matters that reached the stage before; for the whole, eligible.",
    caveats=(
        "Recent matters have had less time to reach the later stages.",
        "Gravity 5 points to a charge, so it is eligible only where an offer was made.",
        wording.SMALL_NUMBERS,
    ),
    counterweight_ids=("D6",),
    kind=IndicatorKind.FUNNEL,
    source=(
        f"{wording.REVIEW_2022}: a performance framework focused on diversion; no figure published"
    ),
    count=_count,
    drill_downs=(
        of_matters("all", _ELIGIBLE[0].capitalize(), _ELIGIBLE[1]),
        *(of_matters(name, name.capitalize(), rule) for name, rule in _LATER),
    ),
    waiting=waiting.matters_of_suspects,
    splits=OF_MATTERS,
    card_parts=tuple(name.capitalize() for name, _ in rules.FUNNEL),
)
