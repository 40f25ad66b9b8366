"""Reading a CSV file into a table, and refusing what is not one, with the row and column.

UTF-8 (with or without a byte order mark) and Windows-1252 are read; a file that mixes them is
refused where it breaks. A cell that a spreadsheet would take for a formula is refused: a register
has none, so somebody put it there. What the columns mean is for the importer of each kind.
"""

import csv
import io
import re
import unicodedata
from collections.abc import Iterator
from pathlib import Path

from sso_log.importers.tables import Problems, Table, refused

MOST_BYTES = 100 * 1024 * 1024
MOST_ROWS = 250_000
MOST_COLUMNS = 400
LONGEST_CELL = 10_000
TOO_LONG = f"A cell holds more than {LONGEST_CELL:,} characters."
BAD_QUOTE = "A quotation mark is not closed, or stands in the wrong place."
SEPARATORS = {";": "semicolons", "\t": "tabs", "|": "bars"}
NOT_CSV = {
    b"PK\x03\x04": "This is a spreadsheet or an archive, not a CSV file: save it as CSV first.",
    b"\xd0\xcf\x11\xe0": "This is an old spreadsheet, not a CSV file: save it as CSV first.",
    b"%PDF": "This is a PDF, not a CSV file.",
    b"\x1f\x8b": "This is a compressed file: unpack it first.",
    b"\xff\xfe": "This file is in UTF-16: save it as “CSV UTF-8”.",
    b"\xfe\xff": "This file is in UTF-16: save it as “CSV UTF-8”.",
}
# Published registers hold Windows-1252 punctuation that somebody saved as if it were Latin-1: no
# text uses these control characters, so they are read as the quotation marks that they were.
MENDED = {
    code: mended
    for code in range(0x80, 0xA0)
    if (mended := bytes([code]).decode("cp1252", "replace")) != "\ufffd"
}
TEXT_CONTROLS = {"\t", "\n", "\r"}
# A sign before a number ("-1", "+44 20 7946 0000") is a number or a telephone, not a formula.
FORMULA = re.compile(r"\s*(=|@|[+-]\s*[^\d\s.,(+-])")
FORMULA_STARTS = frozenset("=@+- \t\r\n")


def read_csv(path: Path) -> Table:
    """The table in a file. Raises Refused with row and column for whatever is not readable CSV."""
    if path.stat().st_size > MOST_BYTES:
        raise refused(f"The file is larger than {MOST_BYTES // 1024 // 1024} MB.")
    return table_of(path.read_bytes())


def table_of(content: bytes) -> Table:
    """The table in these bytes; as `read_csv`. Every row is read and checked here."""
    for start, sentence in NOT_CSV.items():
        if content.startswith(start):
            raise refused(sentence)
    text = _decode(content)
    problems = Problems()
    rows = _rows(text, problems)
    headings = _headings(next(rows, None), problems)
    read: list[tuple[int, list[str]]] = []
    for number, cells in rows:
        if len(cells) != len(headings):
            problems.add(
                f"This row has {len(cells)} cells, but the header has {len(headings)}.", number
            )
        for heading, cell in zip(headings, cells, strict=False):
            if not cell.isprintable() or len(cell) > LONGEST_CELL:
                _check_cell(cell, number, heading, problems)
            if cell[:1] in FORMULA_STARTS and FORMULA.match(cell):
                problems.add("This looks like a formula: put the text itself.", number, heading)
        read.append((number, cells))
        if len(read) > MOST_ROWS:
            raise refused(f"The file has more than {MOST_ROWS:,} rows.")
    problems.refuse()
    if not read:
        raise refused("The file has a header and no rows.", 2)
    return Table(headings, read)


def _decode(content: bytes) -> str:
    """Text; bytes that are not in its encoding become lone surrogates, which `_check_cell` sees."""
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = _decode_other(content)
    return unicodedata.normalize("NFC", text.translate(MENDED))


def _decode_other(content: bytes) -> str:
    """Windows-1252 if it can be that; a file with UTF-8 letters elsewhere is damaged instead."""
    damaged = content.decode("utf-8-sig", "surrogateescape")
    if any(c > "\x7f" and not "\udc80" <= c <= "\udcff" for c in damaged):
        return damaged
    try:
        return content.decode("cp1252")
    except UnicodeDecodeError:
        return damaged


def _rows(text: str, problems: Problems) -> Iterator[tuple[int, list[str]]]:
    """Numbered rows as a spreadsheet numbers them; empty lines count and are left out."""
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    number = 0
    try:
        for number, cells in enumerate(reader, start=1):
            if any(cell.strip() for cell in cells):
                yield number, cells
    except csv.Error as error:
        problems.add(TOO_LONG if "field larger" in str(error) else BAD_QUOTE, number + 1)


def _headings(first: tuple[int, list[str]] | None, problems: Problems) -> list[str]:
    if first is None:
        problems.refuse()
        raise refused("The file is empty.")
    number, cells = first
    headings = [" ".join(cell.split()) for cell in cells]
    if len(headings) == 1:
        for separator, name in SEPARATORS.items():
            if separator in headings[0] or separator in cells[0]:
                raise refused(f"The columns are separated by {name}: use commas.", number)
    if len(headings) > MOST_COLUMNS:
        raise refused(f"The file has more than {MOST_COLUMNS} columns.", number)
    seen: set[str] = set()
    for place, heading in enumerate(headings, start=1):
        if not heading:
            problems.add(f"Column {place} has no heading.", number)
        elif heading.casefold() in seen:
            problems.add("This heading is there twice.", number, heading)
        seen.add(heading.casefold())
        _check_cell(cells[place - 1], number, heading, problems)
    problems.refuse()
    return headings


def _check_cell(cell: str, row: int, heading: str, problems: Problems) -> None:
    if len(cell) > LONGEST_CELL:
        problems.add(TOO_LONG, row, heading)
    if "\0" in cell:
        problems.add("There is a NUL character.", row, heading)
    elif any("\ud800" <= c <= "\udfff" for c in cell):
        problems.add("A character is not in UTF-8: save the file as “CSV UTF-8”.", row, heading)
    elif any(unicodedata.category(c) == "Cc" and c not in TEXT_CONTROLS for c in cell):
        problems.add("There is a control character that is not text.", row, heading)
