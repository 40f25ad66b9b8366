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
    """Everything on an officer's home."""
    today = today_london()
    counts = counts_by_status(actor.id)
    unfinished = _latest(actor.id, UNFINISHED, MOST_UNFINISHED) if _any(counts, UNFINISHED) else []
    done = (Status.SUBMITTED, Status.APPROVED)
    return OwnWork(
        to_correct=[row for row in unfinished if row.status is not Status.DRAFT],
        drafts=[row for row in unfinished if row.status is Status.DRAFT],
        more=sum(counts.get(status, 0) for status in UNFINISHED) - len(unfinished),
        waiting=counts.get(Status.SUBMITTED, 0),
        last=_latest(actor.id, done, LAST_FEW) if _any(counts, done) else [],
        week=next_to_do(actor.id, today),
        this_week=format_week(week_start(today)),
    )


def waiting_for(actor: Actor) -> Waiting:
    """How many entries wait for this person, how many with flags, and since when."""
    found = db.session.execute(
        sa.select(
            sa.func.count(),
            sa.func.sum(sa.case((FLAGGED, 1), else_=0)),
            sa.func.min(Entry.submitted_at_utc),
        ).where(decidable(actor))
    ).one()
    return Waiting(found[0], found[1] or 0, found[2])


def _any(counts: dict[Status, int], statuses: tuple[Status, ...]) -> bool:
    return any(counts.get(status) for status in statuses)


def _latest(officer_id: uuid.UUID, statuses: tuple[Status, ...], most: int) -> list[Row]:
    """The entries touched last, those to correct before drafts."""
    drafts_last = sa.case((Entry.status == Status.DRAFT, 1), else_=0)
    return rows(
        listing()
        .where(Entry.officer_id == officer_id, Entry.status.in_(statuses))
        .order_by(drafts_last, Entry.updated_at_utc.desc(), Entry.id)
        .limit(most)
    )
