"""One check of a whole entry, for the form, the JSON and any import alike.

Pure but for `Lookups`: takes raw answers, returns values and sentences. `complete=False` is for
drafts: what is there must be of the right type, what is missing may stay missing.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from sso_log.entries.kinds import KINDS
from sso_log.entries.kinds.declare import Field, Schema, Type
from sso_log.entries.parse import EMPTY, Lookups, Refused, parse

Errors = dict[str, list[str]]


@dataclass(frozen=True, slots=True)
class Checked:
    """The result of a check. `values` holds only answers to questions that apply."""

    values: dict[str, Any]
    errors: Errors = field(default_factory=dict)
    ignored: tuple[str, ...] = ()


def check(kind: str, raw: Mapping[str, Any], lookups: Lookups, *, complete: bool) -> Checked:
    """Check raw answers against the questions of a kind.

    Answers to questions that do not apply are dropped, and names that are no question are listed
    as ignored. Sentences are keyed by field name, `rows-0-column` within rows.
    """
    schema = KINDS[kind].schema
    raw = _with_gates(schema, raw)
    values: dict[str, Any] = {}
    errors: Errors = {}
    for question in schema.fields:
        if not question.applies(values, lookups.lists):
            continue
        value = _answer(question, raw.get(question.name), lookups, errors, complete=complete)
        if value is not None:
            values[question.name] = value
        elif (
            complete and question.is_required(values, lookups.lists) and question.name not in errors
        ):
            errors[question.name] = [question.missing]
    _in_use(schema, values, lookups, errors)
    _across(schema, values, lookups, errors, complete=complete)
    known = {question.name for question in schema.fields}
    return Checked(values, errors, tuple(sorted(set(raw) - known)))


def _in_use(schema: Schema, values: dict[str, Any], lookups: Lookups, errors: Errors) -> None:
    """Refuse a code that was not in use on the date it belongs to."""
    for question in schema.fields:
        code, on = values.get(question.name), values.get(question.dated_by)
        if code and on and not lookups.has_code(question.choices, code, on):
            errors.setdefault(question.name, []).append(
                f"This answer was not in use on {on.day} {on:%B %Y}"
            )


def _across(
    schema: Schema, values: dict[str, Any], lookups: Lookups, errors: Errors, *, complete: bool
) -> None:
    """Apply the rules over several answers; on a draft only those about what is there."""
    for rule in schema.checks:
        if rule.field in errors or (not complete and rule.field not in values):
            continue
        sentence = rule.broken(values, lookups.lists)
        if sentence:
            errors[rule.field] = [sentence]


def _answer(question: Field, raw: Any, lookups: Lookups, errors: Errors, *, complete: bool) -> Any:
    if question.type is Type.ROWS:
        return _rows(question, raw, lookups, errors, complete=complete)
    if question.type is Type.GROUP:
        return _group(question, raw, lookups, errors, question.name, complete=complete)
    try:
        return parse(question, raw, lookups)
    except Refused as refusal:
        errors[question.name] = [str(refusal)]
        return None


def _rows(
    question: Field, raw: Any, lookups: Lookups, errors: Errors, *, complete: bool
) -> list[dict[str, Any]] | None:
    if raw is None or raw == "":
        return None
    if not isinstance(raw, list) or not all(isinstance(row, Mapping) for row in raw):
        errors[question.name] = ["Give a list of records"]
        return None
    if len(raw) > (question.high or 50):
        errors[question.name] = [f"Give {question.high or 50} records at most"]
        return None
    rows = [
        _group(question, row, lookups, errors, f"{question.name}-{position}", complete=complete)
        for position, row in enumerate(raw)
    ]
    return [row for row in rows if row] or None


def _group(
    question: Field, raw: Any, lookups: Lookups, errors: Errors, prefix: str, *, complete: bool
) -> dict[str, Any] | None:
    if raw is None or raw == "":
        return None
    if not isinstance(raw, Mapping):
        errors[prefix] = ["Give one record"]
        return None
    if all(value in EMPTY for value in raw.values()):
        return None
    values: dict[str, Any] = {}
    for column in question.columns:
        if not column.applies(values, lookups.lists):
            continue
        name = f"{prefix}-{column.name}"
        try:
            value = parse(column, raw.get(column.name), lookups)
        except Refused as refusal:
            errors[name] = [str(refusal)]
            continue
        if value is not None:
            values[column.name] = value
        elif complete and column.is_required(values, lookups.lists):
            errors[name] = [column.missing]
    return values or None


def _with_gates(schema: Schema, raw: Mapping[str, Any]) -> Mapping[str, Any]:
    """Answer a gate question from its rows when JSON sends only the rows."""
    filled = dict(raw)
    for question in schema.fields:
        if not question.gate or not question.applies_when:
            continue
        rows = filled.get(question.name)
        gate = filled.get(question.gate)
        some, none = question.applies_when.values[0], question.gate_closed
        if isinstance(gate, Sequence) and not isinstance(gate, str):
            filled[question.gate] = none if list(gate) in ([], [none]) else some
        elif gate in (None, "") and isinstance(rows, list):
            filled[question.gate] = some if rows else none
    return filled
