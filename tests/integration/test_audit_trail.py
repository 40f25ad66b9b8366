"""The audit trail on a real database: it only grows, and any tampering is found and named."""

import datetime as dt
import json
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
import sqlalchemy as sa
from alembic import command
from flask import Flask
from sqlalchemy.exc import DBAPIError

from sso_log import create_app
from sso_log.audit import services as audit
from sso_log.audit.services import Happening, record, record_many
from sso_log.audit.tags import Tag
from sso_log.audit.verify import Checkpoint, make_checkpoint, read_checkpoint, verify
from sso_log.auth.identity import SYSTEM
from sso_log.clock import now_utc
from sso_log.db import db, writing
from sso_log.errors import Unavailable
from sso_log.operations.services import alembic_config
from tests.client import Browser
from tests.conftest import Engine, settings_for
from tests.factories.force import Force

BEFORE_THE_HEAD = "0001_first_release"
ROUNDS = 30
THREADS = 8


def write(how_many: int) -> None:
    """Record so many events."""
    with writing():
        for number in range(how_many):
            record(SYSTEM, Tag.IMPORT, "file", number, detail={"rows": number, "kind": "x"})


def tamper(*statements: str) -> None:
    """Do to the tables what somebody with the database in their hands could do."""
    with writing():
        off, on = triggers_off_and_on()
        for statement in (*off, *statements, *on):
            db.session.execute(sa.text(statement))


def triggers_off_and_on() -> tuple[list[str], list[str]]:
    """Statements that take the triggers of this database away, and those that put them back."""
    if db.engine.dialect.name == "postgresql":
        tables = ("audit_event", "audit_head")
        return (
            [f"ALTER TABLE {table} DISABLE TRIGGER USER" for table in tables],
            [f"ALTER TABLE {table} ENABLE TRIGGER USER" for table in tables],
        )
    query = "SELECT name, sql FROM sqlite_master WHERE type = 'trigger'"
    triggers = db.session.execute(sa.text(query)).all()
    return [f"DROP TRIGGER {row.name}" for row in triggers], [row.sql for row in triggers]


def last() -> int:
    """The number of the last event."""
    return db.session.scalar(sa.text("SELECT max(seq) FROM audit_event")) or 0


def found(checkpoint: Checkpoint | None = None) -> list[tuple[str, int]]:
    """What checking finds: kind and event of each problem."""
    db.session.rollback()
    return [(one.kind, one.seq) for one in verify(db.session(), checkpoint).problems]


def test_an_untouched_trail_is_whole(app: Flask) -> None:
    before = last()
    write(5)
    result = verify(db.session())
    assert result.ok
    assert result.checked == before + 5 == result.head_seq


def test_an_event_and_its_change_are_kept_or_lost_together(app: Flask) -> None:
    before = last()
    with pytest.raises(ZeroDivisionError), writing():
        record(SYSTEM, Tag.IMPORT, "file", 1)
        raise ZeroDivisionError
    assert last() == before
    assert found() == []


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE audit_event SET reason = 'x'",
        "DELETE FROM audit_event",
        "DELETE FROM audit_head",
        "UPDATE audit_head SET seq = seq - 1",
    ],
)
def test_the_database_refuses_to_change_what_was_recorded(app: Flask, statement: str) -> None:
    write(2)
    with pytest.raises(DBAPIError, match="append-only"), writing():
        db.session.execute(sa.text(statement))
    assert found() == []


@pytest.mark.parametrize("table", ["audit_event", "audit_head"])
def test_the_database_refuses_to_empty_the_trail(app: Flask, engine_name: str, table: str) -> None:
    write(1)
    verb = "DELETE FROM" if engine_name == "sqlite" else "TRUNCATE"
    with pytest.raises(DBAPIError, match="append-only"), writing():
        db.session.execute(sa.text(f"{verb} {table}"))
    assert found() == []


def test_sqlite_refuses_to_write_over_an_event(app: Flask, engine_name: str) -> None:
    write(1)
    verb = "INSERT OR REPLACE" if engine_name == "sqlite" else "INSERT"
    statement = f"{verb} INTO audit_event SELECT * FROM audit_event WHERE seq = 1"
    with pytest.raises(DBAPIError), writing():
        db.session.execute(sa.text(statement))
    assert found() == []


@pytest.mark.parametrize(
    "assignment",
    [
        "reason = 'changed'",
        "tag = 'export'",
        "actor_id = NULL",
        "subject_id = 'other'",
        "address = '192.0.2.9'",
        "detail = '{\"rows\": 99}'",
        "mac = previous_mac",
        "previous_mac = mac",
    ],
)
def test_an_edited_event_is_named(app: Flask, assignment: str) -> None:
    write(5)
    edited = last() - 2
    tamper(f"UPDATE audit_event SET {assignment} WHERE seq = {edited}")
    assert found() == [("edited_event", edited)]


