"""Runs the migrations on the application's own engine.

On SQLite, foreign keys are switched off outside the transaction while tables are rebuilt, because
a rebuild under ON DELETE CASCADE deletes the children; afterwards every key is checked.
"""

from alembic import context
from sqlalchemy import text
from sqlalchemy.engine import Connection, Engine

IMMEDIATE = "sso_log_immediate"


def run(connection: Connection) -> None:
    """Run the asked-for migrations in one transaction."""
    context.configure(
        connection=connection,
        target_metadata=context.config.attributes["metadata"],
        render_as_batch=connection.dialect.name == "sqlite",
        transactional_ddl=True,
        compare_type=True,
    )
    with context.begin_transaction():
        context.run_migrations()
        if connection.dialect.name == "sqlite":
            broken = connection.execute(text("PRAGMA foreign_key_check")).fetchall()
            if broken:
                raise RuntimeError(f"The migration would break {len(broken)} references.")


def main() -> None:
    """Connect, prepare the engine's peculiarities, and run."""
    engine: Engine = context.config.attributes["engine"]
    if engine.dialect.name != "sqlite":
        with engine.connect() as connection:
            run(connection)
            connection.commit()
        return
    try:
        with engine.connect().execution_options(**{IMMEDIATE: True}) as connection:
            # On this very connection, below the transaction: within one, SQLite ignores it.
            connection.connection.cursor().execute("PRAGMA foreign_keys = OFF")
            connection.exec_driver_sql("SELECT 1")
            run(connection)
            connection.commit()
    finally:
        engine.dispose()


main()
