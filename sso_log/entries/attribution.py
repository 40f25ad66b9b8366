"""To whom and where an entry is attributed: the posting and role held on the day it happened."""

import datetime as dt
import uuid

from sso_log.auth.identity import Actor, Role
from sso_log.auth.sessions import actor_of
from sso_log.entries.models import Entry
from sso_log.reference.queries.units import posting_on, unit_path


def attribute(entry: Entry, actor: Actor, today: dt.date) -> bool:
    """Set the units and the author's role for the day of the entry.

    A draft without a date is attributed by today. Returns False, and leaves the units of today's
    posting, when no posting was held on the day.
    """
    day = entry.happened_on or today
    posting = posting_on(actor.id, day)
    fallback = posting or posting_on(actor.id, today)
    if fallback:
        path = unit_path(fallback.unit_id)
        entry.team_id, entry.borough_id = path.team_id, path.borough_id
        entry.bcu_id, entry.force_id = path.bcu_id, path.force_id
    entry.author_role = author_role(actor.id, day)
    return posting is not None


def author_role(person_id: uuid.UUID, day: dt.date) -> str:
    """`sergeant` for whoever held that role on the day, else `officer`."""
    person = actor_of(person_id, day)
    return Role.SERGEANT if person and person.has(Role.SERGEANT) else Role.OFFICER
