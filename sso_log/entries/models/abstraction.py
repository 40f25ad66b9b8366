"""An abstraction: on duty, but taken away from the normal role."""

import datetime as dt
import uuid

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from sso_log.db import Model

CODE = sa.String(40)


class Abstraction(Model):
    """Why the officer was taken, by whom and where to."""

    __tablename__ = "abstraction"

    entry_id: Mapped[uuid.UUID] = mapped_column(sa.ForeignKey("entry.id"), primary_key=True)
    abstraction_type: Mapped[str | None] = mapped_column(CODE)
    hierarchy_rank: Mapped[str | None] = mapped_column(CODE)
    policy_version: Mapped[str | None] = mapped_column(CODE)
    notice: Mapped[str | None] = mapped_column(CODE)
    authorised_by: Mapped[str | None] = mapped_column(sa.String(200))
    destination: Mapped[str | None] = mapped_column(sa.String(200))
    schools_were_affected: Mapped[str | None] = mapped_column(CODE)


class AbstractionSchool(Model):
    """What one abstraction meant for one school."""

    __tablename__ = "abstraction_school"

    entry_id: Mapped[uuid.UUID] = mapped_column(sa.ForeignKey("entry.id"), primary_key=True)
    position: Mapped[int] = mapped_column(primary_key=True)
    school: Mapped[int | None] = mapped_column(sa.ForeignKey("school.urn"), index=True)
    told: Mapped[str | None] = mapped_column(CODE)
    cover: Mapped[str | None] = mapped_column(CODE)
    visits_lost: Mapped[int | None]
    rearranged_on: Mapped[dt.date | None]


class AbstractionDay(Model):
    """The minutes of one abstraction on one London day, made by the server when it is saved.

    `school_minutes` are those within school hours on a school day of the officer's borough.
    """

    __tablename__ = "abstraction_day"

    entry_id: Mapped[uuid.UUID] = mapped_column(sa.ForeignKey("entry.id"), primary_key=True)
    day: Mapped[dt.date] = mapped_column(primary_key=True, index=True)
    minutes: Mapped[int]
    school_minutes: Mapped[int]
