"""Questions about units and postings."""

import datetime as dt
import functools
import uuid
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import aliased

from sso_log.db import db
from sso_log.errors import NotFound
from sso_log.reference.models import Posting, Unit, UnitKind

LEVELS: dict[str, str] = {
    UnitKind.TEAM: "team_id",
    UnitKind.BOROUGH: "borough_id",
    UnitKind.BCU: "bcu_id",
    UnitKind.FORCE: "force_id",
}


@dataclass(frozen=True, slots=True)
class UnitPath:
    """A unit and everything above it, by level; levels below the unit are None."""

    team_id: uuid.UUID | None = None
    borough_id: uuid.UUID | None = None
    bcu_id: uuid.UUID | None = None
    force_id: uuid.UUID | None = None

    @property
    def columns(self) -> dict[str, uuid.UUID | None]:
        """The units as the columns of whatever is attributed to them."""
        return {name: getattr(self, name) for name in LEVELS.values()}


def valid_on(
    valid_from: sa.orm.InstrumentedAttribute[dt.date],
    valid_until: sa.orm.InstrumentedAttribute[dt.date | None],
    on: dt.date,
) -> sa.ColumnElement[bool]:
    """The condition that a period holds on a day, its last day included."""
    return sa.and_(valid_from <= on, sa.or_(valid_until.is_(None), valid_until >= on))


def unit(unit_id: uuid.UUID) -> Unit | None:
    """The unit with this key."""
    return db.session.get(Unit, unit_id)


def unit_by_code(code: str) -> Unit | None:
    """The unit with this code."""
    return db.session.scalar(sa.select(Unit).where(Unit.code == code))


def the_unit(code: str) -> Unit:
    """The unit with this code. Raises NotFound with a sentence that names the code."""
    unit = unit_by_code(code)
    if unit is None:
        raise NotFound(f"There is no unit with the code “{code}”.")
    return unit


def force() -> Unit:
    """The unit at the top. Raises NotFound before the database is initialised."""
    unit = db.session.scalar(sa.select(Unit).where(Unit.kind == UnitKind.FORCE).limit(1))
    if unit is None:
        raise NotFound("There is no force in the database: run “sso-log init” first.")
    return unit


def units_of_kind(kind: UnitKind, on: dt.date | None = None) -> list[Unit]:
    """The units of one level, by name; only those that exist on a day when one is given."""
    statement = sa.select(Unit).where(Unit.kind == kind).order_by(Unit.name)
    if on is not None:
        statement = statement.where(valid_on(Unit.valid_from, Unit.valid_until, on))
    return list(db.session.scalars(statement))


def children_of(unit_id: uuid.UUID) -> list[Unit]:
    """The units directly below, by name."""
    return list(
        db.session.scalars(sa.select(Unit).where(Unit.parent_id == unit_id).order_by(Unit.name))
    )


def _path_statement() -> sa.Select[*tuple[Any, ...]]:
    """Kind and key of a unit and of the three above it."""
    first = aliased(Unit)
    second, third, fourth = aliased(Unit), aliased(Unit), aliased(Unit)
    chain = (first, second, third, fourth)
    columns = [column for unit in chain for column in (unit.kind, unit.id)]
    return (
        sa.select(*columns)
        .select_from(first)
        .outerjoin(second, first.parent_id == second.id)
        .outerjoin(third, second.parent_id == third.id)
        .outerjoin(fourth, third.parent_id == fourth.id)
        .where(first.id == sa.bindparam("unit_id"))
    )


# Put together once: doing so takes several times as long as asking it, and every save asks it.
_path_query = functools.cache(_path_statement)


def unit_path(unit_id: uuid.UUID) -> UnitPath:
    """A unit and what is above it, in one query. Raises NotFound."""
    row = db.session.execute(_path_query(), {"unit_id": unit_id}).first()
    if row is None:
        raise NotFound("There is no such unit.")
    pairs = zip(row[::2], row[1::2], strict=True)
    return UnitPath(**{LEVELS[kind]: found for kind, found in pairs if kind is not None})


def all_paths() -> dict[uuid.UUID, UnitPath]:
    """The path of every unit, from one query; for work on many entries at once."""
    rows = {
        row.id: row for row in db.session.execute(sa.select(Unit.id, Unit.kind, Unit.parent_id))
    }
    paths: dict[uuid.UUID, UnitPath] = {}
    for unit_id in rows:
        found, here = {}, rows.get(unit_id)
        while here is not None:
            found[LEVELS[here.kind]] = here.id
            here = rows.get(here.parent_id) if here.parent_id else None
        paths[unit_id] = UnitPath(**found)
    return paths


def units_below(unit_ids: Collection[uuid.UUID]) -> set[uuid.UUID]:
    """These units and every unit below them."""
    if not unit_ids:
        return set()
    tree = sa.select(Unit.id).where(Unit.id.in_(unit_ids)).cte("tree", recursive=True)
    tree = tree.union(sa.select(Unit.id).join(tree, Unit.parent_id == tree.c.id))
    return set(db.session.scalars(sa.select(tree.c.id)))


def posting_on(person_id: uuid.UUID, on: dt.date) -> Posting | None:
    """The posting a person held on a day; the one begun last if two overlap."""
    return posting_among(postings_of(person_id), on)


def posting_among(postings: Iterable[Posting], on: dt.date) -> Posting | None:
    """The one of a person's postings, latest first, that was held on a day. Pure."""
    return next(
        (
            posting
            for posting in postings
            if posting.valid_from <= on and (posting.valid_until or on) >= on
        ),
        None,
    )


def postings_of(person_id: uuid.UUID) -> list[Posting]:
    """Every posting of a person, latest first."""
    return list(db.session.scalars(_POSTINGS.where(Posting.person_id == person_id)))


def all_postings() -> dict[uuid.UUID, list[Posting]]:
    """The postings of everybody, each person's latest first; for work on many entries at once."""
    postings: dict[uuid.UUID, list[Posting]] = {}
    for posting in db.session.scalars(_POSTINGS):
        postings.setdefault(posting.person_id, []).append(posting)
    return postings


_POSTINGS = sa.select(Posting).order_by(Posting.valid_from.desc(), Posting.id.desc())


def posted_since(person_id: uuid.UUID) -> dt.date | None:
    """The first day of a person's first posting: nothing of theirs can be earlier."""
    return db.session.scalar(
        sa.select(sa.func.min(Posting.valid_from)).where(Posting.person_id == person_id)
    )
