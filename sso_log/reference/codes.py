"""The dated code lists of the database as everybody reads them.

Every list is a few rows that hardly ever change, so a process keeps a snapshot of them all and
looks at the database again only to see whether they have (`CHECK_SECONDS`). What the functions
answer is in `snapshot.CodeLists`, what the lists hold in `lists`. Lists with a gap or an unknown
word are refused whenever they are read (`BadLists`). Changing a list is for services.
"""

import datetime as dt
import time
from dataclasses import dataclass
from typing import Any
from weakref import WeakKeyDictionary

import sqlalchemy as sa
from sqlalchemy.engine import Engine

from sso_log.db import db
from sso_log.reference.lists import Limit
from sso_log.reference.models import Code
from sso_log.reference.snapshot import CodeChoice, CodeLists
from sso_log.reference.verification import in_database, verify

__all__ = (
    "CodeChoice", "attribute", "choices", "codes_where", "current", "expected_outcomes", "find",
    "forget", "is_offered", "label", "late_days", "limit", "list_names", "read", "version",
)  # fmt: skip

CHECK_SECONDS = 2.0
ADVICE = "Run “sso-log migrate”, which loads the lists of this version."


@dataclass(slots=True)
class _Stored:
    stamp: tuple[Any, ...]
    checked_at: float
    lists: CodeLists


# One set of lists per database, because tests and tools open several in one process.
_stored: WeakKeyDictionary[Engine, _Stored] = WeakKeyDictionary()


def current() -> CodeLists:
    """The lists as they are now. Raises BadLists when they have a gap or an unknown word."""
    engine = db.engine
    stored, now = _stored.get(engine), time.monotonic()
    if stored is not None and now - stored.checked_at < CHECK_SECONDS:
        return stored.lists
    stamp = _stamp()
    if stored is not None and stored.stamp == stamp:
        stored.checked_at = now
        return stored.lists
    lists = read()
    verify(lists, in_database, ADVICE)
    _stored[engine] = _Stored(stamp, now, lists)
    return lists


def read() -> CodeLists:
    """The lists of the database, whatever they hold."""
    table = Code.__table__
    lists: dict[str, dict[str, CodeChoice]] = {}
    for row in db.session.execute(
        sa.select(table).order_by(table.c.list_name, table.c.position, table.c.code)
    ):
        lists.setdefault(row.list_name, {})[row.code] = CodeChoice(
            **{name: getattr(row, name) for name in CodeChoice.__slots__}
        )
    return CodeLists(lists)


def choices(list_name: str, on: dt.date | None = None) -> list[CodeChoice]:
    """The codes offered on a day, in order; every code when no day is given.

    Raises LookupError for a list that does not exist.
    """
    return current().choices(list_name, on)


def find(list_name: str, code: str | None) -> CodeChoice | None:
    """The code, offered today or not; None when the list has never had it."""
    return current().find(list_name, code)


def label(list_name: str, code: str | None) -> str:
    """The words of a code; the code itself when the list has never had it; empty for None."""
    choice = find(list_name, code)
    return choice.label if choice else (code or "")


def is_offered(list_name: str, code: str, on: dt.date) -> bool:
    """Whether the list offers the code for something that happened on this day."""
    choice = find(list_name, code)
    return choice is not None and choice.offered_on(on)


def attribute(list_name: str, code: str | None, column: str, default: str = "") -> str:
    """One of a code's facts; `default` where it is blank or the list never had the code."""
    return current().attribute(list_name, code, column, default)


def codes_where(list_name: str, column: str, *values: str) -> frozenset[str]:
    """The codes whose fact is one of `values`; without values, every code that has the fact."""
    return current().codes_where(list_name, column, *values)


def limit(of: Limit, on: dt.date) -> int:
    """A limit as it holds on a day."""
    return current().limit(of, on)


def late_days(on: dt.date) -> int:
    """After how many days an event of this day is logged late."""
    return current().late_days(on)


def expected_outcomes(score: str | None, matrix_version: str | None = None) -> frozenset[str]:
    """The outcomes that the gravity matrix expects of a score; none where nothing is known."""
    return current().expected_outcomes(score, matrix_version)


def list_names() -> list[str]:
    """The name of every list, sorted."""
    return sorted(current().lists)


def version() -> str:
    """A short text that changes whenever any list does, for caches beyond this process."""
    return current().version


def forget() -> None:
    """Read every list again at the next question, in this process."""
    _stored.clear()


def _stamp() -> tuple[Any, ...]:
    row = db.session.execute(sa.select(sa.func.count(), sa.func.max(Code.changed_at_utc))).one()
    return tuple(row)
