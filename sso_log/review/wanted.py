"""The filters of the inbox as they stand in the address of the page; nonsense means any."""

from typing import Any

from flask import request

from sso_log.entries.kinds import KINDS
from sso_log.ids import parse_uuid
from sso_log.review.queries import Wanted

FLAGGED = {"yes": True, "no": False}
LONGEST_PAGE = 6


def wanted_from() -> Wanted:
    """The filters of the request in hand."""
    kind = request.args.get("kind", "").replace("-", "_")
    officer = request.args.get("officer", "")
    try:
        officer_id = parse_uuid(officer)
    except ValueError:
        officer_id = None
    return Wanted(
        kind=kind if kind in KINDS else None,
        flagged=FLAGGED.get(request.args.get("flagged", "")),
        officer_id=officer_id,
    )


def wanted_query() -> dict[str, Any]:
    """The same filters, for the addresses of links."""
    wanted = wanted_from()
    words = {True: "yes", False: "no", None: ""}[wanted.flagged]
    officer = str(wanted.officer_id) if wanted.officer_id else ""
    pairs = {"kind": wanted.kind or "", "flagged": words, "officer": officer}
    return {name: value for name, value in pairs.items() if value}


def page_number() -> int:
    """The page asked for, 1 for nonsense."""
    text = request.args.get("page", "")
    plain = text.isascii() and text.isdigit() and len(text) <= LONGEST_PAGE
    return int(text) if plain else 1
