"""What a browser sent, as the raw answers that `entries.rules` checks. Pure.

Field names are those of the catalogue. Codes that may be several are repeated fields; an instant
is `started_on` and `started_time` (or one ISO text in `started_at`); a record within rows is
`powers-0-sex`, a group `feedback-stage`. A school is a URN in `school`, or what was typed in
`school_search`; turning that into a URN is for `forms.schools`.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from werkzeug.datastructures import MultiDict

from sso_log.entries.kinds.declare import Field, Schema, Type
from sso_log.entries.parse import EMPTY

ANOTHER_SCHOOL = "another"
MOST_ROWS = 100
Form = MultiDict[str, str]
Raw = dict[str, Any]


@dataclass(frozen=True, slots=True)
class RowChange:
    """A press on “Add another” or “Remove”: which rows, and which one of them to remove."""

    field: str
    remove: int | None = None


def read(schema: Schema, form: Form) -> Raw:
    """The raw answers in a form; questions that it does not carry are left out."""
    raw: Raw = {}
    for question in schema.fields:
        value = _value(question, question.name, form)
        if value not in EMPTY and not _is_prefilled_only(question, value, raw):
            raw[question.name] = value
    return raw


def _is_prefilled_only(question: Field, value: Any, raw: Raw) -> bool:
    """Rows that hold only the schools the page began with, while the question before them is open.

    Counted as answers they would answer that question too.
    """
    if question.type is not Type.ROWS or raw.get(question.gate):
        return False
    return all(set(row) <= {"school"} for row in value)


def without_bare_dates(schema: Schema, raw: Raw, today: str) -> Raw:
    """For a draft: an instant of which there is only the date that the page began with is open."""
    bare = {"on": today, "time": ""}
    instants = {question.name for question in schema.of_type(Type.INSTANT)}
    return {k: value for k, value in raw.items() if k not in instants or value != bare}


def narratives(schema: Schema, raw: Raw) -> list[str]:
    """Every text of several lines that was typed."""
    names = [question.name for question in schema.of_type(Type.LONG_TEXT)]
    return [raw[name] for name in names if isinstance(raw.get(name), str)]


def row_change(schema: Schema, form: Form) -> RowChange | None:
    """The change of rows that was asked for, if that is why the form was sent."""
    names = {question.name for question in schema.of_type(Type.ROWS)}
    added = form.get("add_row", "")
    if added in names:
        return RowChange(added)
    field, _, position = form.get("remove_row", "").rpartition("-")
    if field in names and position.isascii() and position.isdigit() and len(position) < 4:
        return RowChange(field, int(position))
    return None


def change_rows(raw: Raw, change: RowChange) -> Raw:
    """The answers with an empty row more, or without the row removed."""
    rows = list(raw.get(change.field) or [])
    if change.remove is None:
        rows.append({})
    elif change.remove < len(rows):
        rows.pop(change.remove)
    return {**raw, change.field: rows}


def from_saved(schema: Schema, fields: Mapping[str, Any]) -> Raw:
    """The saved answers of a version as raw answers; a secret is never given back."""
    secret = {question.name for question in schema.of_type(Type.SECRET)}
    return {name: value for name, value in fields.items() if name not in secret}


def repeatable(schema: Schema, fields: Mapping[str, Any]) -> Raw:
    """The saved answers that a new entry like this one begins with."""
    raw: Raw = {}
    for question in schema.fields:
        value = fields.get(question.name)
        if not question.repeatable or value is None:
            continue
        if question.type is Type.ROWS:
            names = {column.name for column in question.columns if column.repeatable}
            value = [{k: answer for k, answer in row.items() if k in names} for row in value]
        raw[question.name] = value
    return raw


def _value(question: Field, name: str, form: Form) -> Any:
    reader = READERS.get(question.type)
    return reader(question, name, form) if reader else form.get(name, "")


def _codes(question: Field, name: str, form: Form) -> list[str]:
    return [code for code in form.getlist(name) if code.strip()]


def _instant(question: Field, name: str, form: Form) -> Any:
    whole = form.get(name, "")
    if whole.strip():
        return whole
    stem = name.removesuffix("_at")
    on = form.get(f"{stem}_on", "") or form.get(f"{name}_on", "")
    time = form.get(f"{stem}_time", "") or form.get(f"{name}_time", "")
    return {"on": on, "time": time} if on.strip() or time.strip() else None


def _school(question: Field, name: str, form: Form) -> Any:
    """A URN, or what was typed; both together when somebody selected one and typed another."""
    chosen, typed = form.get(name, "").strip(), form.get(f"{name}_search", "").strip()
    if chosen in ("", ANOTHER_SCHOOL):
        return typed or chosen
    return {"chosen": chosen, "typed": typed} if typed else chosen


def _group(question: Field, name: str, form: Form) -> Raw:
    record = {
        column.name: _value(column, f"{name}-{column.name}", form) for column in question.columns
    }
    return {name: value for name, value in record.items() if value not in EMPTY}


def _rows(question: Field, name: str, form: Form) -> list[Raw]:
    return [_group(question, f"{name}-{position}", form) for position in _positions(name, form)]


def _positions(name: str, form: Form) -> Sequence[str]:
    """The numbers of the rows that a form carries, in order, however sparse."""
    pattern = re.compile(re.escape(name) + r"-(\d{1,4})-\w+", flags=re.ASCII)
    positions = {match[1] for key in form if (match := pattern.fullmatch(key))}
    return sorted(positions, key=int)[:MOST_ROWS]


READERS: dict[Type, Callable[[Field, str, Form], Any]] = {
    Type.CODES: _codes,
    Type.INSTANT: _instant,
    Type.SCHOOL: _school,
    Type.GROUP: _group,
    Type.ROWS: _rows,
}
