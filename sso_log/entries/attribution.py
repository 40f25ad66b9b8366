"""To whom and where an entry is attributed: the posting and role held on the day it happened.

An update belongs to the school of its diversion. Attribution is not made again when a posting is
recorded late; `misplaced` finds the entries whose team is no longer that of the posting.
"""

import datetime as dt
import uuid
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from sso_log.auth.identity import Actor, Role
from sso_log.auth.sessions import actor_of
from sso_log.db import db
from sso_log.entries.models import DiversionUpdate, Entry
from sso_log.reference.models import Unit
from sso_log.reference.queries.units import (
    all_paths,
    all_postings,
    posting_among,
    posting_on,
    unit_path,
)
from sso_log.workflow.states import Status

NOT_COUNTED = (Status.DRAFT, Status.WITHDRAWN)


@dataclass(frozen=True, slots=True)
class Misplaced:
    """An entry and its day, the code of the team it is stored with, and that of the posting."""

    reference: str
    day: dt.date
    stored: str
    right: str | None


def attribute(entry: Entry, actor: Actor, today: dt.date) -> bool:
    """Set the units and the author's role for the day of the entry.

    A draft without a date is attributed by today. Returns False, and leaves the units of today's
    posting, when no posting was held on the day.
    """
    day = entry.happened_on or today
    posting = posting_on(actor.id, day)
    fallback = posting or posting_on(actor.id, today)
    if fallback:
        for name, unit_id in unit_path(fallback.unit_id).columns.items():
            setattr(entry, name, unit_id)
    then = actor_of(actor.id, day)
    entry.author_role = Role.SERGEANT if then and then.has(Role.SERGEANT) else Role.OFFICER
    return posting is not None


def school_of(diversion_id: uuid.UUID) -> int | None:
    """The school of a diversion, which stays as it is until the transaction ends."""
    school = sa.select(Entry.school).where(Entry.id == diversion_id)
    return db.session.execute(school.with_for_update(read=True)).scalar_one()


def move_updates(diversion: Entry) -> None:
    """Give every update of a diversion the school that the diversion has now."""
    updates = sa.select(DiversionUpdate.entry_id).where(DiversionUpdate.diversion == diversion.id)
    db.session.execute(
        sa.update(Entry)
        .where(Entry.id.in_(updates), Entry.school.is_distinct_from(diversion.school))
        .values(school=diversion.school)
    )


def misplaced() -> list[Misplaced]:
    """Submitted entries whose team is not that of the posting held on their day, by reference."""
    postings, paths = all_postings(), all_paths()
    codes = {row.id: row.code for row in db.session.execute(sa.select(Unit.id, Unit.code))}
    entries = (
        sa.select(Entry.reference, Entry.officer_id, Entry.happened_on, Entry.team_id)
        .where(Entry.status.not_in(NOT_COUNTED))
        .order_by(Entry.reference)
    )
    rows: list[Misplaced] = []
    row: Any  # a submitted entry has its day and its team
    for row in db.session.execute(entries):
        reference, officer_id, day, team_id = row
        posting = posting_among(postings.get(officer_id, ()), day)
        right = paths[posting.unit_id].team_id if posting else None
        if right != team_id:
            rows.append(Misplaced(reference, day, codes[team_id], codes[right] if right else None))
    return rows
