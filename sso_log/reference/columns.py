"""What one column of a code list may hold, and how a cell of it is tested."""

import re
from collections.abc import Callable
from dataclasses import dataclass, replace


@dataclass(frozen=True, slots=True)
class Column:
    """One column of a list: `holds` says in words what it may hold, `fits` tests one cell.

    `words` is the closed set where there is one; `codes_of` names the list whose codes, with
    spaces between, it holds.
    """

    holds: str
    fits: Callable[[str], bool]
    words: tuple[str, ...] = ()
    codes_of: str = ""
    blank: bool = False


def words(*known: str) -> Column:
    return Column(f"one of {', '.join(known)}", known.__contains__, words=known)


def codes_of(list_name: str) -> Column:
    return Column(f"codes of {list_name}", lambda _: True, codes_of=list_name)


def whole_number(low: int, high: int) -> Column:
    """A whole number from `low` to `high`."""

    def fits(text: str) -> bool:
        return bool(re.fullmatch(r"[0-9]{1,6}", text)) and low <= int(text) <= high

    return Column(f"a whole number from {low} to {high}", fits)


def optional(column: Column) -> Column:
    """The same, or blank where the fact does not apply to a code."""
    return replace(column, blank=True)


def _is_pattern(text: str) -> bool:
    try:
        re.compile(text)
    except re.error:
        return False
    return True


_TIME = re.compile(r"([01][0-9]|2[0-3]):[0-5][0-9]")
TIME = Column("a time such as 08:00", lambda text: bool(_TIME.fullmatch(text)))
PATTERN = Column("a regular expression", _is_pattern)
# Published labels, crosswalks and caveats: shown and served as they are, never decided by.
FACT = Column("text", lambda _: True, blank=True)
