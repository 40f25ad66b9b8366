"""Every indicator of the framework, by id, in the order in which it is shown.

One module declares one indicator, with everything that belongs to it. They are shown by family, and
within a family in the order of this directory.
"""

from importlib import import_module
from pkgutil import iter_modules

from sso_log.framework.indicator import Family
from sso_log.summaries.framework.indicator import Indicator, Registry


def _declared() -> list[Indicator]:
    declared: list[Indicator] = []
    for name in sorted(module.name for module in iter_modules(__path__)):
        module = import_module(f"{__name__}.{name}")
        own = [value for value in vars(module).values() if isinstance(value, Indicator)]
        if not own:
            raise ValueError(f"{name}.py declares no indicator.")
        declared += own
    families = list(Family)
    return sorted(declared, key=lambda each: families.index(each.family))


INDICATORS = Registry(_declared())
