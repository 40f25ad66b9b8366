"""A table read from a file, with the places of its cells; what is wrong with it, or came of it.

Rows are numbered as a spreadsheet numbers them: the header is row 1. Nothing here knows what a
column means.
"""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass, field
from typing import Any, ClassVar, TypeVar

from sso_log.audit.services import record
from sso_log.audit.tags import Tag
from sso_log.auth.identity import Actor
from sso_log.errors import Invalid

Value = TypeVar("Value")
MOST_PROBLEMS_LISTED = 100
MOST_PROBLEMS_SHOWN = 20


class Wrong(Exception):
    """A value that cannot be read; the message is the sentence."""


@dataclass(frozen=True, slots=True)
class Cell:
    """One value, with its place. `text` is trimmed; empty when there is nothing."""

    text: str
    row: int
    column: str


@dataclass(frozen=True, slots=True)
class Row:
    """One row, by the heading of each column."""

    number: int
    texts: tuple[str, ...]
    positions: Mapping[str, int]

    def cell(self, heading: str) -> Cell:
        """The value under a heading of this table; KeyError for another."""
        return Cell(self.texts[self.positions[heading]].strip(), self.number, heading)


class Table:
    """Headings and rows. Rows can be gone through once."""

    def __init__(self, headings: list[str], rows: Iterable[tuple[int, list[str]]]) -> None:
        self.headings = headings
        self._positions = {heading: place for place, heading in enumerate(headings)}
        self._rows = rows

    def __iter__(self) -> Iterator[Row]:
        for number, texts in self._rows:
            yield Row(number, tuple(texts), self._positions)

    def headings_of(
        self, names: Mapping[str, tuple[str, ...]], required: Collection[str]
    ) -> dict[str, str]:
        """The heading of each field: the first of its `names` that is there, whatever their case,
        spaces and punctuation. Raises Refused if a required one is missing.
        """
        known = {plain(heading): heading for heading in self.headings}
        headings: dict[str, str] = {}
        for column, its_names in names.items():
            matching = [known[plain(name)] for name in its_names if plain(name) in known]
            if matching:
                headings[column] = matching[0]
            elif column in required:
                raise refused(f"There is no column “{its_names[0]}”.", 1)
        return headings


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing wrong with a file, and where: row 1 is the header, `column` is its heading."""

    sentence: str
    row: int | None = None
    column: str | None = None

    def __str__(self) -> str:
        where = [f"row {self.row}"] if self.row is not None else []
        where += [f"column “{self.column}”"] if self.column else []
        return f"{', '.join(where).capitalize()}: {self.sentence}" if where else self.sentence


@dataclass(slots=True)
class Problems:
    """Everything wrong with a file: the first hundred are listed, all of them counted."""

    listed: list[Problem] = field(default_factory=list)
    count: int = 0

    def add(self, sentence: str, row: int | None = None, column: str | None = None) -> None:
        self.count += 1
        if len(self.listed) < MOST_PROBLEMS_LISTED:
            self.listed.append(Problem(sentence, row, column))

    def read(self, reader: Callable[[Cell], Value], cell: Cell) -> Value | None:
        """The value of a cell; None, with a problem noted, where the reader raises Wrong."""
        try:
            return reader(cell)
        except Wrong as wrong:
            self.add(str(wrong), cell.row, cell.column)
            return None

    def refuse(self) -> None:
        if self.count:
            raise Refused(self)


class Refused(Invalid):
    """A file that cannot be imported; nothing of it was."""

    def __init__(self, problems: Problems) -> None:
        self.problems = problems
        listed = [str(problem) for problem in problems.listed]
        noun = "problem" if problems.count == 1 else "problems"
        lines = [f"Nothing was imported: the file has {problems.count:,} {noun}."]
        lines += listed[:MOST_PROBLEMS_SHOWN]
        more = problems.count - MOST_PROBLEMS_SHOWN
        lines += [f"and {more:,} more."] if more > 0 else []
        super().__init__({"file": listed}, "\n".join(lines))

    def as_dict(self) -> dict[str, Any]:
        """The same for programs."""
        first = [
            {"row": problem.row, "column": problem.column, "sentence": problem.sentence}
            for problem in self.problems.listed
        ]
        return {"imported": False, "problems": self.problems.count, "first": first}


def refused(sentence: str, row: int | None = None, column: str | None = None) -> Refused:
    problems = Problems()
    problems.add(sentence, row, column)
    return Refused(problems)


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """How many rows an import read, and what it did with them, or would do."""

    subject: ClassVar[str]
    rows: int
    updated: int
    unchanged: int
    skipped: int
    dry_run: bool

    def as_dict(self) -> dict[str, Any]:
        """The same for programs."""
        return {"imported": not self.dry_run, **asdict(self)}

    def record(self, actor: Actor, source: str) -> None:
        """Write the counts to the audit trail."""
        detail = {name: value for name, value in asdict(self).items() if name != "dry_run"}
        record(actor, Tag.IMPORT, self.subject, source, detail=detail)


def plain(heading: str) -> str:
    """A heading without case, spaces and punctuation, for comparing."""
    return "".join(c for c in heading.casefold() if c.isalnum())
