"""A table of figures, declared column by column once for the page and for the file."""

import datetime as dt
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from flask import url_for

from sso_log.web.filters import short_date

Row = TypeVar("Row")
Cell = str | int | float | None
# Text, or what `data_table` of components/figures.html draws: text, href, note and so on.
Shown = str | Mapping[str, Any]
PageTable = dict[str, Any]
DIGITS = 6
# The heading of a column of bars, which says nothing.
BAR = "bar"


@dataclass(frozen=True, slots=True)
class Column(Generic[Row]):
    """One column. `name` heads it in a file and `heading` on a page; without one it is not there.

    A file holds the `value`; a page shows it in `words`, or what `shown` makes of the whole row.
    `sort` is the order that the heading leads to on a page, `falling` whether the largest then
    come first; a table that is `narrow` leaves the `wide` columns out.
    """

    name: str = ""
    value: Callable[[Row], Any] = lambda _row: None
    heading: str = ""
    words: Callable[[Any], str] = str
    shown: Callable[[Row], Shown] | None = None
    number: bool = True
    sort: str = ""
    falling: bool = True
    wide: bool = False

    @property
    def order(self) -> str:
        """The order of the rows when they are sorted by this column, as `aria-sort` has it."""
        return "descending" if self.falling else "ascending"

    def on_page(self, row: Row) -> Shown:
        return self.words(self.value(row)) if self.shown is None else self.shown(row)


Columns = Sequence[Column[Row]]


def day_cell(day: dt.date | None) -> Shown:
    return {"text": short_date(day), "href": "", "nowrap": True}


def entry_columns(*details: Column[Any], linked: bool) -> Columns[Any]:
    """The columns of a list of entries: reference, date, the details of this list, and status.

    Only whoever may open an entry gets a link to it.
    """

    def reference(row: Any) -> Shown:
        href = url_for("entries.show", entry_id=row.id) if linked else ""
        return {"text": row.reference, "href": href, "nowrap": True}

    def status(row: Any) -> Shown:
        return {"text": row.status.words, "status": row.status.value}

    return (
        Column(heading="Entry", shown=reference, number=False),
        Column(heading="Date", shown=lambda row: day_cell(row.happened_on), number=False),
        *details,
        Column(heading="Status", shown=status, number=False),
    )


def page_table(
    columns: Columns[Row],
    rows: Iterable[Row],
    *,
    foot: Row | None = None,
    narrow: bool = False,
    sort_links: Mapping[str, str] | None = None,
    sorted_by: str = "",
) -> PageTable:
    shown = [each for each in columns if each.heading and not (narrow and each.wide)]
    links = sort_links or {}
    return {
        "head": [
            {
                "text": each.heading,
                "number": each.number,
                "href": links.get(each.sort, ""),
                "sorted": each.order if each.sort and each.sort == sorted_by else "",
            }
            for each in shown
        ],
        "rows": [[each.on_page(row) for each in shown] for row in rows],
        "foot": None if foot is None else [each.on_page(foot) for each in shown],
        "wide": any(each.wide for each in shown),
    }


def file_rows(columns: Columns[Row], rows: Iterable[Row]) -> Iterator[tuple[Cell, ...]]:
    filed = [each for each in columns if each.name]
    yield tuple(each.name for each in filed)
    for row in rows:
        yield tuple(_rounded(each.value(row)) for each in filed)


def _rounded(value: Cell) -> Cell:
    return round(value, DIGITS) if isinstance(value, float) else value
