"""Reads the approved diversions of a question, each as it stands after its approved updates.

Two queries, whatever the number of indicators: what each matter is to an indicator is decided by
`sso_log.framework.rules`.
"""

import datetime as dt
import uuid
from collections import defaultdict
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import aliased

from sso_log.db import db
from sso_log.entries.models import Diversion, DiversionUpdate, Entry
from sso_log.entries.overlay import LAID_OVER, current_state
from sso_log.framework.matter import MATTER_FIELDS, Matter
from sso_log.framework.meanings import meanings_of
from sso_log.reference import codes
from sso_log.summaries.framework.question import APPROVED, Key, Question, Split

FACTS = ("happened_on", "capacity", "school")
UNITS = ("team_id", "borough_id", "bcu_id")
OF_DIVERSION = tuple(name for name in MATTER_FIELDS if name in Diversion.__table__.c)


@dataclass(frozen=True, slots=True)
class MatterRow:
    """One matter, the entry it was logged as, and what it can be told apart by."""

    id: uuid.UUID
    matter: Matter
    happened_on: dt.date
    capacity: str
    school: int | None
    units: dict[str, uuid.UUID | None]

    def key(self, question: Question) -> Key:
        """The key of the matter among those that the question tells apart."""
        match question.split:
            case Split.MONTH:
                return self.happened_on.replace(day=1)
            case Split.UNIT:
                return self.units.get(question.column_below() or "")
            case Split.TYPE:
                return self.matter.matter_type
            case Split.SCHOOL:
                return self.school
            case Split.CAPACITY:
                return self.capacity
            case _:
                return None


def matters(question: Question) -> list[MatterRow]:
    """The matters that count, newest first, whatever they are told apart by."""
    names = ("id", *OF_DIVERSION)
    columns = [getattr(Diversion, name) for name in OF_DIVERSION]
    facts = [getattr(Entry, name) for name in (*FACTS, *UNITS)]
    found = db.session.execute(
        sa.select(Entry.id, *columns, *facts)
        .join(Diversion, Diversion.entry_id == Entry.id)
        .where(*question.counted("diversion"), *question.in_capacity())
        .order_by(Entry.happened_on.desc(), Entry.id)
    ).all()
    updates, meanings = _updates(question) if found else {}, meanings_of(codes.current())
    rows = []
    for row in found:
        fields = dict(zip(names, row, strict=False))
        state = current_state(fields, updates.get(row[0], ()), meanings=meanings)
        happened_on, capacity, school, *units = row[len(names) :]
        above = dict(zip(UNITS, units, strict=True))
        rows.append(MatterRow(row[0], state, happened_on, capacity, school, above))
    return rows


def _updates(question: Question) -> dict[uuid.UUID, list[dict[str, Any]]]:
    """The approved updates of those diversions, by diversion, whenever they happened."""
    own = aliased(Entry)
    names = ("id", "happened_on", *LAID_OVER)
    columns = [getattr(DiversionUpdate, name) for name in LAID_OVER]
    found = db.session.execute(
        sa.select(DiversionUpdate.diversion, own.id, own.happened_on, *columns)
        .join(own, own.id == DiversionUpdate.entry_id)
        .join(Entry, Entry.id == DiversionUpdate.diversion)
        .where(own.status == APPROVED, *question.counted("diversion"), *question.in_capacity())
    )
    updates: dict[uuid.UUID, list[dict[str, Any]]] = defaultdict(list)
    for row in found:
        updates[row[0]].append(dict(zip(names, row[1:], strict=True)))
    return updates
