"""Data quality: Q1 to Q3. How far can the other figures be believed?"""

from sso_log.framework.definitions.wording import (
    FIRST_VALID_FROM,
    FIRST_VERSION,
    REVIEW_2022,
    SHARE,
    SMALL_NUMBERS,
)
from sso_log.framework.indicator import Family, Indicator, IndicatorKind

INDICATORS = (
    Indicator(
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
            SMALL_NUMBERS,
        ),
        counterweight_ids=("Q2",),
        kind=IndicatorKind.PROPORTION,
        unit=SHARE,
        version=FIRST_VERSION,
        valid_from=FIRST_VALID_FROM,
        source=f"{REVIEW_2022}, sections 4 and 11: unknown swamped every comparison",
    ),
    Indicator(
        id="Q2",
        title="Reporting",
        family=Family.QUALITY,
        question="Have all officers told us about all their weeks?",
        definition=(
            "An officer-week is expected for every officer with a posting on any day of a week "
            "whose Monday is in the period and which is over. It is confirmed once the officer "
            "has confirmed it, and on time if that was before the end of the following Sunday."
        ),
        numerator="Confirmed officer-weeks; apart, those confirmed on time.",
        denominator="Expected officer-weeks.",
        caveats=(
            "A confirmed week says that there is nothing else to log, not that it was checked.",
            "A week of leave is expected too: it is confirmed with no minutes on duty.",
        ),
        counterweight_ids=("T3",),
        kind=IndicatorKind.PROPORTION,
        unit=SHARE,
        version=FIRST_VERSION,
        valid_from=FIRST_VALID_FROM,
        source="Product requirement: the week is the measure of who has not reported",
    ),
    Indicator(
        id="Q3",
        title="Schools officer duty split",
        family=Family.QUALITY,
        question="How much of what officers log was done as schools officers?",
        definition=(
            "All approved entries of the period, of both capacities: engagements, diversions and "
            "abstractions. The share marked as schools officer duty; apart, the same by minutes, "
            "for the entries that have them."
        ),
        numerator="Entries on schools officer duty; apart, their minutes.",
        denominator="All entries; apart, their minutes.",
        caveats=(
            "A diversion has no minutes and is in the count of entries only.",
            "Updates of diversions are not counted: their diversion is.",
        ),
        counterweight_ids=("Q2",),
        kind=IndicatorKind.PROPORTION,
        unit=SHARE,
        version=FIRST_VERSION,
        valid_from=FIRST_VALID_FROM,
        source=f"{REVIEW_2022}: work as a schools officer could not be told from other duties",
    ),
)
