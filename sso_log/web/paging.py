"""Pages of a list, for every list there is: which rows one page has, and the links to the others.

A list that is counted is a `Page`; `templates/components/lists.html` draws its `pager`. Nothing
here knows what the rows are.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar
from urllib.parse import urlencode

from flask import request, url_for

Row = TypeVar("Row")
PAGE_SIZE = 50
Read = Callable[[int, int], Sequence[Row]]


@dataclass(frozen=True, slots=True)
class Page(Generic[Row]):
    """Some rows of a list: `number` counts pages from 1, `total` counts rows on all of them."""

    rows: Sequence[Row]
    total: int
    number: int = 1
    size: int = PAGE_SIZE

    @property
    def pages(self) -> int:
        """How many pages there are, at least one."""
        return pages_of(self.total, self.size)


def pages_of(total: int, size: int = PAGE_SIZE) -> int:
    """How many pages so many rows take, at least one."""
    return max(1, -(-total // size))


def read_page(total: int, number: int, read: Read[Row], size: int = PAGE_SIZE) -> Page[Row]:
    """The page with this number, or the nearest there is; `read(limit, offset)` gives its rows."""
    number = min(max(1, number), pages_of(total, size))
    return Page(read(size, (number - 1) * size), total, number, size)


def page_of(rows: Sequence[Row], number: int, size: int = PAGE_SIZE) -> Page[Row]:
    """One page of rows that are all there already."""
    return read_page(len(rows), number, lambda limit, start: rows[start : start + limit], size)


def page_address(
    number: int, leave_out: Sequence[str] = (), anchor: str = "", path: str = ""
) -> str:
    """The address of the request in hand with another page number and the same filters.

    `path` is that of the list where the request in hand was for something else.
    """
    pairs = [
        (name, value)
        for name, value in request.args.items(multi=True)
        if value and name != "page" and name not in leave_out
    ]
    pairs += [("page", str(number))] if number > 1 else []
    path = path or url_for(request.endpoint or "", **(request.view_args or {}))
    return path + (f"?{urlencode(pairs)}" if pairs else "") + (f"#{anchor}" if anchor else "")


def pager(
    page: Page[Any], leave_out: Sequence[str] = (), anchor: str = "", path: str = ""
) -> dict[str, Any]:
    """Parameters of the GOV.UK pagination component; none for a single page."""
    if page.pages == 1:
        return {}

    def link(number: int) -> dict[str, Any]:
        return {"href": page_address(number, leave_out, anchor, path)}

    near = range(max(1, page.number - 1), min(page.pages, page.number + 1) + 1)
    items: list[dict[str, Any]] = []
    last = 0
    for number in sorted({1, *near, page.pages}):
        if number > last + 1:
            items.append({"ellipsis": True})
        items.append({"number": number, "current": number == page.number, **link(number)})
        last = number
    params: dict[str, Any] = {"items": items}
    if page.number > 1:
        params["previous"] = link(page.number - 1)
    if page.number < page.pages:
        params["next"] = link(page.number + 1)
    return params
