"""Creating and upgrading a database: its numbered migrations, then its reference data."""

from pathlib import Path

import sqlalchemy as sa
from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext

from sso_log.audit.services import genesis_head_mac
from sso_log.db import db, writing
from sso_log.reference.loader import Loaded, load_reference

HEAD_FILE = ".current-head"


def migrations_folder() -> Path:
    """The migrations: in the package when installed from a wheel, else beside it."""
    package = Path(__file__).resolve().parents[1]
    inside = package / "migrations"
    return inside if inside.is_dir() else package.parent / "migrations"


def head_of_code() -> str:
    """The newest migration of this code."""
    return (migrations_folder() / "versions" / HEAD_FILE).read_text().strip()


def head_of_database() -> str | None:
    """The newest migration of the database, None when it has never been created."""
    with db.engine.connect() as connection:
        if not sa.inspect(connection).has_table("alembic_version"):
            return None
        return MigrationContext.configure(connection).get_current_revision()


def migrate(revision: str = "head") -> None:
    """Bring the schema to a migration, by default the newest."""
    command.upgrade(alembic_config(), revision)


def alembic_config() -> Config:
    """Alembic, pointed at this code's migrations and this application's engine."""
    config = Config()
    config.set_main_option("script_location", str(migrations_folder()))
    config.attributes.update(
        engine=db.engine, metadata=db.metadata, audit_genesis=genesis_head_mac()
    )
    return config


def initialise() -> Loaded:
    """Create or upgrade the schema, then load code lists, units and calendar. Idempotent."""
    migrate()
    with writing():
        return load_reference()
