"""One figure: what was counted, out of what, how sure it is, and what is still waiting.

A count gives a `Result`; with its definition and what waits it is a `Figure`. Pages, spreadsheets
and `sso-log indicator --json` all show the same `Figure`, so that none of them can leave out a
denominator or forget a gate. Shares are fractions of 1 here (0.17, not 17).
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, fields
from typing import Any

from sso_log.framework.indicator import Definition
from sso_log.framework.statistics import (
    GATE_WORDS,
    Gate,
    Interval,
    gate_of,
    median,
    p90,
    wilson_interval,
)

MINUTES_PER_HOUR = 60
HIDDEN = (Gate.NO_DATA, Gate.TOO_FEW)
Number = int | float


@dataclass(frozen=True, slots=True)
class Part:
    """A figure inside a figure: a stage, a bucket, a kind.

    `value` is None for 0/0 ("no data") and below ten events ("too few to judge"); `numerator` and
    `denominator` are always given, except that a median has no numerator and a count no
    denominator.
    """

    label: str
    numerator: Number | None
    denominator: int | None
    value: float | None
    interval: Interval | None
    gate: Gate

    def to_json(self) -> dict[str, Any]:
        return {
            "label": self.label,
            "numerator": self.numerator,
            "denominator": self.denominator,
            "value": self.value,
            "interval": None if self.interval is None else list(self.interval),
            "gate": self.gate.value,
        }


@dataclass(frozen=True, slots=True)
class Result(Part):
    """What a count came to: a part without a label, and the parts that it is made of."""

    parts: tuple[Part, ...] = ()
    note: str = ""

    @property
    def gate_words(self) -> str:
        """What to write beside (or in place of) the value; empty when it stands in full."""
        return GATE_WORDS[self.gate]


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure(Result):
    """An indicator worked out for one unit and period, with the definition that it follows.

    `waiting` is how many entries that could change it are not yet approved.
    """

    definition: Definition
    waiting: int

    @classmethod
    def of(cls, definition: Definition, result: Result, waiting: int) -> "Figure":
        """The result of a count, under the definition that was counted by."""
        return cls(**_fields_of(result), definition=definition, waiting=waiting)

    @property
    def indicator_id(self) -> str:
        return self.definition.id

    def to_json(self) -> dict[str, Any]:
        """The figure as plain JSON values, with the version of its definition."""
        body = Part.to_json(self)
        del body["label"]
        return {
            "indicator": self.definition.id,
            "title": self.definition.title,
            "unit": self.definition.unit,
            "definition_version": self.definition.version,
            **body,
            "waiting": self.waiting,
            "gate_words": self.gate_words,
            "parts": [part.to_json() for part in self.parts],
            "note": self.note,
            "counterweights": list(self.definition.counterweight_ids),
        }


def share_part(label: str, numerator: int, denominator: int) -> Part:
    """A share with its Wilson interval, gated by its denominator."""
    gate = gate_of(denominator)
    if gate in HIDDEN:
        return Part(label, numerator, denominator, None, None, gate)
    interval = wilson_interval(numerator, denominator)
    return Part(label, numerator, denominator, numerator / denominator, interval, gate)


def pooled_part(label: str, numerator: int, denominator: int, events: int) -> Part:
    """A share of minutes, marked by the number of entries or officer-weeks that they come from.

    Minutes are a sum, not a handful of cases, so a small one is marked and still shown. It has no
    interval: minutes of one shift are not independent of each other, so a binomial interval would
    claim a certainty that is not there.
    """
    if not denominator:
        return Part(label, numerator, denominator, None, None, Gate.NO_DATA)
    gate = gate_of(max(events, 1))
    return Part(label, numerator, denominator, numerator / denominator, None, gate)


def count_part(label: str, count: int) -> Part:
    """A plain count; a count is a fact and is never gated."""
    return Part(label, count, None, float(count), None, Gate.FULL)


def value_part(label: str, value: float | None, cases: int) -> Part:
    """A quantile or other value worked out from `cases` cases, gated by them."""
    gate = gate_of(cases)
    return Part(label, None, cases, None if gate in HIDDEN else value, None, gate)


def result_of(whole: Part, parts: Iterable[Part] = (), note: str = "") -> Result:
    """A result that is `whole` as a whole, and made of `parts`."""
    return Result(**_fields_of(whole), parts=tuple(parts), note=note)


def proportion(
    numerator: int, denominator: int, *, parts: Iterable[Part] = (), note: str = ""
) -> Result:
    """A share of matters, children or schools, with its Wilson interval."""
    return result_of(share_part("", numerator, denominator), parts, note)


def pooled_share(
    numerator: int, denominator: int, *, events: int, parts: Iterable[Part] = (), note: str = ""
) -> Result:
    """A share of pooled minutes, which come from so many entries or officer-weeks."""
    return result_of(pooled_part("", numerator, denominator, events), parts, note)


def median_of(values: Iterable[float], *, parts: Iterable[Part] = ()) -> Result:
    """The median of the values; its first part is the 90th percentile."""
    known = list(values)
    high = value_part("90th percentile", p90(known), len(known))
    return result_of(value_part("", median(known), len(known)), (high, *parts))


def funnel(stages: Sequence[tuple[str, int]]) -> Result:
    """(label, count) from the widest stage to the last; each part is a share of the one before.

    The figure as a whole is the last stage out of the first. Raises ValueError without a stage.
    """
    if not stages:
        raise ValueError("A funnel has at least one stage.")
    first = before = stages[0][1]
    parts = [count_part(*stages[0])]
    for label, count in stages[1:]:
        parts.append(share_part(label, count, before))
        before = count
    return proportion(before, first, parts=parts)


def mix(amounts: Sequence[tuple[str, int]], *, entries: int, extra: Iterable[Part] = ()) -> Result:
    """(label, minutes) of each kind; the parts are shares of the minutes of all kinds.

    The figure as a whole has the minutes of all kinds as numerator and denominator, and their
    hours as value. `entries` is how many entries they come from; `extra` parts follow the shares.
    """
    total = sum(amount for _, amount in amounts)
    parts = [pooled_part(label, amount, total, entries) for label, amount in amounts]
    gate = gate_of(entries)
    hours = None if gate is Gate.NO_DATA else total / MINUTES_PER_HOUR
    return result_of(Part("", total, total, hours, None, gate), (*parts, *extra))


def count(number: int | None, *, parts: Iterable[Part] = ()) -> Result:
    """A count; None when there is nothing it could have been counted from."""
    if number is None:
        return result_of(Part("", None, None, None, None, Gate.NO_DATA), parts)
    return result_of(count_part("", number), parts)


def _fields_of(part: Part) -> dict[str, Any]:
    return {field.name: getattr(part, field.name) for field in fields(part)}
