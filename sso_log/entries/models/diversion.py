"""A diversion: one child, one matter. No column can hold the child's name."""

import datetime as dt
import uuid

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from sso_log.db import Model

CODE = sa.String(40)


class Diversion(Model):
    """As logged. Its current state is this overlaid by its approved updates.

    `child_key` is an HMAC of the police system's person number under a key that is not in the
    database; the number itself is never stored.
    """

    __tablename__ = "diversion"

    entry_id: Mapped[uuid.UUID] = mapped_column(sa.ForeignKey("entry.id"), primary_key=True)
    matter_on: Mapped[dt.date | None]
    reported_on: Mapped[dt.date | None]
    matter_type: Mapped[str | None] = mapped_column(CODE)
    child_role: Mapped[str | None] = mapped_column(CODE)
    crime_recorded: Mapped[str | None] = mapped_column(CODE)
    schools_protocol_used: Mapped[str | None] = mapped_column(CODE)
    police_reference_type: Mapped[str | None] = mapped_column(CODE)
    police_reference: Mapped[str | None] = mapped_column(sa.String(40))
    child_key: Mapped[str | None] = mapped_column(sa.String(64), index=True)
    gravity_score: Mapped[str | None] = mapped_column(CODE)
    gravity_version: Mapped[str | None] = mapped_column(CODE)
    gravity_reason: Mapped[str | None] = mapped_column(CODE)
    gravity_rationale: Mapped[str | None] = mapped_column(sa.String(2000))
    otherwise: Mapped[str | None] = mapped_column(CODE)
    ethnicity_self_defined: Mapped[str | None] = mapped_column(CODE)
    ethnicity_self_defined_reason: Mapped[str | None] = mapped_column(CODE)
    ethnicity_officer_defined: Mapped[str | None] = mapped_column(CODE)
    sex: Mapped[str | None] = mapped_column(CODE)
    sex_reason: Mapped[str | None] = mapped_column(CODE)
    age: Mapped[str | None] = mapped_column(CODE)
    age_reason: Mapped[str | None] = mapped_column(CODE)
    year_group: Mapped[str | None] = mapped_column(CODE)
    year_group_reason: Mapped[str | None] = mapped_column(CODE)
    send: Mapped[str | None] = mapped_column(CODE)
    send_reason: Mapped[str | None] = mapped_column(CODE)
    looked_after: Mapped[str | None] = mapped_column(CODE)
    looked_after_reason: Mapped[str | None] = mapped_column(CODE)
    contact_child: Mapped[str | None] = mapped_column(CODE)
    contact_child_on: Mapped[dt.date | None]
    contact_child_reason: Mapped[str | None] = mapped_column(CODE)
    contact_parent_carer: Mapped[str | None] = mapped_column(CODE)
    contact_parent_carer_on: Mapped[dt.date | None]
    contact_parent_carer_reason: Mapped[str | None] = mapped_column(CODE)
    contact_victim: Mapped[str | None] = mapped_column(CODE)
    contact_victim_on: Mapped[dt.date | None]
    contact_victim_reason: Mapped[str | None] = mapped_column(CODE)
    route: Mapped[str | None] = mapped_column(CODE)
    provider: Mapped[str | None] = mapped_column(sa.String(200))
    offered_on: Mapped[dt.date | None]
    accepted: Mapped[str | None] = mapped_column(CODE)
    mash_referral: Mapped[str | None] = mapped_column(CODE)
    mash_referral_on: Mapped[dt.date | None]
    school_sanction: Mapped[str | None] = mapped_column(CODE)
    police_outcome: Mapped[str | None] = mapped_column(CODE)
    police_outcome_on: Mapped[dt.date | None]
    joint_decision_with_yjs: Mapped[str | None] = mapped_column(CODE)
    concluded_on: Mapped[dt.date | None]
