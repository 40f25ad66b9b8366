"""An officer's own entries: a list to filter and to page through."""

import datetime as dt
from dataclasses import dataclass
from typing import Any

from flask import render_template, request, url_for
from flask.typing import ResponseReturnValue

from sso_log.auth.guards import current_actor, requires
from sso_log.auth.policy import Permission
from sso_log.entries.blueprint import blueprint
from sso_log.entries.kinds import KINDS
from sso_log.entries.parse import Refused, read_date
from sso_log.entries.queries import PAGE, Filter, find
from sso_log.workflow.states import Status

LONGEST_REFERENCE = 12
MOST_PAGES = 10_000


@dataclass(frozen=True, slots=True)
class ListFilter:
    """The filters as they stand in the address, cleaned: what is no filter is left out."""

    status: str
    kind: str
    from_on: dt.date | None
    until_on: dt.date | None
    reference: str
    page: int

    @property
    def query(self) -> dict[str, Any]:
        """The filters for an address."""
        texts = {
            "status": self.status,
            "kind": self.kind,
            "from": self.from_on.isoformat() if self.from_on else "",
            "until": self.until_on.isoformat() if self.until_on else "",
            "reference": self.reference,
        }
        return {name: value for name, value in texts.items() if value}

    def address(self, page: int) -> str:
        """The address of another page of the same list."""
        values: dict[str, Any] = {**self.query, "page": page if page > 1 else None}
        return url_for("entries.own", **values)


@blueprint.get("/entries")
@requires(Permission.WRITE_ENTRY)
def own() -> ResponseReturnValue:
    """Every entry of the person signed in, the one touched last first."""
    filters = filters_from_address()
    narrowed = Filter(
        officer_id=current_actor().id,
        kinds=(filters.kind,) if filters.kind else (),
        statuses=(filters.status,) if filters.status else (),
        from_on=filters.from_on,
        until_on=filters.until_on,
        reference=filters.reference or None,
    )
    rows, total = find(narrowed, filters.page)
    pages = max(1, -(-total // PAGE))
    return render_template(
        "entries/own.html",
        rows=rows,
        total=total,
        filters=filters,
        pages=pages,
        kinds=[(kind.code, kind.plural.capitalize()) for kind in KINDS.values()],
        statuses=[(status.value, status.words) for status in Status],
    )


def filters_from_address() -> ListFilter:
    """Read the filters; a value that makes no sense is no filter."""
    given = request.args
    kind = given.get("kind", "").replace("-", "_")
    status = given.get("status", "")
    reference = given.get("reference", "").strip().upper()[:LONGEST_REFERENCE]
    page = given.get("page", "1")
    number = int(page) if page.isascii() and page.isdigit() and len(page) < 8 else 1
    return ListFilter(
        status=status if status in set(Status) else "",
        kind=kind if kind in KINDS else "",
        from_on=_day(given.get("from", "")),
        until_on=_day(given.get("until", "")),
        reference=reference,
        page=min(max(1, number), MOST_PAGES),
    )


def _day(text: str) -> dt.date | None:
    try:
        return read_date(text.strip())
    except Refused:
        return None
