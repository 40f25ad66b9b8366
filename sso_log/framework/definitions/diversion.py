"""Diversion: D1 to D6. Is a child kept out of the justice system, and at what price?"""

from sso_log.framework.definitions.wording import (
    FIRST_VALID_FROM,
    FIRST_VERSION,
    MATTERS_COUNTED,
    MATTERS_NOT_CHILDREN,
    REVIEW_2022,
    SHARE,
    SMALL_NUMBERS,
)
from sso_log.framework.indicator import Family, Indicator, IndicatorKind

INDICATORS = (
    Indicator(
        id="D1",
        title="Diversion rate",
        family=Family.DIVERSION,
        question="When the police act on what a child has done, how often is the child diverted?",
        definition=(
            f"{MATTERS_COUNTED} Only matters where the child is the suspect. A matter is diverted "
            "if it ended in a community resolution (outcome 8), in diversionary activity (outcome "
            "22), in a deferred prosecution that was complied with (outcome 23), or if an offered "
            "programme was accepted. It is formal if it ended in a charge or summons (outcome 1) "
            "or a caution (outcomes 2 and 3: youth caution, youth conditional caution). A formal "
            "outcome wins over any programme. An outcome of no police action puts the matter in "
            "neither, even beside an accepted programme; the number of these is shown. Outcome 23 "
            "still open or breached, and matters not yet decided, are in neither. A safeguarding "
            "referral or a school's sanction is never diversion."
        ),
        numerator="Matters diverted (D).",
        denominator="Matters diverted and matters with a formal outcome (D + F).",
        caveats=(
            "Always read with D6: diverting children who would have met no action at all raises "
            "this rate without keeping anybody out of court.",
            "An accepted programme counts whether or not it was finished: see D5.",
            SMALL_NUMBERS,
        ),
        counterweight_ids=("D6",),
        kind=IndicatorKind.PROPORTION,
        unit=SHARE,
        version=FIRST_VERSION,
        valid_from=FIRST_VALID_FROM,
        source=f"{REVIEW_2022}: a performance framework focused on diversion; no rate published",
    ),
    Indicator(
        id="D2",
        title="Formal outcome share",
        family=Family.DIVERSION,
        question="Of matters where a child is the suspect, how many end in a charge or caution?",
        definition=(
            f"{MATTERS_COUNTED} Only matters where the child is the suspect, decided or not."
        ),
        numerator="Matters with outcome 1 (charge or summons), 2 or 3 (caution).",
        denominator="All matters where the child is the suspect.",
        caveats=(
            "Matters not yet decided are in the denominator, so recent periods look lower.",
            MATTERS_NOT_CHILDREN,
            SMALL_NUMBERS,
        ),
        counterweight_ids=("D3",),
        kind=IndicatorKind.PROPORTION,
        unit=SHARE,
        version=FIRST_VERSION,
        valid_from=FIRST_VALID_FROM,
        source=f"{REVIEW_2022}, section 12: 4% charged or cautioned",
    ),
    Indicator(
        id="D3",
        title="No police action share",
        family=Family.DIVERSION,
        question="How many decided matters ended without any police action?",
        definition=(
            f"{MATTERS_COUNTED} Whatever the child's role, as long as a police outcome other than "
            "0 (not yet assigned) is recorded. No police action is outcome 5 or any of 9 to 21. "
            "This is not diversion: nothing was offered instead."
        ),
        numerator="Matters with a no-action outcome (5, 9 to 21).",
        denominator="All matters with a police outcome.",
        caveats=(
            "Never add this to diversion. The review presented the two as one figure.",
            "Outcome 20 also covers matters handed to another body, such as the school.",
            SMALL_NUMBERS,
        ),
        counterweight_ids=("D1",),
        kind=IndicatorKind.PROPORTION,
        unit=SHARE,
        version=FIRST_VERSION,
        valid_from=FIRST_VALID_FROM,
        source=f"{REVIEW_2022}, section 12: nearly 90% no police action",
    ),
    Indicator(
        id="D4",
        title="School sanction",
        family=Family.DIVERSION,
        question="How often was the child suspended or excluded by the school?",
        definition=(
            f"{MATTERS_COUNTED} All matters. Suspension and permanent exclusion are counted. "
            "Internal sanctions and managed moves are shown apart, as are those not known."
        ),
        numerator="Matters with a suspension or a permanent exclusion.",
        denominator="All matters.",
        caveats=(
            "The school decides, not the police. It stands beside the police outcome and is never "
            "counted as diversion.",
            "A sanction that is not known stays in the denominator.",
            SMALL_NUMBERS,
        ),
        counterweight_ids=("D1",),
        kind=IndicatorKind.PROPORTION,
        unit=SHARE,
        version=FIRST_VERSION,
        valid_from=FIRST_VALID_FROM,
        source=f"{REVIEW_2022}, section 12: 40% excluded or suspended",
    ),
    Indicator(
        id="D5",
        title="Diversion funnel",
        family=Family.DIVERSION,
        question="Where on the way to a finished programme are children lost?",
        definition=(
            f"{MATTERS_COUNTED} Each stage is a part of the one before. Eligible: the child is the "
            "suspect, and either the gravity score is below 5 or not scored, or an offer was made. "
            "Offered: a date of offer or an answer to an offer is recorded. Accepted: the answer "
            "was yes. Started: an update says started, completed, complied or breached. "
            "Completed: started, and the latest report of an end is completed or complied, not "
            "breached or did not complete."
        ),
        numerator="Matters that reached the stage; for the whole, completed.",
        denominator="Matters that reached the stage before; for the whole, eligible.",
        caveats=(
            "Recent matters have had less time to reach the later stages.",
            "Gravity 5 points to a charge, so it is eligible only where an offer was made.",
            SMALL_NUMBERS,
        ),
        counterweight_ids=("D6",),
        kind=IndicatorKind.FUNNEL,
        unit=SHARE,
        version=FIRST_VERSION,
        valid_from=FIRST_VALID_FROM,
        source=f"{REVIEW_2022}: a performance framework focused on diversion; no figure published",
    ),
    Indicator(
        id="D6",
        title="Net-widening",
        family=Family.DIVERSION,
        question="How many diverted children would have met no action anyway?",
        definition=(
            f"{MATTERS_COUNTED} Only diverted matters, as in D1. Counted are those where the "
            "officer recorded that without diversion there would have been no action, and those "
            "with gravity score 1, for which national guidance expects no action."
        ),
        numerator="Diverted matters that would otherwise be no action, or of gravity 1.",
        denominator="All diverted matters (D of D1).",
        caveats=(
            "What would have happened otherwise is the officer's judgement at the time.",
            "Not known is left in the denominator and is not counted as net-widening.",
            SMALL_NUMBERS,
        ),
        counterweight_ids=("D1",),
        kind=IndicatorKind.PROPORTION,
        unit=SHARE,
        version=FIRST_VERSION,
        valid_from=FIRST_VALID_FROM,
        source="NPCC Child Gravity Matrix, 2023; shown with D1, always",
    ),
)
