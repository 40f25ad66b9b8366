"""A power used in an engagement: one record each, about one child, without a name."""

import uuid

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from sso_log.db import Model

CODE = sa.String(40)


class PowerUsed(Model):
    """One use of a police power. `bwv_reference` points to footage; footage is never here."""

    __tablename__ = "power_used"

    entry_id: Mapped[uuid.UUID] = mapped_column(sa.ForeignKey("entry.id"), primary_key=True)
    position: Mapped[int] = mapped_column(primary_key=True)
    power: Mapped[str | None] = mapped_column(CODE)
    legislation: Mapped[str | None] = mapped_column(sa.String(200))
    place: Mapped[str | None] = mapped_column(sa.String(200))
    outcome: Mapped[str | None] = mapped_column(sa.String(200))
    sex: Mapped[str | None] = mapped_column(CODE)
    age: Mapped[str | None] = mapped_column(CODE)
    ethnicity_self_defined: Mapped[str | None] = mapped_column(CODE)
    ethnicity_self_defined_reason: Mapped[str | None] = mapped_column(CODE)
    ethnicity_officer_defined: Mapped[str | None] = mapped_column(CODE)
    send: Mapped[str | None] = mapped_column(CODE)
    bwv: Mapped[str | None] = mapped_column(CODE)
    bwv_reference: Mapped[str | None] = mapped_column(sa.String(100))
