"""D6: of diverted matters, how many would have met no action anyway."""

from sso_log.framework import rules
from sso_log.framework.figure import Part, Result, proportion, share_part
from sso_log.framework.indicator import Family, IndicatorKind
from sso_log.summaries.framework import waiting, wording
from sso_log.summaries.framework.drill_down import Rule, of_matters
from sso_log.summaries.framework.indicator import OF_MATTERS, Indicator
from sso_log.summaries.framework.readings import Key, Readings


def _count(readings: Readings, key: Key) -> Result:
    diverted = [matter for matter in readings.matters.at(key) if rules.is_diverted(matter)]

    def share(label: str, rule: Rule) -> Part:
        return share_part(label, rules.count_of(diverted, rule), len(diverted))

    return proportion(
        rules.count_of(diverted, rules.net_widening),
        len(diverted),
        parts=(
            share("Would otherwise be no action", rules.otherwise_no_action),
            share("Gravity score 1", rules.gravity_of_no_action),
            share("What would have happened is not known", lambda m: m.otherwise == "not_known"),
        ),
    )


D6 = Indicator(
    id="D6",
    title="Net-widening",
    family=Family.DIVERSION,
    question="How many diverted children would have met no action anyway?",
    definition=(
        f"{wording.MATTERS_COUNTED} Only diverted matters, as in D1. Counted are those where the "
        "officer recorded that without diversion there would have been no action, and those "
        "with gravity score 1, for which national guidance expects no action."
    ),
    numerator="Diverted matters that would otherwise be no action, or of gravity 1.",
    denominator="All diverted matters (D of D1).",
    caveats=(
        "What would have happened otherwise is the officer's judgement at the time.",
        "Not known is left in the denominator and is not counted as net-widening.",
        wording.SMALL_NUMBERS,
    ),
    counterweight_ids=("D1",),
    kind=IndicatorKind.PROPORTION,
    source="NPCC Child Gravity Matrix, 2023; shown with D1, always",
    count=_count,
    drill_downs=(
        of_matters("all", "Diverted", rules.is_diverted),
        of_matters("counted", "Net-widening", rules.net_widening),
    ),
    waiting=waiting.matters_of_suspects,
    splits=OF_MATTERS,
)
