"""Rows of reference data and files to import, for tests."""

import csv
import io
from collections.abc import Iterable
from typing import Any

from sso_log.db import db
from sso_log.reference.models import School
from sso_log.reference.queries.schools import search_text
from sso_log.reference.queries.units import the_unit

SHORT_HEADER = (
    "urn", "name", "local_authority_name", "phase_of_education", "gender", "status", "gss_code",
    "dfe_la_code",
)  # fmt: skip
HACKNEY = "E09000012"


def a_school(
    urn: int, name: str = "Fig Tree School", gss: str | None = HACKNEY, **facts: Any
) -> School:
    """An open school in Hackney, unless said otherwise; flushed, not committed."""
    borough = the_unit(gss) if gss else None
    values: dict[str, Any] = {
        "status": "open",
        "phase": "secondary",
        "gss_code": gss,
        "borough_id": borough.id if borough else None,
        "local_authority_name": borough.name if borough else "City of London",
        "source": "test",
        **facts,
    }
    school = School(
        urn=urn, name=name, search_text=search_text(urn, name, values.get("postcode")), **values
    )
    db.session.add(school)
    db.session.flush()
    return school


def a_row(urn: object, name: str = "Grove School", **changed: str) -> dict[str, str]:
    """A row of the short register, in Hackney unless said otherwise."""
    row = {
        "urn": str(urn),
        "name": name,
        "local_authority_name": "Hackney",
        "phase_of_education": "Secondary",
        "gender": "Mixed",
        "status": "Open",
        "gss_code": HACKNEY,
        "dfe_la_code": "204",
    }
    return row | changed


def a_file(rows: Iterable[dict[str, str]], header: Iterable[str] = SHORT_HEADER) -> bytes:
    """Rows as the bytes of a CSV file."""
    stream = io.StringIO(newline="")
    writer = csv.DictWriter(stream, list(header), extrasaction="ignore")
    writer.writeheader()
    writer.writerows(rows)
    return stream.getvalue().encode()
