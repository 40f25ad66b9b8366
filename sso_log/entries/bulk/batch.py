"""Rows gathered by table and written in bulk, and the events of the audit trail about them."""

from collections import defaultdict
from operator import attrgetter
from typing import Any, cast

import sqlalchemy as sa

from sso_log.audit.services import Happening, record_many
from sso_log.db import Base, db

Rows = dict[type[Base], list[dict[str, Any]]]


class Batch:
    """Rows that wait to be written, and events that wait for the end of the work."""

    def __init__(self) -> None:
        self._rows: dict[sa.Table, list[dict[str, Any]]] = defaultdict(list)
        self._events: list[Happening] = []

    def add(self, model: type[Base], *rows: dict[str, Any]) -> None:
        """Take rows of one table for the next `write`; all of a table have the same columns."""
        self._rows[cast("sa.Table", model.__table__)] += rows

    def add_all(self, rows: Rows) -> None:
        """Take the rows of several tables."""
        for model, records in rows.items():
            self.add(model, *records)

    def add_event(self, event: Happening) -> None:
        """Take one event for the audit trail."""
        self._events.append(event)

    def write(self) -> None:
        """Insert the rows, parents before children, and begin again."""
        # Into tables, not models: a model's insert splits the rows by which columns are empty.
        connection = db.session.connection()
        for table in db.metadata.sorted_tables:
            records = self._rows.pop(table, None)
            if records:
                connection.execute(sa.insert(table), records)

    def write_events(self) -> int:
        """Append every event to the audit trail in order of time; returns the last number.

        Call it last: from here to the commit the trail is locked.
        """
        self._events.sort(key=attrgetter("at_utc"))
        return record_many(self._events)
