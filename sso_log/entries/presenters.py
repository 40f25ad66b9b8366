"""An entry in words: what each answer says, and how one version differs from another.

Takes the answers in the shapes of the JSON contract and gives sections of label and words, for
the entry's page, its history and the page of whoever decides it. Nothing here checks permission;
`mask_child` hides what is about a child, and narratives, from those who may see only the rest.
"""

import datetime as dt
import uuid
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

import sqlalchemy as sa

from sso_log.db import db
from sso_log.entries.kinds import Kind
from sso_log.entries.kinds.declare import Field, Section, Type
from sso_log.entries.models import Entry
from sso_log.entries.parse import EMPTY
from sso_log.reference import codes
from sso_log.reference.models import School
from sso_log.web.filters import counted, date_and_time, long_date, number

MASKED = "Not shown"
MINUTES_PER_HOUR = 60
# Of the schools and entries that answers point to, by what they point with: a URN or an id.
Names = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class PresentedRow:
    """One answer. `name` is the field's, `powers-0-sex` within rows; `child` marks a child's."""

    name: str
    label: str
    words: str
    child: bool = False


@dataclass(frozen=True, slots=True)
class PresentedSection:
    """Answers under one heading."""

    title: str
    rows: list[PresentedRow]


@dataclass(frozen=True, slots=True)
class Change:
    """One answer that differs between two versions; None where there was or is no answer."""

    label: str
    before: str | None
    after: str | None


def present(
    kind: Kind, fields: Mapping[str, Any], *, mask_child: bool = False
) -> list[PresentedSection]:
    """The answers of one version in words, section by section; what is not answered is left out."""
    sections = kind.schema.sections
    return _present(sections, fields, _names_for(kind, [fields]), mask_child=mask_child)


def differences(
    kind: Kind,
    before: Mapping[str, Any],
    after: Mapping[str, Any],
    *,
    mask_child: bool = False,
) -> list[Change]:
    """What changed from one version to another, field by field, in the order of the questions.

    Questions that are no longer asked come last.
    """
    names = _names_for(kind, [before, after])
    sections = (*kind.schema.sections, Section("No longer asked", kind.schema.retired))
    versions = (before, after)
    plain = [_flat(_present(sections, one, names, mask_child=False)) for one in versions]
    shown = [_flat(_present(sections, one, names, mask_child=mask_child)) for one in versions]
    changes = []
    for name in sorted({*plain[0], *plain[1]}, key=lambda one: _place(kind, one)):
        old, new = plain[0].get(name), plain[1].get(name)
        if (old and old.words) != (new and new.words):
            was, now = shown[0].get(name), shown[1].get(name)
            label = (old or new).label  # type: ignore[union-attr]
            changes.append(Change(label, was.words if was else None, now.words if now else None))
    return changes


def retired_answers(kind: Kind, fields: Mapping[str, Any]) -> list[Change]:
    """The answers of a version to questions that the kind no longer asks."""
    return [
        Change(question.label, None, words_of(question, fields[question.name], {}))
        for question in kind.schema.retired
        if fields.get(question.name)
    ]


def school_urns(kind: Kind, answers: Mapping[str, Any]) -> set[str]:
    """Every URN that saved or typed answers hold, as text; what cannot be one is left out."""
    urns: set[str] = set()
    for question in kind.schema.of_type(Type.SCHOOL, Type.ROWS):
        value = answers.get(question.name)
        records = value if isinstance(value, list) else [{"school": value}]
        urns |= {str(one.get("school")) for one in records if isinstance(one, Mapping)}
    return {urn for urn in urns if urn.isascii() and urn.isdigit() and len(urn) < 8}


def school_names(urns: set[str]) -> dict[str, str]:
    """The names of schools by URN, from one query; none for no schools."""
    if not urns:
        return {}
    known = School.urn.in_([int(urn) for urn in urns])
    rows = db.session.execute(sa.select(School.urn, School.name).where(known))
    return {str(urn): name for urn, name in rows}


