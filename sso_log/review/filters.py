"""The filters of the inbox as they stand in the address of the page; nonsense means any."""

from typing import Any

from sso_log.entries.kinds import KINDS
from sso_log.review.queries import InboxFilter
from sso_log.web.query_string import QueryString

FLAGGED = {"yes": True, "no": False}


def inbox_filter() -> InboxFilter:
    """The filters of the request in hand."""
    query = QueryString.of_request()
    kind = query.text("kind").replace("-", "_")
    return InboxFilter(
        kind=kind if kind in KINDS else None,
        flagged=FLAGGED.get(query.text("flagged")),
        officer_id=query.identity("officer"),
    )


def filter_query() -> dict[str, Any]:
    """The same filters, for the addresses of links."""
    filters = inbox_filter()
    words = {True: "yes", False: "no", None: ""}[filters.flagged]
    officer = str(filters.officer_id) if filters.officer_id else ""
    pairs = {"kind": filters.kind or "", "flagged": words, "officer": officer}
    return {name: value for name, value in pairs.items() if value}
