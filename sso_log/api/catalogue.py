"""The catalogue and code lists as the tablet needs them to draw forms while it is offline."""

import hashlib

import msgspec

from sso_log.api.messages import Code, Condition, Kind, Question, Reference, School, Section
from sso_log.auth.identity import Actor
from sso_log.clock import today_london
from sso_log.entries.kinds import KINDS, declare
from sso_log.reference import codes
from sso_log.reference.queries.schools import schools_of

# Besides the lists of questions, those that decisions choose from.
OTHER_LISTS = ("return_reason",)
# What a form is drawn from just as it is declared.
AS_DECLARED = (
    "name", "label", "hint", "type", "missing", "low", "high", "max_length", "future", "repeatable",
)  # fmt: skip


def reference(actor: Actor) -> Reference:
    """Kinds, questions, code lists with their labels, and the officer's own schools."""
    content = Reference(
        kinds=[
            Kind(
                code=kind.code,
                slug=kind.slug,
                letter=kind.letter,
                noun=kind.noun,
                sections=[_section(section) for section in kind.schema.sections],
            )
            for kind in KINDS.values()
        ],
        lists={name: [_code(choice) for choice in codes.choices(name)] for name in used_lists()},
        schools=[
            School(urn=str(school.urn), name=school.name, phase=school.phase)
            for school in schools_of(actor.id, today_london())
        ],
    )
    return msgspec.structs.replace(content, version=fingerprint(content))


def fingerprint(content: object) -> str:
    """A short text that changes with the content."""
    return hashlib.sha256(msgspec.json.encode(content, order="deterministic")).hexdigest()[:16]


def used_lists() -> list[str]:
    """The name of every code list that some question chooses from."""
    names = set(OTHER_LISTS)
    for kind in KINDS.values():
        for field in kind.schema.fields:
            names |= {one.choices for one in (field, *field.columns) if one.choices}
    return sorted(names)


def _code(choice: codes.CodeChoice) -> Code:
    return Code(
        code=choice.code,
        label=choice.label,
        hint=choice.hint,
        valid_from=choice.valid_from,
        valid_until=choice.valid_until,
        facts=dict(choice.attributes),
    )


def _section(section: declare.Section) -> Section:
    questions = [_question(question) for question in section.fields]
    return Section(title=section.title, intro=section.intro, fields=questions)


def _question(question: declare.Field) -> Question:
    required = question.required
    shape = Question(
        **{name: getattr(question, name) for name in AS_DECLARED},
        choices=question.choices or None,
        asked=_condition(question.applies_when),
        required=required if isinstance(required, bool) else _condition(required) or False,
    )
    if question.columns:
        shape.columns = [_question(column) for column in question.columns]
        shape.gate = question.gate or None
    return shape


def _condition(condition: declare.When | None) -> Condition | None:
    if condition is None:
        return None
    return Condition(
        field=condition.field,
        values=list(condition.codes(codes.current())),
        unless=condition.unless,
    )
