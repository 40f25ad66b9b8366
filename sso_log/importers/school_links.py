"""The links between schools: which school came after one that closed or merged.

A school may have several links; the successor stored is the one linked last, a plain successor
before a merger or a split. Links of other kinds, and links of schools that are not in the
register, are left out and counted.
"""

import datetime as dt
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

import sqlalchemy as sa

from sso_log.auth.identity import Actor
from sso_log.db import db
from sso_log.importers import school_columns as columns
from sso_log.importers.schools import update_schools
from sso_log.importers.tables import Problems, Report, Row, Table, plain
from sso_log.reference.models import School

REQUIRED = ("URN", "LinkURN", "LinkType")
HEADINGS = {name: (name,) for name in (*REQUIRED, "LinkEstablishedDate")}
Rank = tuple[dt.date, bool, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class LinkReport(Report):
    """What an import of links did, or would do."""

    subject = "school links"

    @property
    def sentence(self) -> str:
        done = "Would set" if self.dry_run else "Set"
        return (
            f"{done} the successor of {self.updated:,} schools; {self.unchanged:,} were right "
            f"already. {self.skipped:,} of {self.rows:,} links were left out."
        )


def is_links(table: Table) -> bool:
    """Whether a table is a file of links rather than a register."""
    return plain("LinkURN") in map(plain, table.headings)


def import_links(actor: Actor, table: Table, source: str, dry_run: bool = False) -> LinkReport:
    """Set the successors of schools; flushes, the caller commits. Raises Refused."""
    successors, rows, used = _read(table)
    pairs = db.session.execute(sa.select(School.urn, School.successor_urn))
    stored = {urn: successor for urn, successor in pairs if urn in successors}
    changes = {
        urn: {"successor_urn": successors[urn]}
        for urn, successor in stored.items()
        if successors[urn] != successor
    }
    report = LinkReport(
        rows=rows,
        updated=len(changes),
        unchanged=len(stored) - len(changes),
        skipped=rows - sum(used[urn] for urn in stored),
        dry_run=dry_run,
    )
    if not dry_run:
        update_schools(changes)
        report.record(actor, source)
    return report


def _read(table: Table) -> tuple[dict[int, int], int, Counter[int]]:
    """Successor by URN, how many rows there were, and how many were used for each URN."""
    headings = table.headings_of(HEADINGS, REQUIRED)
    best: dict[int, tuple[Rank, int]] = {}
    used: Counter[int] = Counter()
    problems, rows = Problems(), 0
    for row in table:
        rows += 1
        link = _link(row, headings, problems)
        if link is not None:
            urn, successor, rank = link
            used[urn] += 1
            best[urn] = max(best.get(urn, (rank, successor)), (rank, successor))
    problems.refuse()
    return {urn: successor for urn, (_, successor) in best.items()}, rows, used


def _link(
    row: Row, headings: Mapping[str, str], problems: Problems
) -> tuple[int, int, Rank] | None:
    """The school, its successor and how much the link counts; None for other kinds of link."""
    cells = {name: row.cell(heading) for name, heading in headings.items()}
    urn = problems.read(columns.read_urn, cells["URN"])
    successor = problems.read(columns.read_urn, cells["LinkURN"])
    date = cells.get("LinkEstablishedDate")
    linked_on = problems.read(columns.read_day, date) if date is not None and date.text else None
    kind = plain(cells["LinkType"].text)
    if urn is None or successor is None or not kind.startswith(("successor", "predecessor")):
        return None
    if urn == successor:
        problems.add("A school cannot be linked to itself.", row.number, cells["LinkURN"].column)
        return None
    if kind.startswith("predecessor"):
        urn, successor = successor, urn
    is_plain = kind in ("successor", "predecessor")
    return urn, successor, (linked_on or dt.date.min, is_plain, -successor)
