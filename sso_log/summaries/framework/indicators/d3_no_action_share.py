"""D3: of matters with an outcome, how many ended without any police action."""

from sso_log.framework import rules
from sso_log.framework.figure import Result, count_part, proportion, share_part
from sso_log.framework.indicator import Family, IndicatorKind
from sso_log.summaries.framework import waiting, wording
from sso_log.summaries.framework.drill_down import of_matters
from sso_log.summaries.framework.indicator import OF_MATTERS, Indicator
from sso_log.summaries.framework.readings import Key, Readings


def _count(readings: Readings, key: Key) -> Result:
    matters = readings.matters.at(key)
    decided = [matter for matter in matters if rules.has_outcome(matter)]
    suspects = [matter for matter in decided if rules.is_suspect_matter(matter)]
    return proportion(
        rules.count_of(decided, rules.is_no_action),
        len(decided),
        parts=(
            share_part(
                "Where the child is the suspect",
                rules.count_of(suspects, rules.is_no_action),
                len(suspects),
            ),
            count_part("Without an outcome yet", len(matters) - len(decided)),
        ),
    )


D3 = Indicator(
    id="D3",
    title="No police action share",
    family=Family.DIVERSION,
    question="How many decided matters ended without any police action?",
    definition=(
        f"{wording.MATTERS_COUNTED} "
        "Whatever the child's role, as long as a police outcome other than "
        "0 (not yet assigned) is recorded. No police action is outcome 5 or any of 9 to 21. "
        "This is not diversion: nothing was offered instead."
    ),
    numerator="Matters with a no-action outcome (5, 9 to 21).",
    denominator="All matters with a police outcome.",
    caveats=(
        "Never add this to diversion. The review presented the two as one figure.",
        "Outcome 20 also covers matters handed to another body, such as the school.",
        wording.SMALL_NUMBERS,
    ),
    counterweight_ids=("D1",),
    kind=IndicatorKind.PROPORTION,
    source=f"{wording.REVIEW_2022}, section 12: nearly 90% no police action",
    count=_count,
    drill_downs=(
        of_matters("all", "With an outcome", rules.has_outcome),
        of_matters("counted", "No police action", rules.is_no_action),
    ),
    waiting=waiting.matters,
    splits=OF_MATTERS,
)
