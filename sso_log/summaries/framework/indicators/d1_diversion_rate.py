"""D1: of matters that end in a diversion or a formal outcome, how many are diverted."""

from sso_log.framework import rules
from sso_log.framework.figure import Result, count_part, proportion
from sso_log.framework.indicator import Family, IndicatorKind
from sso_log.framework.matter import Matter
from sso_log.reference.lists import Deferral
from sso_log.summaries.framework import waiting, wording
from sso_log.summaries.framework.drill_down import of_matters
from sso_log.summaries.framework.indicator import OF_MATTERS, Indicator
from sso_log.summaries.framework.readings import Key, Readings


def _count(readings: Readings, key: Key) -> Result:
    matters = readings.matters.at(key)
    diverted, formal = (
        rules.count_of(matters, rules.is_diverted),
        rules.count_of(matters, rules.is_formal),
    )
    suspects = rules.count_of(matters, rules.is_suspect_matter)
    nothing = rules.count_of(matters, _is_no_action)
    states = [rules.deferral(matter) for matter in matters if rules.is_suspect_matter(matter)]
    return proportion(
        diverted,
        diverted + formal,
        parts=(
            count_part("Diverted", diverted),
            count_part("Formal outcome", formal),
            count_part(NO_ACTION, nothing),
            count_part("Not decided or other, in neither", suspects - diverted - formal - nothing),
            count_part("Deferred prosecution still open, in neither", states.count(Deferral.OPEN)),
        ),
    )


def _is_no_action(matter: Matter) -> bool:
    return rules.classify(matter) is rules.MatterClass.NO_ACTION


def _is_neither(matter: Matter) -> bool:
    return rules.is_suspect_matter(matter) and rules.classify(matter) is rules.MatterClass.NEITHER


def _is_diverted_or_formal(matter: Matter) -> bool:
    return rules.is_diverted(matter) or rules.is_formal(matter)


NO_ACTION = "No police action, in neither"


D1 = Indicator(
    id="D1",
    title="Diversion rate",
    family=Family.DIVERSION,
    question="When the police act on what a child has done, how often is the child diverted?",
    definition=(
        f"{wording.MATTERS_COUNTED} "
        "Only matters where the child is the suspect. A matter is diverted "
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
        wording.SMALL_NUMBERS,
    ),
    counterweight_ids=("D6",),
    kind=IndicatorKind.PROPORTION,
    source=(
        f"{wording.REVIEW_2022}: a performance framework focused on diversion; no rate published"
    ),
    count=_count,
    drill_downs=(
        of_matters("all", "Diverted or formal", _is_diverted_or_formal),
        of_matters("diverted", "Diverted", rules.is_diverted),
        of_matters("formal", "Formal outcome", rules.is_formal),
        of_matters("no_action", "No police action", _is_no_action),
        of_matters("neither", "Not decided or other", _is_neither),
    ),
    waiting=waiting.matters_of_suspects,
    splits=OF_MATTERS,
    card_parts=(NO_ACTION,),
)
