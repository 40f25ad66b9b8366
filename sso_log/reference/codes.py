"""The dated code lists of the database: `current()` has every question that a rule asks of them.

Every list is a few rows that hardly ever change, so a process keeps a snapshot of them all and
looks at the database again only to see whether they have (`CHECK_SECONDS`).
"""

import datetime as dt
import time
from dataclasses import dataclass
from typing import Any
from weakref import WeakKeyDictionary

import sqlalchemy as sa
from sqlalchemy.engine import Engine

from sso_log.db import db
from sso_log.reference.models import Code
from sso_log.reference.snapshot import CodeChoice, CodeLists
from sso_log.reference.verification import verify

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
    verify(lists, advice=ADVICE)
    _stored[engine] = _Stored(stamp, now, lists)
    return lists


def read() -> CodeLists:
    """The lists of the database, whatever they hold."""
    columns = (getattr(Code, name) for name in CodeChoice.__slots__)
    statement = sa.select(Code.list_name, *columns).order_by(
        Code.list_name, Code.position, Code.code
    )
    lists: dict[str, dict[str, CodeChoice]] = {}
    for list_name, *values in db.session.execute(statement):
        choice = CodeChoice(*values)
        lists.setdefault(list_name, {})[choice.code] = choice
    return CodeLists(lists)


def choices(list_name: str, on: dt.date | None = None) -> list[CodeChoice]:
    """The codes offered on a day, in order; every code when no day is given.

    Raises LookupError for a list that does not exist.
    """
    return current().choices(list_name, on)


def label(list_name: str, code: str | None) -> str:
    """The words of a code; the code itself when the list has never had it; empty for None."""
    choice = current().find(list_name, code)
    return choice.label if choice else (code or "")


def is_offered(list_name: str, code: str, on: dt.date) -> bool:
    """Whether the list offers the code for something that happened on this day."""
    choice = current().find(list_name, code)
    return choice is not None and choice.offered_on(on)


def forget() -> None:
    """Read every list again at the next question, in this process."""
    _stored.clear()


def _stamp() -> tuple[Any, ...]:
    statement = sa.select(sa.func.count(), sa.func.max(Code.changed_at_utc))
    return tuple(db.session.execute(statement).one())
