"""The lists of what a figure counts, a page at a time: entries, schools or officer-weeks.

Lists of entries say nothing about a child. Whoever reads the unit's figures only as an analyst gets
no officer, no school and no link.
"""

import uuid
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

import sqlalchemy as sa

from sso_log.db import db
from sso_log.entries.models import Entry
from sso_log.entries.queries import Row, listing, rows
from sso_log.framework.matter import Matter
from sso_log.summaries.framework.question import TOTAL, Conditions, Question
from sso_log.summaries.framework.readings import Readings
from sso_log.summaries.framework.rows_matters import matters
from sso_log.summaries.framework.waiting import Waiting
from sso_log.web.paging import Page, read_page

PAGE = 25
WAITING = "waiting"
Rule = Callable[[Matter], bool]


class Shows(StrEnum):
    ENTRIES = "entries"
    WEEKS = "weeks"
    SCHOOLS = "schools"
    # The gap of each school is a column of the abstraction summary, where the list links to.
    GAPS = "gaps"


@dataclass(frozen=True, slots=True)
class Rowset:
    """How many rows a list has, and how some of them (limit, offset) are read."""

    total: int
    read: Callable[[int, int], Sequence[Any]]


def in_memory(items: Sequence[Any]) -> Rowset:
    return Rowset(len(items), lambda limit, offset: items[offset : offset + limit])


def entries_of(ids: Sequence[uuid.UUID]) -> Rowset:
    """Entries whose ids are known, latest first."""
    return Rowset(len(ids), lambda limit, offset: _entries(ids[offset : offset + limit]))


def entries_where(where: Conditions, total: int | None = None) -> Rowset:
    """Entries that fulfil conditions. `total` is how many, where that has been read anyway."""
    if total is None:
        counted = sa.select(sa.func.count()).select_from(Entry).where(*where)
        total = db.session.execute(counted).scalar_one()
    latest = sa.select(Entry.id).where(*where).order_by(Entry.happened_on.desc(), Entry.id)

    def read(limit: int, offset: int) -> Sequence[Row]:
        return _entries(db.session.scalars(latest.limit(limit).offset(offset)).all())

    return Rowset(total, read)


def _entries(ids: Sequence[uuid.UUID]) -> Sequence[Row]:
    """Names are looked up for the entries of one page, never for all before it."""
    query = listing().where(Entry.id.in_(ids)).order_by(Entry.happened_on.desc(), Entry.id)
    return rows(query) if ids else []


@dataclass(frozen=True, slots=True)
class DrillDown:
    """One list behind a figure: how it is chosen in an address, its words, and its rows."""

    code: str
    words: str
    select: Callable[[Readings], Rowset]
    shows: Shows = Shows.ENTRIES


def of_matters(code: str, words: str, rule: Rule) -> DrillDown:
    return DrillDown(code, words, lambda readings: matters_where(readings, rule))


ALL_MATTERS = of_matters("all", "All matters", lambda _matter: True)


def matters_where(readings: Readings, rule: Rule) -> Rowset:
    return entries_of([row.id for row in readings.once(matters) if rule(row.matter)])


def of_entries(code: str, words: str, where: Callable[[Question], Conditions]) -> DrillDown:
    return DrillDown(code, words, lambda readings: entries_where(where(readings.question)))


def of_waiting(waiting: Waiting) -> DrillDown:
    """The entries that wait, latest first: as many as are counted beside the figure."""

    def select(readings: Readings) -> Rowset:
        latest = sorted(
            waiting(readings, TOTAL), key=lambda row: (row.happened_on, row.id.bytes), reverse=True
        )
        return entries_of([row.id for row in latest])

    return DrillDown(WAITING, "Waiting for approval", select)


def page_of(readings: Readings, drill_down: DrillDown, number: int = 1) -> Page[Any]:
    rows_of_list = drill_down.select(readings)
    return read_page(rows_of_list.total, number, rows_of_list.read, PAGE)
