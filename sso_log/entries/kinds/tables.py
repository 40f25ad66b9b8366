"""The table of a kind's own answers, made from its questions: a column for each.

A question is a column because it is declared, so the two cannot differ. What stands in `entry`
itself (`on_entry`) and what takes several codes (`entry_code`) has no column here.
"""

import types
from collections.abc import Iterable, Iterator
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import MappedColumn, mapped_column

from sso_log.db import Key, Model
from sso_log.entries.kinds.declare import Field, Section, Type

CODE_LENGTH = 40
DIGEST_LENGTH = 64


def detail_table(name: str, table: str, sections: Iterable[Section], **options: Any) -> Any:
    """The mapped class `name` of the answers of one kind: one row for each entry."""
    questions = (question for section in sections for question in section.fields)
    columns = dict(pair for question in questions for pair in _columns(question))
    return _mapped(name, table, columns, options)


def rows_table(name: str, table: str, questions: Iterable[Field]) -> Any:
    """The mapped class `name` of a question that takes several records: a row for each."""
    position = mapped_column(sa.Integer, primary_key=True)
    columns = {one.name: _column(one) for one in questions}
    return _mapped(name, table, {"position": position, **columns}, {})


def _mapped(name: str, table: str, columns: dict[str, Any], options: dict[str, Any]) -> Any:
    entry_id = mapped_column(Key(), sa.ForeignKey("entry.id"), primary_key=True)
    body: dict[str, Any] = {
        "__tablename__": table,
        "__module__": __name__,
        "__table_args__": (options,),
    }
    body |= {"entry_id": entry_id, **columns}
    return types.new_class(name, (Model,), exec_body=lambda space: space.update(body))


def _columns(question: Field) -> Iterator[tuple[str, MappedColumn[Any]]]:
    """The columns of one question, by name: several for a group, none for what stands elsewhere."""
    if question.type is Type.GROUP:
        for column in question.columns:
            yield f"{question.name}_{column.name}", _column(column)
    elif question.type not in (Type.CODES, Type.ROWS) and not question.on_entry:
        yield question.name, _column(question)


def _column(question: Field) -> MappedColumn[Any]:
    """One column, empty while the question is not answered. Looked up by what it points to."""
    points: dict[Type, tuple[Any, ...]] = {
        Type.SCHOOL: (sa.Integer(), sa.ForeignKey("school.urn")),
        Type.ENTRY: (Key(), sa.ForeignKey("entry.id")),
        Type.SECRET: (sa.String(DIGEST_LENGTH),),
    }
    if question.type in points:
        return mapped_column(*points[question.type], nullable=True, index=True)
    holds: dict[Type, sa.types.TypeEngine[Any]] = {
        Type.CODE: sa.String(CODE_LENGTH),
        Type.INTEGER: sa.Integer(),
        Type.DATE: sa.Date(),
        Type.TEXT: sa.String(question.max_length),
        Type.LONG_TEXT: sa.String(question.max_length),
    }
    return mapped_column(holds[question.type], nullable=True)
