"""The numbered migrations run up, down and up on both engines, and make the models' schema."""

from pathlib import Path

import pytest
import sqlalchemy as sa
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from flask import Flask

from sso_log.db import db
from sso_log.operations import services
from tests.factories.entries import an_entry
from tests.factories.force import Force

VERSIONS = Path(__file__).resolve().parents[2] / "migrations" / "versions"


def test_each_file_is_named_after_its_revision_and_the_head_is_pinned() -> None:
    names = sorted(path.stem for path in VERSIONS.glob("[0-9]*.py"))
    assert names
    assert names[-1] == services.head_of_code()
    for number, name in enumerate(names, start=1):
        assert name.startswith(f"{number:04d}_")
        assert f'revision = "{name}"' in (VERSIONS / f"{name}.py").read_text()


def test_the_migrations_make_the_schema_that_the_models_describe(app: Flask) -> None:
    with db.engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": False})
        differences = compare_metadata(context, db.metadata)
    assert not differences


def test_populated_tables_go_down_and_up_again(app: Flask, force: Force) -> None:
    an_entry(force.actor("officer"), "diversion")
    db.session.remove()
    config = services.alembic_config()
    command.downgrade(config, "base")
    with db.engine.connect() as connection:
        assert set(sa.inspect(connection).get_table_names()) <= {"alembic_version"}
    services.initialise()
    assert services.head_of_database() == services.head_of_code()


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
