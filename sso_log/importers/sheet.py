"""A table as it came: a header, rows and cells that know where they are, and what is wrong.

Rows are numbered as a spreadsheet numbers them: the header is row 1. Nothing here knows what a
column means.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from sso_log.errors import Invalid

MOST_PROBLEMS_KEPT = 100
MOST_PROBLEMS_TOLD = 20


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
    """Everything wrong with a file: the first hundred kept, all of them counted."""

    kept: list[Problem] = field(default_factory=list)
    count: int = 0

    def add(self, sentence: str, row: int | None = None, column: str | None = None) -> None:
        """Note one more problem."""
        self.count += 1
        if len(self.kept) < MOST_PROBLEMS_KEPT:
            self.kept.append(Problem(sentence, row, column))

    def __bool__(self) -> bool:
        """Whether anything is wrong."""
        return self.count > 0

    def refuse(self) -> None:
        """Raise Refused if anything is wrong."""
        if self.count:
            raise Refused(self)


class Refused(Invalid):
    """A file that cannot be imported; nothing of it was."""

    def __init__(self, problems: Problems) -> None:
        self.problems = problems
        super().__init__({"file": [str(problem) for problem in problems.kept]}, self._told())

    def _told(self) -> str:
        shown = self.problems.kept[:MOST_PROBLEMS_TOLD]
        lines = [str(problem) for problem in shown]
        more = self.problems.count - len(shown)
        lines += [f"and {more:,} more."] if more else []
        noun = "problem" if self.problems.count == 1 else "problems"
        return "\n".join(
            [f"Nothing was imported: the file has {self.problems.count:,} {noun}.", *lines]
        )

    def as_dict(self) -> dict[str, Any]:
        """The same for programs."""
        return {
            "imported": False,
            "problems": self.problems.count,
            "first": [
                {"row": p.row, "column": p.column, "sentence": p.sentence}
                for p in self.problems.kept
            ],
        }


def refused(sentence: str, row: int | None = None, column: str | None = None) -> Refused:
    """The refusal of a file for one reason."""
    problems = Problems()
    problems.add(sentence, row, column)
    return Refused(problems)


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
        """The value under a heading of this sheet; KeyError for another."""
        return Cell(self.texts[self.positions[heading]].strip(), self.number, heading)


class Sheet:
    """A header and rows. Rows can be gone through once."""

    def __init__(self, headings: list[str], rows: Iterable[tuple[int, list[str]]]) -> None:
        self.headings = headings
        self._positions = {heading: place for place, heading in enumerate(headings)}
        self._rows = rows

    def __iter__(self) -> Iterator[Row]:
        for number, texts in self._rows:
            yield Row(number, tuple(texts), self._positions)

    def heading_of(self, *names: str) -> str | None:
        """The heading that is one of these names, whatever its case, spaces and underscores."""
        known = {plain(heading): heading for heading in self.headings}
        return next((known[plain(name)] for name in names if plain(name) in known), None)


def plain(heading: str) -> str:
    """A heading without case, spaces and punctuation, for comparing."""
    return "".join(c for c in heading.casefold() if c.isalnum())
