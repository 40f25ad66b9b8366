"""The school register: read a whole file, then insert what is new and update what differs.

Only schools in the force's boroughs are taken, and those of the City of London, which another
force polices: they have no borough here. A school that is missing from the file stays as it is;
one that has closed stays and is marked. Importing the same file again changes nothing.
"""

import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, cast

import sqlalchemy as sa

from sso_log.auth.identity import Actor
from sso_log.db import db
from sso_log.importers import school_columns as columns
from sso_log.importers.tables import Problems, Report, Row, Table
from sso_log.reference.files import borough_rows
from sso_log.reference.models import School, SchoolStatus, Unit, UnitKind
from sso_log.reference.queries.schools import search_text

AT_ONCE = 2_000
LONGEST_SOURCE = 120
REGISTER = cast(sa.Table, School.__table__)
Values = dict[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class SchoolReport(Report):
    """What an import of schools did, or would do; those closed are among those updated."""

    subject = "schools"
    created: int
    closed: int

    @property
    def sentence(self) -> str:
        done = "Would import" if self.dry_run else "Imported"
        return (
            f"{done} {self.rows - self.skipped:,} schools: {self.created:,} new, "
            f"{self.updated:,} changed ({self.closed:,} of them closed), "
            f"{self.unchanged:,} unchanged. "
            f"{self.skipped:,} outside the force’s boroughs were left out."
        )


@dataclass(frozen=True, slots=True)
class Area:
    """The boroughs whose schools are taken, by GSS code and by name; no unit for the City."""

    by_code: dict[str, uuid.UUID | None]
    by_name: dict[str, str]

    def code_of(self, gss_code: str, local_authority: str) -> str | None:
        """The GSS code of the borough a row is in; None when it is outside."""
        if gss_code:
            return gss_code if gss_code in self.by_code else None
        return self.by_name.get(local_authority.casefold())


def import_schools(actor: Actor, table: Table, source: str, dry_run: bool = False) -> SchoolReport:
    """Bring the register up to date with a table; flushes, the caller commits.

    Raises Refused with every problem, having changed nothing.
    """
    source = source[:LONGEST_SOURCE]
    schools, rows = _read(table)
    new, changes = _compare(schools, source)
    report = SchoolReport(
        rows=rows,
        created=len(new),
        updated=len(changes),
        unchanged=len(schools) - len(new) - len(changes),
        closed=sum(values.get("status") == SchoolStatus.CLOSED for values in changes.values()),
        skipped=rows - len(schools),
        dry_run=dry_run,
    )
    if not dry_run:
        for start in range(0, len(new), AT_ONCE):
            db.session.execute(sa.insert(REGISTER), new[start : start + AT_ONCE])
        update_schools(changes)
        report.record(actor, source)
    return report


def update_schools(changes: Mapping[int, Values]) -> None:
    """Write new values of schools, by URN; those with the same columns share a statement."""
    groups: dict[tuple[str, ...], list[Values]] = {}
    for urn, new in changes.items():
        names = tuple(sorted(new))
        groups.setdefault(names, []).append({"the_urn": urn} | {f"new_{n}": new[n] for n in names})
    for names, rows in groups.items():
        values = {name: sa.bindparam(f"new_{name}", type_=REGISTER.c[name].type) for name in names}
        statement = sa.update(REGISTER).where(REGISTER.c.urn == sa.bindparam("the_urn"))
        db.session.connection().execute(statement.values(values), rows)
    db.session.expire_all()


def _read(table: Table) -> tuple[dict[int, Values], int]:
    """The values of every school of the area, by URN, and how many rows there were."""
    headings, area, problems = columns.headings_of(table), _area(), Problems()
    schools: dict[int, Values] = {}
    first_rows: dict[int, int] = {}
    rows = 0
    for row in table:
        rows += 1
        cell = row.cell(headings["urn"])
        urn = problems.read(columns.read_urn, cell)
        if urn is None:
            continue
        if urn in first_rows:
            problems.add(f"URN {urn} is in row {first_rows[urn]} already.", cell.row, cell.column)
            continue
        first_rows[urn] = row.number
        values = _values(row, headings, area, problems)
        if values is not None:
            schools[urn] = values
    problems.refuse()
    return schools, rows


def _values(row: Row, headings: Mapping[str, str], area: Area, problems: Problems) -> Values | None:
    """One school; None when it is outside the area, whose other cells are not looked at."""
    values: Values = {}
    places = ("gss_code", "local_authority_name")
    if any(field in headings for field in places):
        texts = [row.cell(headings[field]).text if field in headings else "" for field in places]
        code = area.code_of(*texts)
        if code is None:
            return None
        values |= {"gss_code": code, "borough_id": area.by_code[code]}
    for field, heading in headings.items():
        if field not in ("urn", "gss_code"):
            values[field] = problems.read(columns.reader_of(field), row.cell(heading))
    if "status" in headings and values["status"] is None:
        values["status"] = SchoolStatus.OPEN
    if "establishment_type" in headings:
        values["setting"] = columns.setting_of(values["establishment_type"])
    return values


def _compare(schools: Mapping[int, Values], source: str) -> tuple[list[Values], dict[int, Values]]:
    """Rows to insert, and what to change in rows that are there, by URN."""
    stored = {row.urn: row._asdict() for row in db.session.execute(sa.select(REGISTER))}
    names = {column.name for column in REGISTER.columns} - {"successor_urn"}
    blank: Values = dict.fromkeys(names) | {"status": SchoolStatus.OPEN}
    new: list[Values] = []
    changes: dict[int, Values] = {}
    for urn, values in schools.items():
        old = stored.get(urn)
        whole = {**(old or blank), **values}
        values["search_text"] = search_text(urn, whole["name"], whole["postcode"])
        if old is None:
            new.append({**blank, **values, "urn": urn, "source": source})
            continue
        different = {name: value for name, value in values.items() if old[name] != value}
        if different:
            changes[urn] = {**different, "source": source}
    return new, changes


def _area() -> Area:
    statement = sa.select(Unit.gss_code, Unit.id, Unit.name)
    boroughs = db.session.execute(
        statement.where(Unit.kind == UnitKind.BOROUGH, Unit.gss_code.is_not(None))
    ).all()
    by_code: dict[str, uuid.UUID | None] = {row.gss_code: row.id for row in boroughs}
    by_name = {row.name.casefold(): row.gss_code for row in boroughs}
    for row in borough_rows():
        if not row["bcu"]:
            by_code.setdefault(row["code"], None)
            by_name.setdefault(row["name"].casefold(), row["code"])
    return Area(by_code, by_name)
