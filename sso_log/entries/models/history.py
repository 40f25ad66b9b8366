"""What happened to an entry: each saved version, each step, the flags of its last submission."""

import datetime as dt
import uuid
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from sso_log.db import Model


class EntryVersion(Model):
    """The answers as saved, in the shapes of the JSON contract."""

    __tablename__ = "entry_version"

    entry_id: Mapped[uuid.UUID] = mapped_column(sa.ForeignKey("entry.id"), primary_key=True)
    version: Mapped[int] = mapped_column(primary_key=True)
    saved_at_utc: Mapped[dt.datetime]
    saved_by_id: Mapped[uuid.UUID] = mapped_column(sa.ForeignKey("person.id"))
    fields: Mapped[dict[str, Any]]
    # What was asked for, so that the same request sent again is recognised and not done twice.
    request_digest: Mapped[str] = mapped_column(sa.String(64))


class EntryEvent(Model):
    """One step of the transition table, taken by one person."""

    __tablename__ = "entry_event"

    entry_id: Mapped[uuid.UUID] = mapped_column(sa.ForeignKey("entry.id"), primary_key=True)
    position: Mapped[int] = mapped_column(primary_key=True)
    at_utc: Mapped[dt.datetime]
    actor_id: Mapped[uuid.UUID] = mapped_column(sa.ForeignKey("person.id"))
    action: Mapped[str] = mapped_column(sa.String(12))
    from_status: Mapped[str | None] = mapped_column(sa.String(12))
    to_status: Mapped[str] = mapped_column(sa.String(12))
    version: Mapped[int]
    reason_code: Mapped[str | None] = mapped_column(sa.String(40))
    reason: Mapped[str | None] = mapped_column(sa.String(2000))
    fields: Mapped[list[str] | None]

    __table_args__ = (sa.Index("ix_entry_event_action", "action", "at_utc"),)


class EntryFlag(Model):
    """Something the sergeant should look at, with its reason in one sentence."""

    __tablename__ = "entry_flag"

    entry_id: Mapped[uuid.UUID] = mapped_column(sa.ForeignKey("entry.id"), primary_key=True)
    code: Mapped[str] = mapped_column(sa.String(40), primary_key=True)
    sentence: Mapped[str] = mapped_column(sa.String(300))
