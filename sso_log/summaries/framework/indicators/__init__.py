"""Every indicator of the framework, by id, in the order of families, letters and numbers."""

from importlib import import_module
from pkgutil import iter_modules

from sso_log.framework.indicator import Family
from sso_log.summaries.framework.indicator import Indicator, Registry


def _declared() -> list[Indicator]:
    declared: list[Indicator] = []
    for file in iter_modules(__path__):
        module = import_module(f"{__name__}.{file.name}")
        own = [value for value in vars(module).values() if isinstance(value, Indicator)]
        if not own:
            raise ValueError(f"{file.name}.py declares no indicator.")
        declared += own
    return sorted(declared, key=_place)


def _place(each: Indicator) -> tuple[int, str, int]:
    return list(Family).index(each.family), each.id[:1], int(each.id[1:])


INDICATORS = Registry(_declared())
