"""A figure in the words that pages, files and the command share."""

from sso_log.framework.figure import HIDDEN, Figure, Part
from sso_log.framework.indicator import Definition, IndicatorKind
from sso_log.framework.statistics import Gate, Interval
from sso_log.web.filters import NO_DATA, counted, number, percentage

TOO_FEW = "too few to judge"
LARGE = 100


def amount(definition: Definition, value: float | None) -> str:
    """A value of an indicator with its unit: `17.0%`, `26.5 hours`, `12 school days`."""
    if value is None:
        return NO_DATA
    if definition.unit == "share":
        return percentage(value)
    unit = _one(definition.unit) if value == 1 else definition.unit
    return f"{number(value, _places(value))} {unit}"


def _places(value: float) -> int:
    return 0 if float(value).is_integer() or value >= LARGE else 1


def _one(unit: str) -> str:
    return unit.removesuffix("s")


def headline(figure: Figure) -> str:
    """The value to write large, or why there is none."""
    if figure.gate is Gate.TOO_FEW and figure.value is None:
        return TOO_FEW
    return amount(figure.definition, figure.value)


def ratio(figure: Figure) -> str:
    """Numerator and denominator: `49 of 59`; what a median or a mix is made of."""
    kind = figure.definition.kind
    if figure.denominator == 0:
        return "Nothing to count"
    if kind is IndicatorKind.MEDIAN:
        return f"Median of {counted(figure.denominator or 0, 'entry', 'entries')}"
    if kind is IndicatorKind.MIX:
        return f"{number(figure.numerator)} minutes in all"
    if kind is IndicatorKind.COUNT:
        return ""
    minutes = " minutes" if kind is IndicatorKind.POOLED_SHARE else ""
    return f"{number(figure.numerator)} of {number(figure.denominator)}{minutes}"


def interval_words(interval: Interval | None) -> str:
    """`95% interval 5.5% to 28.1%`; empty without one."""
    return f"95% interval {interval_ends(interval)}" if interval else ""


def interval_ends(interval: Interval | None) -> str:
    """`5.5% to 28.1%`; empty without one."""
    return f"{percentage(interval[0])} to {percentage(interval[1])}" if interval else ""


def part_value(figure: Figure, part: Part) -> str:
    """The value of a part: a share, a count, or a quantile in the unit of its indicator."""
    if part.gate in HIDDEN and part.value is None:
        return TOO_FEW if part.gate is Gate.TOO_FEW else NO_DATA
    if part.numerator is None:
        return amount(figure.definition, part.value)
    return number(part.value) if part.denominator is None else percentage(part.value)


def part_ratio(part: Part) -> str:
    """`10 of 59`; empty for a count or a quantile."""
    if part.numerator is None or part.denominator is None:
        return ""
    return f"{number(part.numerator)} of {number(part.denominator)}"


def waiting_words(figure: Figure) -> str:
    if not figure.waiting:
        return "Nothing waiting for approval"
    return f"{counted(figure.waiting, 'entry', 'entries')} waiting for approval"


def read_aloud(figure: Figure) -> list[str]:
    definition = figure.definition
    lines = [f"{definition.id}  {definition.title}: {headline(figure)}"]
    sentences = [ratio(figure), interval_words(figure.interval), figure.gate_words]
    lines.append("    " + "; ".join(text for text in [*sentences, waiting_words(figure)] if text))
    for part in figure.parts:
        of = part_ratio(part)
        lines.append(f"    {part.label}: {part_value(figure, part)}" + (f" ({of})" if of else ""))
    if figure.note:
        lines.append(f"    {figure.note}")
    return lines


def axis(definition: Definition, value: float | None) -> str:
    """A value short enough for an axis or a list of months."""
    if value is None:
        return NO_DATA
    if definition.unit != "share":
        return number(value, _places(value))
    return percentage(value, 0 if round(value * 100, 6).is_integer() else 1)
