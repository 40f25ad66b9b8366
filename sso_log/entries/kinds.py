"""The four kinds of entry: code, address, letter, words and tables of each, in one place."""

from dataclasses import dataclass, field

from sso_log.db import Base
from sso_log.entries.fields import SCHEMAS
from sso_log.entries.fields.declare import Schema
from sso_log.entries.models import (
    Abstraction,
    AbstractionSchool,
    Diversion,
    DiversionUpdate,
    Engagement,
    PowerUsed,
)
from sso_log.errors import NotFound


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind. `rows` names the table behind each field that takes a list of records.

    `about_child` means that reading one is consulting a child's record. `bulk` means that entries
    without flags may be approved together. `repeatable` means that "log another like this" is
    offered.
    """

    code: str
    letter: str
    noun: str
    article: str
    plural: str
    action: str
    detail: type[Base]
    rows: dict[str, type[Base]] = field(default_factory=dict)
    about_child: bool = False
    bulk: bool = False
    repeatable: bool = False

    @property
    def slug(self) -> str:
        """The kind in an address: `diversion-update`."""
        return self.code.replace("_", "-")

    @property
    def schema(self) -> Schema:
        """The questions of the kind."""
        return SCHEMAS[self.code]

    def has_field(self, name: str) -> bool:
        """Whether the kind asks this question."""
        return any(question.name == name for question in self.schema.fields)

    @property
    def with_article(self) -> str:
        """The kind within a sentence: `an engagement`."""
        return f"{self.article} {self.noun}"


KINDS: dict[str, Kind] = {
    kind.code: kind
    for kind in (
        Kind(
            "engagement",
            "E",
            "engagement",
            "an",
            "engagements",
            "Log an engagement",
            Engagement,
            rows={"powers": PowerUsed},
            bulk=True,
            repeatable=True,
        ),
        Kind(
            "diversion",
            "D",
            "diversion",
            "a",
            "diversions",
            "Log a diversion",
            Diversion,
            about_child=True,
        ),
        Kind(
            "diversion_update",
            "U",
            "diversion update",
            "a",
            "diversion updates",
            "Log an update",
            DiversionUpdate,
            about_child=True,
        ),
        Kind(
            "abstraction",
            "A",
            "abstraction",
            "an",
            "abstractions",
            "Log an abstraction",
            Abstraction,
            rows={"schools_affected": AbstractionSchool},
            bulk=True,
            repeatable=True,
        ),
    )
}


def kind_of(code: str) -> Kind:
    """The kind of that code or slug. Raises NotFound."""
    kind = KINDS.get(code.replace("-", "_"))
    if kind is None:
        raise NotFound()
    return kind
