"""From checked answers to rows, and back to the shapes of the JSON contract.

`rows_of` is pure and serves the services and bulk loading alike; `replace_rows` writes what it
returns. The answers of each version are also kept whole in `entry_version`.
"""

import datetime as dt
import hashlib
import uuid
from collections.abc import Iterable
from typing import Any

import sqlalchemy as sa

from sso_log.db import Base, db
from sso_log.entries.child_key import child_key
from sso_log.entries.kinds import Kind
from sso_log.entries.kinds.declare import Field, Type
from sso_log.entries.models import AbstractionDay, EntryCode
from sso_log.entries.parse import as_json

Rows = dict[type[Base], list[dict[str, Any]]]


def common_columns(kind: Kind, values: dict[str, Any], today: dt.date) -> dict[str, Any]:
    """The columns of `entry` that follow from the answers."""
    columns = {one.name: values.get(one.name) for one in kind.schema.fields if one.on_entry}
    return {
        **columns,
        **kind.on_entry(values),
        **kind.fixed,
        "notes_digest": digest_of_notes(values.get("notes")),
        "happened_on": kind.happened_on(values, today),
    }


def digest_of_notes(notes: str | None) -> str | None:
    """A fingerprint of a narrative, to notice the same text in another entry."""
    if not notes or len(notes) < 40:
        return None
    return hashlib.sha256(" ".join(notes.lower().split()).encode()).hexdigest()


def rows_of(kind: Kind, entry_id: uuid.UUID, values: dict[str, Any]) -> Rows:
    """The rows of every table but `entry`, its days and its history."""
    detail: dict[str, Any] = {"entry_id": entry_id}
    rows: Rows = {kind.detail: [detail], EntryCode: []}
    for field in kind.schema.fields:
        value = values.get(field.name)
        if field.type is Type.CODES:
            rows[EntryCode] += [
                {"entry_id": entry_id, "field": field.name, "code": code, "position": position}
                for position, code in enumerate(value or [])
            ]
        elif field.type is Type.ROWS:
            rows[kind.rows[field.name]] = [
                {"entry_id": entry_id, "position": position, **_every(field, row)}
                for position, row in enumerate(value or [])
            ]
        elif field.type is Type.GROUP:
            detail |= {
                f"{field.name}_{name}": answer
                for name, answer in _every(field, value or {}).items()
            }
        elif not field.on_entry:
            detail[field.name] = value
    return rows


def _every(field: Field, record: dict[str, Any]) -> dict[str, Any]:
    return {column.name: record.get(column.name) for column in field.columns}


def replace_rows(kind: Kind, entry_id: uuid.UUID, rows: Rows, *, first: bool = False) -> None:
    """Write the rows of one entry in place of those it had; none when this is its `first` time."""
    tables: set[type[Base]] = {EntryCode, AbstractionDay, kind.detail, *kind.rows.values()}
    for table in () if first else tables:
        db.session.execute(sa.delete(table).where(sa.column("entry_id") == entry_id))
    for table, records in rows.items():
        if records:
            db.session.execute(sa.insert(table), records)


def hide_secrets(kind: Kind, values: dict[str, Any], stored_code: str | None) -> dict[str, Any]:
    """Replace a typed person number by its keyed code; without one, keep the one stored."""
    hidden = dict(values)
    for field in kind.schema.of_type(Type.SECRET):
        typed = hidden.pop(field.name, None)
        if code := child_key(typed) if typed else stored_code:
            hidden[field.name] = code
    return hidden


def fields_json(kind: Kind, values: dict[str, Any]) -> dict[str, Any]:
    """The answers in the shapes of the JSON contract; a URN is text, a secret only its presence."""
    return _shape_record(kind.schema.fields, values)


def _shape_record(questions: Iterable[Field], record: dict[str, Any]) -> dict[str, Any]:
    return {one.name: _shape(one, record[one.name]) for one in questions if one.name in record}


def _shape(field: Field, value: Any) -> Any:
    if field.type is Type.SCHOOL:
        return str(value)
    if field.type is Type.SECRET:
        return "recorded"
    if field.type is Type.ROWS:
        return [_shape_record(field.columns, row) for row in value]
    if field.type is Type.GROUP:
        return _shape_record(field.columns, value)
    return as_json(value)
