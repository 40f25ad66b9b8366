"""C1 to C3: whether the child, a parent or carer, and the victim were spoken to."""

from functools import partial

from sso_log.framework import rules
from sso_log.framework.figure import Result, proportion, share_part
from sso_log.framework.indicator import Family, IndicatorKind
from sso_log.framework.rules import Party
from sso_log.reference import codes
from sso_log.summaries.framework import waiting, wording
from sso_log.summaries.framework.drill_down import of_matters
from sso_log.summaries.framework.indicator import OF_MATTERS, Indicator
from sso_log.summaries.framework.readings import Key, Readings

GAP = "Not contacted"


def _count(party: Party, readings: Readings, key: Key) -> Result:
    applies = [matter for matter in readings.matters.at(key) if rules.applies(matter, party)]
    made = rules.count_of(applies, lambda matter: rules.contact_made(matter, party))
    field = f"contact_{party.value}_reason"
    gaps = [getattr(m, field) for m in applies if rules.contact_gap(m, party)]
    reasons = [
        share_part(f"Not made: {choice.label.lower()}", gaps.count(choice.code), len(applies))
        for choice in codes.choices("contact_reason")
        if choice.code in gaps
    ]
    if gaps.count(None):
        reasons.append(share_part("Not made: no reason given", gaps.count(None), len(applies)))
    return proportion(
        made, len(applies), parts=(share_part(GAP, len(gaps), len(applies)), *reasons)
    )


def _contact_made(party: Party, identity: str, who: str, applies: str, gap: str) -> Indicator:
    of_suspects = party is Party.CHILD
    return Indicator(
        id=identity,
        title=f"Contact made: {who}",
        family=Family.CONTACT,
        question=f"Was the {who} spoken to?",
        definition=(
            f"{wording.MATTERS_COUNTED} "
            f"{applies} A matter marked not applicable is left out. Contact "
            "counts once it is recorded as made, in the entry or in an update; contact not made "
            "for any reason, and contact left unanswered, does not. The gap is the rest."
        ),
        numerator=f"Matters where contact with the {who} is recorded as made.",
        denominator=f"Matters where contact with the {who} applies.",
        caveats=(
            "A recent matter may still be waiting for its contact: the reason not yet is shown.",
            "It says that contact was made, not how well it went.",
            wording.SMALL_NUMBERS,
        ),
        counterweight_ids=("T1",),
        kind=IndicatorKind.PROPORTION,
        source=f"{wording.REVIEW_2022}, section 12: {gap} never contacted",
        count=partial(_count, party),
        drill_downs=(
            of_matters("all", f"Contact with the {who} applies", lambda m: rules.applies(m, party)),
            of_matters("gap", GAP, lambda m: rules.contact_gap(m, party)),
            of_matters("made", "Contacted", lambda m: rules.contact_made(m, party)),
        ),
        waiting=waiting.matters_of_suspects if of_suspects else waiting.matters,
        splits=OF_MATTERS,
        card_parts=(GAP,),
    )


C1 = _contact_made(
    Party.CHILD, "C1", "child", "Only matters where the child is the suspect.", "17% of suspects"
)
C2 = _contact_made(
    Party.PARENT_CARER, "C2", "parent or carer", "All matters.", "5% of parents or carers"
)
C3 = _contact_made(Party.VICTIM, "C3", "victim", "All matters.", "3% of victims")
