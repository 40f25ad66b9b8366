"""One entry while its story is told: every column of `entry`, without the cost of a model.

The workflow, the flags and the days are asked about it as they are about a model, because they
only read and set these names; a test holds the names against the table.
"""

import dataclasses
import datetime as dt
import uuid
from dataclasses import dataclass
from typing import Any


@dataclass(slots=True)
class Record:
    """The columns of `entry`, and nothing else."""

    id: uuid.UUID
    reference: str
    kind: str
    officer_id: uuid.UUID
    author_role: str
    team_id: uuid.UUID | None
    borough_id: uuid.UUID | None
    bcu_id: uuid.UUID | None
    force_id: uuid.UUID | None
    created_at_utc: dt.datetime
    updated_at_utc: dt.datetime
    device_at_utc: dt.datetime | None = None
    status: str = "draft"
    version: int = 0
    submitted_at_utc: dt.datetime | None = None
    first_submitted_at_utc: dt.datetime | None = None
    decided_by_id: uuid.UUID | None = None
    decided_at_utc: dt.datetime | None = None
    decided_version: int | None = None
    decision_reason_code: str | None = None
    decision_reason: str | None = None
    decision_fields: list[str] | None = None
    capacity: str | None = None
    school: int | None = None
    happened_on: dt.date | None = None
    started_at: dt.datetime | None = None
    ended_at: dt.datetime | None = None
    duration_minutes: int | None = None
    notes: str | None = None
    notes_basis: str | None = None
    notes_digest: str | None = None

    def row(self) -> dict[str, Any]:
        """The row to insert."""
        return {name: getattr(self, name) for name in COLUMNS}


COLUMNS = tuple(column.name for column in dataclasses.fields(Record))
