"""Schools by URN, their agreements, their priority status and their officers, all dated.

A school that closes is kept, because entries refer to it. No name of anyone at a school is held:
an agreement names an officer, never a member of staff.
"""

import datetime as dt
import enum
import uuid

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from sso_log.db import Model
from sso_log.ids import new_id


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
        sa.CheckConstraint("status IN ('open', 'closing', 'proposed', 'closed')", name="status"),
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
        sa.CheckConstraint("review_on IS NULL OR review_on >= signed_on", name="review"),
        sa.CheckConstraint("ended_on IS NULL OR ended_on >= signed_on", name="ended"),
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
    __table_args__ = (
        sa.CheckConstraint("valid_until IS NULL OR valid_until >= valid_from", name="dates"),
        sa.UniqueConstraint("urn", "valid_from"),
    )

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=new_id)
    urn: Mapped[int] = mapped_column(sa.ForeignKey("school.urn"))
    valid_from: Mapped[dt.date]
    valid_until: Mapped[dt.date | None]


class OfficerSchool(Model):
    """A period in which an officer was named for a school; `lead` is the school's first officer."""

    __tablename__ = "officer_school"
    __table_args__ = (
        sa.CheckConstraint("valid_until IS NULL OR valid_until >= valid_from", name="dates"),
        sa.UniqueConstraint("person_id", "urn", "valid_from"),
        sa.Index("ix_officer_school_urn", "urn"),
    )

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=new_id)
    person_id: Mapped[uuid.UUID] = mapped_column(sa.ForeignKey("person.id"))
    urn: Mapped[int] = mapped_column(sa.ForeignKey("school.urn"))
    lead: Mapped[bool] = mapped_column(default=False)
    valid_from: Mapped[dt.date]
    valid_until: Mapped[dt.date | None]
