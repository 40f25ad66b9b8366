"""The school register: read a whole file, then insert what is new and update what differs.

Only schools in the force's boroughs are kept, and those of the City of London, which another
force polices: they have no borough here. A school that is missing from the file stays as it is;
one that has closed is kept and marked. Importing the same file again changes nothing.
"""

import uuid
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from typing import Any, cast

import sqlalchemy as sa

from sso_log.audit.services import record
from sso_log.audit.tags import Tag
from sso_log.auth.identity import Actor
from sso_log.db import db
from sso_log.importers import school_columns as columns
from sso_log.importers.sheet import Problems, Row, Sheet
from sso_log.reference.files import borough_rows
from sso_log.reference.models import School, SchoolStatus, Unit, UnitKind
from sso_log.reference.queries.schools import search_text

AT_ONCE = 2_000
LONGEST_SOURCE = 120
Values = dict[str, Any]


@dataclass(frozen=True, slots=True)
class SchoolReport:
    """What an import of schools did, or would do."""

    rows: int
    created: int
    updated: int
    unchanged: int
    closed: int
    skipped: int
    dry_run: bool

    def as_dict(self) -> dict[str, Any]:
        """The same for programs."""
        return {"imported": not self.dry_run, **asdict(self)}

    @property
    def sentence(self) -> str:
        """The same for people."""
        done = "Would import" if self.dry_run else "Imported"
        return (
            f"{done} {self.rows - self.skipped:,} schools: {self.created:,} new, "
            f"{self.updated:,} changed ({self.closed:,} of them closed), "
            f"{self.unchanged:,} unchanged. "
            f"{self.skipped:,} outside the force’s boroughs were left out."
        )


@dataclass(frozen=True, slots=True)
class Area:
    """The boroughs whose schools are kept, by GSS code and by name; no unit for the City."""

    by_code: dict[str, uuid.UUID | None]
    by_name: dict[str, str]

    def code_of(self, gss_code: str, local_authority: str) -> str | None:
        """The GSS code of the borough a row is in; None when it is outside."""
        if gss_code:
            return gss_code if gss_code in self.by_code else None
        return self.by_name.get(local_authority.casefold())


def import_schools(actor: Actor, sheet: Sheet, source: str, dry_run: bool = False) -> SchoolReport:
    """Bring the register up to date with a sheet; flushes, the caller commits.

    Raises Refused with every problem, having changed nothing.
    """
    layout = columns.layout_of(sheet)
    area, problems, source = _area(), Problems(), source[:LONGEST_SOURCE]
    read, rows = _read(sheet, layout, area, problems)
    problems.refuse()
    fresh, changed = _compare(read, source)
    closed = sum(1 for _, new in changed if new.get("status") == SchoolStatus.CLOSED)
    report = SchoolReport(
        rows=rows,
        created=len(fresh),
        updated=len(changed),
        unchanged=len(read) - len(fresh) - len(changed),
        closed=closed,
        skipped=rows - len(read),
        dry_run=dry_run,
    )
    if not dry_run:
        _write(fresh, changed)
        detail = {k: v for k, v in asdict(report).items() if k != "dry_run"}
        record(actor, Tag.IMPORT, "schools", source, detail=detail)
    return report


def _read(
    sheet: Sheet, layout: columns.Layout, area: Area, problems: Problems
) -> tuple[dict[int, Values], int]:
    """The values of every school to keep, by URN, and how many rows there were."""
    read: dict[int, Values] = {}
    seen: dict[int, int] = {}
    rows = 0
    for row in sheet:
        rows += 1
        cell = row.cell(layout.headings["urn"])
        try:
            urn = columns.read_urn(cell)
        except columns.Wrong as wrong:
            problems.add(str(wrong), cell.row, cell.column)
            continue
        if urn in seen:
            problems.add(f"URN {urn} is in row {seen[urn]} already.", cell.row, cell.column)
            continue
        seen[urn] = row.number
        values = _values(row, layout, area, problems)
        if values is not None:
            read[urn] = values
    return read, rows


