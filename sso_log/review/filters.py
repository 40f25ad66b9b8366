"""The filters of the inbox as they stand in the address of the page; nonsense means any."""

from typing import Any

from flask import request

from sso_log.entries.kinds import KINDS
from sso_log.ids import parse_uuid
from sso_log.review.queries import InboxFilter

FLAGGED = {"yes": True, "no": False}
LONGEST_PAGE = 6


def inbox_filter() -> InboxFilter:
    """The filters of the request in hand."""
    kind = request.args.get("kind", "").replace("-", "_")
    officer = request.args.get("officer", "")
    try:
        officer_id = parse_uuid(officer)
    except ValueError:
        officer_id = None
    return InboxFilter(
        kind=kind if kind in KINDS else None,
        flagged=FLAGGED.get(request.args.get("flagged", "")),
        officer_id=officer_id,
    )


def filter_query() -> dict[str, Any]:
    """The same filters, for the addresses of links."""
    filters = inbox_filter()
    words = {True: "yes", False: "no", None: ""}[filters.flagged]
    officer = str(filters.officer_id) if filters.officer_id else ""
    pairs = {"kind": filters.kind or "", "flagged": words, "officer": officer}
    return {name: value for name, value in pairs.items() if value}


def page_number() -> int:
    """The page asked for, 1 for nonsense."""
    text = request.args.get("page", "")
    plain = text.isascii() and text.isdigit() and len(text) <= LONGEST_PAGE
    return int(text) if plain else 1
