"""What the first page shows, from few and small queries. Never writes."""

import datetime as dt
import uuid
from dataclasses import dataclass

import sqlalchemy as sa

from sso_log.auth.identity import Actor
from sso_log.clock import format_week, today_london, week_start
from sso_log.db import db
from sso_log.entries.models import Entry
from sso_log.entries.queries import Row, counts_by_status, listing, rows
from sso_log.review.queries import FLAGGED, decidable
from sso_log.weeks.queries import OwnWeek, next_to_do
from sso_log.workflow.states import Status

UNFINISHED = (Status.RETURNED, Status.REOPENED, Status.DRAFT)
DONE = (Status.SUBMITTED, Status.APPROVED)
MOST_UNFINISHED = 8
LAST_FEW = 4


@dataclass(frozen=True, slots=True)
class OwnWork:
    """What an officer has in hand: to correct, to finish, waiting, and logged last."""

    to_correct: list[Row]
    drafts: list[Row]
    more: int
    waiting: int
    last: list[Row]
    week: OwnWeek | None
    this_week: str


@dataclass(frozen=True, slots=True)
class Waiting:
    """How much waits for a sergeant's or inspector's decision."""

    count: int
    flagged: int
    oldest_at_utc: dt.datetime | None


def own_work(actor: Actor) -> OwnWork:
    today = today_london()
    counts = counts_by_status(actor.id)
    unfinished = _latest(actor.id, counts, UNFINISHED, MOST_UNFINISHED)
    return OwnWork(
        to_correct=[row for row in unfinished if row.status is not Status.DRAFT],
        drafts=[row for row in unfinished if row.status is Status.DRAFT],
        more=sum(counts.get(status, 0) for status in UNFINISHED) - len(unfinished),
        waiting=counts.get(Status.SUBMITTED, 0),
        last=_latest(actor.id, counts, DONE, LAST_FEW),
        week=next_to_do(actor.id, today),
        this_week=format_week(week_start(today)),
    )


def waiting_for(actor: Actor) -> Waiting:
    """How many entries wait for this person, how many with flags, and since when."""
    flagged = sa.func.coalesce(sa.func.sum(sa.case((FLAGGED, 1), else_=0)), 0)
    counts = sa.select(sa.func.count(), flagged, sa.func.min(Entry.submitted_at_utc))
    return Waiting(*db.session.execute(counts.where(decidable(actor))).one())


def _latest(
    officer_id: uuid.UUID, counts: dict[Status, int], statuses: tuple[Status, ...], most: int
) -> list[Row]:
    """The entries touched last, those to correct before drafts; no query where there are none."""
    if not any(counts.get(status) for status in statuses):
        return []
    drafts_last = sa.case((Entry.status == Status.DRAFT, 1), else_=0)
    return rows(
        listing()
        .where(Entry.officer_id == officer_id, Entry.status.in_(statuses))
        .order_by(drafts_last, Entry.updated_at_utc.desc(), Entry.id)
        .limit(most)
    )
