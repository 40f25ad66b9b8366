"""What the database itself promises: durable, whole, erased for good, read again when locked.

The pragmas are asked of connections of the application's own pool, and each promise is also tried.
"""

import datetime as dt
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
import sqlalchemy as sa
from flask import Flask
from sqlalchemy.exc import IntegrityError

from sso_log.clock import today_london
from sso_log.db import db, locked, writing
from sso_log.entries.models import Entry
from sso_log.weeks.services import confirm
from tests.factories.entries import an_approved_entry, an_entry, decided
from tests.factories.force import Force

# https://sqlite.org/pragma.html: FULL waits for the disk at every commit, in WAL mode too.
FULL, ON = 2, 1
SQLITE = pytest.mark.parametrize("engine_name", ["sqlite"])
POSTGRESQL = pytest.mark.parametrize("engine_name", ["postgresql"])


@SQLITE
@pytest.mark.parametrize(
    ("pragma", "value"), [("synchronous", FULL), ("foreign_keys", ON), ("secure_delete", ON)]
)
def test_every_connection_waits_for_the_disk_checks_keys_and_erases(
    app: Flask, pragma: str, value: int
) -> None:
    db.session.remove()
    with db.engine.connect() as first, db.engine.connect() as second:
        for connection in (first, second):
            assert connection.execute(sa.text(f"PRAGMA {pragma}")).scalar_one() == value


@POSTGRESQL
@pytest.mark.parametrize("setting", ["synchronous_commit", "fsync", "full_page_writes"])
def test_nothing_of_ours_lets_postgresql_acknowledge_before_the_disk(
    app: Flask, setting: str
) -> None:
    query = sa.text("SELECT source FROM pg_settings WHERE name = :name")
    source = db.session.execute(query, {"name": setting}).scalar_one()
    # The server of the tests leaves two of them out itself, in its own configuration.
    assert source in ("default", "configuration file")


@POSTGRESQL
def test_postgresql_waits_for_each_commit(app: Flask) -> None:
    assert db.session.execute(sa.text("SHOW synchronous_commit")).scalar_one() == "on"


def test_a_row_that_refers_to_nothing_is_refused(app: Flask, force: Force) -> None:
    entry_id = an_entry(force.actor("officer"), "engagement").id
    with pytest.raises(IntegrityError), writing():
        db.session.execute(sa.update(Entry).where(Entry.id == entry_id).values(school=999_999))
    with pytest.raises(IntegrityError), writing():
        db.session.execute(sa.delete(Entry).where(Entry.id == entry_id))


@SQLITE
def test_text_that_was_erased_is_nowhere_in_the_file(app: Flask, force: Force) -> None:
    secret = "Zanzibar-quartz-ukulele"
    path = Path(str(db.engine.url.database))
    with writing():
        db.session.execute(sa.text("CREATE TABLE scratch (notes TEXT)"))
        db.session.execute(sa.text("INSERT INTO scratch VALUES (:notes)"), {"notes": secret})
    db.session.remove()
    checkpoint()
    assert secret.encode() in path.read_bytes()
    with writing():
        db.session.execute(sa.text("DELETE FROM scratch"))
    db.session.remove()
    checkpoint()
    assert secret.encode() not in path.read_bytes()


def checkpoint() -> None:
    """Bring what is in the write-ahead log, if there is one, into the file itself."""
    db.engine.dispose()
    with db.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
    db.engine.dispose()


def test_a_locked_row_is_read_again_and_not_taken_from_the_session(
    app: Flask, force: Force
) -> None:
    entry_id = an_approved_entry(force.actor("officer"), force.actor("sergeant"), "engagement").id
    query = sa.select(Entry).where(Entry.id == entry_id)
    seen = db.session.scalars(query).one()
    assert seen.notes is None
    db.session.connection().commit()

    def change() -> None:
        with app.app_context(), writing():
            db.session.execute(sa.update(Entry).where(Entry.id == entry_id).values(notes="later"))

    with ThreadPoolExecutor(1) as pool:
        pool.submit(change).result()
    assert seen.notes is None, "the session still holds what it read before"
    assert db.session.scalars(query).one().notes is None, "and a plain select gives that back"
    assert db.session.scalars(locked(query)).one().notes == "later"


def test_a_reason_as_long_as_the_form_allows_is_kept_whole(app: Flask, force: Force) -> None:
    entry_id = an_entry(force.actor("officer"), "engagement").id
    longest = "x" * 2000
    decided("return", force.actor("sergeant"), entry_id, 1, "other", longest, ["pupils"])
    stored = db.session.scalar(sa.select(Entry.decision_reason).where(Entry.id == entry_id))
    assert stored == longest


def test_the_index_of_what_waits_holds_only_what_waits(app: Flask) -> None:
    index = next(
        one
        for one in sa.inspect(db.engine).get_indexes("entry")
        if one["name"] == "ix_entry_waiting"
    )
    condition = str(index["dialect_options"][f"{db.engine.dialect.name}_where"])
    assert "status" in condition and "submitted" in condition


@pytest.mark.parametrize("minutes", [-1, 10_081])
@pytest.mark.parametrize("column", ["on_duty_minutes", "absence_minutes"])
def test_a_week_has_no_more_minutes_than_a_week(
    app: Flask, force: Force, column: str, minutes: int
) -> None:
    with writing():
        confirm(force.actor("officer"), today_london() - dt.timedelta(days=7), 2400, 0, True)
    with pytest.raises(IntegrityError), writing():
        db.session.execute(sa.text(f"UPDATE duty_week SET {column} = {minutes}"))
