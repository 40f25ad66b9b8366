"""What stands behind a figure, a page at a time: entries, schools or officer-weeks.

Lists say which entry, when and where it stands; never anything about a child. Whoever reads the
unit's figures only as an analyst gets no officer, no school and no link.
"""

import datetime as dt
import uuid
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from sso_log.db import db
from sso_log.entries.models import Diversion, DiversionUpdate, Engagement, Entry, EntryEvent
from sso_log.entries.queries import Row, listing, rows
from sso_log.framework import rules
from sso_log.framework.matter import Matter
from sso_log.summaries.framework import rows_engagements, rows_schools, rows_times
from sso_log.summaries.framework.question import SUBMITTED, Conditions, Question
from sso_log.summaries.framework.readings import Readings
from sso_log.summaries.framework.sql import days_from, london_day

PAGE = 25
LATE_DAYS = 5
Rule = Callable[[Matter], bool]
Where = Callable[[Question], Conditions]


@dataclass(frozen=True, slots=True)
class Part:
    """One list that can be asked for: by a rule of matters, or by conditions on entries."""

    code: str
    words: str
    rule: Rule | None = None
    where: Where | None = None


@dataclass(frozen=True, slots=True)
class Listed:
    """One page of entries."""

    part: Part
    rows: list[Row]
    total: int
    number: int

    @property
    def pages(self) -> int:
        """How many pages there are, at least one."""
        return max(1, -(-self.total // PAGE))


def parts_of(identity: str) -> tuple[Part, ...]:
    """The lists behind an indicator, that of the whole first; none where it has no entries."""
    found = PARTS.get(identity, ())
    return (*found, _waiting_part(identity, found)) if found else ()


def listed(question: Question, part: Part, number: int = 1) -> Listed:
    """One page of one list, latest first."""
    if part.rule is not None:
        return _by_rule(question, part, part.rule, number)
    where = part.where(question) if part.where else []
    counted = sa.select(sa.func.count()).select_from(Entry).where(*where)
    total = db.session.execute(counted).scalar_one()
    number = _within(number, total)
    query = listing().where(*where).order_by(Entry.happened_on.desc(), Entry.id)
    return Listed(part, rows(query.limit(PAGE).offset((number - 1) * PAGE)), total, number)


def _by_rule(question: Question, part: Part, rule: Rule, number: int) -> Listed:
    ids = [row.id for row in Readings(question).matter_rows if rule(row.matter)]
    number = _within(number, len(ids))
    shown = ids[(number - 1) * PAGE : number * PAGE]
    query = listing().where(Entry.id.in_(shown)).order_by(Entry.happened_on.desc(), Entry.id)
    return Listed(part, rows(query) if shown else [], len(ids), number)


def _within(number: int, total: int) -> int:
    return min(max(1, number), max(1, -(-total // PAGE)))


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
    chosen = (
        sa.select(Entry.id)
        .join(Engagement, Engagement.entry_id == Entry.id)
        .where(*rows_engagements.chosen(question), *more)
    )
    return [Entry.id.in_(chosen)]


def _entries(question: Question) -> Conditions:
    return question.counted(*rows_times.kinds_of(question))


def _late(question: Question) -> Conditions:
    days = days_from(Entry.happened_on, london_day(Entry.first_submitted_at_utc))
    return [*_entries(question), days > LATE_DAYS]


def _decided(question: Question, *more: sa.ColumnElement[bool]) -> Conditions:
    chosen = (
        sa.select(EntryEvent.entry_id)
        .join(Entry, Entry.id == EntryEvent.entry_id)
        .where(*rows_times.first_decided(question), *more)
    )
    return [Entry.id.in_(chosen)]


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
            lambda m: not rules.is_known_ethnicity(m.ethnicity_self_defined),
        ),
    ),
    "T3": (
        Part("all", "All entries", where=_entries),
        Part("late", f"Logged more than {LATE_DAYS} days later", where=_late),
    ),
    "T4": (
        Part("all", "With a first decision", where=_decided),
        Part(
            "returned",
            "Returned first",
            where=lambda q: _decided(q, EntryEvent.action == "return"),
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


def over_six_months(question: Question) -> Part:
    """The list of T1, which depends on the day that is asked about."""
    as_of = min(question.scope.until_on, question.scope.today)
    return Part("over", "Over six months", lambda m: rules.over_six_months(m, as_of))


def chosen_part(identity: str, question: Question, code: str) -> tuple[tuple[Part, ...], Part]:
    """Every list of an indicator, and the one asked for: the first if it is not among them."""
    parts = parts_of(identity)
    if identity == "T1":
        parts = (parts[0], over_six_months(question), *parts[1:])
    return parts, next((part for part in parts if part.code == code), parts[0])


@dataclass(frozen=True, slots=True)
class Week:
    """An expected officer-week that was not confirmed, or late."""

    person_id: uuid.UUID
    week_on: dt.date
    team_id: uuid.UUID | None
    confirmed: bool


def weeks_not_confirmed(question: Question, number: int) -> tuple[list[Week], int, int]:
    """The weeks behind Q2 that are missing, latest first: one page, how many, which page."""
    found = [
        Week(week.person_id, week.week_on, week.path.team_id, week.confirmed)
        for week in Readings(question).weeks.at()
        if not week.confirmed
    ]
    found.sort(key=lambda week: (week.week_on, str(week.person_id)), reverse=True)
    number = _within(number, len(found))
    return found[(number - 1) * PAGE : number * PAGE], len(found), number


def schools_not_visited(question: Question, number: int) -> tuple[list[Any], int, int]:
    """The schools behind E2 that were not visited, by name: one page, how many, which page."""
    found = [school for school in Readings(question).schools if not school.visited]
    number = _within(number, len(found))
    return found[(number - 1) * PAGE : number * PAGE], len(found), number
