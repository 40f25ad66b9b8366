"""How a field is declared: its name, its words, its type, when it is asked and when it must be
answered. Pure data; `entries.rules` checks values against it and `entries.forms` draws it.
"""

import dataclasses
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

Values = Mapping[str, Any]


class Type(StrEnum):
    """What kind of answer a field takes. The JSON shape of each is given beside it."""

    CODE = "code"  # "on_site": one code of a dated list
    CODES = "codes"  # ["trust", "safety"]: one or more codes
    INTEGER = "integer"  # 30
    DATE = "date"  # "2026-03-01"
    INSTANT = "instant"  # "2026-03-01T09:30:00+00:00"
    TEXT = "text"  # one line
    LONG_TEXT = "long_text"  # several lines
    SCHOOL = "school"  # "100000": a URN
    ENTRY = "entry"  # a UUID
    SECRET = "secret"  # text that is hashed and never stored
    GROUP = "group"  # one object
    ROWS = "rows"  # a list of objects


@dataclass(frozen=True, slots=True)
class When:
    """A condition on one other answer: it has one of these values. Readable by a browser too."""

    field: str
    values: tuple[str, ...]
    unless: bool = False

    def holds(self, values: Values) -> bool:
        """Say whether the condition is met; an unanswered field meets nothing."""
        answer = values.get(self.field)
        if answer is None or answer == "":
            return False
        answers = answer if isinstance(answer, list) else [str(answer)]
        met = any(value in answers for value in self.values)
        return met is not self.unless


def when(name: str, *values: str) -> When:
    """The answer to `name` is one of `values`."""
    return When(name, values)


def unless(name: str, *values: str) -> When:
    """The answer to `name` is given and is none of `values`."""
    return When(name, values, unless=True)


@dataclass(frozen=True, slots=True)
class Field:
    """One question. `asked` None means always; `required` may narrow when it must be answered.

    `missing` is the sentence shown when a required answer is not given. `child` marks data about
    a child, masked in lists. `future` allows dates after today. `columns` are the fields of a
    group or of each row; `gate` names the question that says whether there are any rows.
    `dated_by` names the date on which the chosen code must have been in use.
    """

    name: str
    label: str
    type: Type
    missing: str = ""
    hint: str = ""
    choices: str = ""
    asked: When | None = None
    required: bool | When = True
    low: int | None = None
    high: int | None = None
    max_length: int = 200
    also: tuple[str, ...] = ()
    child: bool = False
    future: bool = False
    columns: tuple["Field", ...] = ()
    gate: str = ""
    widget: str = ""
    repeatable: bool = True
    suggestions: tuple[str, ...] = ()
    dated_by: str = ""

    def is_asked(self, values: Values) -> bool:
        """Say whether the question applies, given the other answers."""
        return self.asked is None or self.asked.holds(values)

    def is_required(self, values: Values) -> bool:
        """Say whether it must be answered before the entry can be submitted."""
        if not self.is_asked(values):
            return False
        return self.required.holds(values) if isinstance(self.required, When) else self.required


@dataclass(frozen=True, slots=True)
class Section:
    """Questions that are read together under one heading."""

    title: str
    fields: tuple[Field, ...]
    intro: str = ""


@dataclass(frozen=True, slots=True)
class Check:
    """A rule over several answers: returns the sentence for `field` when it is broken."""

    field: str
    broken: Callable[[Values], str | None]


@dataclass(frozen=True, slots=True)
class Schema:
    """Every question of one kind, in the order it is asked, with the rules that span answers."""

    sections: tuple[Section, ...]
    checks: tuple[Check, ...] = ()
    # All questions, in order: worked out once, because every check of an entry goes through it.
    fields: tuple[Field, ...] = dataclasses.field(init=False)

    def __post_init__(self) -> None:
        found = tuple(field for section in self.sections for field in section.fields)
        object.__setattr__(self, "fields", found)

    def field(self, name: str) -> Field:
        """The question of that name. Raises KeyError."""
        for candidate in self.fields:
            if candidate.name == name:
                return candidate
        raise KeyError(name)
