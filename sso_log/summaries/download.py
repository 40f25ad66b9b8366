"""Figures as a file: who may take them away, that it is recorded, and the answer itself."""

from collections.abc import Callable, Iterable, Sequence

from flask import Response, request, stream_with_context

from sso_log.audit.services import record_reading
from sso_log.audit.tags import Tag
from sso_log.auth.guards import current_actor
from sso_log.auth.policy import Permission, require
from sso_log.errors import Invalid
from sso_log.summaries.csv_file import csv_lines
from sso_log.summaries.filters import Selection, recorded
from sso_log.summaries.scope import Scope

Rows = Iterable[Sequence[object]]
PAGE, CSV = "html", "csv"


def wants_file() -> bool:
    """Whether the request is for a file. Raises Invalid for a format that there is not."""
    requested = request.args.get("format", PAGE)
    if requested not in (PAGE, CSV):
        raise Invalid({"format": [f"These figures can be downloaded as {CSV}."]})
    return requested == CSV


def download(
    scope: Scope,
    selections: Iterable[Selection],
    area: str,
    subject: str,
    stem: str,
    read: Callable[[], Rows],
) -> Response:
    """A table as a file of which `stem` begins the name; `area` and `subject` go on record.

    The disclosure is recorded before anything is read. Raises Invalid if anything in the address
    could not be read, NotPermitted for who may not take figures away.
    """
    actor = current_actor()
    require(actor, Permission.EXPORT)
    scope.refuse_problems()
    period = {"from": scope.from_on, "until": scope.until_on}
    record_reading(
        actor,
        Tag.EXPORT,
        area,
        subject,
        unit_id=scope.unit.id,
        detail={"format": CSV, **period, "unit": scope.unit.code, **recorded(selections)},
    )
    filename = f"{stem}-{scope.unit.code}-{scope.from_on}-to-{scope.until_on}.{CSV}"
    return Response(
        stream_with_context(csv_lines(read())),
        mimetype="text/csv",
        headers={"Content-Disposition": f'attachment; filename="{filename}"'},
    )
