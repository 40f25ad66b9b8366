"""A3: how much of the time that schools should have had was taken away."""

from sso_log.framework.figure import Result
from sso_log.framework.indicator import Family, IndicatorKind
from sso_log.summaries.abstraction.figures import school_day_loss
from sso_log.summaries.framework import waiting, wording
from sso_log.summaries.framework.abstractions import abstractions, tally_of
from sso_log.summaries.framework.drill_down import of_entries
from sso_log.summaries.framework.indicator import OF_ABSTRACTIONS, Indicator
from sso_log.summaries.framework.readings import Key, Readings


def _count(readings: Readings, key: Key) -> Result:
    return school_day_loss(tally_of(readings, key))


A3 = Indicator(
    id="A3",
    title="School-day loss",
    family=Family.ABSTRACTION,
    question="How much of the time that officers should have had for schools was taken away?",
    definition=(
        "School hours are 08:00 to 16:30, or as configured, on a school day of the calendar of "
        "the officer's borough. Lost are the minutes of approved abstractions, of any type, "
        "that fell in them. Rostered are, for each confirmed officer-week, its school days in "
        "the period, times the minutes of a school day, times the share of a full week that "
        "was worked (on-duty minutes out of 2,400, at most all of it). Both are of confirmed "
        "weeks only. An abstraction is other duty by what it is, so the filter on duty leaves none "
        "out."
    ),
    numerator="Abstracted minutes in school hours.",
    denominator="Rostered minutes in school hours.",
    caveats=(
        "Training days differ from school to school; the calendar is the borough's.",
        "Time covered by another officer is still lost to the named one.",
        "No interval: minutes of one shift are not independent. Marked below 20 officer-weeks.",
    ),
    counterweight_ids=("A1",),
    kind=IndicatorKind.POOLED_SHARE,
    version=wording.SECOND_VERSION,
    valid_from=wording.SECOND_VALID_FROM,
    source="Schools' common complaint in the 2022 review; never measured before",
    count=_count,
    drill_downs=(of_entries("all", "Abstractions of the period", abstractions),),
    waiting=waiting.abstractions,
    splits=OF_ABSTRACTIONS,
    by_duty=False,
)
