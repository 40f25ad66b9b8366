"""What the check of an entry asks of the database, behind the protocol of `entries.parse`."""

import datetime as dt
import uuid

import sqlalchemy as sa

from sso_log.clock import now_utc, to_london
from sso_log.db import db
from sso_log.entries.access import takes_updates_from
from sso_log.entries.models import Entry
from sso_log.reference import codes
from sso_log.reference.models import School


class DatabaseLookups:
    """Lookups for one check: the clock is read once, so that all answers meet the same now."""

    def __init__(self, author_id: uuid.UUID) -> None:
        self.lists = codes.current()
        self.turn_to(author_id, now_utc())

    def turn_to(self, author_id: uuid.UUID, now: dt.datetime) -> None:
        """Answer for this officer at this moment."""
        self.author_id, self.now, self.today = author_id, now, to_london(now).date()

    def has_code(self, choices: str, code: str, on: dt.date | None = None) -> bool:
        """Say whether the list holds the code, at all or on a date."""
        choice = self.lists.find(choices, code)
        return choice is not None and (on is None or choice.offered_on(on))

    def school_exists(self, urn: int) -> bool:
        """Say whether the register holds the school."""
        query = sa.select(School.urn).where(School.urn == urn)
        return db.session.execute(query).first() is not None

    def is_own_diversion(self, entry_id: uuid.UUID) -> bool:
        """Say whether it is a diversion of this officer's that has been submitted and stands."""
        query = sa.select(Entry.id).where(Entry.id == entry_id, takes_updates_from(self.author_id))
        return db.session.execute(query).first() is not None
