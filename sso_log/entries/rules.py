"""One check of a whole entry, for the form, the JSON and any import alike.

Pure but for `Lookups`: takes raw answers, returns values and sentences. `complete=False` is for
drafts: what is there must be of the right type, what is missing may stay missing.
"""

from collections.abc import Iterable, Mapping, Sequence
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
    reading = _Reading(lookups, complete)
    values, errors = reading.answers(schema.fields, raw), reading.errors
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


@dataclass(frozen=True, slots=True)
class _Reading:
    """Reads raw answers one by one; the sentences about them gather in `errors`."""

    lookups: Lookups
    complete: bool
    errors: Errors = field(default_factory=dict)

    def answers(
        self, questions: Iterable[Field], raw: Mapping[str, Any], prefix: str = ""
    ) -> dict[str, Any]:
        """The values of the questions that apply; `prefix` is that of a record."""
        values: dict[str, Any] = {}
        lists = self.lookups.lists
        for question in questions:
            if not question.applies(values, lists):
                continue
            name = f"{prefix}{question.name}"
            value = self._answer(question, name, raw.get(question.name))
            if value is not None:
                values[question.name] = value
            elif self.complete and question.required and name not in self.errors:
                self.errors[name] = [question.missing]
        return values

    def _answer(self, question: Field, name: str, raw: Any) -> Any:
        if question.type is Type.ROWS:
            return self._rows(question, name, raw)
        if question.type is Type.GROUP:
            return self._record(question, name, raw)
        try:
            return parse(question, raw, self.lookups)
        except Refused as refusal:
            self.errors[name] = [str(refusal)]
            return None

    def _rows(self, question: Field, name: str, raw: Any) -> list[dict[str, Any]] | None:
        most = question.high or 50
        if raw is None or raw == "":
            return None
        if not isinstance(raw, list) or not all(isinstance(row, Mapping) for row in raw):
            self.errors[name] = ["Give a list of records"]
            return None
        if len(raw) > most:
            self.errors[name] = [f"Give {most} records at most"]
            return None
        rows = (self._record(question, f"{name}-{place}", row) for place, row in enumerate(raw))
        return [row for row in rows if row] or None

    def _record(self, question: Field, name: str, raw: Any) -> dict[str, Any] | None:
        if raw is None or raw == "":
            return None
        if not isinstance(raw, Mapping):
            self.errors[name] = ["Give one record"]
            return None
        if all(value in EMPTY for value in raw.values()):
            return None
        return self.answers(question.columns, raw, f"{name}-") or None


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
