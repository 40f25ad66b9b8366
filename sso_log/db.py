"""The database: base class of all models, UTC timestamps, and the one way to write.

Services only flush. A view that changes something is wrapped in `commits`, anything else in
`writing()`; both end whatever was being read, take the write lock, and commit or roll back as a
whole. On SQLite that lock is BEGIN IMMEDIATE, because a transaction that starts by reading and
then writes loses updates silently (see docs/adr/0003). No table is declared here.
"""

import datetime as dt
import functools
import sqlite3
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, ClassVar, ParamSpec, TypeVar

import sqlalchemy as sa
from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import event
from sqlalchemy.engine import Connection, Dialect, Engine
from sqlalchemy.orm import DeclarativeBase, registry

P = ParamSpec("P")
R = TypeVar("R")

NAMING = {
    "ix": "ix_%(column_0_N_label)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}
BUSY_TIMEOUT_MS = 15_000
IMMEDIATE = "sso_log_immediate"
# SQLite may lose committed writes in WAL mode before these (https://sqlite.org/wal.html).
WAL_SAFE_FROM = (3, 51, 3)
WAL_SAFE_PATCHES = {(3, 50): 7, (3, 44): 6}


class UtcDateTime(sa.TypeDecorator[dt.datetime]):
    """An aware datetime, kept in UTC on engines that do and do not know time zones."""

    impl = sa.DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: dt.datetime | None, dialect: Dialect) -> dt.datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("A timestamp without a time zone was about to be stored.")
        value = value.astimezone(dt.UTC)
        return value.replace(tzinfo=None) if dialect.name == "sqlite" else value

    def process_result_value(
        self, value: dt.datetime | None, dialect: Dialect
    ) -> dt.datetime | None:
        if value is None:
            return None
        return value.replace(tzinfo=dt.UTC) if value.tzinfo is None else value.astimezone(dt.UTC)


@functools.lru_cache(maxsize=8192)
def _key_of(text: str) -> uuid.UUID:
    return uuid.UUID(text)


class Key(sa.Uuid[uuid.UUID]):
    """A UUID. Units and people repeat on every row, so those read as text are made once."""

    cache_ok = True

    def result_processor(self, dialect: Dialect, coltype: object) -> Callable[[Any], Any] | None:
        """Read the text of engines without a type for UUIDs; leave the others alone."""
        if super().result_processor(dialect, coltype) is None:  # type: ignore[no-untyped-call]
            return None
        return lambda value: value if value is None else _key_of(value)


class Base(DeclarativeBase):
    """Base of every model: named constraints, UTC timestamps, UUIDs, JSON."""

    metadata = sa.MetaData(naming_convention=NAMING)
    registry: ClassVar[registry] = registry(
        metadata=metadata,
        type_annotation_map={
            dt.datetime: UtcDateTime(),
            uuid.UUID: Key(),
            dict[str, Any]: sa.JSON(),
            list[str]: sa.JSON(),
        },
    )


db = SQLAlchemy(model_class=Base)
if TYPE_CHECKING:
    Model = Base
else:
    # Flask-SQLAlchemy makes its own class from Base; a type checker cannot follow that.
    Model = db.Model


def wal_is_safe(version: tuple[int, ...]) -> bool:
    """Say whether this SQLite version keeps every committed write in WAL mode."""
    patch = WAL_SAFE_PATCHES.get((version[0], version[1]))
    if patch is not None:
        return version[2] >= patch
    return version >= WAL_SAFE_FROM


def _on_sqlite_connect(connection: sqlite3.Connection, _record: object) -> None:
    connection.isolation_level = None  # we say BEGIN ourselves, below
    cursor = connection.cursor()
    cursor.execute(f"PRAGMA busy_timeout = {BUSY_TIMEOUT_MS}")
    cursor.execute("PRAGMA foreign_keys = ON")
    cursor.execute("PRAGMA secure_delete = ON")
    if wal_is_safe(sqlite3.sqlite_version_info):
        cursor.execute("PRAGMA journal_mode = WAL")
    cursor.execute("PRAGMA synchronous = FULL")
    cursor.close()


def _on_sqlite_begin(connection: Connection) -> None:
    immediate = connection.get_execution_options().get(IMMEDIATE, False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if immediate else "BEGIN")


def prepare_engine(engine: Engine) -> None:
    """Give a SQLite engine its pragmas and explicit BEGIN; leave other engines alone."""
    if engine.dialect.name == "sqlite":
        event.listen(engine, "connect", _on_sqlite_connect)
        event.listen(engine, "begin", _on_sqlite_begin)


@contextmanager
def writing() -> Iterator[None]:
    """Run a block as one write transaction: all of it is committed, or none of it.

    Ends any read transaction first, so that what the block reads is what it locks. A block
    inside another joins it.
    """
    session = db.session()
    if session.info.get(IMMEDIATE):
        yield
        return
    session.rollback()
    session.info[IMMEDIATE] = True
    try:
        session.connection(execution_options={IMMEDIATE: True})
        yield
        session.commit()
    except BaseException:
        session.rollback()
        raise
    finally:
        session.info.pop(IMMEDIATE, None)


def commits(view: Callable[P, R]) -> Callable[P, R]:
    """Wrap a view that changes something in one write transaction.

    An exception rolls back; so does `db.session.rollback()` in the view, which then commits
    nothing.
    """

    @functools.wraps(view)
    def wrapped(*args: P.args, **kwargs: P.kwargs) -> R:
        with writing():
            return view(*args, **kwargs)

    return wrapped


def locked(statement: sa.Select[Any]) -> sa.Select[Any]:
    """Add a row lock to a select, and re-read what the session already holds."""
    return statement.with_for_update().execution_options(populate_existing=True)
