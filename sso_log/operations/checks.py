"""What `sso-log check` looks at: engine, disk, schema, code lists and units; with `--recount` also
whether stored rows are what their sources give.
"""

import shutil
import sqlite3
from collections import Counter
from dataclasses import dataclass

import sqlalchemy as sa
from flask import current_app

from sso_log.config import Settings
from sso_log.db import db, wal_is_safe
from sso_log.entries.attribution import misplaced
from sso_log.entries.recount import PARTS
from sso_log.operations import services
from sso_log.reference import codes, loader
from sso_log.reference.models import Unit
from sso_log.reference.verification import BadLists

LOW_DISK_BYTES = 200 * 1024 * 1024
OLDEST_POSTGRESQL = 150000


@dataclass(frozen=True, slots=True)
class Result:
    """One check and its outcome in a sentence; a `note` is no fault of the installation."""

    name: str
    ok: bool
    sentence: str
    note: bool = False


def run() -> list[Result]:
    """Run every check; the later ones only make sense once the schema is there."""
    results = [_engine(), _disk(), _schema()]
    if results[-1].ok:
        results += [_reference(), _lists(), _lists_of_version()]
    return results


def recount() -> list[Result]:
    """Compare stored rows with their sources: one result for each difference.

    A posting recorded late is no fault of the rows: entries elsewhere than it says are notes.
    """
    results = [
        Result(f"recount {name}", False, difference.sentence)
        for name, part in PARTS.items()
        for difference in part.differences()
    ]
    if not results:
        words = " and ".join(part.words for part in PARTS.values())
        results = [Result("recount", True, f"The {words} are what their sources give.")]
    for entry in misplaced():
        sentence = (
            f"{entry.reference}, {entry.day.isoformat()}: its team is {entry.stored}, but its "
            f"officer was posted to {entry.right or 'nowhere'} on that day."
        )
        results.append(Result("attribution", True, sentence, note=True))
    return results


def free_bytes() -> int:
    """How many bytes are free where the data is. Raises OSError."""
    settings: Settings = current_app.config["SETTINGS"]
    return shutil.disk_usage(settings.data_dir).free


def _engine() -> Result:
    if db.engine.dialect.name == "sqlite":
        version = ".".join(str(part) for part in sqlite3.sqlite_version_info)
        journal = "WAL" if wal_is_safe(sqlite3.sqlite_version_info) else "rollback journal"
        return Result("engine", True, f"SQLite {version}, {journal}, synchronous FULL.")
    number = db.session.execute(sa.text("SHOW server_version_num")).scalar_one()
    ok = int(number) >= OLDEST_POSTGRESQL
    return Result("engine", ok, f"PostgreSQL {number}" + ("." if ok else " is older than 15."))


def _disk() -> Result:
    free = free_bytes()
    return Result("disk", free > LOW_DISK_BYTES, f"{free // 2**20:,} MB free in the data folder.")


def _schema() -> Result:
    code, database = services.head_of_code(), services.head_of_database()
    wrong = f"The schema is at {database or 'nothing'}, not {code}: run sso-log init."
    ok = code == database
    return Result("schema", ok, f"The schema is at {code}." if ok else wrong)


def _reference() -> Result:
    rows = sum(len(choices) for choices in codes.read().lists.values())
    units = db.session.execute(sa.select(sa.func.count()).select_from(Unit)).scalar_one()
    return Result("reference", bool(rows and units), f"{rows} codes and {units} units.")


def _lists() -> Result:
    codes.forget()
    try:
        lists = codes.current().lists
    except BadLists as error:
        return Result("lists", False, error.sentence)
    return Result("lists", True, f"{len(lists)} code lists, without a gap or an unknown word.")


def _lists_of_version() -> Result:
    """Whether the code lists are those of this version, and which codes are no part of it."""
    counts = Counter(row.list_name for row in loader.code_differences())
    if counts:
        rows = ", ".join(f"{name} ({count})" for name, count in sorted(counts.items()))
        sentence = f"The database is behind the code lists of this version: rows of {rows}. Run"
        return Result("lists_of_version", False, f"{sentence} “sso-log migrate”.")
    own = loader.codes_of_no_file()
    more = f" In no file, and still offered: {', '.join(own)}." if own else ""
    return Result("lists_of_version", True, f"The code lists are those of this version.{more}")