def test_a_missing_event_is_named(app: Flask) -> None:
    write(5)
    gone = last() - 2
    tamper(f"DELETE FROM audit_event WHERE seq = {gone}")
    assert found() == [("missing_event", gone)]


def test_two_events_that_changed_places_are_found(app: Flask) -> None:
    write(5)
    seq = last() - 3
    tamper(
        f"UPDATE audit_event SET seq = -1 WHERE seq = {seq}",
        f"UPDATE audit_event SET seq = {seq} WHERE seq = {seq + 1}",
        f"UPDATE audit_event SET seq = {seq + 1} WHERE seq = -1",
    )
    assert found() == [("edited_event", seq)]


def test_a_cut_tail_is_found(app: Flask) -> None:
    write(5)
    end = last()
    tamper(f"DELETE FROM audit_event WHERE seq > {end - 2}")
    assert found() == [("cut_tail", end - 1)]


def test_a_cut_tail_stays_found_after_more_is_written(app: Flask) -> None:
    write(5)
    end = last()
    tamper(f"DELETE FROM audit_event WHERE seq > {end - 2}")
    write(1)
    assert found() == [("missing_event", end - 1)]


def test_a_tail_cut_together_with_its_head_is_found_and_never_built_upon(app: Flask) -> None:
    write(5)
    end = last() - 2
    tamper(
        f"DELETE FROM audit_event WHERE seq > {end}",
        f"UPDATE audit_head SET seq = {end}, mac = (SELECT mac FROM audit_event WHERE seq = {end})",
    )
    assert found() == [("edited_head", end)]
    with pytest.raises(Unavailable):
        write(1)


def test_a_lost_head_is_found_and_not_made_anew(app: Flask) -> None:
    write(2)
    tamper("DELETE FROM audit_head")
    assert found() == [("missing_head", last())]
    with pytest.raises(Unavailable):
        write(1)


def test_an_emptied_trail_is_found_and_not_begun_anew(app: Flask, force: Force) -> None:
    tamper("DELETE FROM audit_event", "DELETE FROM audit_head")
    assert found() == [("missing_head", 0)]
    with pytest.raises(Unavailable):
        write(1)
    config = alembic_config()
    command.downgrade(config, BEFORE_THE_HEAD)
    command.upgrade(config, "head")
    assert found() == [("missing_head", 0)], "the migration signs no loss either"


def test_a_new_installation_has_a_trail_that_is_whole_and_empty(app: Flask) -> None:
    result = verify(db.session())
    assert result.ok
    assert (result.checked, result.head_seq) == (0, 0)


def test_going_back_before_the_head_s_migration_keeps_the_trail(app: Flask, force: Force) -> None:
    end = last()
    config = alembic_config()
    db.session.remove()
    command.downgrade(config, BEFORE_THE_HEAD)
    command.upgrade(config, "head")
    assert found() == []
    write(1)
    assert last() == end + 1
    assert found() == []


def test_an_event_added_behind_the_trail_s_back_is_found(app: Flask) -> None:
    write(2)
    end = last()
    tamper(
        "INSERT INTO audit_event (seq, at_utc, actor_id, tag, subject_type, subject_id, unit_id, "
        "address, request_id, reason, detail, previous_mac, mac) "
        "SELECT seq + 1, at_utc, actor_id, tag, subject_type, subject_id, unit_id, address, "
        f"request_id, reason, detail, mac, mac FROM audit_event WHERE seq = {end}"
    )
    assert ("extra_event", end + 1) in found()


def test_a_database_put_back_to_an_earlier_state_is_found_with_a_checkpoint(app: Flask) -> None:
    write(3)
    rows = db.session.execute(sa.text("SELECT seq, mac, head_mac FROM audit_head")).one()
    write(3)
    kept = make_checkpoint(db.session())
    assert found(kept) == []
    tamper(
        f"DELETE FROM audit_event WHERE seq > {rows.seq}",
        f"UPDATE audit_head SET seq = {rows.seq}, mac = '{rows.mac}', head_mac = '{rows.head_mac}'",
    )
    assert found() == [], "in itself an earlier state is valid"
    assert found(kept) == [("rolled_back", kept.seq)]
    write(6)
    assert found(kept) == [("rolled_back", kept.seq)]


