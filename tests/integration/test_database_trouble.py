"""A database that is locked, full or gone: a sentence, nothing half-written, and then it works."""

import sqlite3
from collections.abc import Iterator

import psycopg
import pytest
import sqlalchemy as sa
from flask import Flask
from sqlalchemy import event

from sso_log.audit.verify import verify
from sso_log.db import db
from sso_log.entries.models import Entry, EntryVersion
from tests.client import Browser
from tests.factories.force import Force
from tests.factories.forms import form_of
from tests.sweep import Open

ENGAGEMENT = "/entries/new/engagement"


def path_of(app: Flask) -> str:
    return str(app.config["SETTINGS"].database_url).removeprefix("sqlite:///")


def kept() -> int:
    db.session.rollback()
    entries = db.session.scalar(sa.select(sa.func.count()).select_from(Entry))
    versions = db.session.scalar(sa.select(sa.func.count()).select_from(EntryVersion))
    assert entries == versions
    assert verify(db.session()).ok
    db.session.rollback()
    return entries or 0


def refused(officer: Browser, status: int) -> None:
    """The entry is refused with a sentence that says nothing was kept."""
    notes = "Typed while the database was away."
    data = {**dict(form_of("engagement", notes=notes)), "csrf_token": officer.token()}
    answer = officer.client.post(ENGAGEMENT, data=data)
    assert answer.status_code == status, answer.text[:500]
    assert "Nothing was changed" in answer.text
    if status == 503:
        assert int(answer.headers["Retry-After"]) > 0


@pytest.fixture
def impatient(app: Flask) -> Iterator[None]:
    """Wait a tenth of a second for a lock instead of fifteen seconds."""

    def hurry(connection: sqlite3.Connection, *_rest: object) -> None:
        connection.execute("PRAGMA busy_timeout = 100")

    db.session.remove()
    db.engine.dispose()
    event.listen(db.engine, "connect", hurry)
    yield
    event.remove(db.engine, "connect", hurry)


@pytest.mark.parametrize("engine_name", ["sqlite"])
def test_a_database_that_somebody_else_has_locked_is_a_503(
    app: Flask, engine_name: str, force: Force, browser: Open, request: pytest.FixtureRequest
) -> None:
    officer = browser("officer")
    request.getfixturevalue("impatient")
    before = kept()
    other = sqlite3.connect(path_of(app), isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    refused(officer, 503)
    other.execute("ROLLBACK")
    other.close()
    assert kept() == before
    officer.post(ENGAGEMENT, form_of("engagement"))
    assert kept() == before + 1


@pytest.mark.parametrize("engine_name", ["sqlite"])
def test_a_full_disk_is_a_507_and_nothing_is_half_written(
    app: Flask, engine_name: str, force: Force, browser: Open
) -> None:
    officer = browser("officer")
    before = kept()
    room: dict[str, int] = {"pages": 1}

    def fill(connection: sqlite3.Connection, *_rest: object) -> None:
        connection.execute(f"PRAGMA max_page_count = {room['pages']}")

    db.session.remove()
    db.engine.dispose()
    event.listen(db.engine, "connect", fill)
    statuses = []
    for _ in range(60):
        data = {**dict(form_of("engagement", notes="x" * 9_000)), "csrf_token": officer.token()}
        answer = officer.client.post(ENGAGEMENT, data=data)
        statuses.append(answer.status_code)
        if answer.status_code not in (302, 303):
            break
    assert statuses[-1] == 507, statuses
    assert "run out of space" in answer.text
    event.remove(db.engine, "connect", fill)
    db.session.remove()
    db.engine.dispose()
    assert kept() == before + len(statuses) - 1
    officer.post(ENGAGEMENT, form_of("engagement"))


@pytest.mark.parametrize("engine_name", ["postgresql"])
def test_a_connection_that_the_server_ends_is_a_503_and_the_next_request_works(
    app: Flask, engine_name: str, force: Force, browser: Open
) -> None:
    officer = browser("officer")
    before = kept()
    db.session.remove()
    with psycopg.connect(str(app.config["SETTINGS"].database_url), autocommit=True) as other:
        other.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
            "WHERE datname = current_database() AND pid <> pg_backend_pid()"
        )
    statuses = [officer.client.get("/entries").status_code for _ in range(3)]
    assert set(statuses) <= {200, 503}
    assert statuses[-1] == 200, statuses
    officer.post(ENGAGEMENT, form_of("engagement"))
    assert kept() == before + 1
