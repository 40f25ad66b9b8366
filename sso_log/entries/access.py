"""The one door to an entry: pages, review, JSON, forms and lists all ask here.

`auth.policy` holds the rule of who may do what to which entry; this module applies it to rows:
it finds an entry for a person and a permission, records the reading where that is a duty, and
gives lists the same rule as a condition in SQL. What was never submitted is nobody's but its
officer's, by any way in: for everybody else, auditors included, it answers like an id that does
not exist.
"""

import uuid
from collections.abc import Collection

import sqlalchemy as sa

from sso_log.audit.services import record_reading
from sso_log.audit.tags import Tag
from sso_log.auth.identity import Actor, Role
from sso_log.auth.policy import Permission, may, reach, require
from sso_log.db import db, locked
from sso_log.entries.kinds import KINDS, UPDATED
from sso_log.entries.kinds.declare import Type
from sso_log.entries.models import Entry
from sso_log.errors import NotFound, NotPermitted
from sso_log.workflow.states import ENDED, Status

# Not yet submitted, or no longer in force.
NOT_STANDING = (Status.DRAFT, *ENDED)


def open_entry(
    actor: Actor, entry_id: uuid.UUID, permission: Permission = Permission.READ_ENTRY
) -> Entry:
    """An entry that is about to be shown; its reading is recorded first where it must be.

    Ends the transaction of the caller when something is recorded, and reads the entry again.
    Raises NotFound, NotPermitted, and Unavailable when the reading cannot be recorded.
    """
    entry = find_entry(actor, entry_id, permission)
    tag = _reading_tag(actor, entry, permission)
    if tag is None:
        return entry
    detail = {"kind": entry.kind, "version": entry.version}
    record_reading(actor, tag, "entry", entry_id, unit_id=entry.team_id, detail=detail)
    return find_entry(actor, entry_id, permission)


def find_entry(
    actor: Actor, entry_id: uuid.UUID, permission: Permission, *, lock: bool = False
) -> Entry:
    """An entry to do something to without showing its answers; `lock` takes its row's lock.

    Raises NotFound for what does not exist and for what this person may not know of, alike;
    NotPermitted for what they may know of but not do.
    """
    entry = _row(entry_id, lock=lock)
    if entry is None:
        raise NotFound()
    require(actor, permission, entry)
    return entry


def find_for_writing(actor: Actor, entry_id: uuid.UUID) -> Entry | None:
    """One's own entry of this id, locked; None while the id is free.

    Raises NotPermitted when the id is another officer's: that it is taken cannot be hidden, but
    it is all that is said, whatever state the other entry is in.
    """
    entry = _row(entry_id, lock=True)
    if entry is not None and entry.officer_id != actor.id:
        raise NotPermitted("This entry belongs to another officer.")
    return entry


def sees_answers(actor: Actor, entry: Entry) -> bool:
    """Whether facts about the child and narratives are shown to this person, or masked."""
    return may(actor, Permission.READ_ENTRY, entry)


def visible_to(
    actor: Actor, permission: Permission = Permission.READ_ENTRY
) -> sa.ColumnElement[bool]:
    """The entries to which `find_entry` lets this person in, as a condition on Entry."""
    reached = reach(actor, permission)
    own = Entry.officer_id == actor.id
    by_place = sa.or_(
        sa.true() if reached.everywhere else _within(reached.units),
        sa.and_(Entry.author_role == Role.SERGEANT, _within(reached.units_by_sergeants)),
    )
    others = sa.and_(~own, Entry.first_submitted_at_utc.is_not(None), by_place)
    return sa.or_(own, others) if reached.own else others


def takes_updates_from(officer_id: uuid.UUID) -> sa.ColumnElement[bool]:
    """The diversions of which this officer may log an update: their own, submitted, standing."""
    return sa.and_(
        Entry.kind.in_(UPDATED),
        Entry.officer_id == officer_id,
        Entry.status.not_in(NOT_STANDING),
    )


def is_about_child(entry: Entry) -> bool:
    """Whether it is of a kind about a child, or has records about one: a power that was used."""
    kind = KINDS[entry.kind]
    tables = (kind.rows[one.name].__table__ for one in kind.schema.of_type(Type.ROWS) if one.child)
    return kind.about_child or any(
        db.session.execute(sa.select(table).where(table.c.entry_id == entry.id)).first()
        for table in tables
    )


def _row(entry_id: uuid.UUID, *, lock: bool) -> Entry | None:
    query = sa.select(Entry).where(Entry.id == entry_id)
    return db.session.execute(locked(query) if lock else query).scalar_one_or_none()


def _reading_tag(actor: Actor, entry: Entry, permission: Permission) -> Tag | None:
    """What to record before this entry is shown; None where its reading is no consultation."""
    if permission is Permission.READ_ENTRY_HISTORY:
        return Tag.ENTRY_HISTORY_READ
    return Tag.ENTRY_READ if _is_consultation(actor, entry) else None


def _is_consultation(actor: Actor, entry: Entry) -> bool:
    """A child's record, or another's entry read from further up than the unit's sergeant."""
    above = {entry.team_id, entry.borough_id, entry.bcu_id, entry.force_id}
    from_further_up = above.isdisjoint(actor.units(Role.SERGEANT))
    return (from_further_up and entry.officer_id != actor.id) or is_about_child(entry)


def _within(units: Collection[uuid.UUID]) -> sa.ColumnElement[bool]:
    """Entries attributed to any of these units, or to one below them on that day."""
    if not units:
        return sa.false()
    columns = (Entry.team_id, Entry.borough_id, Entry.bcu_id, Entry.force_id)
    return sa.or_(*(column.in_(units) for column in columns))
