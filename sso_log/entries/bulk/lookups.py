"""What the check of many entries asks, answered from memory."""

import datetime as dt
import uuid

import sqlalchemy as sa

from sso_log.clock import to_london
from sso_log.db import db
from sso_log.entries.kinds import UPDATED
from sso_log.entries.models import Entry
from sso_log.reference import codes
from sso_log.reference.models import School
from sso_log.workflow.states import ENDED, Status

NOT_STANDING = (Status.DRAFT, *ENDED)


class BulkLookups:
    """What the check of an entry asks, as `DatabaseLookups` does;
    the clock stands at the step in hand."""

    def __init__(self) -> None:
        self.lists = codes.current()
        self.urns = frozenset(db.session.scalars(sa.select(School.urn)))
        self.author_id: uuid.UUID | None = None
        self.diversions: dict[uuid.UUID, Entry] = {}

    def turn_to(self, author_id: uuid.UUID, now: dt.datetime) -> None:
        """Answer for this officer at this moment from now on."""
        self.author_id, self.now, self.today = author_id, now, to_london(now).date()

    def has_code(self, choices: str, code: str, on: dt.date | None = None) -> bool:
        """Say whether the list holds the code, at all or on a date."""
        choice = self.lists.find(choices, code)
        return choice is not None and (on is None or choice.offered_on(on))

    def school_exists(self, urn: int) -> bool:
        """Say whether the register holds the school."""
        return urn in self.urns

    def is_own_diversion(self, entry_id: uuid.UUID) -> bool:
        """Say whether it is a diversion of this officer's that has been submitted and stands."""
        diversion = self.diversion(entry_id)
        return (
            diversion is not None
            and diversion.officer_id == self.author_id
            and diversion.status not in NOT_STANDING
        )

    def diversion(self, entry_id: uuid.UUID) -> Entry | None:
        """A diversion of this writing, or of the database."""
        if entry_id in self.diversions:
            return self.diversions[entry_id]
        return db.session.scalar(
            sa.select(Entry).where(Entry.id == entry_id, Entry.kind.in_(UPDATED))
        )

    def school_of(self, entry_id: uuid.UUID) -> int | None:
        """The school of a diversion."""
        diversion = self.diversion(entry_id)
        return diversion.school if diversion else None
