"""Reads the query string of an address: text trimmed and cut, numbers and days without raising.

Whatever cannot be read is as if it were not there; who wants a sentence about it compares with
`text`. What no text may hold was refused before (`web.input`).
"""

import datetime as dt
import re
import uuid
from collections.abc import Collection, Mapping, Sequence

from flask import request

from sso_log.ids import parse_uuid

Values = Mapping[str, Sequence[str]]
LONGEST_TEXT = 120
LONGEST_PAGE_NUMBER = 6
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)


def read_number(text: str, digits: int) -> int | None:
    """A whole number of at most so many digits; None for anything else."""
    return int(text) if text.isascii() and text.isdigit() and len(text) <= digits else None


def read_day(text: str) -> dt.date | None:
    """A day like `2026-03-31`; None for anything else."""
    try:
        return dt.date.fromisoformat(text) if _DAY.fullmatch(text) else None
    except ValueError:
        return None


class QueryString:
    """The parameters of one address by name."""

    def __init__(self, values: Values) -> None:
        self._values = values

    @classmethod
    def of_request(cls) -> "QueryString":
        """The parameters of the request in hand."""
        return cls(request.args.to_dict(flat=False))

    def texts(self, name: str, longest: int = LONGEST_TEXT) -> tuple[str, ...]:
        """Every value that is not empty, trimmed, each once, in order."""
        trimmed = (value.strip()[:longest] for value in self._values.get(name, ()))
        return tuple(dict.fromkeys(value for value in trimmed if value))

    def text(self, name: str, longest: int = LONGEST_TEXT) -> str:
        """The first value that is not empty, trimmed; empty for none."""
        return next(iter(self.texts(name, longest)), "")

    def choice(self, name: str, allowed: Collection[str]) -> str:
        """The first value if it is one of those allowed; empty for any other."""
        value = self.text(name)
        return value if value in allowed else ""

    def number(self, name: str, digits: int) -> int | None:
        """A whole number of at most so many digits."""
        return read_number(self.text(name), digits)

    def day(self, name: str) -> dt.date | None:
        """A day."""
        return read_day(self.text(name))

    def identity(self, name: str) -> uuid.UUID | None:
        """The id of a record."""
        try:
            return parse_uuid(self.text(name))
        except ValueError:
            return None

    @property
    def page(self) -> int:
        """The number of the page, 1 for nonsense."""
        return self.number("page", LONGEST_PAGE_NUMBER) or 1
