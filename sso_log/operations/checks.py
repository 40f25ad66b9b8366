"""What `sso-log check` looks at: keys, engine, schema, reference data, audit head; with
`--recount` also whether stored rows are what their sources give.
"""

import shutil
import sqlite3
from dataclasses import dataclass

import sqlalchemy as sa
from flask import current_app

from sso_log.config import Settings
from sso_log.db import db, wal_is_safe
from sso_log.entries.attribution import misplaced
from sso_log.entries.recount import PARTS
from sso_log.operations import services
from sso_log.reference.models import Code, Unit

LOW_DISK_BYTES = 200 * 1024 * 1024
OLDEST_POSTGRESQL = 150000


@dataclass(frozen=True, slots=True)
class Result:
    """One thing that was checked, and the answer in a sentence.

    `note` marks what somebody should know although nothing is wrong with the installation.
    """

    name: str
    ok: bool
    sentence: str
    note: bool = False


def run() -> list[Result]:
    """Run every check; the later ones only make sense once the schema is there."""
    results = [_engine(), _disk(), _schema()]
    if results[-1].ok:
        results.append(_reference())
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
        place = entry.right or "nowhere"
        sentence = (
            f"{entry.reference}, {entry.day.isoformat()}: its team is {entry.stored}, but its "
            f"officer was posted to {place} on that day."
        )
        results.append(Result("attribution", True, sentence, note=True))
    return results


def _engine() -> Result:
    if db.engine.dialect.name == "sqlite":
        version = ".".join(str(part) for part in sqlite3.sqlite_version_info)
        journal = "WAL" if wal_is_safe(sqlite3.sqlite_version_info) else "rollback journal"
        return Result("engine", True, f"SQLite {version}, {journal}, synchronous FULL.")
    number = db.session.execute(sa.text("SHOW server_version_num")).scalar_one()
    ok = int(number) >= OLDEST_POSTGRESQL
    return Result("engine", ok, f"PostgreSQL {number}" + ("." if ok else " is older than 15."))


def _disk() -> Result:
    settings: Settings = current_app.config["SETTINGS"]
    free = shutil.disk_usage(settings.data_dir).free
    ok = free > LOW_DISK_BYTES
    return Result("disk", ok, f"{free // 2**20:,} MB free in the data folder.")


def _schema() -> Result:
    code, database = services.head_of_code(), services.head_of_database()
    if code == database:
        return Result("schema", True, f"The schema is at {code}.")
    return Result(
        "schema", False, f"The schema is at {database or 'nothing'}, not {code}: run sso-log init."
    )


def _reference() -> Result:
    codes = db.session.execute(sa.select(sa.func.count()).select_from(Code)).scalar_one()
    units = db.session.execute(sa.select(sa.func.count()).select_from(Unit)).scalar_one()
    ok = bool(codes and units)
    return Result("reference", ok, f"{codes} codes and {units} units.")
