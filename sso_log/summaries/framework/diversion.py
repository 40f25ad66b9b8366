"""D1 to D6: counts of matters; what each matter is, is decided by `framework.rules`."""

from collections.abc import Callable, Iterable

from sso_log.framework import rules
from sso_log.framework.figure import Figure, Part, count_part, funnel, proportion, share_part
from sso_log.framework.matter import Matter
from sso_log.reference.lists import Deferral
from sso_log.summaries.framework.question import WHOLE, Key
from sso_log.summaries.framework.readings import Readings

Rule = Callable[[Matter], bool]


def count_of(matters: Iterable[Matter], rule: Rule) -> int:
    """How many matters a rule holds for."""
    return sum(1 for matter in matters if rule(matter))


def waiting(readings: Readings, key: Key = WHOLE, *, suspects: bool = False) -> int:
    """Submitted diversions, and submitted updates of approved ones, that could change a figure."""
    capacity = readings.question.scope.capacity
    entries: int = sum(
        row.entries
        for row in readings.waiting.at(key)
        if row.kind == "diversion"
        and capacity in ("all", row.capacity)
        and (not suspects or row.child_role == "suspect")
    )
    updates: int = sum(
        row.entries
        for row in readings.waiting_updates.at(key)
        if not suspects or row.child_role == "suspect"
    )
    return entries + updates


def diversion_rate(readings: Readings, key: Key = WHOLE) -> Figure:
    """D1: diverted over diverted and formal."""
    matters = readings.matters.at(key)
    diverted, formal = count_of(matters, rules.is_diverted), count_of(matters, rules.is_formal)
    suspects = count_of(matters, rules.is_suspect_matter)
    nothing = sum(rules.classify(matter) is rules.MatterClass.NO_ACTION for matter in matters)
    states = [rules.deferral(matter) for matter in matters if rules.is_suspect_matter(matter)]
    return proportion(
        "D1",
        diverted,
        diverted + formal,
        waiting=waiting(readings, key, suspects=True),
        parts=(
            count_part("Diverted", diverted),
            count_part("Formal outcome", formal),
            count_part("No police action, in neither", nothing),
            count_part("Not decided or other, in neither", suspects - diverted - formal - nothing),
            count_part("Deferred prosecution still open, in neither", states.count(Deferral.OPEN)),
        ),
    )


def formal_share(readings: Readings, key: Key = WHOLE) -> Figure:
    """D2: charged or cautioned over matters with a child suspect."""
    matters = readings.matters.at(key)
    suspects = count_of(matters, rules.is_suspect_matter)
    decided = count_of(matters, lambda m: rules.is_suspect_matter(m) and rules.has_outcome(m))
    formal = count_of(matters, rules.is_formal)
    return proportion(
        "D2",
        formal,
        suspects,
        waiting=waiting(readings, key, suspects=True),
        parts=(
            share_part("Of those with an outcome", formal, decided),
            count_part("Without an outcome yet", suspects - decided),
        ),
    )


def no_action_share(readings: Readings, key: Key = WHOLE) -> Figure:
    """D3: no-action outcomes over matters with an outcome."""
    matters = readings.matters.at(key)
    decided = count_of(matters, rules.has_outcome)
    suspects = [m for m in matters if rules.is_suspect_matter(m) and rules.has_outcome(m)]
    return proportion(
        "D3",
        count_of(matters, rules.is_no_action),
        decided,
        waiting=waiting(readings, key),
        parts=(
            share_part(
                "Where the child is the suspect",
                count_of(suspects, rules.is_no_action),
                len(suspects),
            ),
            count_part("Without an outcome yet", len(matters) - decided),
        ),
    )


def school_sanction(readings: Readings, key: Key = WHOLE) -> Figure:
    """D4: suspended or permanently excluded over all matters."""
    matters = readings.matters.at(key)
    found = [matter.school_sanction for matter in matters]

    def part(label: str, code: str) -> Part:
        return share_part(label, found.count(code), len(matters))

    return proportion(
        "D4",
        count_of(matters, rules.sanctioned),
        len(matters),
        waiting=waiting(readings, key),
        parts=(
            part("Suspension", "suspension"),
            part("Permanent exclusion", "permanent_exclusion"),
            part("Internal sanction, not counted", "internal"),
            part("Managed move, not counted", "managed_move"),
            part("Not known, not counted", "not_known"),
        ),
    )


def diversion_funnel(readings: Readings, key: Key = WHOLE) -> Figure:
    """D5: from eligible to completed."""
    matters = readings.matters.at(key)
    stages = [(name.capitalize(), count_of(matters, rule)) for name, rule in rules.FUNNEL]
    return funnel("D5", stages, waiting=waiting(readings, key, suspects=True))


def net_widening(readings: Readings, key: Key = WHOLE) -> Figure:
    """D6: diversions that would otherwise be no action, or of gravity 1, over diversions."""
    diverted = [matter for matter in readings.matters.at(key) if rules.is_diverted(matter)]

    def share(label: str, rule: Rule) -> Part:
        return share_part(label, count_of(diverted, rule), len(diverted))

    return proportion(
        "D6",
        count_of(diverted, rules.net_widening),
        len(diverted),
        waiting=waiting(readings, key, suspects=True),
        parts=(
            share("Would otherwise be no action", lambda m: m.otherwise == "no_action"),
            share("Gravity score 1", lambda m: m.gravity_score == "1"),
            share("What would have happened is not known", lambda m: m.otherwise == "not_known"),
        ),
    )
