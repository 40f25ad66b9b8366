"""An indicator in one place: its words, its count, its lists, what waits, and how it is shown.

Each is declared in a module of `indicators`; the registry refuses one that leaves something out.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, fields

from sso_log.framework.figure import Figure, Result
from sso_log.framework.indicator import Definition, Family
from sso_log.summaries.framework.drill_down import DrillDown, of_waiting
from sso_log.summaries.framework.question import TOTAL, Key, Split
from sso_log.summaries.framework.readings import Readings
from sso_log.summaries.framework.waiting import Waiting, nothing

Count = Callable[[Readings, Key], Result]
# What an indicator may be split by, with the code list that a split goes by where it has one.
Splits = Mapping[Split, str]
ALWAYS: Splits = {Split.MONTH: "", Split.UNIT: ""}
_SCHOOL_AND_DUTY: Splits = {Split.SCHOOL: "", Split.CAPACITY: "capacity"}
OF_MATTERS: Splits = {**ALWAYS, Split.TYPE: "matter_type", **_SCHOOL_AND_DUTY}
OF_ENGAGEMENTS: Splits = {
    **ALWAYS, Split.TYPE: "engagement_type", Split.PROGRAMME: "programme", **_SCHOOL_AND_DUTY,
}  # fmt: skip
OF_ENTRIES: Splits = {**ALWAYS, Split.KIND: "", Split.CAPACITY: "capacity"}
OF_ABSTRACTIONS: Splits = {**ALWAYS, Split.TYPE: "abstraction_type"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Indicator(Definition):
    """A definition with how it is counted, listed and shown.

    The first of `drill_downs` lists what the whole figure is counted from; the list of what waits
    follows from `waiting`. `card_parts` are the labels of the parts beside the value on the
    framework page, and `sparkline` says that its trend is drawn there. `by_duty` is false for one
    that counts the same whatever the filter on duty says.
    """

    count: Count
    drill_downs: tuple[DrillDown, ...]
    waiting: Waiting
    splits: Splits
    card_parts: tuple[str, ...] = ()
    sparkline: bool = True
    by_duty: bool = True

    def figure(self, readings: Readings, key: Key = TOTAL) -> Figure:
        """The figure of one group, or of everything that was read."""
        waiting = len(self.waiting(readings, key))
        return Figure.of(self, self.count(readings, key), waiting)

    @property
    def lists(self) -> tuple[DrillDown, ...]:
        """Every list behind it; that of what waits comes last."""
        if self.waiting is nothing:
            return self.drill_downs
        return (*self.drill_downs, of_waiting(self.waiting))

    def drill_down(self, code: str) -> DrillDown:
        """The list of a code; the first if there is none."""
        return next((each for each in self.lists if each.code == code), self.lists[0])


MAY_BE_EMPTY = frozenset({"counterweight_ids", "card_parts", "sparkline", "by_duty"})


class Registry(dict[str, Indicator]):
    """The indicators by id, in the order given.

    Raises ValueError for an id that is there twice, for one that leaves something out, and for a
    counterweight that there is not.
    """

    def __init__(self, indicators: Iterable[Indicator]) -> None:
        super().__init__()
        for each in indicators:
            if each.id in self:
                raise ValueError(f"{each.id} is defined twice.")
            _refuse_gaps(each)
            _refuse_unclear(each)
            self[each.id] = each
        for each in self.values():
            _refuse_dangling(each, self)

    def of_family(self, family: Family) -> tuple[Indicator, ...]:
        """The indicators of one family, in order."""
        return tuple(each for each in self.values() if each.family is family)


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
    if not ALWAYS.keys() <= each.splits.keys():
        raise ValueError(f"{each.id} must be split by month and by unit.")


def _refuse_dangling(each: Indicator, known: Mapping[str, Indicator]) -> None:
    for other in each.counterweight_ids:
        if other not in known or other == each.id:
            raise ValueError(f"{each.id} names {other} as a counterweight, which is no other one.")
