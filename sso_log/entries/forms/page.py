"""One form as a page shows it: questions drawn, errors listed, what the sergeant asked for.

Brings together what the catalogue, the officer's own schools and diversions, and the entry itself
say. Nothing is saved here.
"""

import uuid
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from sso_log.auth.identity import Actor
from sso_log.clock import today_london
from sso_log.entries import presenters, queries
from sso_log.entries.forms import drawing, schools
from sso_log.entries.forms.schools import SchoolOption
from sso_log.entries.kinds import Kind
from sso_log.entries.kinds.declare import Type
from sso_log.entries.narrative import Finding
from sso_log.reference import codes
from sso_log.web.filters import long_date, short_date
from sso_log.web.forms import error_items
from sso_log.workflow.states import Action, Status, possible


@dataclass(frozen=True, slots=True)
class Returned:
    """Why the sergeant sent it back, and which questions it is about."""

    reason: str
    sentence: str
    questions: list[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class FormState:
    """A form in hand: which entry, which version was looked at, what is typed, what is wrong."""

    kind: Kind
    entry_id: uuid.UUID
    raw: dict[str, Any]
    version: int | None = None
    status: Status = Status.DRAFT
    reference: str = ""
    errors: Mapping[str, list[str]] = field(default_factory=dict)
    options: Mapping[str, list[SchoolOption]] = field(default_factory=dict)
    another: frozenset[str] = frozenset()
    findings: Sequence[Finding] = ()
    checked: str = ""
    pinned: Sequence[str] = ()
    returned: Returned | None = None
    secret_recorded: bool = False


@dataclass(frozen=True, slots=True)
class DrawnForm:
    """The form, ready for its template."""

    state: FormState
    sections: list[drawing.DrawnSection]
    errors: list[dict[str, str]]
    may_save: bool
    may_submit: bool


def draw(actor: Actor, state: FormState) -> DrawnForm:
    """Draw the form."""
    kind, raw = state.kind, state.raw
    own = own_schools(actor, kind)
    named = {option.urn: option.name for option in own}
    urns = presenters.school_urns(kind, raw) - set(named)
    context = drawing.FormContext(
        today=today_london(),
        raw=raw,
        errors=state.errors,
        own_schools=tuple(own),
        options=state.options,
        another=state.another,
        school_names=named | presenters.school_names(urns),
        diversions=_diversions(actor, kind),
        pinned=frozenset(state.pinned),
        secret_recorded=state.secret_recorded,
    )
    steps = possible(state.status)
    return DrawnForm(
        state=state,
        sections=drawing.sections(kind.schema, context),
        errors=error_items(state.errors),
        may_save=Action.SAVE in steps,
        may_submit=Action.SUBMIT in steps,
    )


def own_schools(actor: Actor, kind: Kind) -> list[SchoolOption]:
    """The officer's schools, where the kind asks for any."""
    questions = (one for field in kind.schema.fields for one in (field, *field.columns))
    asks = any(question.type is Type.SCHOOL for question in questions)
    return schools.own_schools(actor) if asks else []


def beginning(actor: Actor, kind: Kind) -> dict[str, Any]:
    """What a new form begins with: today's date, and the officer's schools where all may count."""
    raw: dict[str, Any] = {}
    for question in kind.schema.of_type(Type.INSTANT, Type.ROWS):
        if question.prefilled and question.type is Type.INSTANT:
            raw[question.name] = {"on": today_london().isoformat(), "time": ""}
        elif question.prefilled:
            raw[question.name] = [{"school": one.urn} for one in schools.own_schools(actor)]
    return raw


def returned_of(
    kind: Kind, code: str | None, sentence: str | None, fields: Iterable[str]
) -> Returned:
    """A return in words, with links to the questions that it names."""
    return Returned(
        codes.label("return_reason", code),
        sentence or "",
        [(name, question_label(kind, name)) for name in fields],
    )


def question_label(kind: Kind, name: str) -> str:
    """The words of a question, also of `powers-0-sex`; the name itself when there is none."""
    first, *rest = name.split("-")
    question = next((one for one in kind.schema.fields if one.name == first), None)
    if question is None:
        return name
    columns = {column.name: f"{question.label}: {column.label}" for column in question.columns}
    return columns.get(rest[-1] if rest else "", question.label)


def _diversions(actor: Actor, kind: Kind) -> tuple[tuple[str, str], ...]:
    rows = queries.own_open_diversions(actor.id) if kind.about else []
    return tuple((str(row.id), diversion_words(row)) for row in rows)


def diversion_words(row: queries.Row) -> str:
    """A diversion in a list to choose from: no fact about the child."""
    when = short_date(row.happened_on) if row.happened_on else long_date(row.updated_at_utc)
    return f"{row.reference}, {row.school or 'no school'}, {when}"
