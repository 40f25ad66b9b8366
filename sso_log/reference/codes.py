"""The dated code lists as everybody reads them: what is offered on a day, and what a code means.

Every list is a few rows that hardly ever change, so a process keeps them all and looks at the
database again only to see whether they have (`CHECK_SECONDS`). Changing a list is for services.
"""

import datetime as dt
import hashlib
import json
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from weakref import WeakKeyDictionary

import sqlalchemy as sa
from sqlalchemy.engine import Engine

from sso_log.db import db
from sso_log.reference.models import Code

CHECK_SECONDS = 2.0


@dataclass(frozen=True, slots=True)
class CodeChoice:
    """One code of a list. `attributes` are the list's own facts, such as `scope` or `pattern`."""

    code: str
    label: str
    hint: str | None = None
    valid_from: dt.date | None = None
    valid_until: dt.date | None = None
    attributes: Mapping[str, Any] = field(default_factory=dict)

    def offered_on(self, on: dt.date) -> bool:
        """Whether the code may be chosen for something that happened on this day."""
        if self.valid_from is not None and on < self.valid_from:
            return False
        return self.valid_until is None or on <= self.valid_until


@dataclass(slots=True)
class _Kept:
    stamp: tuple[Any, ...]
    checked_at: float
    lists: dict[str, dict[str, CodeChoice]]
    version: str
    where: dict[tuple[str, str, str], frozenset[str]] = field(default_factory=dict)


# One set of lists per database, because tests and tools open several in one process.
_kept: WeakKeyDictionary[Engine, _Kept] = WeakKeyDictionary()


def choices(list_name: str, on: dt.date | None = None) -> list[CodeChoice]:
    """The codes offered on a day, in their order; every code when no day is given.

    Raises LookupError for a list that does not exist.
    """
    found = _list(list_name).values()
    return [choice for choice in found if on is None or choice.offered_on(on)]


def find(list_name: str, code: str | None) -> CodeChoice | None:
    """The code, offered today or not; None when the list has never had it."""
    return _list(list_name).get(code) if code is not None else None


def label(list_name: str, code: str | None) -> str:
    """The words of a code; the code itself when the list has never had it; empty for None."""
    choice = find(list_name, code)
    return choice.label if choice else (code or "")


def is_offered(list_name: str, code: str, on: dt.date) -> bool:
    """Whether the list offers the code for something that happened on this day."""
    choice = find(list_name, code)
    return choice is not None and choice.offered_on(on)


def attribute(list_name: str, code: str | None, name: str, default: str = "") -> str:
    """One of a code's own facts, `default` when it has none."""
    choice = find(list_name, code)
    return str(choice.attributes.get(name, default)) if choice else default


def codes_where(list_name: str, name: str, value: str) -> frozenset[str]:
    """The codes of a list whose fact `name` is `value`, for counting."""
    kept, asked = _current(), (list_name, name, value)
    if asked not in kept.where:
        found = _list(list_name).items()
        kept.where[asked] = frozenset(
            code for code, choice in found if choice.attributes.get(name) == value
        )
    return kept.where[asked]


def list_names() -> list[str]:
    """The name of every list, sorted."""
    return sorted(_current().lists)


def version() -> str:
    """A short text that changes whenever any list does, for caches beyond this process."""
    return _current().version


def forget() -> None:
    """Read every list again at the next question, in this process."""
    _kept.clear()


def _list(list_name: str) -> dict[str, CodeChoice]:
    found = _current().lists.get(list_name)
    if found is None:
        raise LookupError(f"There is no code list called “{list_name}”.")
    return found


def _current() -> _Kept:
    engine = db.engine
    kept, now = _kept.get(engine), time.monotonic()
    if kept is not None and now - kept.checked_at < CHECK_SECONDS:
        return kept
    stamp = _stamp()
    if kept is not None and kept.stamp == stamp:
        kept.checked_at = now
        return kept
    lists = _read()
    kept = _Kept(stamp, now, lists, _version_of(lists))
    _kept[engine] = kept
    return kept


def _stamp() -> tuple[Any, ...]:
    row = db.session.execute(sa.select(sa.func.count(), sa.func.max(Code.changed_at_utc))).one()
    return tuple(row)


def _read() -> dict[str, dict[str, CodeChoice]]:
    table = Code.__table__
    lists: dict[str, dict[str, CodeChoice]] = {}
    for row in db.session.execute(
        sa.select(table).order_by(table.c.list_name, table.c.position, table.c.code)
    ):
        lists.setdefault(row.list_name, {})[row.code] = CodeChoice(
            row.code, row.label, row.hint, row.valid_from, row.valid_until, row.attributes or {}
        )
    return lists


def _version_of(lists: Mapping[str, Mapping[str, CodeChoice]]) -> str:
    plain = {
        name: [
            [c.code, c.label, c.hint, str(c.valid_from), str(c.valid_until), dict(c.attributes)]
            for c in found.values()
        ]
        for name, found in lists.items()
    }
    return hashlib.sha256(json.dumps(plain, sort_keys=True).encode()).hexdigest()[:16]
