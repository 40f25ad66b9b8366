"""Facts about invented children: drawn even-handedly, apart from any outcome. Pure.

Nothing that becomes of a child in the demo depends on these facts, so that a disparity in its
figures is chance and never a statement about anybody.
"""

import random
from typing import Any

from sso_log.demo.chance import happens, pick

SELF_DEFINED = {
    "W1": 25.0, "W2": 1.5, "W3": 0.5, "W9": 15.0, "M1": 4.0, "M2": 2.5, "M3": 2.0, "M9": 4.0,
    "A1": 6.0, "A2": 6.0, "A3": 6.5, "A4": 1.0, "A9": 5.0, "B1": 5.0, "B2": 11.5, "B9": 2.5,
    "O2": 1.5, "O9": 4.5,
}  # fmt: skip
OFFICER_DEFINED = {
    "W": {"IC1": 8.0, "IC2": 2.0},
    "M": {"IC1": 2.0, "IC3": 4.0, "IC4": 1.0, "IC6": 1.0},
    "A": {"IC4": 8.0, "IC5": 1.0, "IC6": 1.0},
    "B": {"IC3": 9.0, "IC6": 1.0},
    "O": {"IC6": 5.0, "IC4": 2.0, "IC1": 1.0, "IC9": 2.0},
}
NOT_OBTAINED = 0.12
REASONS = {
    "not_asked": 30.0, "declined": 26.0, "not_present": 22.0, "called_away": 10.0,
    "not_understood": 8.0, "public_disorder": 4.0,
}  # fmt: skip
NOT_KNOWN = {"not_asked": 4.0, "not_recorded": 4.0, "not_present": 2.0, "declined": 1.0}


def child(chance: random.Random, youngest: int, oldest: int) -> dict[str, Any]:
    """Who the child is, as the form asks it: no name, and every gap with its reason."""
    ethnicity = pick(chance, SELF_DEFINED)
    facts: dict[str, Any] = {
        "ethnicity_self_defined": ethnicity,
        "ethnicity_officer_defined": pick(chance, OFFICER_DEFINED[ethnicity[0]]),
        "sex": pick(chance, {"male": 62.0, "female": 37.0, "other": 0.4, "not_known": 0.6}),
        "send": pick(
            chance, {"none": 66.0, "sen_support": 19.0, "ehc_plan": 9.0, "not_known": 6.0}
        ),
        "looked_after": pick(chance, {"no": 90.0, "yes": 5.0, "not_known": 5.0}),
    }
    if happens(chance, NOT_OBTAINED):
        facts["ethnicity_self_defined"] = "not_obtained"
        facts["ethnicity_self_defined_reason"] = pick(chance, REASONS)
    facts |= _age(chance, youngest, oldest)
    for name in ("sex", "send", "looked_after", "age", "year_group"):
        if facts[name] == "not_known":
            facts[f"{name}_reason"] = pick(chance, NOT_KNOWN)
    return facts


def _age(chance: random.Random, youngest: int, oldest: int) -> dict[str, str]:
    age = chance.randint(youngest, oldest)
    year = min(13, max(1, age - chance.choice((4, 5))))
    return {
        "age": "not_known" if happens(chance, 0.01) else str(age),
        "year_group": "not_known" if happens(chance, 0.02) else str(year),
    }
