"""What figures can be narrowed by, each declared once: its parameter, its choices and its words."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from sso_log.entries.kinds import KINDS
from sso_log.reference import codes
from sso_log.web.query_string import QueryString

Problems = list[tuple[str, str]]
EVERY_DUTY = "all"


@dataclass(frozen=True, slots=True)
class Filter:
    """One filter. `any_words` is the choice of everything; without it one code is always chosen,
    the first unless the address says another.
    """

    name: str
    heading: str
    list_name: str
    any_words: str = ""
    label: str = ""

    def choices(self) -> list[tuple[str, str]]:
        """(code, words) of all that can be chosen, in order."""
        if self.list_name == "kind":
            return [(kind.code, kind.plural.capitalize()) for kind in KINDS.values()]
        listed = [(choice.code, choice.label) for choice in codes.choices(self.list_name)]
        return [*listed, (EVERY_DUTY, "All")] if self.list_name == "capacity" else listed

    def read(self, query: QueryString, problems: Problems) -> tuple[str, ...]:
        """The codes chosen in an address; a code that is not in the list is a problem."""
        given, known = query.texts(self.name), dict(self.choices())
        if any(code not in known for code in given):
            sentence = f"Choose the {self.name} from the list: that one is not in it."
            problems.append((self.name, sentence))
        chosen = tuple(code for code in given if code in known)
        return chosen if chosen or self.any_words else tuple(known)[:1]


ABSTRACTION_TYPE = Filter("type", "Type", "abstraction_type", "All types")
NOTICE = Filter("notice", "Notice", "notice", "Any notice")
CAPACITY = Filter("capacity", "Duty", "capacity")
OWN_CAPACITY = Filter("capacity", "Duty of engagements and diversions", "capacity")
KIND = Filter("kind", "Entries", "kind", "All kinds", "Kind of entry (T3, T4, Q3)")
ENGAGEMENT_TYPE = Filter(
    "type", "Engagements", "engagement_type", "All types", "Type of engagement (E1, E4)"
)
PROGRAMME = Filter("programme", "Programme", "programme", "All programmes", "Programme (E1, E4)")


@dataclass(frozen=True, slots=True)
class Selection:
    """A filter of a page and the codes chosen."""

    filter: Filter
    codes: tuple[str, ...]

    @property
    def words(self) -> str:
        labels = dict(self.filter.choices())
        return ", ".join(labels[code] for code in self.codes)


def in_words(selections: Iterable[Selection]) -> list[tuple[str, str]]:
    """(heading, words) of each filter that narrows something."""
    return [(each.filter.heading, each.words) for each in selections if each.codes]


def recorded(selections: Iterable[Selection]) -> Mapping[str, tuple[str, ...]]:
    return {each.filter.name: each.codes for each in selections}
