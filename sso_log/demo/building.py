"""Builds the demo force in the database of the current application, in one transaction.

People and schools first, then borough by borough what their officers logged, then the audit
trail of all of it. `is_demo` and `is_empty` say what a database holds.
"""

import gc
import secrets
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import sqlalchemy as sa

from sso_log.auth import passwords
from sso_log.auth.models import Person
from sso_log.db import db, writing
from sso_log.demo.generator import Generator
from sso_log.demo.people import SIGN_INS, Crew, boroughs_of, recruit
from sso_log.demo.scale import Scale
from sso_log.demo.schools import SOURCE, open_schools
from sso_log.entries.bulk import Batch, BulkWriter
from sso_log.operations import services
from sso_log.reference.models import School, UnitKind
from sso_log.reference.queries.units import all_paths, units_of_kind

Progress = Callable[[str, float], None]
# Of the whole work, so that the bar moves evenly.
PEOPLE_PART, ENTRIES_PART = 0.04, 0.86


def is_demo() -> bool:
    """Whether the database holds a demo force."""
    invented = sa.select(School.urn).where(School.source == SOURCE).limit(1)
    return _has(School) and db.session.execute(invented).first() is not None


def is_empty() -> bool:
    """Whether the database holds nobody and no school: at most reference data."""
    return not any(
        _has(table) and db.session.execute(sa.select(key).limit(1)).first() is not None
        for table, key in ((Person, Person.id), (School, School.urn))
    )


def _has(table: type[Person] | type[School]) -> bool:
    return sa.inspect(db.session.connection()).has_table(table.__tablename__)


def build(scale: Scale, password: str, progress: Progress) -> int:
    """Create the schema and everything in it; returns the number of entries."""
    progress("Code lists, units and the calendar", 0.0)
    services.initialise()
    _prefer_speed()
    with writing(), _no_garbage_collection():
        batch = Batch()
        crews = _people(scale, password, batch, progress)
        entries = _entries(scale, crews, batch, progress)
        progress("Audit trail", PEOPLE_PART + ENTRIES_PART)
        batch.write_events()
    progress("Statistics for the query planner", 0.99)
    _analyse()
    progress("Ready", 1.0)
    return entries


def _people(scale: Scale, password: str, batch: Batch, progress: Progress) -> list[Crew]:
    progress("People and schools", 0.01)
    # The sign-ins share a password, so they share its hash: the bar need not wait for seven.
    hashes = dict.fromkeys(SIGN_INS, passwords.hash_password(password))
    # One secret that nobody keeps, hashed once: whoever bears this hash cannot sign in.
    hashes["nobody"] = passwords.hash_password(secrets.token_urlsafe(32))
    teams = {team.parent_id: team for team in units_of_kind(UnitKind.TEAM) if team.parent_id}
    boroughs = boroughs_of(units_of_kind(UnitKind.BOROUGH), scale)
    crews = recruit(scale, hashes, batch, boroughs, teams, all_paths())
    open_schools(scale, batch, crews)
    batch.write()
    return crews


def _entries(scale: Scale, crews: list[Crew], batch: Batch, progress: Progress) -> int:
    generator = Generator(scale, crews, BulkWriter(batch))
    entries = 0
    for number, crew in enumerate(crews):
        done = PEOPLE_PART + ENTRIES_PART * number / len(crews)
        progress(f"Entries of {crew.borough.name}", done)
        entries += generator.crew(crew)
    return entries


def _prefer_speed() -> None:
    """A larger page cache while building; it lasts as long as the connection."""
    if db.engine.dialect.name == "sqlite":
        db.session.execute(sa.text("PRAGMA cache_size = -200000"))
        db.session.rollback()


@contextmanager
def _no_garbage_collection() -> Iterator[None]:
    """Half a million small rows are made and none of them refers to itself: do not look for it."""
    gc.disable()
    try:
        yield
    finally:
        gc.enable()


def _analyse() -> None:
    with writing():
        db.session.execute(sa.text("ANALYZE"))
