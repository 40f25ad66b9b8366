"""What the JSON keeps of its own: bodies that could not be written because of a conflict."""

import datetime as dt
import uuid
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from sso_log.db import Model


class ConflictCopy(Model):
    """A body refused with 409, kept for its officer until they have dealt with it.

    `entry_id` has no foreign key: the body may name an entry that was never received. A person
    number in it is replaced by its keyed code before it is kept.
    """

    __tablename__ = "conflict_copy"

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True)
    entry_id: Mapped[uuid.UUID]
    person_id: Mapped[uuid.UUID] = mapped_column(sa.ForeignKey("person.id"))
    received_at_utc: Mapped[dt.datetime]
    body: Mapped[dict[str, Any]]
    body_digest: Mapped[str] = mapped_column(sa.String(64))
    resolved_at_utc: Mapped[dt.datetime | None]

    __table_args__ = (
        sa.UniqueConstraint("entry_id", "person_id", "body_digest"),
        sa.Index("ix_conflict_copy_person_id", "person_id", "received_at_utc"),
    )
