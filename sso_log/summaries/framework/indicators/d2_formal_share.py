"""D2: of matters with a child suspect, how many end in a charge or caution."""

from sso_log.framework import rules
from sso_log.framework.figure import Result, count_part, proportion, share_part
from sso_log.framework.indicator import Family, IndicatorKind
from sso_log.summaries.framework import waiting, wording
from sso_log.summaries.framework.drill_down import of_matters
from sso_log.summaries.framework.indicator import OF_MATTERS, Indicator
from sso_log.summaries.framework.readings import Key, Readings


def _count(readings: Readings, key: Key) -> Result:
    matters = readings.matters.at(key)
    suspects = [matter for matter in matters if rules.is_suspect_matter(matter)]
    decided = rules.count_of(suspects, rules.has_outcome)
    formal = rules.count_of(suspects, rules.is_formal)
    return proportion(
        formal,
        len(suspects),
        parts=(
            share_part("Of those with an outcome", formal, decided),
            count_part("Without an outcome yet", len(suspects) - decided),
        ),
    )


D2 = Indicator(
    id="D2",
    title="Formal outcome share",
    family=Family.DIVERSION,
    question="Of matters where a child is the suspect, how many end in a charge or caution?",
    definition=(
        f"{wording.MATTERS_COUNTED} Only matters where the child is the suspect, decided or not."
    ),
    numerator="Matters with outcome 1 (charge or summons), 2 or 3 (caution).",
    denominator="All matters where the child is the suspect.",
    caveats=(
        "Matters not yet decided are in the denominator, so recent periods look lower.",
        wording.MATTERS_NOT_CHILDREN,
        wording.SMALL_NUMBERS,
    ),
    counterweight_ids=("D3",),
    kind=IndicatorKind.PROPORTION,
    source=f"{wording.REVIEW_2022}, section 12: 4% charged or cautioned",
    count=_count,
    drill_downs=(
        of_matters("all", "Child is the suspect", rules.is_suspect_matter),
        of_matters("counted", "Formal outcome", rules.is_formal),
    ),
    waiting=waiting.matters_of_suspects,
    splits=OF_MATTERS,
)
