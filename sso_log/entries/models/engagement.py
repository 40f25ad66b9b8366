"""An engagement: time spent with a school, and what it was for."""

import uuid

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from sso_log.db import Model

CODE = sa.String(40)


class Engagement(Model):
    """Columns carry the field names of `entries.fields.engagement`; feedback is one group."""

    __tablename__ = "engagement"

    entry_id: Mapped[uuid.UUID] = mapped_column(sa.ForeignKey("entry.id"), primary_key=True)
    engagement_type: Mapped[str | None] = mapped_column(CODE)
    engagement_type_other: Mapped[str | None] = mapped_column(sa.String(200))
    programme: Mapped[str | None] = mapped_column(CODE)
    pupils: Mapped[int | None]
    staff: Mapped[int | None]
    parents_carers: Mapped[int | None]
    requested_by: Mapped[str | None] = mapped_column(CODE)
    discipline_request: Mapped[str | None] = mapped_column(CODE)
    discipline_reason: Mapped[str | None] = mapped_column(CODE)
    powers_used: Mapped[str | None] = mapped_column(CODE)
    place: Mapped[str | None] = mapped_column(CODE)
    snt_informed: Mapped[str | None] = mapped_column(CODE)
    feedback_stage: Mapped[str | None] = mapped_column(CODE)
    feedback_responses: Mapped[int | None]
    feedback_rated_7_to_10: Mapped[int | None]
    feedback_aware: Mapped[int | None]
    feedback_feel_safer: Mapped[int | None]
    feedback_feel_less_safe: Mapped[int | None]

    # Always found by its entry: kept in that order, it takes one look instead of two.
    __table_args__ = ({"sqlite_with_rowid": False},)
