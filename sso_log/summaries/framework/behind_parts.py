"""Which lists stand behind each indicator: rules of matters, or conditions on entries.

The first list of an indicator is that of the whole; the last is what still waits.
"""

from collections.abc import Callable
from dataclasses import dataclass

import sqlalchemy as sa

from sso_log.entries.models import Diversion, DiversionUpdate, Engagement, Entry, EntryEvent
from sso_log.framework import rules
from sso_log.framework.matter import Matter
from sso_log.summaries.framework import rows_engagements, rows_schools, rows_times
from sso_log.summaries.framework.question import SUBMITTED, WHOLE, Conditions, Question, Split
from sso_log.summaries.framework.readings import Readings
from sso_log.summaries.framework.sql import days_from, london_day

LATE_DAYS = 5
Rule = Callable[[Matter], bool]
Total = Callable[[Readings], int]
Where = Callable[[Question], Conditions]


@dataclass(frozen=True, slots=True)
class Part:
    """One list that can be asked for: by a rule of matters, or by conditions on entries.

    `total` tells how long it is from what has been read for the figure anyway.
    """

    code: str
    words: str
    rule: Rule | None = None
    where: Where | None = None
    total: Total | None = None


def parts_of(identity: str) -> tuple[Part, ...]:
    """The lists behind an indicator, that of the whole first; none where it has no entries."""
    found = PARTS.get(identity, ())
    return (*found, _waiting_part(identity, found)) if found else ()


def _suspect(rule: Rule) -> Rule:
    return lambda matter: rules.is_suspect_matter(matter) and rule(matter)


def _is_class(wanted: rules.MatterClass) -> Rule:
    return lambda matter: rules.classify(matter) is wanted


def _contact(party: rules.Party, who: str) -> tuple[Part, ...]:
    return (
        Part("all", f"Contact with the {who} applies", lambda m: rules.applies(m, party)),
        Part("gap", "Not contacted", lambda m: rules.contact_gap(m, party)),
        Part("made", "Contacted", lambda m: rules.contact_made(m, party)),
    )


def _every(matter: Matter) -> bool:
    return True


def _diverted_or_formal(matter: Matter) -> bool:
    return rules.is_diverted(matter) or rules.is_formal(matter)


def _engagements(question: Question, *more: sa.ColumnElement[bool]) -> Conditions:
    """Engagements that count; their details are looked at only where they matter."""
    details = [*rows_engagements.of_kinds(question), *more]
    chosen = sa.select(Engagement.entry_id).where(*details)
    return [*rows_engagements.entries(question), *([Entry.id.in_(chosen)] if details else [])]


def _entries(question: Question) -> Conditions:
    return question.counted(*rows_times.kinds_of(question))


def _late(question: Question) -> Conditions:
    days = days_from(Entry.happened_on, london_day(Entry.first_submitted_at_utc))
    return [*_entries(question), days > LATE_DAYS]


def _decided(question: Question, *more: sa.ColumnElement[bool]) -> Conditions:
    chosen = sa.select(EntryEvent.entry_id).where(*rows_times.first_decisions(question), *more)
    return [Entry.id.in_(chosen), *rows_times.decided_entries(question)]


def _decisions(readings: Readings, action: str | None = None) -> int:
    actions = readings.apart(Split.MONTH).turnarounds[WHOLE].actions
    return sum(actions.values()) if action is None else actions.get(action, 0)


def _abstractions(question: Question) -> Conditions:
    return [*question.counted("abstraction"), *question.in_capacity()]


def _waiting_part(identity: str, parts: tuple[Part, ...]) -> Part:
    """What could still change the figure; for matters also updates of those that count."""
    if parts[0].rule is not None:
        where = _waiting_matters
    elif identity in ("A1", "A3"):
        where = _waiting_abstractions
    else:
        where = _waiting_engagements if identity.startswith("E") else _waiting_entries
    return Part("waiting", "Waiting for approval", where=where)


