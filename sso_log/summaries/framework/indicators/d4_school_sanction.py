"""D4: how often the school suspended or excluded the child."""

from sso_log.framework import rules
from sso_log.framework.figure import Result, proportion, share_part
from sso_log.framework.indicator import Family, IndicatorKind
from sso_log.reference import codes
from sso_log.reference.lists import SanctionClass
from sso_log.summaries.framework import waiting, wording
from sso_log.summaries.framework.drill_down import ALL_MATTERS, of_matters
from sso_log.summaries.framework.indicator import OF_MATTERS, Indicator
from sso_log.summaries.framework.readings import Key, Readings

# What is shown beside the sanctions that count, and how.
SHOWN = {
    SanctionClass.EXCLUDED: "",
    SanctionClass.OTHER: ", not counted",
    SanctionClass.NOT_KNOWN: ", not counted",
}


def _count(readings: Readings, key: Key) -> Result:
    matters = readings.matters.at(key)
    sanctions = [matter.school_sanction for matter in matters]
    parts = [
        share_part(choice.label + suffix, sanctions.count(choice.code), len(matters))
        for sanction_class, suffix in SHOWN.items()
        for choice in codes.choices("school_sanction")
        if choice.attributes["sanction_class"] == sanction_class
    ]
    return proportion(rules.count_of(matters, rules.sanctioned), len(matters), parts=parts)


D4 = Indicator(
    id="D4",
    title="School sanction",
    family=Family.DIVERSION,
    question="How often was the child suspended or excluded by the school?",
    definition=(
        f"{wording.MATTERS_COUNTED} All matters. Suspension and permanent exclusion are counted. "
        "Internal sanctions and managed moves are shown apart, as are those not known."
    ),
    numerator="Matters with a suspension or a permanent exclusion.",
    denominator="All matters.",
    caveats=(
        "The school decides, not the police. It stands beside the police outcome and is never "
        "counted as diversion.",
        "A sanction that is not known stays in the denominator.",
        wording.SMALL_NUMBERS,
    ),
    counterweight_ids=("D1",),
    kind=IndicatorKind.PROPORTION,
    source=f"{wording.REVIEW_2022}, section 12: 40% excluded or suspended",
    count=_count,
    drill_downs=(
        ALL_MATTERS,
        of_matters("counted", "Suspended or excluded", rules.sanctioned),
        of_matters("not_counted", "Internal or managed move", rules.has_other_sanction),
    ),
    waiting=waiting.matters,
    splits=OF_MATTERS,
)
