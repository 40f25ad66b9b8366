"""The two tables of the audit trail.

`audit_event` only ever grows; triggers made by the migrations refuse anything else. `audit_head` is
one row that names the last event: locking it makes the chain serial, and its own keyed MAC makes a
cut tail visible. There are no foreign keys: the trail outlives what it tells of.
"""

import datetime as dt
import uuid
from typing import Any, cast

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from sso_log.db import Base, UtcDateTime

MAC_LENGTH = 64
Sequence = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


class AuditEvent(Base):
    """One event. `mac` covers every other column, `previous_mac` ties it to the event before."""

    __tablename__ = "audit_event"
    __table_args__ = (
        sa.Index("ix_audit_event_at_utc_seq", "at_utc", "seq"),
        sa.Index("ix_audit_event_actor_id_seq", "actor_id", "seq"),
        sa.Index("ix_audit_event_subject_id_seq", "subject_id", "seq"),
    )

    seq: Mapped[int] = mapped_column(Sequence, primary_key=True, autoincrement=False)
    at_utc: Mapped[dt.datetime] = mapped_column(UtcDateTime())
    actor_id: Mapped[uuid.UUID | None] = mapped_column(sa.Uuid())
    tag: Mapped[str] = mapped_column(sa.String(40))
    subject_type: Mapped[str] = mapped_column(sa.String(40))
    subject_id: Mapped[str] = mapped_column(sa.String(80))
    unit_id: Mapped[uuid.UUID | None] = mapped_column(sa.Uuid())
    address: Mapped[str] = mapped_column(sa.String(64))
    request_id: Mapped[str] = mapped_column(sa.String(64))
    reason: Mapped[str | None] = mapped_column(sa.Text())
    detail: Mapped[dict[str, Any]] = mapped_column(sa.JSON())
    previous_mac: Mapped[str] = mapped_column(sa.String(MAC_LENGTH))
    mac: Mapped[str] = mapped_column(sa.String(MAC_LENGTH))


class AuditHead(Base):
    """The end of the chain: one row, whose `head_mac` only the holder of the key can make."""

    __tablename__ = "audit_head"
    __table_args__ = (sa.CheckConstraint("id = 1", name="only_row"),)

    id: Mapped[int] = mapped_column(sa.Integer(), primary_key=True, autoincrement=False)
    seq: Mapped[int] = mapped_column(Sequence)
    mac: Mapped[str] = mapped_column(sa.String(MAC_LENGTH))
    head_mac: Mapped[str] = mapped_column(sa.String(MAC_LENGTH))


EVENT = cast(sa.Table, AuditEvent.__table__)
HEAD = cast(sa.Table, AuditHead.__table__)
