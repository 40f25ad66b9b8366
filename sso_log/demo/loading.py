"""Gathering rows by table, and writing them in bulk in the order that foreign keys ask for."""

import datetime as dt
from collections import defaultdict
from typing import Any, cast

import sqlalchemy as sa

from sso_log.audit.services import Happening, record_many
from sso_log.auth.models import Person, RoleGrant
from sso_log.db import Base, db
from sso_log.entries.models import (
    Abstraction,
    AbstractionDay,
    AbstractionSchool,
    Diversion,
    DiversionUpdate,
    Engagement,
    Entry,
    EntryCode,
    EntryEvent,
    EntryFlag,
    EntryVersion,
    PowerUsed,
)
from sso_log.reference.models import (
    OfficerSchool,
    Posting,
    PrioritySchool,
    School,
    SchoolAgreement,
)
from sso_log.weeks.models import DutyWeek

Rows = dict[type[Base], list[dict[str, Any]]]
ORDER: tuple[type[Base], ...] = (
    Person,
    RoleGrant,
    Posting,
    School,
    SchoolAgreement,
    PrioritySchool,
    OfficerSchool,
    Entry,
    Engagement,
    Diversion,
    DiversionUpdate,
    Abstraction,
    AbstractionSchool,
    AbstractionDay,
    PowerUsed,
    EntryCode,
    EntryFlag,
    EntryVersion,
    EntryEvent,
    DutyWeek,
)


class Batch:
    """Rows that wait to be written, and what the audit trail is to be told at the end."""

    def __init__(self) -> None:
        self.rows: Rows = defaultdict(list)
        self.happenings: list[Happening] = []

    def add(self, table: type[Base], **values: Any) -> None:
        """Keep one row for the next `write`."""
        self.rows[table].append(values)

    def add_all(self, rows: Rows) -> None:
        """Keep the rows of several tables."""
        for table, records in rows.items():
            self.rows[table] += records

    def tell(self, happening: Happening) -> None:
        """Keep one event for the audit trail."""
        self.happenings.append(happening)

    def write(self) -> None:
        """Insert what was gathered, and begin again. The audit trail waits for `record`."""
        # Into tables, not models: a model's insert splits the rows by which columns are empty.
        connection = db.session.connection()
        for model in ORDER:
            records = self.rows.pop(model, [])
            if records:
                connection.execute(sa.insert(cast("sa.Table", model.__table__)), records)
        if self.rows:
            raise LookupError(f"Rows of unknown tables: {sorted(map(str, self.rows))}")

    def record(self) -> int:
        """Append every event to the audit trail in order of time; returns how many."""
        self.happenings.sort(key=_when)
        return record_many(self.happenings)


def _when(happening: Happening) -> dt.datetime:
    return happening.at_utc
