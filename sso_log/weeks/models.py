"""One officer's week: minutes on duty, minutes absent, and that there is nothing else to log."""

import datetime as dt
import uuid

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from sso_log.db import Model


class DutyWeek(Model):
    """Keyed by officer and Monday. Units are those of the posting held on that Monday, or on the
    first day of a posting that began later in the week.

    A row exists only once it is confirmed; expected weeks come from postings.
    """

    __tablename__ = "duty_week"

    person_id: Mapped[uuid.UUID] = mapped_column(sa.ForeignKey("person.id"), primary_key=True)
    week_on: Mapped[dt.date] = mapped_column(primary_key=True)
    team_id: Mapped[uuid.UUID | None] = mapped_column(sa.ForeignKey("unit.id"))
    borough_id: Mapped[uuid.UUID | None] = mapped_column(sa.ForeignKey("unit.id"))
    bcu_id: Mapped[uuid.UUID | None] = mapped_column(sa.ForeignKey("unit.id"))
    force_id: Mapped[uuid.UUID | None] = mapped_column(sa.ForeignKey("unit.id"))
    on_duty_minutes: Mapped[int]
    absence_minutes: Mapped[int]
    nothing_else: Mapped[bool]
    version: Mapped[int] = mapped_column(default=1)
    first_confirmed_at_utc: Mapped[dt.datetime]
    confirmed_at_utc: Mapped[dt.datetime]

    __table_args__ = (
        sa.CheckConstraint("on_duty_minutes BETWEEN 0 AND 10080", name="on_duty_in_a_week"),
        sa.CheckConstraint("absence_minutes BETWEEN 0 AND 10080", name="absence_in_a_week"),
        sa.Index("ix_duty_week_week_on", "week_on"),
        sa.Index("ix_duty_week_team_id", "team_id", "week_on"),
    )
