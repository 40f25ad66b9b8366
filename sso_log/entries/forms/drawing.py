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
class Look:
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


def sections(schema: Schema, look: Look) -> list[DrawnSection]:
    """The whole form."""
    ruled = {check.field for check in schema.checks}
    return [
        DrawnSection(
            section.title,
            section.intro,
            [
                _question(one, one.name, look.raw, schema.fields, look, ruled)
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
    look: Look,
    ruled: set[str],
) -> Question:
    """`raw` and `siblings` are those of the same record, whose questions a condition may name."""
    asked = widgets.Asked(
        field=one,
        name=name,
        value=raw.get(one.name),
        errors=look.errors,
        today=look.today,
        optional=_is_optional(one, ruled),
        secret_recorded=look.secret_recorded,
    )
    drawn = _draw(asked, look)
    drawn.condition = _condition(one.applies_when, name, one, raw, siblings)
    drawn.suggestions = one.suggestions
    drawn.pinned = any(pin == name or pin.startswith(f"{name}-") for pin in look.pinned)
    return drawn


def _is_optional(one: Field, ruled: set[str]) -> bool:
    if one.type is Type.GROUP:
        return not one.required
    return not one.required and one.type in OPTIONAL_TYPES and one.name not in ruled


def _draw(asked: widgets.Asked, look: Look) -> Question:
    one, name = asked.field, asked.name
    match one.type:
        case Type.ROWS:
            return _rows(asked, look)
        case Type.GROUP:
            return _group(asked, look)
        case Type.INSTANT:
            date, time = widgets.instant(asked)
            inner = [Question(f"{name}_on", "input", date), Question(f"{name}_time", "input", time)]
            return Question(name, "instant", widgets.frame(asked), inner=inner)
        case Type.SCHOOL:
            return _school(asked, look)
        case Type.ENTRY:
            component, params = widgets.entry(asked, look.diversions)
        case _:
            component, params = widgets.WIDGETS[one.type](asked)
    return Question(name, component, params)


def _school(asked: widgets.Asked, look: Look) -> Question:
    """Own schools first, or the schools that what was typed may mean; then a box for any other."""
    known = asked.text
    in_record = "-" in asked.name
    if in_record and known in look.school_names:
        return Question(asked.name, "known-school", {"name": asked.name, "value": known})
    offered = list(look.options.get(asked.name, () if in_record else look.own_schools))
    listed = {option.urn for option in offered}
    if known in look.school_names and known not in listed:
        offered.insert(0, SchoolOption(known, look.school_names[known]))
        listed.add(known)
    typed = "" if known in listed else known
    another = bool(typed) or asked.name in look.another
    search = Question(
        f"{asked.name}_search",
        "input",
        widgets.school_search(asked, typed, alone=not offered),
        condition=Condition(asked.name, ANOTHER_SCHOOL, False, another, "") if offered else None,
    )
    if not offered:
        return Question(asked.name, "school", {}, inner=[search])
    params = widgets.school_radios(asked, offered, chosen=known, another=another)
    return Question(asked.name, "school", params, inner=[search])


def _group(asked: widgets.Asked, look: Look) -> Question:
    value = asked.value if isinstance(asked.value, Mapping) else {}
    inner = _columns(asked, asked.name, value, look)
    params = widgets.frame(asked)
    params["open"] = (
        bool(value)
        or bool(params.get("errorMessage"))
        or any(name.startswith(f"{asked.name}-") for name in asked.errors)
    )
    return Question(asked.name, "group", params, inner=inner)


def _rows(asked: widgets.Asked, look: Look) -> Question:
    rows = asked.value if isinstance(asked.value, list) else []
    rows = [row for row in rows if isinstance(row, Mapping)]
    if not rows and asked.field.applies(look.raw, codes.current()):
        rows = [{}]
    params = widgets.frame(asked)
    params |= {"noun": asked.field.record, "full": len(rows) >= (asked.field.high or 50)}
    records = [_record(asked, str(number), row, look) for number, row in enumerate(rows)]
    return Question(
        asked.name, "rows", params, records=records, blank=_record(asked, BLANK, {}, look)
    )


def _record(asked: widgets.Asked, number: str, row: Mapping[str, Any], look: Look) -> Record:
    prefix = f"{asked.name}-{number}"
    school = look.school_names.get(str(row.get("school") or ""))
    shown = str(int(number) + 1) if number != BLANK else BLANK_TITLE
    title = school or f"{asked.field.record.capitalize()} {shown}"
    return Record(prefix, title, _columns(asked, prefix, row, look))


def _columns(
    asked: widgets.Asked, prefix: str, record: Mapping[str, Any], look: Look
) -> list[Question]:
    columns = asked.field.columns
    return [_question(one, f"{prefix}-{one.name}", record, columns, look, set()) for one in columns]


def _condition(
    asked: When | None,
    name: str,
    one: Field,
    raw: Mapping[str, Any],
    siblings: tuple[Field, ...],
) -> Condition | None:
    if asked is None:
        return None
    other = next(field for field in siblings if field.name == asked.field)
    prefix = name.removesuffix(one.name)
    values = asked.codes(codes.current())
    return Condition(
        field=f"{prefix}{asked.field}",
        values=" ".join(values),
        unless=asked.unless,
        holds=asked.holds(raw, codes.current()),
        note=_note(asked, values, other),
    )


def _note(asked: When, values: Sequence[str], other: Field) -> str:
    """The condition in words, for a browser without scripts."""
    if not values or len(values) > MANY_VALUES:
        return f"Only if you answered “{other.label}”."
    words = [f"“{codes.label(other.choices, value)}”" for value in values]
    said = " or ".join([", ".join(words[:-1]), words[-1]] if len(words) > 1 else words)
    return f"Only if the answer to “{other.label}” is {'not ' if asked.unless else ''}{said}."
