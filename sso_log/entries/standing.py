"""Where a diversion stands now, for its page: what its approved updates say, in words."""

import uuid
from typing import Any

import sqlalchemy as sa

from sso_log.db import db
from sso_log.entries.models import DiversionUpdate, Entry, EntryVersion
from sso_log.entries.overlay import LAID_OVER, UPDATE, current_answers
from sso_log.entries.presenters import PresentedSection, present
from sso_log.workflow.states import Status


def standing(diversion_id: uuid.UUID, fields: dict[str, Any]) -> list[PresentedSection]:
    """The answers that approved updates have brought, in words; nothing without any."""
    updates = _approved_updates(diversion_id)
    answers, stages = current_answers(fields, updates)
    answered = {name for update in updates for name in update}
    now = {name: answers.get(name) for name in LAID_OVER if name in answered}
    return present(UPDATE, now | (stages[-1] if stages else {}))


def _approved_updates(diversion_id: uuid.UUID) -> list[dict[str, Any]]:
    rows = db.session.execute(
        sa.select(Entry.id, Entry.happened_on, EntryVersion.fields)
        .join(DiversionUpdate, DiversionUpdate.entry_id == Entry.id)
        .join(
            EntryVersion,
            sa.and_(EntryVersion.entry_id == Entry.id, EntryVersion.version == Entry.version),
        )
        .where(DiversionUpdate.diversion == diversion_id, Entry.status == Status.APPROVED)
    )
    return [{**row.fields, "id": row.id, "happened_on": row.happened_on} for row in rows]
