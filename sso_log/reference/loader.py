"""Puts the force's own reference data into a database: code lists, units, the default calendar.

Called by `sso-log init`, any number of times: a second run changes nothing. Code lists are kept
as the files under `data/lists` say. Units are only added, never renamed, and terms are only given
for academic years that have none, because both are edited here afterwards. The City of London is
not a borough of the Metropolitan Police: its schools are in the register without a BCU, so it is
in `boroughs.csv` (for maps and imports) and never a unit.
"""

import csv
import datetime as dt
import io
from dataclasses import dataclass, field
from importlib import resources
from typing import Any

import sqlalchemy as sa

from sso_log.clock import academic_year_start, now_utc
from sso_log.db import db
from sso_log.ids import new_id
from sso_log.reference import codes
from sso_log.reference.changes import ANYWHERE, announce
from sso_log.reference.models import CalendarPeriod, Code, PeriodKind, Unit, UnitKind

FORCE_CODE, FORCE_NAME = "met", "Metropolitan Police Service"
# Before any record: a unit that the loader makes has no known first day.
SINCE_EVER = dt.date(2000, 1, 1)
OWN_COLUMNS = ("code", "label", "hint", "valid_from", "valid_until", "source")
DATA = resources.files("sso_log.reference").joinpath("data")


@dataclass(slots=True)
class Loaded:
    """How many rows a run added and changed."""

    added: dict[str, int] = field(default_factory=dict)
    changed: dict[str, int] = field(default_factory=dict)

    def __bool__(self) -> bool:
        """Whether the run changed anything."""
        return any(self.added.values()) or any(self.changed.values())


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


def read_rows(*path: str) -> list[dict[str, str]]:
    """The rows of one of the data files, as text."""
    text = DATA.joinpath(*path).read_text(encoding="utf-8")
    return list(csv.DictReader(io.StringIO(text, newline="")))


def borough_rows() -> list[dict[str, str]]:
    """The 33 boroughs with their tile in a map of squares; the City of London has no `bcu`."""
    return read_rows("boroughs.csv")


def list_files() -> list[str]:
    """The names of the code lists that have a file."""
    found = (entry.name for entry in DATA.joinpath("lists").iterdir())
    return sorted(name.removesuffix(".csv") for name in found if name.endswith(".csv"))


def _load_codes(done: Loaded) -> None:
    held = {(row.list_name, row.code): row for row in db.session.scalars(sa.select(Code))}
    now = now_utc()
    for list_name in list_files():
        for position, row in enumerate(read_rows("lists", f"{list_name}.csv"), start=1):
            values = _code_values(row, position)
            code = held.get((list_name, row["code"]))
            if code is None:
                db.session.add(
                    Code(list_name=list_name, code=row["code"], changed_at_utc=now, **values)
                )
                _count(done.added, "codes")
            elif any(getattr(code, name) != value for name, value in values.items()):
                db.session.execute(
                    sa.update(Code)
                    .where(Code.list_name == list_name, Code.code == row["code"])
                    .values(changed_at_utc=now, **values)
                )
                _count(done.changed, "codes")


def _code_values(row: dict[str, str], position: int) -> dict[str, Any]:
    return {
        "label": row["label"],
        "hint": row["hint"] or None,
        "position": position,
        "valid_from": _day(row["valid_from"]),
        "valid_until": _day(row["valid_until"]),
        "source": row["source"] or None,
        "attributes": {k: v for k, v in row.items() if k not in OWN_COLUMNS and v},
    }


def _load_units(done: Loaded) -> None:
    force = _unit(done, FORCE_CODE, FORCE_NAME, UnitKind.FORCE, None)
    bcus = {
        row["code"]: _unit(done, row["code"], row["name"], UnitKind.BCU, force)
        for row in read_rows("bcus.csv")
    }
    for row in borough_rows():
        if not row["bcu"]:
            continue
        borough = _unit(done, row["code"], row["name"], UnitKind.BOROUGH, bcus[row["bcu"]])
        _unit(done, f"{row['code']}-sso-1", f"{row['name']} schools team", UnitKind.TEAM, borough)


def _unit(done: Loaded, code: str, name: str, kind: UnitKind, parent: Unit | None) -> Unit:
    found = db.session.scalar(sa.select(Unit).where(Unit.code == code))
    if found is not None:
        return found
    unit = Unit(
        id=new_id(),
        code=code,
        name=name,
        kind=kind,
        parent_id=parent.id if parent else None,
        gss_code=code if kind == UnitKind.BOROUGH else None,
        valid_from=SINCE_EVER,
    )
    db.session.add(unit)
    db.session.flush()
    _count(done.added, "units")
    return unit


def _load_calendar(done: Loaded) -> None:
    statement = sa.select(CalendarPeriod.starts_on).where(
        CalendarPeriod.borough_id.is_(None), CalendarPeriod.kind == PeriodKind.TERM
    )
    years = {academic_year_start(day) for day in db.session.scalars(statement)}
    for row in read_rows("calendar.csv"):
        starts_on = dt.date.fromisoformat(row["starts_on"])
        if academic_year_start(starts_on) in years:
            continue
        db.session.add(
            CalendarPeriod(
                kind=row["kind"],
                label=row["label"],
                starts_on=starts_on,
                ends_on=dt.date.fromisoformat(row["ends_on"]),
            )
        )
        _count(done.added, "calendar periods")


def _day(text: str) -> dt.date | None:
    return dt.date.fromisoformat(text) if text else None


def _count(counts: dict[str, int], name: str) -> None:
    counts[name] = counts.get(name, 0) + 1
