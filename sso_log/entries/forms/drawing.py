"""From the catalogue of questions to what a template draws: sections, questions, records.

Each question becomes the parameters of one GOV.UK component, with what was typed and what is
wrong with it. How each type of answer looks is in `forms.widgets`; the markup around a question
is in `templates/entries/`.
"""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from sso_log.entries.forms import widgets
from sso_log.entries.forms.binding import ANOTHER_SCHOOL
from sso_log.entries.forms.schools import SchoolOption
from sso_log.entries.kinds.declare import Field, Schema, Type, When
from sso_log.reference import codes

MANY_VALUES = 4
BLANK, BLANK_TITLE = "__n__", "__N__"
OPTIONAL_TYPES = {Type.TEXT, Type.LONG_TEXT, Type.SECRET, Type.CODES, Type.GROUP}


@dataclass(frozen=True, slots=True)
class FormContext:
    """What a form shows beyond its questions. `options` are schools to choose from, by field."""

    today: dt.date
    raw: Mapping[str, Any] = field(default_factory=dict)
    errors: Mapping[str, list[str]] = field(default_factory=dict)
    own_schools: tuple[SchoolOption, ...] = ()
    options: Mapping[str, list[SchoolOption]] = field(default_factory=dict)
    another: frozenset[str] = frozenset()
    school_names: Mapping[str, str] = field(default_factory=dict)
    diversions: tuple[tuple[str, str], ...] = ()
    pinned: frozenset[str] = frozenset()
    secret_recorded: bool = False


@dataclass(frozen=True, slots=True)
class Condition:
    """When a question applies, for the browser; `holds` now, and `note` in words without it."""

    field: str
    values: str
    unless: bool
    holds: bool
    note: str


@dataclass(slots=True)
class Question:
    """One question as drawn. `inner` are the parts of an instant, a school or a group."""

    name: str
    component: str
    params: dict[str, Any]
    condition: Condition | None = None
    suggestions: tuple[str, ...] = ()
    pinned: bool = False
    inner: list["Question"] = field(default_factory=list)
    records: list["Record"] = field(default_factory=list)
    blank: "Record | None" = None


@dataclass(frozen=True, slots=True)
class Record:
    """One record within rows: its number, its title, and its questions."""

    key: str
    title: str
    questions: list[Question]


@dataclass(frozen=True, slots=True)
class DrawnSection:
    """A heading, a word of introduction, and the questions under it."""

    title: str
    intro: str
    questions: list[Question]


def sections(schema: Schema, context: FormContext) -> list[DrawnSection]:
    """The whole form."""
    ruled = {check.field for check in schema.checks}
    return [
        DrawnSection(
            section.title,
            section.intro,
            [
                _question(one, one.name, context.raw, schema.fields, context, ruled)
                for one in section.fields
            ],
        )
        for section in schema.sections
    ]


def _question(
    one: Field,
    name: str,
    raw: Mapping[str, Any],
    siblings: tuple[Field, ...],
    context: FormContext,
    ruled: set[str],
) -> Question:
    """`raw` and `siblings` are those of the same record, whose questions a condition may name."""
    control = widgets.Control(
        field=one,
        name=name,
        value=raw.get(one.name),
        errors=context.errors,
        today=context.today,
        optional=_is_optional(one, ruled),
        secret_recorded=context.secret_recorded,
    )
    drawn = _draw(control, context)
    drawn.condition = _condition(one.applies_when, name, one, raw, siblings)
    drawn.suggestions = one.suggestions
    drawn.pinned = any(pin == name or pin.startswith(f"{name}-") for pin in context.pinned)
    return drawn


def _is_optional(one: Field, ruled: set[str]) -> bool:
    if one.type is Type.GROUP:
        return not one.required
    return not one.required and one.type in OPTIONAL_TYPES and one.name not in ruled


