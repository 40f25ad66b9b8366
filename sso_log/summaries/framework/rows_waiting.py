"""Counts what is submitted and not yet decided: what could still change a figure.

Entries that were returned or reopened are with their officer again and are not counted as waiting.
"""

from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import aliased

from sso_log.db import db
from sso_log.entries.models import Diversion, DiversionUpdate, Engagement, Entry
from sso_log.summaries.framework.question import SUBMITTED, Question, places

EVERY_KIND = ("engagement", "diversion", "diversion_update", "abstraction")


def waiting_entries(question: Question) -> list[Any]:
    """Columns: key, kind, capacity, child_role, engagement_type, programme, entries."""
    by = (
        *question.keys(
            sa.func.coalesce(Diversion.matter_type, Engagement.engagement_type),
            Engagement.programme,
        ),
        Entry.kind,
        Entry.capacity,
        Diversion.child_role,
        Engagement.engagement_type,
        Engagement.programme,
    )
    statement = (
        sa.select(*by, sa.func.count().label("entries"))
        .select_from(Entry)
        .outerjoin(Diversion, Diversion.entry_id == Entry.id)
        .outerjoin(Engagement, Engagement.entry_id == Entry.id)
        .where(*question.counted(*EVERY_KIND, status=SUBMITTED))
        .group_by(*places(by))
    )
    return list(db.session.execute(statement))


def waiting_updates(question: Question) -> list[Any]:
    """Waiting updates of matters that count: key, child_role, entries."""
    own = aliased(Entry)
    by = (*question.keys(Diversion.matter_type), Diversion.child_role)
    statement = (
        sa.select(*by, sa.func.count().label("entries"))
        .select_from(own)
        .join(DiversionUpdate, DiversionUpdate.entry_id == own.id)
        .join(Entry, Entry.id == DiversionUpdate.diversion)
        .join(Diversion, Diversion.entry_id == Entry.id)
        .where(
            own.status == sa.literal_column(f"'{SUBMITTED}'"),
            *question.counted("diversion"),
            *question.in_capacity(),
        )
        .group_by(*places(by))
    )
    return list(db.session.execute(statement))
