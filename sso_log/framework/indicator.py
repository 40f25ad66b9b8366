"""What an indicator must declare, and the registry that refuses one that leaves something out.

The indicators themselves are in `definitions`, one file for each family.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, fields
from datetime import date
from enum import StrEnum


class Family(StrEnum):
    """The families of the framework, in the order in which they are shown."""

    DIVERSION = "diversion"
    CONTACT = "contact"
    ENGAGEMENT = "engagement"
    ABSTRACTION = "abstraction"
    QUALITY = "quality"


FAMILY_TITLES = {
    Family.DIVERSION: "Diversion",
    Family.CONTACT: "Contact and timeliness",
    Family.ENGAGEMENT: "Engagement",
    Family.ABSTRACTION: "Abstraction and continuity",
    Family.QUALITY: "Data quality",
}


class IndicatorKind(StrEnum):
    """The shape of a figure; it decides how it is worked out and drawn."""

    PROPORTION = "proportion"
    FUNNEL = "funnel"
    MEDIAN = "median"
    MIX = "mix"
    RATIO_PER_1000 = "ratio_per_1000"
    COUNT = "count"


@dataclass(frozen=True, slots=True)
class Indicator:
    """One measure, in words that a parent can read and an analyst can work from.

    `counterweight_ids` are shown wherever this indicator is. `version` and `valid_from` change
    together when the definition does; `source` says what the measure answers to.
    """

    id: str
    title: str
    family: Family
    question: str
    definition: str
    numerator: str
    denominator: str
    caveats: tuple[str, ...]
    counterweight_ids: tuple[str, ...]
    kind: IndicatorKind
    unit: str
    version: str
    valid_from: date
    source: str


# A measure may stand without a counterweight; every other declaration must be filled.
MAY_BE_EMPTY = frozenset({"counterweight_ids"})


class Registry(Mapping[str, Indicator]):
    """The indicators by id, in the order given. Refuses duplicates, gaps and dangling ids."""

    def __init__(self, indicators: Iterable[Indicator]) -> None:
        self._by_id: dict[str, Indicator] = {}
        for each in indicators:
            if each.id in self._by_id:
                raise ValueError(f"{each.id} is defined twice.")
            _refuse_gaps(each)
            self._by_id[each.id] = each
        for each in self._by_id.values():
            _refuse_dangling(each, self._by_id)

    def __getitem__(self, indicator_id: str) -> Indicator:
        return self._by_id[indicator_id]

    def __iter__(self) -> Iterator[str]:
        return iter(self._by_id)

    def __len__(self) -> int:
        return len(self._by_id)

    def of_family(self, family: Family) -> tuple[Indicator, ...]:
        """The indicators of one family, in order."""
        return tuple(each for each in self._by_id.values() if each.family is family)


def _refuse_gaps(each: Indicator) -> None:
    for field in fields(each):
        value = getattr(each, field.name)
        words = value if isinstance(value, tuple) else (value,)
        empty = not value or any(isinstance(word, str) and not word.strip() for word in words)
        if empty and field.name not in MAY_BE_EMPTY:
            raise ValueError(f"{each.id or 'An indicator'} does not declare its {field.name}.")


def _refuse_dangling(each: Indicator, known: Mapping[str, Indicator]) -> None:
    for other in each.counterweight_ids:
        if other not in known or other == each.id:
            raise ValueError(f"{each.id} names {other} as a counterweight, which is no other one.")
