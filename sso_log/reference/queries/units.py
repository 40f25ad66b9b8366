"""Reads units and postings."""

import datetime as dt
import functools
import uuid
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import aliased

from sso_log.clock import is_within
from sso_log.db import db
from sso_log.errors import NotFound
from sso_log.reference.models import Dated, Posting, SchoolAgreement, Unit, UnitKind

# From the bottom of the tree to its top.
LEVELS: dict[str, str] = {kind: f"{kind}_id" for kind in reversed(UnitKind)}


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
    dated: type[Dated],
    on: dt.date | sa.orm.InstrumentedAttribute[dt.date | None],
    until: dt.date | None = None,
) -> sa.ColumnElement[bool]:
    """The condition that a row holds on a day, or on any day up to `until`; last days count."""
    if issubclass(dated, SchoolAgreement):
        first, last = dated.signed_on, dated.ended_on
    else:
        first, last = dated.valid_from, dated.valid_until
    return sa.and_(first <= (until or on), sa.or_(last.is_(None), last >= on))


def unit_by_code(code: str) -> Unit | None:
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
        statement = statement.where(valid_on(Unit, on))
    return list(db.session.scalars(statement))


def children_of(unit_id: uuid.UUID) -> list[Unit]:
    """The units directly below, by name."""
    statement = sa.select(Unit).where(Unit.parent_id == unit_id).order_by(Unit.name)
    return list(db.session.scalars(statement))


@functools.cache
def _path_query() -> sa.Select[*tuple[Any, ...]]:
    """Kind and key of a unit and of the three above it.

    Made once: that takes several times as long as running it, and every save runs it.
    """
    chain = first, second, third, fourth = [aliased(Unit) for _ in LEVELS]
    columns = [column for unit in chain for column in (unit.kind, unit.id)]
    return (
        sa.select(*columns)
        .select_from(first)
        .outerjoin(second, first.parent_id == second.id)
        .outerjoin(third, second.parent_id == third.id)
        .outerjoin(fourth, third.parent_id == fourth.id)
        .where(first.id == sa.bindparam("unit_id"))
    )


def unit_path(unit_id: uuid.UUID) -> UnitPath:
    """A unit and what is above it, in one query. Raises NotFound."""
    row = db.session.execute(_path_query(), {"unit_id": unit_id}).first()
    if row is None:
        raise NotFound("There is no such unit.")
    pairs = zip(row[::2], row[1::2], strict=True)
    return UnitPath(**{LEVELS[kind]: key for kind, key in pairs if kind is not None})


def all_paths() -> dict[uuid.UUID, UnitPath]:
    """The path of every unit, from one query; for work on many entries at once."""
    statement = sa.select(Unit.id, Unit.kind, Unit.parent_id)
    rows = {row.id: row for row in db.session.execute(statement)}
    paths: dict[uuid.UUID, UnitPath] = {}
    for unit_id in rows:
        path, unit = {}, rows.get(unit_id)
        while unit is not None:
            path[LEVELS[unit.kind]] = unit.id
            unit = rows.get(unit.parent_id)
        paths[unit_id] = UnitPath(**path)
    return paths


def units_below(unit_ids: Collection[uuid.UUID]) -> set[uuid.UUID]:
    """These units and every unit below them."""
    if not unit_ids:
        return set()
    tree = sa.select(Unit.id).where(Unit.id.in_(unit_ids)).cte("tree", recursive=True)
    tree = tree.union(sa.select(Unit.id).join(tree, Unit.parent_id == tree.c.id))
    return set(db.session.scalars(sa.select(tree.c.id)))


def posting_on(person_id: uuid.UUID, on: dt.date) -> Posting | None:
    """The posting of a person on a day; the one begun last if two overlap."""
    return posting_among(postings_of(person_id), on)


def posting_among(postings: Iterable[Posting], on: dt.date) -> Posting | None:
    """The first of a person's postings, latest first, that covers a day. Pure."""
    return next((p for p in postings if is_within(on, p.valid_from, p.valid_until)), None)


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
