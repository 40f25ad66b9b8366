"""What the columns of a school register are called, and what their values mean.

Two layouts are known: the national register of Get Information about Schools (about 140 columns)
and its short form in snake case. A file needs a URN and a name; any other column may be missing,
and what is missing is left as it is in the register.
"""

import datetime as dt
import re
from collections.abc import Callable, Mapping
from functools import cache
from typing import Any

from sso_log.importers.tables import Cell, Table, Wrong, plain
from sso_log.reference.files import read_rows
from sso_log.reference.models import SchoolStatus

URN = re.compile(r"[1-9][0-9]{5}")
DAY = re.compile(r"([0-9]{2})[-/]([0-9]{2})[-/]([0-9]{4})")
POSTCODE = re.compile(r"([A-Z]{1,2}[0-9][A-Z0-9]?) ?([0-9][A-Z]{2})")
MOST_PUPILS, LONGEST_NUMBER = 20_000, 6
QUOTED = 30
REQUIRED = ("urn", "name")
STATUSES = {
    "open": SchoolStatus.OPEN,
    "closed": SchoolStatus.CLOSED,
    "openbutproposedtoclose": SchoolStatus.CLOSING,
    "proposedtoclose": SchoolStatus.CLOSING,
    "proposedtoopen": SchoolStatus.PROPOSED,
}
GENDERS = {"boys": "boys", "girls": "girls", "mixed": "mixed"}
NO_GENDER = {"notapplicable", "notcollected", "none"}


def read_urn(cell: Cell) -> int:
    """A URN: six digits."""
    if URN.fullmatch(cell.text) is None:
        raise Wrong(f"A URN has six digits, not “{_short(cell.text)}”.")
    return int(cell.text)


def setting_of(establishment_type: str | None) -> str | None:
    """The setting that a type of establishment is counted under."""
    return _by_label("establishment_type", "setting").get(plain(establishment_type or ""))


def _name(cell: Cell) -> str:
    if not cell.text:
        raise Wrong("The school has no name.")
    return " ".join(_text(200)(cell).split())


def _text(longest: int) -> Callable[[Cell], str]:
    def read(cell: Cell) -> str:
        if len(cell.text) > longest:
            raise Wrong(f"The text is longer than {longest} characters.")
        return cell.text

    return read


def _one_of(known: Mapping[str, str], what: str) -> Callable[[Cell], str]:
    def read(cell: Cell) -> str:
        value = known.get(plain(cell.text))
        if value is None:
            raise Wrong(f"“{_short(cell.text)}” is not a {what} that is known here.")
        return str(value)

    return read


def _phase(cell: Cell) -> str:
    phases = _by_label("school_phase", "code") | {"notapplicable": "not_applicable"}
    return _one_of(phases, "phase")(cell)


def _gender(cell: Cell) -> str | None:
    return None if plain(cell.text) in NO_GENDER else _one_of(GENDERS, "gender")(cell)


def _pupils(cell: Cell) -> int:
    if not (cell.text.isascii() and cell.text.isdigit()) or len(cell.text) > LONGEST_NUMBER:
        raise Wrong(f"The number of pupils is a whole number, not “{_short(cell.text)}”.")
    if int(cell.text) > MOST_PUPILS:
        raise Wrong(f"A school has at most {MOST_PUPILS:,} pupils.")
    return int(cell.text)


def read_day(cell: Cell) -> dt.date:
    """A day, written 31-08-2025, 31/08/2025 or 2025-08-31."""
    match = DAY.fullmatch(cell.text)
    text = f"{match[3]}-{match[2]}-{match[1]}" if match else cell.text
    try:
        return dt.date.fromisoformat(text)
    except ValueError:
        raise Wrong(f"“{_short(cell.text)}” is not a date like 31-08-2025.") from None


def _postcode(cell: Cell) -> str:
    match = POSTCODE.fullmatch(cell.text.upper())
    if match is None:
        raise Wrong(f"“{_short(cell.text)}” is not a postcode.")
    return f"{match[1]} {match[2]}"


# How each field is read, and what its column is called.
COLUMNS: dict[str, tuple[Callable[[Cell], Any], tuple[str, ...]]] = {
    "urn": (read_urn, ("URN",)),
    "name": (_name, ("EstablishmentName", "name", "school_name")),
    "status": (_one_of(STATUSES, "status"), ("EstablishmentStatus (name)", "status")),
    "phase": (_phase, ("PhaseOfEducation (name)", "phase_of_education", "phase")),
    "establishment_type": (_text(80), ("TypeOfEstablishment (name)", "type_of_establishment")),
    "gender": (_gender, ("Gender (name)", "gender")),
    "local_authority_name": (_text(80), ("LA (name)", "local_authority_name")),
    "gss_code": (_text(9), ("GSSLACode (name)", "gss_code", "DistrictAdministrative (code)")),
    "ward_code": (_text(9), ("AdministrativeWard (code)", "ward_code")),
    "ward_name": (_text(80), ("AdministrativeWard (name)", "ward_name")),
    "postcode": (_postcode, ("Postcode",)),
    "pupils": (_pupils, ("NumberOfPupils", "pupils")),
    "opened_on": (read_day, ("OpenDate", "open_date")),
    "closed_on": (read_day, ("CloseDate", "close_date")),
}


def headings_of(table: Table) -> dict[str, str]:
    """The heading of each field in a table. Raises Refused if the URN or the name is missing."""
    return table.headings_of({field: names for field, (_, names) in COLUMNS.items()}, REQUIRED)


def reader_of(field: str) -> Callable[[Cell], Any]:
    """How a cell of a field is read: None where it is empty; raises Wrong."""
    reader = COLUMNS[field][0]
    return lambda cell: reader(cell) if cell.text or field in REQUIRED else None


def _short(text: str) -> str:
    return text if len(text) <= QUOTED else text[:QUOTED] + "…"


@cache
def _by_label(list_name: str, column: str) -> dict[str, str]:
    rows = read_rows("lists", f"{list_name}.csv")
    return {plain(row["label"]): row[column] for row in rows}
