"""A1: how much of the time on duty is taken away from the normal role."""

from sso_log.framework.figure import Result
from sso_log.framework.indicator import Family, IndicatorKind
from sso_log.summaries.abstraction.figures import WIDE, abstraction_rate
from sso_log.summaries.framework import waiting, wording
from sso_log.summaries.framework.abstractions import abstractions, tally_of
from sso_log.summaries.framework.drill_down import of_entries
from sso_log.summaries.framework.indicator import OF_ABSTRACTIONS, Indicator
from sso_log.summaries.framework.readings import Key, Readings


def _count(readings: Readings, key: Key) -> Result:
    return abstraction_rate(tally_of(readings, key))


A1 = Indicator(
    id="A1",
    title="Abstraction rate",
    family=Family.ABSTRACTION,
    question="How much of officers' time on duty is taken away from their normal role?",
    definition=(
        "All minutes of approved abstractions on days of the period, divided by all on-duty "
        "minutes of the duty weeks that officers have confirmed. Minutes are pooled over "
        "officers and weeks before dividing; rates are never averaged. The main figure counts "
        "abstraction types of police scope only (narrow); with court and training, which are "
        "mandatory, it is shown apart (wide). Both are of the same officer-weeks: confirmed "
        "ones. A week cut by the end of the period gives a fifth of its on-duty minutes for "
        "each Monday to Friday inside. A shift over midnight is split at midnight in London. An "
        "abstraction is other duty by what it is, so the filter on duty leaves none out."
    ),
    numerator="Abstracted minutes on days of confirmed weeks, of police scope.",
    denominator="On-duty minutes of confirmed weeks.",
    caveats=(
        "Leave and sickness are absence: they are in neither number.",
        "Weeks that nobody confirmed are missing from both, and their abstracted minutes are "
        "told beside the figure: read with Q2.",
        "Older London figures that count leave and sickness (32% assumed) do not compare.",
        "No interval: minutes of one shift are not independent. Marked below 20 officer-weeks.",
    ),
    counterweight_ids=("Q2", "A3"),
    kind=IndicatorKind.POOLED_SHARE,
    version=wording.SECOND_VERSION,
    valid_from=wording.SECOND_VALID_FROM,
    source="Met dedicated ward officers 2018 to 2024, London Datastore: 14.2% pooled",
    count=_count,
    drill_downs=(of_entries("all", "Abstractions of the period", abstractions),),
    waiting=waiting.abstractions,
    splits=OF_ABSTRACTIONS,
    by_duty=False,
    card_parts=(WIDE,),
)