def _values(row: Row, layout: columns.Layout, area: Area, problems: Problems) -> Values | None:
    """One school; None when it is outside the area, whose other cells are not looked at."""
    values: Values = {}
    if layout.has("gss_code") or layout.has("local_authority_name"):
        code = area.code_of(
            _text(row, layout, "gss_code"), _text(row, layout, "local_authority_name")
        )
        if code is None:
            return None
        values |= {"gss_code": code, "borough_id": area.by_code[code]}
    for field, heading in layout.headings.items():
        if field in ("urn", "gss_code"):
            continue
        cell = row.cell(heading)
        try:
            values[field] = columns.read_field(field, cell)
        except columns.Wrong as wrong:
            problems.add(str(wrong), cell.row, cell.column)
    if layout.has("status") and values.get("status") is None:
        values["status"] = SchoolStatus.OPEN
    if layout.has("establishment_type"):
        values["setting"] = columns.setting_of(values.get("establishment_type"))
    return values


def _text(row: Row, layout: columns.Layout, field: str) -> str:
    return row.cell(layout.headings[field]).text if layout.has(field) else ""


def _compare(read: dict[int, Values], source: str) -> tuple[list[Values], list[tuple[int, Values]]]:
    """Rows to insert, and what to change in rows that are there."""
    held = _held()
    fresh: list[Values] = []
    changed: list[tuple[int, Values]] = []
    for urn, values in read.items():
        old = held.get(urn)
        whole = {**old, **values} if old else values
        name, postcode = whole.get("name") or "", whole.get("postcode")
        values["search_text"] = search_text(urn, name, postcode)
        if old is None:
            blank: Values = dict.fromkeys(_written(), None)
            fresh.append(
                {**blank, "status": SchoolStatus.OPEN, **values, "urn": urn, "source": source}
            )
            continue
        different = {name: value for name, value in values.items() if old[name] != value}
        if different:
            changed.append((urn, {**different, "source": source}))
    return fresh, changed


def _written() -> Iterable[str]:
    return [c.name for c in cast(sa.Table, School.__table__).columns if c.name != "successor_urn"]


def _held() -> dict[int, Values]:
    table = cast(sa.Table, School.__table__)
    return {row.urn: dict(row._mapping) for row in db.session.execute(sa.select(table))}


def _write(fresh: list[Values], changed: list[tuple[int, Values]]) -> None:
    table = cast(sa.Table, School.__table__)
    for start in range(0, len(fresh), AT_ONCE):
        db.session.execute(sa.insert(table), fresh[start : start + AT_ONCE])
    # Rows that differ in the same columns share one statement.
    groups: dict[tuple[str, ...], list[Values]] = {}
    for urn, new in changed:
        names = tuple(sorted(new))
        groups.setdefault(names, []).append({"the_urn": urn} | {f"new_{n}": new[n] for n in names})
    for names, rows in groups.items():
        statement = (
            sa.update(table)
            .where(table.c.urn == sa.bindparam("the_urn"))
            .values({name: sa.bindparam(f"new_{name}", type_=table.c[name].type) for name in names})
        )
        db.session.connection().execute(statement, rows)
    db.session.expire_all()


def _area() -> Area:
    boroughs = db.session.execute(
        sa.select(Unit.gss_code, Unit.id, Unit.name).where(
            Unit.kind == UnitKind.BOROUGH, Unit.gss_code.is_not(None)
        )
    ).all()
    by_code: dict[str, uuid.UUID | None] = {row.gss_code: row.id for row in boroughs}
    by_name = {row.name.casefold(): row.gss_code for row in boroughs}
    for row in borough_rows():
        if not row["bcu"]:
            by_code.setdefault(row["code"], None)
            by_name.setdefault(row["name"].casefold(), row["code"])
    return Area(by_code, by_name)
