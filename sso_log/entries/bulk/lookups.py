"""What the check of many entries asks, answered from memory."""

import uuid

import sqlalchemy as sa

from sso_log.db import db
from sso_log.entries.access import NOT_STANDING
from sso_log.entries.kinds import UPDATED
from sso_log.entries.lookups import DatabaseLookups
from sso_log.entries.models import Entry
from sso_log.reference import codes
from sso_log.reference.models import School


class BulkLookups(DatabaseLookups):
    """The same for many entries, one officer and moment after another."""

    def __init__(self) -> None:
        self.lists = codes.current()
        self.urns = frozenset(db.session.scalars(sa.select(School.urn)))
        self.diversions: dict[uuid.UUID, Entry] = {}

    def school_exists(self, urn: int) -> bool:
        return urn in self.urns

    def is_own_diversion(self, entry_id: uuid.UUID) -> bool:
        diversion = self.diversion(entry_id)
        if diversion is None or diversion.officer_id != self.author_id:
            return False
        return diversion.status not in NOT_STANDING

    def diversion(self, entry_id: uuid.UUID) -> Entry | None:
        """A diversion of this writing, or of the database."""
        stored = sa.select(Entry).where(Entry.id == entry_id, Entry.kind.in_(UPDATED))
        return self.diversions.get(entry_id) or db.session.scalar(stored)

    def school_of(self, entry_id: uuid.UUID) -> int | None:
        """The school of a diversion."""
        diversion = self.diversion(entry_id)
        return diversion.school if diversion else None
