"""All code lists at one moment: `verification.packaged` makes them from the files, `codes.current`
from the rows of a database. Pure.
"""

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from sso_log.clock import is_within
from sso_log.reference.lists import LISTS, Limit


@dataclass(frozen=True, slots=True)
class CodeChoice:
    """One code of a list. `attributes` are the list's own facts, such as `scope` or `pattern`."""

    code: str
    label: str
    hint: str | None = None
    valid_from: dt.date | None = None
    valid_until: dt.date | None = None
    attributes: Mapping[str, str] = field(default_factory=dict)
    source: str | None = None

    def offered_on(self, on: dt.date) -> bool:
        """Whether the code may be chosen for something that happened on this day."""
        return is_within(on, self.valid_from, self.valid_until)


@dataclass(frozen=True, eq=False)
class CodeLists:
    """Every list by name, every code of it in order. Compared and cached by identity."""

    lists: Mapping[str, Mapping[str, CodeChoice]]
    _where: dict[tuple[str, ...], frozenset[str]] = field(default_factory=dict)

    def codes(self, list_name: str) -> Mapping[str, CodeChoice]:
        """The codes of a list, in order. Raises LookupError for one that does not exist."""
        if list_name not in self.lists:
            raise LookupError(f"There is no code list called “{list_name}”.")
        return self.lists[list_name]

    def choices(self, list_name: str, on: dt.date | None = None) -> list[CodeChoice]:
        """The codes offered on a day, in order; every code when no day is given."""
        every = self.codes(list_name).values()
        return [choice for choice in every if on is None or choice.offered_on(on)]

    def find(self, list_name: str, code: str | None) -> CodeChoice | None:
        """The code, offered or not; None when the list has never had it."""
        return self.codes(list_name).get(code) if code is not None else None

    def attribute(self, list_name: str, code: str | None, column: str, default: str = "") -> str:
        """One of a code's facts; `default` where it is blank or the list never had the code."""
        _declared(list_name, column)
        choice = self.find(list_name, code)
        return choice.attributes.get(column, default) if choice else default

    def facts(self, list_name: str, column: str) -> dict[str, str]:
        """The fact of every code of a list, "" where it is blank."""
        _declared(list_name, column)
        choices = self.codes(list_name).values()
        return {choice.code: choice.attributes.get(column, "") for choice in choices}

    def codes_where(self, list_name: str, column: str, *values: str) -> frozenset[str]:
        """The codes whose fact is one of `values`; without values, every code that has the fact.

        Raises LookupError for a column or a word that is not declared.
        """
        key = (list_name, column, *values)
        if key not in self._where:
            _declared(list_name, column, values)
            facts = self.facts(list_name, column).items()
            matching = (code for code, fact in facts if (fact in values if values else fact))
            self._where[key] = frozenset(matching)
        return self._where[key]

    def limit(self, limit: Limit, on: dt.date) -> int:
        rows = (choice.attributes for choice in self.choices("limit", on))
        return next(int(row["value"]) for row in rows if row["limit"] == limit)

    def late_days(self, on: dt.date) -> int:
        """After how many days an event of this day is logged late."""
        return self.limit(Limit.LATE_DAYS, on)

    def expected_outcomes(self, score: str | None, matrix_version: str | None) -> frozenset[str]:
        """The outcomes that the matrix expects of a gravity score; none where nothing is known.

        Nothing is known of a matrix of another scale than the score's row speaks of.
        """
        scale = self.attribute("gravity_score", score, "scale")
        if not scale or self.attribute("gravity_matrix", matrix_version, "scale", scale) != scale:
            return frozenset()
        expected_for = self.facts("police_outcome", "expected_for")
        return frozenset(code for code, scores in expected_for.items() if score in scores.split())


def _declared(list_name: str, column: str, values: Iterable[str] = ()) -> None:
    declaration = LISTS.get(list_name)
    if declaration is None or column not in declaration.columns:
        raise LookupError(f"The code list “{list_name}” has no column “{column}”.")
    known = declaration.columns[column].words
    for value in values:
        if known and value not in known:
            raise LookupError(f"“{value}” is no word of {column} in the code list “{list_name}”.")
