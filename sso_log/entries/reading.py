"""Consulting an entry: whether it is a child's record, and writing down that it was read."""

import sqlalchemy as sa

from sso_log.audit.services import record_reading
from sso_log.audit.tags import Tag
from sso_log.auth.identity import Actor, Role
from sso_log.db import db
from sso_log.entries.kinds import KINDS
from sso_log.entries.models import Entry, PowerUsed


def is_about_child(entry: Entry) -> bool:
    """A diversion, its update, or an engagement in which a power was used."""
    if KINDS[entry.kind].about_child:
        return True
    used = sa.select(PowerUsed.entry_id).where(PowerUsed.entry_id == entry.id).limit(1)
    return db.session.execute(used).first() is not None


def is_consultation(actor: Actor, entry: Entry) -> bool:
    """A child's record, or read by somebody further up than the sergeant of the unit."""
    if entry.officer_id == actor.id:
        return is_about_child(entry)
    above = {entry.team_id, entry.borough_id, entry.bcu_id, entry.force_id}
    return above.isdisjoint(actor.units(Role.SERGEANT)) or is_about_child(entry)


def record_entry_read(actor: Actor, entry: Entry) -> None:
    """Record that an entry is about to be read.

    The transaction of the caller ends here, so the entry has to be asked for again.
    """
    record_reading(
        actor,
        Tag.ENTRY_READ,
        "entry",
        entry.id,
        unit_id=entry.team_id,
        detail={"kind": entry.kind, "version": entry.version},
    )