def test_an_edited_checkpoint_is_not_believed(app: Flask) -> None:
    write(2)
    text = json.loads(make_checkpoint(db.session()).as_text())
    text["seq"] += 5
    assert found(read_checkpoint(json.dumps(text))) == [("forged_checkpoint", text["seq"])]


@pytest.mark.parametrize("text", ["", "[]", "{}", '{"seq": "1", "mac": "", "at": "", "check": ""}'])
def test_what_is_no_checkpoint_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="not a checkpoint"):
        read_checkpoint(text)


def test_another_key_reads_the_trail_as_edited_and_writes_nothing(app: Flask) -> None:
    write(2)
    kept = audit.key()
    try:
        audit.configure("another key that is long enough to be one")
        assert found()[0] == ("edited_event", 1)
        with pytest.raises(Unavailable):
            write(1)
    finally:
        audit._Keyring.key = kept
    assert found() == []


def test_many_events_at_once_make_one_chain_with_their_own_times(app: Flask) -> None:
    then = now_utc() - dt.timedelta(days=100)
    many = [Happening(None, Tag.ENTRY_CREATED, "entry", str(n), then) for n in range(6_001)]
    with writing():
        end = record_many(many)
    result = verify(db.session())
    assert result.ok
    assert result.checked == end == last()


def test_events_written_at_the_same_time_make_one_chain(app: Flask) -> None:
    before = last()
    db.session.rollback()

    def one(number: int) -> None:
        with app.app_context():
            with writing():
                record(SYSTEM, Tag.IMPORT, "file", number)
            db.session.remove()

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(one, range(40)))
    assert last() == before + 40
    assert found() == []


def test_the_first_events_of_a_new_installation_may_come_at_the_same_time(
    engine_name: str, engine_of: Callable[[str], Engine], tmp_path: Path
) -> None:
    engine = engine_of(engine_name)
    for _round in range(ROUNDS):
        url = engine.fresh("plain")
        new = create_app(settings_for(url, tmp_path))
        ready = threading.Barrier(THREADS)

        def first(number: int, new: Flask = new, ready: threading.Barrier = ready) -> None:
            with new.app_context():
                ready.wait(30)
                write(1)
                db.session.remove()

        with ThreadPoolExecutor(THREADS) as pool:
            list(pool.map(first, range(THREADS)))
        with new.app_context():
            assert last() == THREADS
            assert found() == []
            db.session.remove()
            db.engine.dispose()
        engine.drop(url)


def test_the_command_says_what_is_wrong_and_exits_1(app: Flask, tmp_path: Path) -> None:
    write(3)
    runner = app.test_cli_runner()
    from sso_log.audit.commands import audit as group

    kept = tmp_path / "kept.json"
    assert runner.invoke(group, ["checkpoint", "-o", str(kept)]).exit_code == 0
    good = runner.invoke(group, ["verify", "--checkpoint", str(kept), "--json"])
    assert good.exit_code == 0, good.output
    assert json.loads(good.stdout)["ok"] is True
    edited = last() - 1
    tamper(f"UPDATE audit_event SET reason = 'x' WHERE seq = {edited}")
    bad = runner.invoke(group, ["verify"])
    assert bad.exit_code == 1
    assert f"Event {edited} was edited" in bad.stderr


def test_an_auditor_finds_events_and_the_search_itself_is_recorded(
    force: Force, browser: Callable[[str], Browser]
) -> None:
    auditor = browser("auditor")
    before = last()
    auditor.get("/audit?person=admin")
    auditor.get(f"/audit?subject={force.people['officer'].id}&tag=grant_given")
    assert "Grant given" in auditor.page.find("table").get_text()
    db.session.rollback()
    tags = db.session.scalars(
        sa.text("SELECT tag FROM audit_event WHERE seq > :seq ORDER BY seq"), {"seq": before}
    ).all()
    assert tags == ["audit_read", "audit_read"]
    auditor.post("/audit/verify", status=200)
    assert auditor.page.h1.get_text() == "The trail is whole"


@pytest.mark.parametrize(
    "query", ["from=x", "until=2026-02-30", "from=2026-02-02&until=2026-02-01", "tag=x", "person=x"]
)
def test_a_search_that_makes_no_sense_is_explained(
    browser: Callable[[str], Browser], query: str
) -> None:
    auditor = browser("auditor")
    auditor.get(f"/audit?{query}", status=422)
    assert auditor.page.find(class_="govuk-error-summary") is not None


@pytest.mark.parametrize("username", ["officer", "sergeant", "inspector", "analyst", "admin"])
def test_the_trail_is_for_auditors_only(browser: Callable[[str], Browser], username: str) -> None:
    somebody = browser(username)
    somebody.get("/audit", status=403)
    somebody.post("/audit/verify", status=403)
