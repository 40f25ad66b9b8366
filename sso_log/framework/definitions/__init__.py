"""Every indicator of the framework, by id, in the order in which it is shown.

The words live in one file for each family; how a matter is judged is in `rules`, and how figures
are counted is above this package.
"""

from sso_log.framework.definitions import abstraction, contact, diversion, engagement, quality
from sso_log.framework.indicator import (
    FAMILY_TITLES,
    Family,
    Indicator,
    IndicatorKind,
    Registry,
)

INDICATORS = Registry(
    (
        *diversion.INDICATORS,
        *contact.INDICATORS,
        *engagement.INDICATORS,
        *abstraction.INDICATORS,
        *quality.INDICATORS,
    )
)


def indicator(indicator_id: str) -> Indicator:
    """The indicator of that id (`D1`); ValueError with a sentence if there is none."""
    try:
        return INDICATORS[indicator_id]
    except KeyError:
        known = ", ".join(INDICATORS)
        raise ValueError(f"There is no indicator {indicator_id}: choose from {known}.") from None


__all__ = [
    "FAMILY_TITLES",
    "INDICATORS",
    "Family",
    "Indicator",
    "IndicatorKind",
    "Registry",
    "indicator",
]
