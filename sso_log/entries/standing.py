"""Where a diversion stands now: what its approved updates say, the newest answer of each.

The overlay is that of `framework.matter`, so that this page and the framework never disagree.
"""

import uuid
from typing import Any

import sqlalchemy as sa

from sso_log.db import db
from sso_log.entries.kinds import KINDS
from sso_log.entries.models import DiversionUpdate, Entry, EntryVersion
from sso_log.entries.parse import as_json
from sso_log.entries.presenters import PresentedSection, present
from sso_log.framework.matter import Matter, current_state
from sso_log.framework.meanings import meanings_of
from sso_log.reference import codes
from sso_log.workflow.states import Status

UPDATE = KINDS["diversion_update"]


def standing(diversion_id: uuid.UUID, fields: dict[str, Any]) -> list[PresentedSection]:
    """The answers that approved updates have brought, in words; nothing without any."""
    updates = _approved_updates(diversion_id)
    if not updates:
        return []
    state = {"id": str(diversion_id), **fields}
    matter = current_state(state, updates, meanings=meanings_of(codes.current()))
    told = {name for update in updates for name in update} - {"diversion", "capacity"}
    return present(UPDATE, {name: value for name, value in _now(matter).items() if name in told})


def _now(matter: Matter) -> dict[str, Any]:
    """The matter in the shapes of an update, with its last stage."""
    names = [field.name for field in UPDATE.schema.fields if hasattr(matter, field.name)]
    now = {name: as_json(getattr(matter, name)) for name in names}
    if matter.stages:
        last = matter.stages[-1]
        now |= {
            "stage": last.stage,
            "stage_on": as_json(last.stage_on),
            "stage_reason": last.reason,
        }
    return {name: value for name, value in now.items() if value is not None}


def _approved_updates(diversion_id: uuid.UUID) -> list[dict[str, Any]]:
    found = db.session.execute(
        sa.select(Entry.id, Entry.happened_on, EntryVersion.fields)
        .join(DiversionUpdate, DiversionUpdate.entry_id == Entry.id)
        .join(
            EntryVersion,
            sa.and_(EntryVersion.entry_id == Entry.id, EntryVersion.version == Entry.version),
        )
        .where(DiversionUpdate.diversion == diversion_id, Entry.status == Status.APPROVED)
    )
    return [
        {**row.fields, "id": str(row.id), "happened_on": as_json(row.happened_on)} for row in found
    ]
