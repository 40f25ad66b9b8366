"""What became of a diversion, logged later as an entry of its own."""

import datetime as dt
import uuid

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from sso_log.db import Model

CODE = sa.String(40)


class DiversionUpdate(Model):
    """Only what changed is filled in; NULL means that this update says nothing about it."""

    __tablename__ = "diversion_update"

    entry_id: Mapped[uuid.UUID] = mapped_column(sa.ForeignKey("entry.id"), primary_key=True)
    diversion: Mapped[uuid.UUID | None] = mapped_column(sa.ForeignKey("entry.id"), index=True)
    stage: Mapped[str | None] = mapped_column(CODE)
    stage_on: Mapped[dt.date | None]
    stage_reason: Mapped[str | None] = mapped_column(CODE)
    accepted: Mapped[str | None] = mapped_column(CODE)
    contact_child: Mapped[str | None] = mapped_column(CODE)
    contact_child_on: Mapped[dt.date | None]
    contact_child_reason: Mapped[str | None] = mapped_column(CODE)
    contact_parent_carer: Mapped[str | None] = mapped_column(CODE)
    contact_parent_carer_on: Mapped[dt.date | None]
    contact_parent_carer_reason: Mapped[str | None] = mapped_column(CODE)
    contact_victim: Mapped[str | None] = mapped_column(CODE)
    contact_victim_on: Mapped[dt.date | None]
    contact_victim_reason: Mapped[str | None] = mapped_column(CODE)
    school_sanction: Mapped[str | None] = mapped_column(CODE)
    police_outcome: Mapped[str | None] = mapped_column(CODE)
    police_outcome_on: Mapped[dt.date | None]
    feedback_received: Mapped[str | None] = mapped_column(CODE)
    concluded_on: Mapped[dt.date | None]
    new_incident: Mapped[str | None] = mapped_column(CODE)
