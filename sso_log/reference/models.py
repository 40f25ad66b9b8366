"""Tables of the reference data: units and postings, schools, the calendar and the code lists.

Rows are dated and stay, because entries refer to them; `valid_until` is the last day included, NULL
is no limit. No name of anyone at a school is stored: an agreement names an officer, never a member
of staff.
"""

import datetime as dt
import enum
import uuid
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from sso_log.db import Model
from sso_log.ids import new_id

MONDAY_TO_FRIDAY = 0b0011111
FULL_WEEK_MINUTES = 2_400


def _in_order(
    first: str = "valid_from", last: str = "valid_until", name: str = "dates"
) -> sa.CheckConstraint:
    return sa.CheckConstraint(f"{last} IS NULL OR {last} >= {first}", name=name)


def _one_of(column: str, words: type[enum.StrEnum]) -> sa.CheckConstraint:
    listed = ", ".join(f"'{word}'" for word in words)
    return sa.CheckConstraint(f"{column} IN ({listed})", name=column)


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
        _one_of("kind", UnitKind),
        sa.CheckConstraint(
            "(kind = 'force') = (parent_id IS NULL)", name="only_force_has_no_parent"
        ),
        _in_order(),
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
        _in_order(),
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


class SchoolStatus(enum.StrEnum):
    """Where a school is between proposed and closed; `CLOSING` is open, proposed to close."""

    OPEN = "open"
    CLOSING = "closing"
    PROPOSED = "proposed"
    CLOSED = "closed"


class School(Model):
    """A row of the school register. `borough_id` is NULL where no BCU of the force polices it."""

    __tablename__ = "school"
    __table_args__ = (
        _one_of("status", SchoolStatus),
        sa.Index("ix_school_borough_id", "borough_id", "status"),
    )

    urn: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    name: Mapped[str] = mapped_column(sa.String(200))
    # Lower-case words of name, postcode and URN without punctuation: what searching looks at.
    search_text: Mapped[str] = mapped_column(sa.String(300))
    status: Mapped[str] = mapped_column(sa.String(10))
    phase: Mapped[str | None] = mapped_column(sa.String(20))
    setting: Mapped[str | None] = mapped_column(sa.String(20))
    establishment_type: Mapped[str | None] = mapped_column(sa.String(80))
    gender: Mapped[str | None] = mapped_column(sa.String(10))
    local_authority_name: Mapped[str | None] = mapped_column(sa.String(80))
    gss_code: Mapped[str | None] = mapped_column(sa.String(9))
    borough_id: Mapped[uuid.UUID | None] = mapped_column(sa.ForeignKey("unit.id"))
    ward_code: Mapped[str | None] = mapped_column(sa.String(9))
    ward_name: Mapped[str | None] = mapped_column(sa.String(80))
    postcode: Mapped[str | None] = mapped_column(sa.String(8))
    pupils: Mapped[int | None]
    opened_on: Mapped[dt.date | None]
    closed_on: Mapped[dt.date | None]
    # No foreign key: a links file may name a successor that is not (yet) in the register.
    successor_urn: Mapped[int | None]
    source: Mapped[str] = mapped_column(sa.String(120))


class SchoolAgreement(Model):
    """A Safer Schools Partnership agreement with a school, from signing until it ended."""

    __tablename__ = "school_agreement"
    __table_args__ = (
        _in_order("signed_on", "review_on", "review"),
        _in_order("signed_on", "ended_on", "ended"),
        sa.UniqueConstraint("urn", "signed_on"),
    )

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=new_id)
    urn: Mapped[int] = mapped_column(sa.ForeignKey("school.urn"))
    signed_on: Mapped[dt.date]
    review_on: Mapped[dt.date | None]
    ended_on: Mapped[dt.date | None]
    contact_officer_id: Mapped[uuid.UUID | None] = mapped_column(sa.ForeignKey("person.id"))


class PrioritySchool(Model):
    """A period in which a school was a priority school."""

    __tablename__ = "priority_school"
    __table_args__ = (_in_order(), sa.UniqueConstraint("urn", "valid_from"))

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=new_id)
    urn: Mapped[int] = mapped_column(sa.ForeignKey("school.urn"))
    valid_from: Mapped[dt.date]
    valid_until: Mapped[dt.date | None]


class OfficerSchool(Model):
    """A period in which an officer was named for a school; `lead` is the school's first officer."""

    __tablename__ = "officer_school"
    __table_args__ = (
        _in_order(),
        sa.UniqueConstraint("person_id", "urn", "valid_from"),
        sa.Index("ix_officer_school_urn", "urn"),
    )

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=new_id)
    person_id: Mapped[uuid.UUID] = mapped_column(sa.ForeignKey("person.id"))
    urn: Mapped[int] = mapped_column(sa.ForeignKey("school.urn"))
    lead: Mapped[bool] = mapped_column(default=False)
    valid_from: Mapped[dt.date]
    valid_until: Mapped[dt.date | None]


# What holds from a day on, until a last day where there is one.
Dated = Unit | Posting | SchoolAgreement | PrioritySchool | OfficerSchool


class PeriodKind(enum.StrEnum):
    """What a stretch of the calendar is."""

    TERM = "term"
    HOLIDAY = "holiday"
    INSET = "inset"


class CalendarPeriod(Model):
    """A stretch of days, both ends included; no borough means the whole force."""

    __tablename__ = "calendar_period"
    __table_args__ = (
        _one_of("kind", PeriodKind),
        sa.CheckConstraint("ends_on >= starts_on", name="dates"),
        sa.Index("ix_calendar_period_borough_id", "borough_id", "starts_on"),
    )

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=new_id)
    borough_id: Mapped[uuid.UUID | None] = mapped_column(sa.ForeignKey("unit.id"))
    kind: Mapped[str] = mapped_column(sa.String(10))
    label: Mapped[str] = mapped_column(sa.String(120))
    starts_on: Mapped[dt.date]
    ends_on: Mapped[dt.date]


class Code(Model):
    """One code of one list. `valid_until` is the last day it is offered; NULL is no limit."""

    __tablename__ = "code"
    __table_args__ = (
        sa.CheckConstraint(
            "valid_from IS NULL OR valid_until IS NULL OR valid_until >= valid_from", name="dates"
        ),
    )

    list_name: Mapped[str] = mapped_column(sa.String(40), primary_key=True)
    code: Mapped[str] = mapped_column(sa.String(40), primary_key=True)
    label: Mapped[str] = mapped_column(sa.String(200))
    hint: Mapped[str | None] = mapped_column(sa.Text())
    position: Mapped[int]
    valid_from: Mapped[dt.date | None]
    valid_until: Mapped[dt.date | None]
    attributes: Mapped[dict[str, Any]] = mapped_column(default=dict)
    source: Mapped[str | None] = mapped_column(sa.String(200))
    # When the row last changed: the newest of these is how a process knows to read again.
    changed_at_utc: Mapped[dt.datetime]
