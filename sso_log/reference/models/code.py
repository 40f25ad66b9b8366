"""One table for every dated code list: what a stored code means and from when until when it is
offered.

A code that is no longer offered stays, so that what was recorded can still be read.
"""

import datetime as dt
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from sso_log.db import Model


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
