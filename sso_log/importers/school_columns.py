"""What the columns of a school register are called, and what their values mean.

Two layouts are known: the national register of Get Information about Schools (about 140 columns)
and its short form in snake case. A file needs a URN and a name; any other column may be missing,
and what is missing is left as it is in the register.
"""

import datetime as dt
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from sso_log.importers.sheet import Cell, Sheet, plain, refused
from sso_log.reference.files import read_rows
from sso_log.reference.models import SchoolStatus

URN = re.compile(r"[1-9][0-9]{5}")
DAY = re.compile(r"([0-9]{2})[-/]([0-9]{2})[-/]([0-9]{4})")
POSTCODE = re.compile(r"([A-Z]{1,2}[0-9][A-Z0-9]?) ?([0-9][A-Z]{2})")
MOST_PUPILS, LONGEST_NUMBER = 20_000, 6
QUOTED = 30
NAMES: dict[str, tuple[str, ...]] = {
    "urn": ("URN",),
    "name": ("EstablishmentName", "name", "school_name"),
    "status": ("EstablishmentStatus (name)", "status"),
    "phase": ("PhaseOfEducation (name)", "phase_of_education", "phase"),
    "establishment_type": ("TypeOfEstablishment (name)", "type_of_establishment"),
    "gender": ("Gender (name)", "gender"),
    "local_authority_name": ("LA (name)", "local_authority_name"),
    "gss_code": ("GSSLACode (name)", "gss_code", "DistrictAdministrative (code)"),
    "ward_code": ("AdministrativeWard (code)", "ward_code"),
    "ward_name": ("AdministrativeWard (name)", "ward_name"),
    "postcode": ("Postcode",),
    "pupils": ("NumberOfPupils", "pupils"),
    "opened_on": ("OpenDate", "open_date"),
    "closed_on": ("CloseDate", "close_date"),
}
REQUIRED = ("urn", "name")
STATUSES = {
    "open": SchoolStatus.OPEN,
    "closed": SchoolStatus.CLOSED,
    "openbutproposedtoclose": SchoolStatus.CLOSING,
    "proposedtoclose": SchoolStatus.CLOSING,
    "proposedtoopen": SchoolStatus.PROPOSED,
}
PHASES = {
    "notapplicable": "not_applicable",
    "nursery": "nursery",
    "primary": "primary",
    "middledeemedprimary": "middle_primary",
    "middledeemedsecondary": "middle_secondary",
    "secondary": "secondary",
    "16plus": "post_16",
    "allthrough": "all_through",
}
GENDERS = {"boys": "boys", "girls": "girls", "mixed": "mixed"}
NO_GENDER = {"notapplicable", "notcollected", "none"}


class Wrong(Exception):
    """A value that cannot be read; the message is the sentence."""


@dataclass(frozen=True, slots=True)
class Layout:
    """Which heading of a sheet holds which field."""

    headings: Mapping[str, str]

    def has(self, field: str) -> bool:
        """Whether the sheet has this field."""
        return field in self.headings


def layout_of(sheet: Sheet) -> Layout:
    """Match the headings of a sheet. Raises Refused if the URN or the name is missing."""
    found = {field: sheet.heading_of(*names) for field, names in NAMES.items()}
    for field in REQUIRED:
        if found[field] is None:
            raise refused(f"There is no column “{NAMES[field][0]}”.", 1)
    return Layout({field: heading for field, heading in found.items() if heading is not None})


def read_urn(cell: Cell) -> int:
    """A URN: six digits."""
    if URN.fullmatch(cell.text) is None:
        raise Wrong(f"A URN has six digits, not “{_short(cell.text)}”.")
    return int(cell.text)


def setting_of(establishment_type: str | None) -> str | None:
    """The setting that a type of establishment is counted under."""
    return _settings().get(plain(establishment_type or ""))


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
        found = known.get(plain(cell.text))
        if found is None:
            raise Wrong(f"“{_short(cell.text)}” is not a {what} that is known here.")
        return str(found)

    return read


def _gender(cell: Cell) -> str | None:
    return None if plain(cell.text) in NO_GENDER else _one_of(GENDERS, "gender")(cell)


def _pupils(cell: Cell) -> int:
    if not (cell.text.isascii() and cell.text.isdigit()) or len(cell.text) > LONGEST_NUMBER:
        raise Wrong(f"The number of pupils is a whole number, not “{_short(cell.text)}”.")
    if int(cell.text) > MOST_PUPILS:
        raise Wrong(f"A school has at most {MOST_PUPILS:,} pupils.")
    return int(cell.text)


def _day(cell: Cell) -> dt.date:
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


READERS: dict[str, Callable[[Cell], Any]] = {
    "name": _name,
    "status": _one_of(STATUSES, "status"),
    "phase": _one_of(PHASES, "phase"),
    "establishment_type": _text(80),
    "gender": _gender,
    "local_authority_name": _text(80),
    "gss_code": _text(9),
    "ward_code": _text(9),
    "ward_name": _text(80),
    "postcode": _postcode,
    "pupils": _pupils,
    "opened_on": _day,
    "closed_on": _day,
}


def read_field(field: str, cell: Cell) -> Any:
    """The value of one cell; None when it is empty. Raises Wrong."""
    if not cell.text and field != "name":
        return None
    return READERS[field](cell)


def _short(text: str) -> str:
    return text if len(text) <= QUOTED else text[:QUOTED] + "…"


def _settings() -> dict[str, str]:
    if not _SETTINGS:
        rows = read_rows("lists", "establishment_type.csv")
        _SETTINGS.update({plain(row["label"]): row["setting"] for row in rows})
    return _SETTINGS


_SETTINGS: dict[str, str] = {}
