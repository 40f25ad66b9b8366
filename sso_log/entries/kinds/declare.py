"""How a kind of entry is declared: its words, its questions, its date, its tables and its flags.

A question has its name, its words, its type, when it applies and when it must be answered. Pure
data; `entries.rules` checks values against it, `entries.forms` draws it, `kinds.tables` makes its
column, and `kinds.gaps` refuses what is left open.
"""

import dataclasses
import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from sso_log.clock import to_london
from sso_log.db import Base
from sso_log.reference.lists import Limit
from sso_log.reference.snapshot import CodeLists
from sso_log.words import kind_word

Values = Mapping[str, Any]
# The words of a kind: what one is called, its article, what several are called, the button that
# logs one, and in a few words what it is.
FORMS = ("noun", "article", "plural", "action", "gist")


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
    ENTRY = "entry"  # a UUID: the diversion that an update is about
    SECRET = "secret"  # text that is hashed and never stored
    GROUP = "group"  # one object
    ROWS = "rows"  # a list of objects


class Overlay(StrEnum):
    """What an answer in an update does to the diversion that the update is about."""

    REPLACES = "replaces"  # the diversion's answer of the same name
    FOLLOWS = "follows"  # goes with the question that its condition names, given or not
    STAGE = "stage"  # adds a stage, with the answers that follow it
    NOTHING = "nothing"


LEADERS = (Overlay.REPLACES, Overlay.STAGE)


@dataclass(frozen=True, slots=True)
class When:
    """A condition on one other answer: it has one of these values. Readable by a browser too.

    With a `fact`, the values are those of that fact of the other question's code list, so that a
    new code of the list meets the condition or not without anything written here.
    """

    field: str
    values: tuple[str, ...]
    unless: bool = False
    fact: str = ""

    def codes(self, lists: CodeLists) -> tuple[str, ...]:
        """The answers that meet the condition, or that do not when it is an `unless`."""
        if not self.fact:
            return self.values
        met = lists.codes_where(self.field, self.fact, *self.values)
        return tuple(sorted(met, key=lambda code: (len(code), code)))

    def in_codes(self, lists: CodeLists) -> "When":
        """The same condition by codes, for whoever does not have the lists."""
        return When(self.field, self.codes(lists), self.unless)

    def holds(self, values: Values, lists: CodeLists) -> bool:
        """Say whether the condition is met; an unanswered field meets nothing."""
        answer = values.get(self.field)
        if answer is None or answer == "":
            return False
        answers = answer if isinstance(answer, list) else [str(answer)]
        met = any(code in answers for code in self.codes(lists))
        return met is not self.unless


def when(name: str, *values: str, fact: str = "") -> When:
    """The answer to `name` is one of `values`, or has one of them as its `fact`."""
    return When(name, values, fact=fact)


def unless(name: str, *values: str, fact: str = "") -> When:
    """The answer to `name` is given and is none of `values`, nor has one as its `fact`."""
    return When(name, values, unless=True, fact=fact)


@dataclass(frozen=True, slots=True)
class Field:
    """One question. `applies_when` None means always; what applies and is `required` must be
    answered.

    `missing` is the sentence shown when a required answer is not given. `choices` names the code
    list, that of the question's own name unless said. `child` marks data about a child, or leading
    to one, masked in lists. `future` allows dates after today. `columns` are the fields of a group
    or of each row; `record` is the noun of one row, `gate` the question that says whether there
    are any rows and `gate_closed` its answer when there are none. `dated_by` names the date on
    which the chosen code must have been in use. `on_entry` answers are columns of `entry` itself.
    A new form has in what is `prefilled` today's date, or a row for each of the officer's schools.
    `overlay` is for the questions of an update.
    """

    name: str
    label: str
    missing: str = ""
    type: Type = Type.CODE
    hint: str = ""
    choices: str = ""
    applies_when: When | None = None
    required: bool = True
    low: int | None = None
    high: int | None = None
    max_length: int = 200
    child: bool = False
    future: bool = False
    columns: tuple["Field", ...] = ()
    record: str = "record"
    gate: str = ""
    gate_closed: str = ""
    widget: str = ""
    repeatable: bool = True
    suggestions: tuple[str, ...] = ()
    dated_by: str = ""
    on_entry: bool = False
    prefilled: bool = False
    overlay: Overlay | None = None

    def __post_init__(self) -> None:
        if self.type in (Type.CODE, Type.CODES) and not self.choices:
            object.__setattr__(self, "choices", self.name)

    def applies(self, values: Values, lists: CodeLists) -> bool:
        """Say whether the question applies, given the other answers."""
        return self.applies_when is None or self.applies_when.holds(values, lists)


