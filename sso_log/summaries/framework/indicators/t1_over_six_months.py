"""T1: how many matters took, or are taking, longer than six months."""

import datetime as dt

from sso_log.framework import rules
from sso_log.framework.figure import Result, proportion, share_part
from sso_log.framework.indicator import Family, IndicatorKind
from sso_log.summaries.framework import waiting, wording
from sso_log.summaries.framework.drill_down import ALL_MATTERS, DrillDown, Rowset, matters_where
from sso_log.summaries.framework.indicator import OF_MATTERS, Indicator
from sso_log.summaries.framework.question import Question
from sso_log.summaries.framework.readings import Key, Readings


def _count(readings: Readings, key: Key) -> Result:
    as_of = _as_of(readings.question)
    matters = readings.matters.at(key)
    over = [matter for matter in matters if rules.over_six_months(matter, as_of)]
    closed = rules.count_of(over, lambda m: m.concluded_on is not None and m.concluded_on <= as_of)
    return proportion(
        len(over),
        len(matters),
        parts=(
            share_part("Concluded after six months", closed, len(matters)),
            share_part("Still open after six months", len(over) - closed, len(matters)),
        ),
        note=f"Open matters are counted up to {as_of.day} {as_of:%B %Y}.",
    )


def _as_of(question: Question) -> dt.date:
    return min(question.scope.until_on, question.scope.today)


def _over(readings: Readings) -> Rowset:
    as_of = _as_of(readings.question)
    return matters_where(readings, lambda matter: rules.over_six_months(matter, as_of))


T1 = Indicator(
    id="T1",
    title="Over six months",
    family=Family.CONTACT,
    question="How many matters took, or are taking, longer than six months?",
    definition=(
        f"{wording.MATTERS_COUNTED} "
        "From the day it was reported to the day it was concluded or, if it "
        "is still open, to the last day of the period or today, whichever is earlier. Six "
        "months are calendar months: a matter reported on 10 January is over from 11 July, "
        "one reported on 31 August from 1 March."
    ),
    numerator="Matters, closed or still open, longer than six calendar months.",
    denominator="All matters.",
    caveats=(
        "A matter counts as open until an approved entry gives the day it was concluded.",
        "Matters reported less than six months ago cannot be over yet.",
        wording.SMALL_NUMBERS,
    ),
    counterweight_ids=("C1", "C2", "C3"),
    kind=IndicatorKind.PROPORTION,
    source=f"{wording.REVIEW_2022}, section 12: 16% took more than six months",
    count=_count,
    drill_downs=(ALL_MATTERS, DrillDown("over", "Over six months", _over)),
    waiting=waiting.matters,
    splits=OF_MATTERS,
)
