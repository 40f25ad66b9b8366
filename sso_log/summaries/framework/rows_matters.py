"""Reads the approved diversions of a question, each as it stands after its approved updates.

Two queries, whatever the number of indicators: what each matter is to an indicator is decided by
`sso_log.framework.rules`.
"""

import uuid
from collections import defaultdict
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import aliased

from sso_log.db import db
from sso_log.entries.models import Diversion, DiversionUpdate, Entry
from sso_log.framework.matter import MATTER_FIELDS, OVERLAID, Matter, current_state
from sso_log.summaries.framework.question import APPROVED, Key, Question

OF_DIVERSION = tuple(name for name in MATTER_FIELDS if name in Diversion.__table__.c)
OF_UPDATE = tuple(
    name
    for name in ("stage", "stage_on", "stage_reason", *(n for group in OVERLAID for n in group))
    if name in DiversionUpdate.__table__.c
)


@dataclass(frozen=True, slots=True)
class MatterRow:
    """One matter, the entry it was logged as, and the key it is told apart by."""

    key: Key
    id: uuid.UUID
    matter: Matter


def matters(question: Question) -> list[MatterRow]:
    """The matters that count, newest first."""
    names = ("id", *OF_DIVERSION)
    columns = [getattr(Diversion, name) for name in OF_DIVERSION]
    found = db.session.execute(
        sa.select(question.key(Diversion.matter_type), Entry.id, *columns)
        .join(Diversion, Diversion.entry_id == Entry.id)
        .where(*question.counted("diversion"), *question.in_capacity())
        .order_by(Entry.happened_on.desc(), Entry.id)
    ).all()
    updates = _updates(question) if found else {}
    return [
        MatterRow(row[0], row[1], current_state(dict(zip(names, row[1:], strict=True)), later))
        for row in found
        for later in (updates.get(row[1], ()),)
    ]


def _updates(question: Question) -> dict[uuid.UUID, list[dict[str, Any]]]:
    """The approved updates of those diversions, by diversion, whenever they happened."""
    own = aliased(Entry)
    names = ("id", "happened_on", *OF_UPDATE)
    columns = [getattr(DiversionUpdate, name) for name in OF_UPDATE]
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
