"""Whether code lists are what `lists` declares: a gap or an unknown word refuses them all.

Files are checked when they are loaded, with file, row and column of each fault; the rows of a
database whenever a process reads them, so that nobody counts with a list that has a gap.
"""

import datetime as dt
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cache
from itertools import pairwise
from typing import Any

from sso_log.clock import ONE_DAY
from sso_log.errors import Unavailable
from sso_log.reference.files import list_files, read_rows
from sso_log.reference.lists import LISTS, OWN_COLUMNS, ListDeclaration
from sso_log.reference.snapshot import CodeChoice, CodeLists

# As long as the columns of the table `code`.
LONGEST = {"code": 40, "label": 200, "source": 200}
FileRow = Mapping[str, Any]
# Says where a code is, by its list: in a row of a file, or in the database.
Place = Callable[[str, str], str]
IN_DATABASE: Place = "Code list {}, code {}".format


class BadLists(Unavailable):
    """The code lists have a gap or an unknown word, so nothing may be counted with them."""

    def __init__(self, faults: Sequence[str], advice: str = "") -> None:
        more = len(faults) - 1
        further = f"There {'are' if more > 1 else 'is'} {more} more such." if more else ""
        super().__init__(" ".join(filter(None, [faults[0], further, advice])))
        self.faults = tuple(faults)


@cache
def packaged() -> CodeLists:
    """The lists of the packaged files. Raises BadLists naming file, row and column."""
    return from_files({name: read_rows("lists", f"{name}.csv") for name in list_files()})


def from_files(files: Mapping[str, Sequence[FileRow]]) -> CodeLists:
    """The lists that rows of text make, by the name of their file. Raises BadLists."""
    faults = [f"{name}.csv: there is no code list of this name." for name in files.keys() - LISTS]
    for name in files.keys() & LISTS.keys():
        faults += [f"{name}.csv, {fault}" for fault in _of_file(LISTS[name], files[name])]
    if faults:
        raise BadLists(sorted(faults))
    lists = {name: _choices(rows) for name, rows in files.items()}
    for name, declaration in LISTS.items():
        if declaration.rows_of in lists:
            rows = lists[declaration.rows_of].items()
            lists[name] = {code: row for code, row in rows if code not in declaration.without}
    numbers = {(name, row["code"]): n for name in files for n, row in enumerate(files[name], 2)}
    snapshot = CodeLists(lists)
    verify(snapshot, lambda name, code: f"{name}.csv, row {numbers.get((name, code), 1)}")
    return snapshot


def verify(snapshot: CodeLists, place: Place = IN_DATABASE, advice: str = "") -> None:
    """Raises BadLists unless the lists are what is declared; `advice` ends its sentence."""
    faults: list[str] = []
    for name, declaration in LISTS.items():
        choices = snapshot.lists.get(name)
        if choices is None:
            faults.append(f"The code list {name} is missing.")
            continue
        missing = [code for code in declaration.named if code not in choices]
        faults += [f"The code list {name} has no code {c}, which rules need." for c in missing]
        for choice in choices.values():
            at = place(name, choice.code)
            faults += [f"{at}, {fault}" for fault in _of_facts(declaration, choice, snapshot)]
        faults += [f"The code list {name}: {fault}" for fault in _of_series(declaration, choices)]
    if faults:
        raise BadLists(faults, advice)


def _of_file(declaration: ListDeclaration, rows: Sequence[FileRow]) -> Iterator[str]:
    columns = [*OWN_COLUMNS, *declaration.columns]
    if not rows:
        yield "row 1: the list has no codes."
        return
    if list(rows[0])[: len(columns)] != columns or len(rows[0]) > len(columns) + (None in rows[0]):
        yield f"row 1: the columns must be {','.join(columns)}."
        return
    times = Counter(row["code"] for row in rows)
    for number, row in enumerate(rows, 2):
        for column, sentence in _of_row(row, times):
            yield f"row {number}, column {column}: {sentence}"


def _of_row(row: FileRow, times: Mapping[str, int]) -> Iterator[tuple[str, str]]:
    """The faults of one row, each with its column, before it is read as a code."""
    if None in row or None in row.values():
        yield "code", "the row has not as many cells as there are columns."
        return
    if times[row["code"]] > 1:
        yield "code", f"{row['code']} is there more than once."
    for column in ("code", "label", "source"):
        if not row[column].strip():
            yield column, "it is empty."
        elif len(row[column]) > LONGEST[column]:
            yield column, f"it is longer than {LONGEST[column]} characters."
    try:
        first, last = _day(row["valid_from"]), _day(row["valid_until"])
    except ValueError:
        yield "valid_from", "a date is not written YYYY-MM-DD."
        return
    if first and last and last < first:
        yield "valid_until", "it is before valid_from."


def _of_facts(
    declaration: ListDeclaration, choice: CodeChoice, snapshot: CodeLists
) -> Iterator[str]:
    for name in choice.attributes.keys() - declaration.columns.keys():
        yield f"column {name}: the list has no such column."
    for name, column in declaration.columns.items():
        text = choice.attributes.get(name, "")
        if not text:
            if not column.blank:
                yield f"column {name}: it is empty; it must be {column.holds}."
        elif not column.fits(text):
            yield f"column {name}: “{text}” is not {column.holds}."
        elif column.codes_of:
            known = snapshot.lists.get(column.codes_of, {})
            for code in text.split():
                if code not in known:
                    yield f"column {name}: {column.codes_of} has no code {code}."


def _of_series(declaration: ListDeclaration, choices: Mapping[str, CodeChoice]) -> Iterator[str]:
    """Rows of a series hold one at a time, and of an unbroken one some row on every day."""
    column = declaration.series_by
    series = {"it": list(choices.values())} if declaration.series else {}
    for word in declaration.columns[column].words if column else ():
        series[word] = [c for c in choices.values() if c.attributes.get(column) == word]
    for what, rows in series.items():
        rows.sort(key=lambda c: c.valid_from or dt.date.min)
        for before, after in pairwise(rows):
            last = before.valid_until
            if last is None or (after.valid_from or dt.date.min) <= last:
                yield f"{before.code} and {after.code} hold on the same day."
            elif declaration.unbroken and after.valid_from != last + ONE_DAY:
                yield f"no code holds between {before.code} and {after.code}."
        if declaration.unbroken and (not rows or rows[0].valid_from or rows[-1].valid_until):
            ends = "its first row from ever, its last without an end"
            yield f"{what} must hold on every day: {ends}."


def _choices(rows: Sequence[FileRow]) -> dict[str, CodeChoice]:
    return {
        row["code"]: CodeChoice(
            row["code"],
            row["label"],
            row["hint"] or None,
            _day(row["valid_from"]),
            _day(row["valid_until"]),
            {name: fact for name, fact in row.items() if name not in OWN_COLUMNS and fact},
            row["source"],
        )
        for row in rows
    }


def _day(text: str) -> dt.date | None:
    return dt.date.fromisoformat(text) if text else None
