"""The minutes of an abstraction by day: not answered, but worked out when it is saved."""

import datetime as dt
import uuid

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from sso_log.db import Model


class AbstractionDay(Model):
    """The minutes of one abstraction on one London day, made by the server when it is saved.

    `school_minutes` are those within school hours on a school day of the officer's borough.
    """

    __tablename__ = "abstraction_day"

    entry_id: Mapped[uuid.UUID] = mapped_column(sa.ForeignKey("entry.id"), primary_key=True)
    day: Mapped[dt.date] = mapped_column(primary_key=True, index=True)
    minutes: Mapped[int]
    school_minutes: Mapped[int]