@dataclass(frozen=True, slots=True)
class Section:
    """Questions that are read together under one heading."""

    title: str
    fields: tuple[Field, ...]
    intro: str = ""


def section(title: str, *fields: Field, intro: str = "") -> Section:
    """These questions under that heading."""
    return Section(title, fields, intro)


@dataclass(frozen=True, slots=True)
class Check:
    """A rule over several answers: returns the sentence for `field` when it is broken."""

    field: str
    broken: Callable[[Values, CodeLists], str | None]


@dataclass(frozen=True, slots=True)
class FlagRule:
    """What the sergeant should look at: `sentence` gives the reason, None when there is none."""

    code: str
    title: str
    sentence: Callable[[Values, CodeLists], str | None]


@dataclass(frozen=True, slots=True)
class Schema:
    """Every question of one kind, in the order it is asked, with the rules that span answers.

    `retired` questions are no longer asked; old answers to them are shown in words.
    """

    sections: tuple[Section, ...]
    checks: tuple[Check, ...] = ()
    retired: tuple[Field, ...] = ()
    # All questions, in order: worked out once, because every check of an entry goes through it.
    fields: tuple[Field, ...] = dataclasses.field(init=False)

    def __post_init__(self) -> None:
        questions = tuple(field for section in self.sections for field in section.fields)
        object.__setattr__(self, "fields", questions)

    def of_type(self, *types: Type) -> tuple[Field, ...]:
        """The questions of these types, in order."""
        return tuple(question for question in self.fields if question.type in types)


@dataclass(frozen=True, slots=True, kw_only=True)
class Kind:
    """One kind of entry. `words` are those it declares, one for each of `FORMS`.

    `detail` is its table, `rows` the table behind each question that takes a list of records.
    `dated_by` names the questions by whose date an entry is attributed and counted, the first that
    is answered; `today_if_undated` says what counts without any (docs/adr/0005). `on_entry` gives
    columns of `entry` that follow from the answers without being asked, `fixed` those that are
    always the same. A duration above the limit `unusual_above` is flagged. `about_child` means that
    reading one is consulting a child's record, `bulk` that entries without flags may be approved
    together, `repeatable` that "log another like this" is offered, `by_day` that its minutes are
    stored for each day. `updated_by` is the code of the kind whose entries update those of this.
    """

    code: str
    letter: str
    words: Mapping[str, str]
    schema: Schema
    detail: type[Base]
    dated_by: tuple[str, ...]
    today_if_undated: bool = False
    rows: Mapping[str, type[Base]] = dataclasses.field(default_factory=dict)
    flags: tuple[FlagRule, ...] = ()
    on_entry: Callable[[Values], dict[str, Any]] = lambda values: {}
    fixed: Mapping[str, str] = dataclasses.field(default_factory=dict)
    unusual_above: Limit | None = None
    about_child: bool = False
    bulk: bool = False
    repeatable: bool = False
    by_day: bool = False
    updated_by: str = ""

    @property
    def slug(self) -> str:
        """The kind in an address: `diversion-update`."""
        return self.code.replace("_", "-")

    def word(self, form: str) -> str:
        """The word of one of `FORMS`: the force's own, else the one declared."""
        return kind_word(self.code, form, self.words[form])

    @property
    def noun(self) -> str:
        """What one is called: `diversion update`."""
        return self.word("noun")

    @property
    def with_article(self) -> str:
        """The kind within a sentence: `an engagement`."""
        return f"{self.word('article')} {self.noun}"

    @property
    def plural(self) -> str:
        """What several are called: `diversion updates`."""
        return self.word("plural")

    @property
    def about(self) -> Field | None:
        """The question that names the entry this one is about, if the kind asks one."""
        return next(iter(self.schema.of_type(Type.ENTRY)), None)

    def has_field(self, name: str) -> bool:
        """Whether the kind asks this question."""
        return any(question.name == name for question in self.schema.fields)

    def date_question(self, values: Values) -> str:
        """The question whose answer dates an entry with these answers, or should."""
        return next((name for name in self.dated_by if values.get(name)), self.dated_by[0])

    def happened_on(self, values: Values, today: dt.date) -> dt.date | None:
        """The London date by which an entry is attributed and counted, None when it has none."""
        moment = values.get(self.date_question(values))
        if isinstance(moment, dt.datetime):
            return to_london(moment).date()
        return moment or (today if self.today_if_undated else None)
