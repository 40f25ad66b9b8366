"""The entry itself: whose, where, when, and where it stands. Details by kind are joined to it."""

import datetime as dt
import uuid

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from sso_log.db import Model
from sso_log.entries.kinds import KINDS
from sso_log.workflow.reviewable import Reviewable, reviewable_checks

FIXED = [
    (kind.code, column, value) for kind in KINDS.values() for column, value in kind.fixed.items()
]
KNOWN_KINDS = ", ".join(f"'{code}'" for code in KINDS)


class Entry(Reviewable, Model):
    """One thing an officer logged. The id is made on the device; the reference follows from it.

    `team_id`, `borough_id`, `bcu_id` and `author_role` are those held on `happened_on`, the date
    by which the entry is attributed and counted (docs/adr/0005).
    """

    __tablename__ = "entry"

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True)
    reference: Mapped[str] = mapped_column(sa.String(12), index=True)
    kind: Mapped[str] = mapped_column(sa.String(20))
    author_role: Mapped[str] = mapped_column(sa.String(12), default="officer")
    team_id: Mapped[uuid.UUID | None] = mapped_column(sa.ForeignKey("unit.id"))
    borough_id: Mapped[uuid.UUID | None] = mapped_column(sa.ForeignKey("unit.id"))
    bcu_id: Mapped[uuid.UUID | None] = mapped_column(sa.ForeignKey("unit.id"))
    force_id: Mapped[uuid.UUID | None] = mapped_column(sa.ForeignKey("unit.id"))
    capacity: Mapped[str | None] = mapped_column(sa.String(12))
    school: Mapped[int | None] = mapped_column(sa.ForeignKey("school.urn"))
    happened_on: Mapped[dt.date | None]
    started_at: Mapped[dt.datetime | None]
    ended_at: Mapped[dt.datetime | None]
    duration_minutes: Mapped[int | None]
    notes: Mapped[str | None] = mapped_column(sa.Text)
    notes_basis: Mapped[str | None] = mapped_column(sa.String(12))
    notes_digest: Mapped[str | None] = mapped_column(sa.String(64))
    device_at_utc: Mapped[dt.datetime | None]
    created_at_utc: Mapped[dt.datetime]
    updated_at_utc: Mapped[dt.datetime]

    __table_args__ = (
        *reviewable_checks(),
        sa.CheckConstraint(f"kind IN ({KNOWN_KINDS})", name="kind_is_known"),
        *(
            sa.CheckConstraint(f"kind <> '{kind}' OR {column} = '{value}'", name=f"{kind}_{column}")
            for kind, column, value in FIXED
        ),
        sa.CheckConstraint(
            "status IN ('draft', 'withdrawn') OR "
            "(happened_on IS NOT NULL AND capacity IS NOT NULL AND team_id IS NOT NULL)",
            name="submitted_is_attributed",
        ),
        sa.Index("ix_entry_officer_status", "officer_id", "status", "happened_on"),
        # Covers what engagements are counted by, so that counting never opens a whole entry.
        sa.Index(
            "ix_entry_count",
            "kind",
            "status",
            "happened_on",
            "capacity",
            "school",
            "duration_minutes",
            "id",
        ),
        sa.Index("ix_entry_school", "school", "status", "happened_on"),
        sa.Index(
            "ix_entry_waiting",
            "team_id",
            "submitted_at_utc",
            sqlite_where=sa.text("status = 'submitted'"),
            postgresql_where=sa.text("status = 'submitted'"),
        ),
        sa.Index("ix_entry_notes_digest", "notes_digest"),
    )


class EntryCode(Model):
    """One code of a field that takes several: topics, aims, year groups."""

    __tablename__ = "entry_code"

    entry_id: Mapped[uuid.UUID] = mapped_column(sa.ForeignKey("entry.id"), primary_key=True)
    field: Mapped[str] = mapped_column(sa.String(24), primary_key=True)
    code: Mapped[str] = mapped_column(sa.String(40), primary_key=True)
    position: Mapped[int] = mapped_column(default=0)

    # Kept in the order of its key, which is all there is of it, rather than beside an index.
    __table_args__ = ({"sqlite_with_rowid": False},)
