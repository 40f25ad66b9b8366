"""Q1: for how many children their self-defined ethnicity is known."""

from sso_log.framework import rules
from sso_log.framework.figure import Result, proportion, share_part
from sso_log.framework.indicator import Family, IndicatorKind
from sso_log.reference import codes
from sso_log.summaries.framework import waiting, wording
from sso_log.summaries.framework.drill_down import ALL_MATTERS, of_matters
from sso_log.summaries.framework.indicator import OF_MATTERS, Indicator
from sso_log.summaries.framework.readings import Key, Readings


def _count(readings: Readings, key: Key) -> Result:
    matters = readings.matters.at(key)
    total = len(matters)
    gaps = [
        m.ethnicity_self_defined_reason
        for m in matters
        if m.ethnicity_self_defined == "not_obtained"
    ]
    seen = rules.count_of(matters, rules.is_known_officer_defined)
    not_stated = rules.count_of(matters, lambda m: m.ethnicity_self_defined == "NS")
    reasons = [
        share_part(f"Not obtained: {choice.label.lower()}", gaps.count(choice.code), total)
        for choice in codes.choices("ethnicity_self_defined_reason")
        if choice.code in gaps
    ]
    return proportion(
        rules.count_of(matters, rules.is_known_ethnicity),
        total,
        parts=(
            share_part("Officer-defined known, apart", seen, total),
            share_part("Not obtained", len(gaps), total),
            *reasons,
            share_part("Not stated", not_stated, total),
        ),
    )


Q1 = Indicator(
    id="Q1",
    title="Ethnicity completeness",
    family=Family.QUALITY,
    question="For how many children do we know how they describe their own ethnicity?",
    definition=(
        "Approved diversion entries whose matter was reported in the period, on schools "
        "officer duty; other duty can be shown instead. Known is any self-defined code but not "
        "stated and not obtained. What the officer saw (known unless IC9) is shown apart and "
        "never fills a gap. Those not obtained are listed by reason."
    ),
    numerator="Children recorded whose self-defined ethnicity is known.",
    denominator="Children recorded: one for each diversion entry.",
    caveats=(
        "A child in two matters counts twice.",
        "Declining to answer is the child's right, and not a fault of the officer.",
        "People in powers-used records have their own ethnicity fields and are not in this.",
        wording.SMALL_NUMBERS,
    ),
    counterweight_ids=("Q2",),
    kind=IndicatorKind.PROPORTION,
    source=f"{wording.REVIEW_2022}, sections 4 and 11: unknown swamped every comparison",
    count=_count,
    drill_downs=(
        ALL_MATTERS,
        of_matters(
            "gap", "Self-defined ethnicity not known", lambda m: not rules.is_known_ethnicity(m)
        ),
    ),
    waiting=waiting.diversions,
    splits=OF_MATTERS,
)
