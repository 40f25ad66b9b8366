"""What an indicator declares in words: its definition, and the families and shapes of figures.

How each is counted, listed and grouped stands beside its words in `summaries.framework.indicators`.
"""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class Family(StrEnum):
    """The families of the framework, in the order in which they are shown."""

    DIVERSION = "diversion"
    CONTACT = "contact"
    ENGAGEMENT = "engagement"
    ABSTRACTION = "abstraction"
    QUALITY = "quality"


FAMILY_TITLES = {
    Family.DIVERSION: "Diversion",
    Family.CONTACT: "Contact and timeliness",
    Family.ENGAGEMENT: "Engagement",
    Family.ABSTRACTION: "Abstraction and continuity",
    Family.QUALITY: "Data quality",
}


class IndicatorKind(StrEnum):
    """The shape of a figure; it decides how it is worded and charted.

    A pooled share is one of minutes, not of events: it has no binomial interval and no p-chart.
    """

    PROPORTION = "proportion"
    POOLED_SHARE = "pooled_share"
    FUNNEL = "funnel"
    MEDIAN = "median"
    MIX = "mix"
    COUNT = "count"


@dataclass(frozen=True, slots=True, kw_only=True)
class Definition:
    """One measure, in words that a parent can read and an analyst can work from.

    `counterweight_ids` are shown wherever this indicator is. `version` and `valid_from` change
    together when the definition does, and are of the first release until then; `source` says what
    the measure answers to.
    """

    id: str
    title: str
    family: Family
    question: str
    definition: str
    numerator: str
    denominator: str
    caveats: tuple[str, ...]
    counterweight_ids: tuple[str, ...]
    kind: IndicatorKind
    source: str
    unit: str = "share"
    version: str = "1.0"
    valid_from: date = date(2026, 9, 1)
