"""An officer's own entries: a list to filter and to page through."""

import datetime as dt
import uuid

from flask import render_template
from flask.typing import ResponseReturnValue

from sso_log.auth.guards import current_actor, requires
from sso_log.auth.policy import Permission
from sso_log.entries.blueprint import blueprint
from sso_log.entries.kinds import KINDS
from sso_log.entries.parse import Refused, read_date
from sso_log.entries.queries import Filter, find
from sso_log.web.query_string import QueryString
from sso_log.workflow.states import Status

LONGEST_REFERENCE = 12


@blueprint.get("/entries")
@requires(Permission.WRITE_ENTRY)
def own() -> ResponseReturnValue:
    """Every entry of the person signed in, the one touched last first."""
    query = QueryString.of_request()
    filters = filters_of(query, current_actor().id)
    return render_template(
        "entries/own.html",
        page=find(filters, query.page),
        filters=filters,
        kinds=[(kind.code, kind.plural.capitalize()) for kind in KINDS.values()],
        statuses=[(status.value, status.words) for status in Status],
    )


def filters_of(query: QueryString, officer_id: uuid.UUID) -> Filter:
    """The filters of an address; a value that makes no sense is no filter."""
    kind = query.text("kind").replace("-", "_")
    status = query.choice("status", list(Status))
    return Filter(
        officer_id=officer_id,
        kind=kind if kind in KINDS else None,
        status=status or None,
        from_on=_day(query.text("from")),
        until_on=_day(query.text("until")),
        reference=query.text("reference", LONGEST_REFERENCE).upper() or None,
    )


def _day(text: str) -> dt.date | None:
    try:
        return read_date(text)
    except Refused:
        return None
