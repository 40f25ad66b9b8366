"""What the indicators of matters share: counting by a rule, and the list of all of them."""

from collections.abc import Iterable

from sso_log.framework.matter import Matter
from sso_log.summaries.framework.drill_down import Rule, of_matters

ALL_MATTERS = of_matters("all", "All matters", lambda _matter: True)


def count_of(matters: Iterable[Matter], rule: Rule) -> int:
    return sum(1 for matter in matters if rule(matter))
