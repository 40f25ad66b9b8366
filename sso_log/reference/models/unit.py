"""The tree of units (force, BCU, borough, team) and who was posted to which team when.

A posting also says how long a normal week is, which is what a duty week is prefilled from. What a
person may do comes from grants in `auth`, not from a posting.
"""

import datetime as dt
import enum
import uuid

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from sso_log.db import Model
from sso_log.ids import new_id

MONDAY_TO_FRIDAY = 0b0011111
FULL_WEEK_MINUTES = 2_400


class UnitKind(enum.StrEnum):
    """The levels of the tree, from the top."""

    FORCE = "force"
    BCU = "bcu"
    BOROUGH = "borough"
    TEAM = "team"


class Unit(Model):
    """A force, basic command unit, borough or team; `valid_until` is the last day included."""

    __tablename__ = "unit"
    __table_args__ = (
        sa.CheckConstraint("kind IN ('force', 'bcu', 'borough', 'team')", name="kind"),
        sa.CheckConstraint(
            "(kind = 'force') = (parent_id IS NULL)", name="only_force_has_no_parent"
        ),
        sa.CheckConstraint("valid_until IS NULL OR valid_until >= valid_from", name="dates"),
        sa.Index("ix_unit_parent_id", "parent_id"),
    )

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=new_id)
    code: Mapped[str] = mapped_column(sa.String(60), unique=True)
    name: Mapped[str] = mapped_column(sa.String(120))
    kind: Mapped[str] = mapped_column(sa.String(10))
    parent_id: Mapped[uuid.UUID | None] = mapped_column(sa.ForeignKey("unit.id"))
    gss_code: Mapped[str | None] = mapped_column(sa.String(9))
    valid_from: Mapped[dt.date]
    valid_until: Mapped[dt.date | None]


class Posting(Model):
    """One person's place in one team over a period, with the pattern of a normal week."""

    __tablename__ = "posting"
    __table_args__ = (
        sa.CheckConstraint("valid_until IS NULL OR valid_until >= valid_from", name="dates"),
        sa.CheckConstraint("weekly_minutes BETWEEN 0 AND 10080", name="weekly_minutes"),
        sa.CheckConstraint("day_mask BETWEEN 0 AND 127", name="day_mask"),
        sa.Index("ix_posting_person_id", "person_id", "valid_from"),
        sa.Index("ix_posting_unit_id", "unit_id"),
    )

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=new_id)
    person_id: Mapped[uuid.UUID] = mapped_column(sa.ForeignKey("person.id"))
    unit_id: Mapped[uuid.UUID] = mapped_column(sa.ForeignKey("unit.id"))
    role_title: Mapped[str] = mapped_column(sa.String(120))
    shoulder_number: Mapped[str | None] = mapped_column(sa.String(12))
    valid_from: Mapped[dt.date]
    valid_until: Mapped[dt.date | None]
    weekly_minutes: Mapped[int] = mapped_column(default=FULL_WEEK_MINUTES)
    # One bit a weekday, Monday the lowest: the days worked in a normal week.
    day_mask: Mapped[int] = mapped_column(default=MONDAY_TO_FRIDAY)