def _draw(control: widgets.Control, context: FormContext) -> Question:
    one, name = control.field, control.name
    match one.type:
        case Type.ROWS:
            return _rows(control, context)
        case Type.GROUP:
            return _group(control, context)
        case Type.INSTANT:
            date, time = widgets.instant(control)
            inner = [Question(f"{name}_on", "input", date), Question(f"{name}_time", "input", time)]
            return Question(name, "instant", widgets.frame(control), inner=inner)
        case Type.SCHOOL:
            return _school(control, context)
        case Type.ENTRY:
            component, params = widgets.entry(control, context.diversions)
        case _:
            component, params = widgets.WIDGETS[one.type](control)
    return Question(name, component, params)


def _school(control: widgets.Control, context: FormContext) -> Question:
    """Own schools first, or the schools that what was typed may mean; then a box for any other."""
    known = control.text
    in_record = "-" in control.name
    if in_record and known in context.school_names:
        return Question(control.name, "known-school", {"name": control.name, "value": known})
    offered = list(context.options.get(control.name, () if in_record else context.own_schools))
    listed = {option.urn for option in offered}
    if known in context.school_names and known not in listed:
        offered.insert(0, SchoolOption(known, context.school_names[known]))
        listed.add(known)
    typed = "" if known in listed else known
    another = bool(typed) or control.name in context.another
    search = Question(
        f"{control.name}_search",
        "input",
        widgets.school_search(control, typed, alone=not offered),
        condition=Condition(control.name, ANOTHER_SCHOOL, False, another, "") if offered else None,
    )
    if not offered:
        return Question(control.name, "school", {}, inner=[search])
    params = widgets.school_radios(control, offered, chosen=known, another=another)
    return Question(control.name, "school", params, inner=[search])


def _group(control: widgets.Control, context: FormContext) -> Question:
    value = control.value if isinstance(control.value, Mapping) else {}
    inner = _columns(control, control.name, value, context)
    wrong = any(name.split("-")[0] == control.name for name in control.errors)
    params = widgets.frame(control) | {"open": bool(value) or wrong}
    return Question(control.name, "group", params, inner=inner)


def _rows(control: widgets.Control, context: FormContext) -> Question:
    given = control.value if isinstance(control.value, list) else []
    rows = [row for row in given if isinstance(row, Mapping)]
    if not rows and control.field.applies(context.raw, codes.current()):
        rows = [{}]
    params = widgets.frame(control)
    params |= {"noun": control.field.record, "full": len(rows) >= (control.field.high or 50)}
    records = [_record(control, str(number), row, context) for number, row in enumerate(rows)]
    return Question(
        control.name, "rows", params, records=records, blank=_record(control, BLANK, {}, context)
    )


def _record(
    control: widgets.Control, number: str, row: Mapping[str, Any], context: FormContext
) -> Record:
    prefix = f"{control.name}-{number}"
    school = context.school_names.get(str(row.get("school") or ""))
    shown = str(int(number) + 1) if number != BLANK else BLANK_TITLE
    title = school or f"{control.field.record.capitalize()} {shown}"
    return Record(prefix, title, _columns(control, prefix, row, context))


def _columns(
    control: widgets.Control, prefix: str, record: Mapping[str, Any], context: FormContext
) -> list[Question]:
    columns = control.field.columns
    return [
        _question(one, f"{prefix}-{one.name}", record, columns, context, set()) for one in columns
    ]


def _condition(
    condition: When | None,
    name: str,
    one: Field,
    raw: Mapping[str, Any],
    siblings: tuple[Field, ...],
) -> Condition | None:
    if condition is None:
        return None
    other = next(field for field in siblings if field.name == condition.field)
    prefix = name.removesuffix(one.name)
    values = condition.codes(codes.current())
    return Condition(
        field=f"{prefix}{condition.field}",
        values=" ".join(values),
        unless=condition.unless,
        holds=condition.holds(raw, codes.current()),
        note=_note(condition, values, other),
    )


def _note(condition: When, values: Sequence[str], other: Field) -> str:
    """The condition in words, for a browser without scripts."""
    if not values or len(values) > MANY_VALUES:
        return f"Only if you answered “{other.label}”."
    words = [f"“{codes.label(other.choices, value)}”" for value in values]
    said = " or ".join([", ".join(words[:-1]), words[-1]] if len(words) > 1 else words)
    return f"Only if the answer to “{other.label}” is {'not ' if condition.unless else ''}{said}."
