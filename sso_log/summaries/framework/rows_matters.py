"""Reads the approved diversions of a question, each as it stands after its approved updates."""

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
from sso_log.summaries.framework.question import APPROVED, Question
from sso_log.summaries.framework.rows import EntryRow

FACTS = ("id", "happened_on", "capacity", "school", "team_id", "borough_id", "bcu_id")
OF_DIVERSION = tuple(name for name in MATTER_FIELDS if name in Diversion.__table__.c)


@dataclass(frozen=True, slots=True, kw_only=True)
class MatterRow(EntryRow):
    matter: Matter


def matters(question: Question) -> list[MatterRow]:
    """The matters that count, newest first, whatever they are split by."""
    columns = [getattr(Diversion, name) for name in OF_DIVERSION]
    facts = [getattr(Entry, name) for name in FACTS]
    diversions = db.session.execute(
        sa.select(*facts, *columns)
        .join(Diversion, Diversion.entry_id == Entry.id)
        .where(*question.counted("diversion"), *question.in_capacity())
        .order_by(Entry.happened_on.desc(), Entry.id)
    ).mappings()
    updates, meanings = _updates(question), meanings_of(codes.current())
    rows = []
    for row in diversions:
        matter = current_state(dict(row), updates.get(row["id"], ()), meanings=meanings)
        rows.append(
            MatterRow(
                **{name: row[name] for name in FACTS},
                kind="diversion",
                counted_on=row["happened_on"],
                type_code=matter.matter_type,
                programme=None,
                matter=matter,
            )
        )
    return rows


def _updates(question: Question) -> dict[uuid.UUID, list[dict[str, Any]]]:
    """The approved updates of those diversions, by diversion, whenever they happened."""
    own = aliased(Entry)
    columns = [getattr(DiversionUpdate, name) for name in LAID_OVER]
    approved = db.session.execute(
        sa.select(DiversionUpdate.diversion, own.id, own.happened_on, *columns)
        .join(own, own.id == DiversionUpdate.entry_id)
        .join(Entry, Entry.id == DiversionUpdate.diversion)
        .where(own.status == APPROVED, *question.counted("diversion"), *question.in_capacity())
    ).mappings()
    updates: dict[uuid.UUID, list[dict[str, Any]]] = defaultdict(list)
    for row in approved:
        updates[row["diversion"]].append(dict(row))
    return updates