def _waiting_matters(question: Question) -> Conditions:
    counted = (
        sa.select(DiversionUpdate.entry_id)
        .join(Entry, Entry.id == DiversionUpdate.diversion)
        .join(Diversion, Diversion.entry_id == Entry.id)
        .where(*question.counted("diversion"), *question.in_capacity())
        .correlate(None)
    )
    own = sa.and_(*question.counted("diversion", status=SUBMITTED), *question.in_capacity())
    update = sa.and_(Entry.status == sa.literal_column(f"'{SUBMITTED}'"), Entry.id.in_(counted))
    return [sa.or_(own, update)]


def _waiting_entries(question: Question) -> Conditions:
    return question.counted(*rows_times.kinds_of(question), status=SUBMITTED)


def _waiting_engagements(question: Question) -> Conditions:
    return [*question.counted("engagement", status=SUBMITTED), *question.in_capacity()]


def _waiting_abstractions(question: Question) -> Conditions:
    return [*question.counted("abstraction", status=SUBMITTED), *question.in_capacity()]


SUSPECTS = Part("all", "Child is the suspect", rules.is_suspect_matter)
EVERY_MATTER = Part("all", "All matters", _every)
PARTS: dict[str, tuple[Part, ...]] = {
    "D1": (
        Part("all", "Diverted or formal", _diverted_or_formal),
        Part("diverted", "Diverted", rules.is_diverted),
        Part("formal", "Formal outcome", rules.is_formal),
        Part("no_action", "No police action", _is_class(rules.MatterClass.NO_ACTION)),
        Part("neither", "Not decided or other", _suspect(_is_class(rules.MatterClass.NEITHER))),
    ),
    "D2": (SUSPECTS, Part("counted", "Formal outcome", rules.is_formal)),
    "D3": (
        Part("all", "With an outcome", rules.has_outcome),
        Part("counted", "No police action", rules.is_no_action),
    ),
    "D4": (
        EVERY_MATTER,
        Part("counted", "Suspended or excluded", rules.sanctioned),
        Part("apart", "Internal or managed move", rules.sanction_shown_apart),
    ),
    "D5": tuple(
        Part("all" if name == "eligible" else name, name.capitalize(), rule)
        for name, rule in rules.FUNNEL
    ),
    "D6": (
        Part("all", "Diverted", rules.is_diverted),
        Part("counted", "Net-widening", rules.net_widening),
    ),
    "C1": _contact(rules.Party.CHILD, "child"),
    "C2": _contact(rules.Party.PARENT_CARER, "parent or carer"),
    "C3": _contact(rules.Party.VICTIM, "victim"),
    "T1": (EVERY_MATTER,),
    "Q1": (
        EVERY_MATTER,
        Part(
            "gap",
            "Self-defined ethnicity not known",
            lambda m: not rules.is_known_ethnicity(m),
        ),
    ),
    "T3": (
        Part("all", "All entries", where=_entries),
        Part("late", f"Logged more than {LATE_DAYS} days later", where=_late),
    ),
    "T4": (
        Part("all", "With a first decision", where=_decided, total=_decisions),
        Part(
            "returned",
            "Returned first",
            where=lambda q: _decided(q, EntryEvent.action == "return"),
            total=lambda readings: _decisions(readings, "return"),
        ),
    ),
    "E1": (
        Part("all", "All engagements", where=_engagements),
        Part(
            "powers",
            "With police powers used",
            where=lambda q: _engagements(q, Engagement.powers_used == "some"),
        ),
    ),
    "E2": (Part("all", "Visits to schools", where=rows_schools.visits),),
    "E4": (
        Part(
            "all",
            "With feedback",
            where=lambda q: _engagements(q, Engagement.feedback_responses > 0),
        ),
        Part("engagements", "All engagements", where=_engagements),
    ),
    "A1": (Part("all", "Abstractions that began in the period", where=_abstractions),),
    "A3": (Part("all", "Abstractions that began in the period", where=_abstractions),),
    "Q3": (
        Part("all", "All entries", where=_entries),
        Part(
            "other",
            "Other duty",
            where=lambda q: [*_entries(q), Entry.capacity == "other_duty"],
        ),
    ),
}
