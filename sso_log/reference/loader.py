"""Puts the force's own reference data into a database: code lists, units, the default calendar.

A second run changes nothing. Code lists become as the files under `data/lists` say; a code that is
in no file stays, because entries may have it. Units are only added, and terms only for academic
years that have none, because both are edited afterwards. The City of London has a police of its
own: it is in `boroughs.csv` (for maps and imports) and never a unit.
"""

import datetime as dt
from collections import Counter
from collections.abc import Iterator
from dataclasses import asdict, dataclass, field
from typing import Any

import sqlalchemy as sa

from sso_log.clock import academic_year_start, now_utc
from sso_log.db import db
from sso_log.ids import new_id
from sso_log.reference import codes
from sso_log.reference.changes import ANYWHERE, announce
from sso_log.reference.files import borough_rows, read_rows
from sso_log.reference.models import CalendarPeriod, Code, PeriodKind, Unit, UnitKind
from sso_log.reference.verification import packaged

FORCE_CODE, FORCE_NAME = "met", "Metropolitan Police Service"
# Before any record: a unit that the loader makes has no known first day.
SINCE_EVER = dt.date(2000, 1, 1)


@dataclass(slots=True)
class Loaded:
    """How many rows a run added and changed."""

    added: Counter[str] = field(default_factory=Counter)
    changed: Counter[str] = field(default_factory=Counter)

    def __bool__(self) -> bool:
        return bool(self.added or self.changed)

    @property
    def sentence(self) -> str:
        counts = {"Added": self.added, "Changed": self.changed}
        sentences = [
            f"{done}: {', '.join(_counted(count, name) for name, count in rows.items())}."
            for done, rows in counts.items()
            if rows
        ]
        return " ".join(sentences) or "Added: nothing, it was all there."


@dataclass(frozen=True, slots=True)
class Difference:
    """A code of the files that the database lacks or has otherwise, with the columns to write."""

    list_name: str
    is_new: bool
    values: dict[str, Any]


def load_reference() -> Loaded:
    """Bring code lists, units and the default calendar up to date; flushes, the caller commits."""
    done = Loaded()
    _load_codes(done)
    _load_units(done)
    _load_calendar(done)
    db.session.flush()
    codes.forget()
    if done:
        announce(ANYWHERE)
    return done


def code_differences() -> Iterator[Difference]:
    """Every code whose row in the database is not as the files say. Raises BadLists."""
    stored = {(row.list_name, row.code): row for row in db.session.scalars(sa.select(Code))}
    for list_name, choices in packaged().lists.items():
        for position, choice in enumerate(choices.values(), start=1):
            values = {**asdict(choice), "position": position}
            row = stored.get((list_name, choice.code))
            if row is None or any(getattr(row, name) != value for name, value in values.items()):
                yield Difference(list_name, row is None, values)


def codes_of_no_file() -> list[str]:
    """The codes of the database that no file has, each after the name of its list."""
    files = packaged().lists
    stored = db.session.execute(sa.select(Code.list_name, Code.code).order_by(Code.list_name))
    return [f"{name} {code}" for name, code in stored if code not in files.get(name, {})]


def _counted(count: int, names: str) -> str:
    return f"{count:,} {names if count > 1 else names.removesuffix('s')}"


def _load_codes(done: Loaded) -> None:
    now = now_utc()
    for row in list(code_differences()):
        code = Code(list_name=row.list_name, changed_at_utc=now, **row.values)
        if row.is_new:
            db.session.add(code)
            done.added["codes"] += 1
        else:
            db.session.merge(code)
            done.changed["codes"] += 1


def _load_units(done: Loaded) -> None:
    """Add the units that are missing, each after the one above it."""
    units = [(FORCE_CODE, FORCE_NAME, UnitKind.FORCE, "")]
    units += [(bcu["code"], bcu["name"], UnitKind.BCU, FORCE_CODE) for bcu in read_rows("bcus.csv")]
    for row in borough_rows():
        if row["bcu"]:
            code, name = row["code"], row["name"]
            team = (f"{code}-sso-1", f"{name} schools team", UnitKind.TEAM, code)
            units += [(code, name, UnitKind.BOROUGH, row["bcu"]), team]
    ids = dict(db.session.execute(sa.select(Unit.code, Unit.id)).all())
    for code, name, kind, parent in units:
        if code in ids:
            continue
        ids[code] = new_id()
        unit = Unit(id=ids[code], code=code, name=name, kind=kind, parent_id=ids.get(parent))
        unit.gss_code = code if kind == UnitKind.BOROUGH else None
        unit.valid_from = SINCE_EVER
        db.session.add(unit)
        done.added["units"] += 1


def _load_calendar(done: Loaded) -> None:
    statement = sa.select(CalendarPeriod.starts_on).where(
        CalendarPeriod.borough_id.is_(None), CalendarPeriod.kind == PeriodKind.TERM
    )
    years = {academic_year_start(day) for day in db.session.scalars(statement)}
    for row in read_rows("calendar.csv"):
        starts_on = dt.date.fromisoformat(row["starts_on"])
        if academic_year_start(starts_on) in years:
            continue
        ends_on = dt.date.fromisoformat(row["ends_on"])
        kind, label = row["kind"], row["label"]
        db.session.add(CalendarPeriod(kind=kind, label=label, starts_on=starts_on, ends_on=ends_on))
        done.added["calendar periods"] += 1
