"""The catalogue of the kinds of entry: each is one module, with nothing about it anywhere else.

A new kind is a module here, a line in `KINDS`, a migration and a test. What a kind leaves open is
refused when the application starts, with a sentence (`kinds.gaps`).
"""

from collections.abc import Mapping
from typing import TypeVar

from sso_log.entries.kinds import abstraction, diversion, diversion_update, engagement
from sso_log.entries.kinds.declare import Kind
from sso_log.entries.kinds.gaps import gaps
from sso_log.errors import NotFound

__all__ = ["BY_DAY", "KINDS", "UPDATED", "Kind", "for_every_kind", "kind_of"]

Given = TypeVar("Given")

KINDS: dict[str, Kind] = {
    module.KIND.code: module.KIND
    for module in (engagement, diversion, diversion_update, abstraction)
}
if left_open := gaps(KINDS.values()):
    raise LookupError(f"The catalogue of kinds has gaps. {' '.join(left_open)}")
# The codes of the kinds that others update, and of those whose minutes are stored by day.
UPDATED = tuple(kind.code for kind in KINDS.values() if kind.updated_by)
BY_DAY = tuple(kind.code for kind in KINDS.values() if kind.by_day)


def kind_of(code: str) -> Kind:
    """The kind of that code or slug. Raises NotFound."""
    kind = KINDS.get(code.replace("-", "_"))
    if kind is None:
        raise NotFound()
    return kind


def for_every_kind(what: str, given: Mapping[str, Given]) -> dict[str, Given]:
    """What some part of the application has for each kind, by code, in the order of the catalogue.

    Raises LookupError with a sentence when a kind is left out or one is named that does not exist.
    """
    if differing := set(KINDS).symmetric_difference(given):
        raise LookupError(f"{what}: one for every kind and no other, see {sorted(differing)}.")
    return {code: given[code] for code in KINDS}
