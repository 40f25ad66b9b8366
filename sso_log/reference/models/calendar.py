"""Terms, holidays and INSET days, for the whole force or for one borough.

Bank holidays are not rows: they are read from the package of published dates (see `calendar.py`).
"""

import datetime as dt
import enum
import uuid

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from sso_log.db import Model
from sso_log.ids import new_id


class PeriodKind(enum.StrEnum):
    """What a stretch of the calendar is."""

    TERM = "term"
    HOLIDAY = "holiday"
    INSET = "inset"


class CalendarPeriod(Model):
    """A stretch of days, both ends included; no borough means the whole force."""

    __tablename__ = "calendar_period"
    __table_args__ = (
        sa.CheckConstraint("kind IN ('term', 'holiday', 'inset')", name="kind"),
        sa.CheckConstraint("ends_on >= starts_on", name="dates"),
        sa.Index("ix_calendar_period_borough_id", "borough_id", "starts_on"),
    )

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=new_id)
    borough_id: Mapped[uuid.UUID | None] = mapped_column(sa.ForeignKey("unit.id"))
    kind: Mapped[str] = mapped_column(sa.String(10))
    label: Mapped[str] = mapped_column(sa.String(120))
    starts_on: Mapped[dt.date]
    ends_on: Mapped[dt.date]
