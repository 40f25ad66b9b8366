"""The links between schools: which school came after one that closed or merged.

A school may have several links; the successor kept is the one linked last, a plain successor
before a merger or a split. Links of other kinds, and links of schools that are not in the
register, are left out and counted.
"""

import datetime as dt
from dataclasses import asdict, dataclass
from typing import Any, cast

import sqlalchemy as sa

from sso_log.audit.services import record
from sso_log.audit.tags import Tag
from sso_log.auth.identity import Actor
from sso_log.db import db
from sso_log.importers import school_columns as columns
from sso_log.importers.sheet import Problems, Row, Sheet, plain, refused
from sso_log.reference.models import School

HEADINGS = ("URN", "LinkURN", "LinkName", "LinkType", "LinkEstablishedDate")
ENDS = ("URN", "LinkURN")
LONG_AGO = dt.date(1, 1, 1)
Rank = tuple[dt.date, bool, int]


@dataclass(frozen=True, slots=True)
class LinkReport:
    """What an import of links did, or would do."""

    rows: int
    updated: int
    unchanged: int
    skipped: int
    dry_run: bool

    def as_dict(self) -> dict[str, Any]:
        """The same for programs."""
        return {"imported": not self.dry_run, **asdict(self)}

    @property
    def sentence(self) -> str:
        """The same for people."""
        done = "Would set" if self.dry_run else "Set"
        return (
            f"{done} the successor of {self.updated:,} schools; {self.unchanged:,} were right "
            f"already. {self.skipped:,} of {self.rows:,} links were left out."
        )


def is_links(sheet: Sheet) -> bool:
    """Whether a sheet is a file of links rather than a register."""
    return sheet.heading_of("LinkURN") is not None


def import_links(actor: Actor, sheet: Sheet, source: str, dry_run: bool = False) -> LinkReport:
    """Set the successors of schools; flushes, the caller commits. Raises Refused."""
    headings = {name: sheet.heading_of(name) for name in HEADINGS}
    for name in (*ENDS, "LinkType"):
        if headings[name] is None:
            raise refused(f"There is no column “{name}”.", 1)
    found, rows, used = _read(sheet, {k: v for k, v in headings.items() if v})
    held = {
        row.urn: row.successor_urn
        for row in db.session.execute(sa.select(School.urn, School.successor_urn))
    }
    known = {urn: link for urn, link in found.items() if urn in held}
    changed = {urn: link for urn, link in known.items() if held[urn] != link}
    report = LinkReport(
        rows=rows,
        updated=len(changed),
        unchanged=len(known) - len(changed),
        skipped=rows - sum(used[urn] for urn in known),
        dry_run=dry_run,
    )
    if not dry_run:
        _write(changed)
        detail = {k: v for k, v in asdict(report).items() if k != "dry_run"}
        record(actor, Tag.IMPORT, "school links", source, detail=detail)
    return report


def _read(sheet: Sheet, headings: dict[str, str]) -> tuple[dict[int, int], int, dict[int, int]]:
    """Successor by URN, how many rows there were, and how many were used for each URN."""
    best: dict[int, tuple[Rank, int]] = {}
    used: dict[int, int] = {}
    problems, rows = Problems(), 0
    for row in sheet:
        rows += 1
        link = _link(row, headings, problems)
        if link is None:
            continue
        urn, successor, rank = link
        used[urn] = used.get(urn, 0) + 1
        if urn not in best or rank > best[urn][0]:
            best[urn] = (rank, successor)
    problems.refuse()
    return {urn: successor for urn, (_, successor) in best.items()}, rows, used


def _link(row: Row, headings: dict[str, str], problems: Problems) -> tuple[int, int, Rank] | None:
    """The school, its successor and how much the link counts; None for other kinds of link."""
    cells = {name: row.cell(heading) for name, heading in headings.items()}
    numbers: dict[str, int] = {}
    for name in ENDS:
        try:
            numbers[name] = columns.read_urn(cells[name])
        except columns.Wrong as wrong:
            problems.add(str(wrong), row.number, cells[name].column)
    linked_on = LONG_AGO
    date = cells.get("LinkEstablishedDate")
    if date is not None and date.text:
        try:
            linked_on = columns.read_field("opened_on", date)
        except columns.Wrong as wrong:
            problems.add(str(wrong), row.number, date.column)
    kind = plain(cells["LinkType"].text)
    if len(numbers) < len(ENDS) or not kind.startswith(("successor", "predecessor")):
        return None
    if numbers["URN"] == numbers["LinkURN"]:
        problems.add("A school cannot be linked to itself.", row.number, cells["LinkURN"].column)
        return None
    urn, successor = numbers["URN"], numbers["LinkURN"]
    if kind.startswith("predecessor"):
        urn, successor = successor, urn
    return urn, successor, (linked_on, kind in ("successor", "predecessor"), -successor)


def _write(changed: dict[int, int]) -> None:
    if not changed:
        return
    table = cast(sa.Table, School.__table__)
    statement = (
        sa.update(table)
        .where(table.c.urn == sa.bindparam("the_urn"))
        .values(successor_urn=sa.bindparam("the_successor"))
    )
    rows = [{"the_urn": urn, "the_successor": link} for urn, link in changed.items()]
    db.session.connection().execute(statement, rows)
    db.session.expire_all()
