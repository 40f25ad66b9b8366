"""Contact and timeliness: C1 to C3, T1, T3 and T4. Who was spoken to, and how soon?"""

from sso_log.framework.definitions.wording import (
    FIRST_VALID_FROM,
    FIRST_VERSION,
    MATTERS_COUNTED,
    REVIEW_2022,
    SHARE,
    SMALL_NUMBERS,
)
from sso_log.framework.indicator import Family, Indicator, IndicatorKind


def _contact(identity: str, who: str, applies: str, gap: str) -> Indicator:
    return Indicator(
        id=identity,
        title=f"Contact made: {who}",
        family=Family.CONTACT,
        question=f"Was the {who} spoken to?",
        definition=(
            f"{MATTERS_COUNTED} {applies} A matter marked not applicable is left out. Contact "
            "counts once it is recorded as made, in the entry or in an update; contact not made "
            "for any reason, and contact left unanswered, does not. The gap is the rest."
        ),
        numerator=f"Matters where contact with the {who} is recorded as made.",
        denominator=f"Matters where contact with the {who} applies.",
        caveats=(
            "A recent matter may still be waiting for its contact: the reason not yet is shown.",
            "It says that contact was made, not how well it went.",
            SMALL_NUMBERS,
        ),
        counterweight_ids=("T1",),
        kind=IndicatorKind.PROPORTION,
        unit=SHARE,
        version=FIRST_VERSION,
        valid_from=FIRST_VALID_FROM,
        source=f"{REVIEW_2022}, section 12: {gap} never contacted",
    )


INDICATORS = (
    _contact("C1", "child", "Only matters where the child is the suspect.", "17% of suspects"),
    _contact("C2", "parent or carer", "All matters.", "5% of parents or carers"),
    _contact("C3", "victim", "All matters.", "3% of victims"),
    Indicator(
        id="T1",
        title="Over six months",
        family=Family.CONTACT,
        question="How many matters took, or are taking, longer than six months?",
        definition=(
            f"{MATTERS_COUNTED} From the day it was reported to the day it was concluded or, if it "
            "is still open, to the last day of the period or today, whichever is earlier. Six "
            "months are calendar months: a matter reported on 10 January is over from 11 July, "
            "one reported on 31 August from 1 March."
        ),
        numerator="Matters, closed or still open, longer than six calendar months.",
        denominator="All matters.",
        caveats=(
            "A matter counts as open until an approved entry gives the day it was concluded.",
            "Matters reported less than six months ago cannot be over yet.",
            SMALL_NUMBERS,
        ),
        counterweight_ids=("C1", "C2", "C3"),
        kind=IndicatorKind.PROPORTION,
        unit=SHARE,
        version=FIRST_VERSION,
        valid_from=FIRST_VALID_FROM,
        source=f"{REVIEW_2022}, section 12: 16% took more than six months",
    ),
    Indicator(
        id="T3",
        title="Event to logged",
        family=Family.CONTACT,
        question="How soon after something happened was it written down?",
        definition=(
            "Approved entries of every kind, on either duty, that happened in the period. Days "
            "from the London day of the event (the day the matter was reported, the engagement, "
            "the start of the abstraction, or the step that an update reports) to the London day "
            "on which the entry was first submitted. The median, the 90th percentile, "
            "and the number in each bucket: 0 to 3, 4 to 5, 6 to 14 and 15 to 30 days, up to three "
            "calendar months, longer. Quantiles are read by straight lines between neighbouring "
            "values (PERCENTILE.INC)."
        ),
        numerator="Days from the event to the first submission; entries in each bucket.",
        denominator="Approved entries that happened in the period.",
        caveats=(
            "Late entries are welcome: a force that catches up looks slower for a while.",
            "Entries that are still to be written are not seen at all: read with Q2.",
        ),
        counterweight_ids=("Q2",),
        kind=IndicatorKind.MEDIAN,
        unit="days",
        version=FIRST_VERSION,
        valid_from=FIRST_VALID_FROM,
        source="Product requirement: entries late by more than five days are flagged",
    ),
    Indicator(
        id="T4",
        title="Approval turnaround",
        family=Family.CONTACT,
        question="How long does an entry wait for its first decision?",
        definition=(
            "Entries of every kind, on either duty, whose first decision (approved or returned) "
            "was made in the period. Whole minutes, shown as hours, "
            "from their first submission to that decision, nights and weekends included: the "
            "median and the 90th percentile. Beside them, the share approved at the first decision "
            "and the number returned for each reason."
        ),
        numerator="Hours from the first submission to the first decision.",
        denominator="Entries with a first decision in the period.",
        caveats=(
            "Entries still waiting are not in the median; their number is shown.",
            "Fast is not careful: read with the share approved first time and with T3.",
        ),
        counterweight_ids=("T3",),
        kind=IndicatorKind.MEDIAN,
        unit="hours",
        version=FIRST_VERSION,
        valid_from=FIRST_VALID_FROM,
        source="Product requirement: the inbox shows the oldest entry first",
    ),
)
