"""An indicator in one place: its words, its count, its lists, what waits, and how it is shown.

Each is declared in a module of `indicators`; the registry refuses one that leaves something out.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, fields

from sso_log.framework.figure import Figure, Result
from sso_log.framework.indicator import Definition, Family
from sso_log.summaries.framework.drill_down import DrillDown, of_waiting
from sso_log.summaries.framework.question import TOTAL, Key, Split
from sso_log.summaries.framework.readings import Readings
from sso_log.summaries.framework.waiting import Waiting, nothing

Count = Callable[[Readings, Key], Result]
ALWAYS = (Split.MONTH, Split.UNIT)
OF_MATTERS = (*ALWAYS, Split.TYPE, Split.SCHOOL, Split.CAPACITY)
OF_ENGAGEMENTS = (*ALWAYS, Split.TYPE, Split.PROGRAMME, Split.SCHOOL, Split.CAPACITY)
OF_ENTRIES = (*ALWAYS, Split.KIND, Split.CAPACITY)


@dataclass(frozen=True, slots=True, kw_only=True)
class Indicator(Definition):
    """A definition with how it is counted, listed and shown.

    The first of `drill_downs` lists what the whole figure is counted from; the list of what waits
    follows from `waiting`. `type_list` names the codes that a split by type goes by. `card_parts`
    are the labels of the parts beside the value on the framework page, and `sparkline` says that
    its trend is drawn there.
    """

    count: Count
    drill_downs: tuple[DrillDown, ...]
    waiting: Waiting
    splits: tuple[Split, ...]
    type_list: str = ""
    card_parts: tuple[str, ...] = ()
    sparkline: bool = True

    def figure(self, readings: Readings, key: Key = TOTAL) -> Figure:
        """The figure of one group, or of everything that was read."""
        waiting = len(self.waiting(readings, key))
        return Figure.of(self, self.count(readings, key), waiting)

    @property
    def by_duty(self) -> bool:
        """Whether the filter on duty narrows it. Abstractions are always other duty."""
        return self.family is not Family.ABSTRACTION

    @property
    def lists(self) -> tuple[DrillDown, ...]:
        """Every list behind it; that of what waits comes last."""
        if self.waiting is nothing:
            return self.drill_downs
        return (*self.drill_downs, of_waiting(self.waiting))

    def drill_down(self, code: str) -> DrillDown:
        """The list of a code; the first if there is none."""
        return next((each for each in self.lists if each.code == code), self.lists[0])


MAY_BE_EMPTY = frozenset({"counterweight_ids", "type_list", "card_parts", "sparkline"})


class Registry(Mapping[str, Indicator]):
    """The indicators by id, in the order given. Refuses duplicates, gaps and dangling ids."""

    def __init__(self, indicators: Iterable[Indicator]) -> None:
        self._by_id: dict[str, Indicator] = {}
        for each in indicators:
            if each.id in self._by_id:
                raise ValueError(f"{each.id} is defined twice.")
            _refuse_gaps(each)
            _refuse_unclear(each)
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


def _refuse_unclear(each: Indicator) -> None:
    codes = [drill_down.code for drill_down in each.lists]
    if len(set(codes)) < len(codes):
        raise ValueError(f"{each.id} has two lists of one code: {', '.join(codes)}.")
    if not set(ALWAYS) <= set(each.splits):
        raise ValueError(f"{each.id} must be split by month and by unit.")
    if (Split.TYPE in each.splits) != bool(each.type_list):
        raise ValueError(f"{each.id} declares a type_list if it is split by type, and only then.")


def _refuse_dangling(each: Indicator, known: Mapping[str, Indicator]) -> None:
    for other in each.counterweight_ids:
        if other not in known or other == each.id:
            raise ValueError(f"{each.id} names {other} as a counterweight, which is no other one.")
