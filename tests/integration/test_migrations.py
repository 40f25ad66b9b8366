"""The numbered migrations run up, down and up on both engines, and make the models' schema."""

import datetime as dt
import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import sqlalchemy as sa
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from flask import Flask

from sso_log.api.services import keep_conflict
from sso_log.clock import today_london
from sso_log.db import db, writing
from sso_log.ids import new_id
from sso_log.operations import services
from sso_log.weeks.services import confirm
from tests.client import Browser
from tests.conftest import Engine, settings_for
from tests.factories.entries import an_approved_entry, an_entry
from tests.factories.force import Force, build_force
from tests.schema import differences, lines_of

TRIGGER = re.compile(r"\w+ (trigger|function) ")
VERSIONS = Path(__file__).resolve().parents[2] / "migrations" / "versions"


def test_each_file_is_named_after_its_revision_and_the_head_is_pinned() -> None:
    names = sorted(path.stem for path in VERSIONS.glob("[0-9]*.py"))
    assert names
    assert names[-1] == services.head_of_code()
    for number, name in enumerate(names, start=1):
        assert name.startswith(f"{number:04d}_")
        assert f'revision = "{name}"' in (VERSIONS / f"{name}.py").read_text()


@pytest.fixture
def modelled(
    engine_name: str, engine_of: Callable[[str], Engine], tmp_path: Path
) -> Iterator[sa.Engine]:
    """An empty database, for what the models' own metadata makes without any migration."""
    url = engine_of(engine_name).empty()
    made = sa.create_engine(settings_for(url, tmp_path).sqlalchemy_url)
    yield made
    made.dispose()
    engine_of(engine_name).drop(url)


def test_the_migrations_make_the_schema_that_the_models_describe(
    app: Flask, modelled: sa.Engine
) -> None:
    db.metadata.create_all(modelled)
    by_models = lines_of(modelled)
    assert len(by_models) > 300
    # Triggers are made by migrations alone; the tests of the trail try each.
    tables = [line for line in lines_of(db.engine) if not TRIGGER.match(line)]
    assert len(tables) < len(lines_of(db.engine))
    assert not differences(tables, by_models)


def test_alembic_itself_sees_nothing_left_to_migrate(app: Flask) -> None:
    with db.engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        assert not compare_metadata(context, db.metadata)


def contents() -> dict[str, list[str]]:
    """Every row of every table, as text, in an order of its own."""
    db.session.remove()
    with db.engine.connect() as connection:
        names = set(sa.inspect(connection).get_table_names()) - {"alembic_version"}
        return {
            name: sorted(
                repr(dict(row))
                for row in connection.execute(sa.text(f"SELECT * FROM {name}")).mappings()
            )
            for name in sorted(names)
        }


def populate(force: Force, browser: Callable[[str], Browser]) -> None:
    """At least one row in every table."""
    officer, sergeant = force.actor("officer"), force.actor("sergeant")
    stop = {"power": "stop_search", "place": "At the gate", "bwv": "no"}
    an_entry(officer, "engagement", submit=False, powers=[stop])
    an_approved_entry(officer, sergeant, "abstraction")
    flagged = {
        "ethnicity_self_defined": "not_obtained",
        "ethnicity_self_defined_reason": "declined",
    }
    about = an_approved_entry(officer, sergeant, "diversion", **flagged)
    an_entry(officer, "diversion_update", diversion=str(about.id))
    keep_conflict(officer, new_id(), {"kind": "engagement"})
    with writing():
        confirm(officer, today_london() - dt.timedelta(days=7), 2400, 0, True)
    browser("officer")
    browser("").post("/sign-in", {"username": "officer", "password": "not it"}, status=401)


def revisions() -> list[str]:
    return sorted(path.stem for path in VERSIONS.glob("[0-9]*.py"))


@pytest.mark.parametrize("revision", revisions()[:-1])
def test_going_down_to_a_revision_and_up_again_loses_no_row(
    app: Flask, force: Force, browser: Callable[[str], Browser], revision: str
) -> None:
    populate(force, browser)
    before, schema = contents(), lines_of(db.engine)
    assert not [name for name, rows in before.items() if not rows]
    config = services.alembic_config()
    command.downgrade(config, revision)
    assert services.head_of_database() == revision
    services.migrate()
    assert contents() == before
    assert lines_of(db.engine) == schema


def test_going_down_to_nothing_and_up_again_makes_a_working_installation(
    app: Flask, force: Force, browser: Callable[[str], Browser]
) -> None:
    populate(force, browser)
    schema = lines_of(db.engine)
    db.session.remove()
    command.downgrade(services.alembic_config(), "base")
    assert not lines_of(db.engine)
    services.initialise()
    assert services.head_of_database() == services.head_of_code()
    assert lines_of(db.engine) == schema
    an_entry(build_force().actor("officer"), "engagement")


REFUSED = {
    "approved without a decider": "status = 'approved'",
    "returned without a reason": (
        "status = 'returned', decided_by_id = :sergeant, decided_at_utc = updated_at_utc, "
        "decided_version = version"
    ),
    "decided by its own officer": (
        "status = 'approved', decided_by_id = officer_id, decided_at_utc = updated_at_utc, "
        "decided_version = version"
    ),
    "decided without a time": "status = 'approved', decided_by_id = :sergeant",
    "approved at a version nobody looked at": (
        "status = 'approved', decided_by_id = :sergeant, decided_at_utc = updated_at_utc, "
        "decided_version = version + 1"
    ),
    "an unknown status": "status = 'lost'",
    "submitted without a time": "submitted_at_utc = NULL",
}


@pytest.mark.parametrize("row", REFUSED)
def test_the_database_itself_refuses_half_decided_rows(app: Flask, force: Force, row: str) -> None:
    entry = an_entry(force.actor("officer"), "engagement")
    statement = sa.text(f"UPDATE entry SET {REFUSED[row]} WHERE id = :id")
    parameters = {"id": _key(entry.id), "sergeant": _key(force.people["sergeant"].id)}
    used = {name: value for name, value in parameters.items() if f":{name}" in statement.text}
    with pytest.raises(sa.exc.IntegrityError):
        db.session.execute(statement, used)
    db.session.rollback()


def _key(value: object) -> object:
    """A UUID as the engine stores it."""
    return value if db.engine.dialect.name == "postgresql" else str(value).replace("-", "")
