"""Tables of people, their grants, their sessions and failed sign-ins.

A person is never deleted: what they did stays attributed to them. Postings are in `reference`,
because a posting says where somebody works, a grant what they may do.
"""

import datetime as dt
import uuid

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from sso_log.auth.identity import Role
from sso_log.clock import now_utc
from sso_log.db import Base, UtcDateTime
from sso_log.ids import new_id


class Person(Base):
    """Somebody who can sign in, or once could. `username` is kept casefolded."""

    __tablename__ = "person"

    id: Mapped[uuid.UUID] = mapped_column(sa.Uuid(), primary_key=True, default=new_id)
    username: Mapped[str] = mapped_column(sa.String(150), unique=True)
    name: Mapped[str] = mapped_column(sa.String(200))
    warrant_number: Mapped[str | None] = mapped_column(sa.String(20), unique=True)
    password_hash: Mapped[str] = mapped_column(sa.String(200))
    password_changed_at_utc: Mapped[dt.datetime] = mapped_column(UtcDateTime(), default=now_utc)
    disabled_at_utc: Mapped[dt.datetime | None] = mapped_column(UtcDateTime())
    created_at_utc: Mapped[dt.datetime] = mapped_column(UtcDateTime(), default=now_utc)

    grants: Mapped[list["RoleGrant"]] = relationship(
        back_populates="person", foreign_keys="RoleGrant.person_id", order_by="RoleGrant.valid_from"
    )


class RoleGrant(Base):
    """A role in a unit from one day to another. Revoking keeps the row and says when."""

    __tablename__ = "role_grant"
    __table_args__ = (
        sa.CheckConstraint(
            "role IN ({})".format(", ".join(f"'{role}'" for role in Role)), name="role_is_known"
        ),
        sa.CheckConstraint(
            "valid_until IS NULL OR valid_until >= valid_from", name="period_is_in_order"
        ),
        sa.CheckConstraint("NOT cover OR valid_until IS NOT NULL", name="cover_ends"),
        sa.Index("ix_role_grant_person_id", "person_id"),
        sa.Index("ix_role_grant_unit_id", "unit_id"),
    )

    id: Mapped[uuid.UUID] = mapped_column(sa.Uuid(), primary_key=True, default=new_id)
    person_id: Mapped[uuid.UUID] = mapped_column(sa.ForeignKey("person.id"))
    role: Mapped[str] = mapped_column(sa.String(20))
    unit_id: Mapped[uuid.UUID] = mapped_column(sa.ForeignKey("unit.id"))
    valid_from: Mapped[dt.date] = mapped_column(sa.Date())
    valid_until: Mapped[dt.date | None] = mapped_column(sa.Date())
    cover: Mapped[bool] = mapped_column(sa.Boolean(), default=False)
    granted_by_id: Mapped[uuid.UUID | None] = mapped_column(sa.ForeignKey("person.id"))
    revoked_at_utc: Mapped[dt.datetime | None] = mapped_column(UtcDateTime())

    person: Mapped[Person] = relationship(back_populates="grants", foreign_keys=[person_id])


class LoginSession(Base):
    """One signed-in device. Only the SHA-256 of its cookie is kept."""

    __tablename__ = "login_session"
    __table_args__ = (sa.Index("ix_login_session_person_id", "person_id"),)

    id: Mapped[uuid.UUID] = mapped_column(sa.Uuid(), primary_key=True, default=new_id)
    token_hash: Mapped[str] = mapped_column(sa.String(64), unique=True)
    person_id: Mapped[uuid.UUID] = mapped_column(sa.ForeignKey("person.id"))
    created_at_utc: Mapped[dt.datetime] = mapped_column(UtcDateTime())
    password_at_utc: Mapped[dt.datetime] = mapped_column(UtcDateTime())
    last_seen_at_utc: Mapped[dt.datetime] = mapped_column(UtcDateTime())
    expires_at_utc: Mapped[dt.datetime] = mapped_column(UtcDateTime())
    ended_at_utc: Mapped[dt.datetime | None] = mapped_column(UtcDateTime())
    address: Mapped[str] = mapped_column(sa.String(64), default="")
    user_agent: Mapped[str] = mapped_column(sa.String(120), default="")


class SignInAttempt(Base):
    """Failed sign-ins counted per account, address, pair of both, or known device.

    `key` is a keyed hash, so that a password typed into the wrong box is never kept.
    """

    __tablename__ = "sign_in_attempt"

    key: Mapped[str] = mapped_column(sa.String(80), primary_key=True)
    failures: Mapped[int] = mapped_column(sa.Integer(), default=0)
    window_ends_at_utc: Mapped[dt.datetime] = mapped_column(UtcDateTime())