def _present(
    questions: Iterable[Section], fields: Mapping[str, Any], names: Names, *, mask_child: bool
) -> list[PresentedSection]:
    sections = []
    for section in questions:
        rows, records = [], []
        for question in section.fields:
            value: Any = fields.get(question.name)
            if value in EMPTY:
                continue
            if question.type is Type.ROWS:
                records += _records(question, value, names, mask_child)
            elif question.type is Type.GROUP:
                record = _record(question.columns, question.name, value, names, mask_child)
                records.append(PresentedSection(question.label, record))
            else:
                rows.append(_row(question, question.name, value, names, mask_child))
        if rows:
            sections.append(PresentedSection(section.title, rows))
        sections += records
    return sections


def _records(
    question: Field, value: list[Mapping[str, Any]], names: Names, mask_child: bool
) -> list[PresentedSection]:
    title = question.record.capitalize()
    return [
        PresentedSection(
            title if len(value) == 1 else f"{title} {position + 1}",
            _record(question.columns, f"{question.name}-{position}", row, names, mask_child),
        )
        for position, row in enumerate(value)
    ]


def _record(
    columns: tuple[Field, ...],
    prefix: str,
    record: Mapping[str, Any],
    names: Names,
    mask_child: bool,
) -> list[PresentedRow]:
    return [
        _row(column, f"{prefix}-{column.name}", record[column.name], names, mask_child)
        for column in columns
        if record.get(column.name) not in EMPTY
    ]


def _row(question: Field, name: str, value: Any, names: Names, mask_child: bool) -> PresentedRow:
    masked = mask_child and (question.child or question.type is Type.LONG_TEXT)
    words = MASKED if masked else words_of(question, value, names)
    return PresentedRow(name, question.label, words, question.child)


def words_of(question: Field, value: Any, names: Names) -> str:
    """One answer in words."""
    match question.type:
        case Type.CODE:
            return codes.label(question.choices, str(value))
        case Type.CODES:
            return ", ".join(codes.label(question.choices, str(code)) for code in value)
        case Type.INTEGER:
            return _number_words(question, int(value))
        case Type.DATE:
            return long_date(value)
        case Type.INSTANT:
            return date_and_time(dt.datetime.fromisoformat(value))
        case Type.SCHOOL:
            return names.get(str(value), f"URN {value}")
        case Type.ENTRY:
            return names.get(str(value), str(value))
        case Type.SECRET:
            return "Recorded (as a code that cannot be read back)"
        case _:
            return str(value)


def _number_words(question: Field, value: int) -> str:
    if not question.name.endswith("_minutes"):
        return number(value)
    hours, minutes = divmod(value, MINUTES_PER_HOUR)
    if not hours:
        return counted(minutes, "minute")
    rest = f" {counted(minutes, 'minute')}" if minutes else ""
    return f"{counted(hours, 'hour')}{rest}"


def _flat(sections: list[PresentedSection]) -> dict[str, PresentedRow]:
    """Rows by name; within records the label says which record it is."""
    flat = {}
    for section in sections:
        for row in section.rows:
            label = f"{section.title}: {row.label}" if "-" in row.name else row.label
            flat[row.name] = replace(row, label=label)
    return flat


def _place(kind: Kind, name: str) -> tuple[int, int, int]:
    """Where a row stands in the form: its question, its record, its column."""
    first, *rest = name.split("-")
    fields = (*kind.schema.fields, *kind.schema.retired)
    at = next(place for place, one in enumerate(fields) if one.name == first)
    columns = [one.name for one in fields[at].columns]
    record = int(rest[0]) if len(rest) > 1 else 0
    return at, record, columns.index(rest[-1]) if rest else 0


def _names_for(kind: Kind, versions: list[Mapping[str, Any]]) -> Names:
    """Look up every name that the versions point to, in at most two queries."""
    urns = set().union(*(school_urns(kind, fields) for fields in versions))
    entry_ids = {
        uuid.UUID(fields[question.name])
        for question in kind.schema.of_type(Type.ENTRY)
        for fields in versions
        if fields.get(question.name)
    }
    return school_names(urns) | _references(entry_ids)


def _references(entry_ids: set[uuid.UUID]) -> dict[str, str]:
    if not entry_ids:
        return {}
    rows = db.session.execute(sa.select(Entry.id, Entry.reference).where(Entry.id.in_(entry_ids)))
    return {str(entry_id): reference for entry_id, reference in rows}
