"""GOV.UK components drawn once and remembered.

`govuk("button", {"text": "Save"})` in a template gives the markup of govuk-frontend-jinja. Its
macros are pure functions of their parameters and cost 0.3-2 ms each, so what they drew is stored in
a bounded cache. What a person typed never enters that cache: typed values, error sentences and
ready-made HTML are replaced by marks before drawing, and put back, escaped, into a copy. Nothing
here knows what a page is about.
"""

import json
import re
import secrets
from collections import OrderedDict
from collections.abc import Callable, Mapping, Sequence
from threading import Lock
from typing import Any

from jinja2 import Environment, PackageLoader, PrefixLoader, Undefined
from markupsafe import Markup, escape

PACKAGE = "govuk_frontend_jinja"
CACHE_SIZE = 4096
LARGEST_CACHED = 64 * 1024

# Components whose `value` is free text; for the others it is one of a closed list of codes.
FREE_VALUE = {"input", "textarea", "character-count", "password-input", "date-input"}
# A browser drops the first line break inside a textarea: one is added so that none is lost.
MULTILINE = {"textarea", "character-count"}
# Components that show data rather than the fixed words of a form.
DATA_TEXT = {
    "summary-list",
    "table",
    "notification-banner",
    "panel",
    "inset-text",
    "error-message",
    "error-summary",
    "breadcrumbs",
    "tag",
    "details",
    "warning-text",
    "task-list",
}
Params = Mapping[str, Any]


class _Marks:
    """Swaps changing strings for marks that the macros pass through untouched."""

    def __init__(self, prefix: str) -> None:
        self.prefix = prefix
        self.values: list[str] = []

    def put(self, value: str) -> Markup:
        """Remember a string (escaped unless it is markup already); give the mark for it."""
        self.values.append(str(escape(value)))
        return Markup(f"{self.prefix}{len(self.values) - 1};")  # nosec B704

    def walk(self, node: Any, component: str, within: str = "") -> Any:
        """A copy of the parameters with every changing string marked."""
        if isinstance(node, Mapping):
            return {
                key: self.leaf(key, value, component, within)
                for key, value in node.items()
                if not isinstance(value, Undefined)
            }
        if isinstance(node, Sequence) and not isinstance(node, str):
            return [self.walk(item, component, within) for item in node]
        return node

    def leaf(self, key: str, value: Any, component: str, within: str) -> Any:
        """One parameter: marked when it changes from page to page, else walked into."""
        free = key == "value" and component in FREE_VALUE
        if free and isinstance(value, int | float) and not isinstance(value, bool):
            value = str(value)
        if not isinstance(value, str):
            return self.walk(value, component, key)
        if not value:
            return value
        if key == "html":
            return self.put(Markup(value))  # nosec B704
        if free and component in MULTILINE:
            return self.put(Markup("\n") + value)  # nosec B704
        if free or key == "href":
            return self.put(value)
        if key == "text" and (component in DATA_TEXT or within == "errorMessage"):
            return self.put(value)
        return value


class Components:
    """Draws components by name; one instance per application."""

    def __init__(self, size: int = CACHE_SIZE) -> None:
        self.environment = Environment(
            loader=PrefixLoader({PACKAGE: PackageLoader(PACKAGE)}),
            autoescape=True,
            trim_blocks=True,
            lstrip_blocks=True,
            auto_reload=False,
        )
        self.size = size
        self.prefix = f"mark{secrets.token_hex(8)}x"
        self._macros: dict[str, Callable[[Params], str]] = {}
        self._drawn: OrderedDict[str, list[str]] = OrderedDict()
        self._lock = Lock()

    def __call__(self, component: str, params: Params | None = None, **more: Any) -> Markup:
        """The markup of one component, parameters named as in the GOV.UK Design System."""
        marks = _Marks(self.prefix)
        marked = marks.walk({**(params or {}), **more}, component)
        key = component + json.dumps(marked, default=str, separators=(",", ":"))
        pieces = self._drawn.get(key)
        if pieces is None:
            pieces = self._draw(component, marked)
            self._remember(key, pieces)
        if not marks.values:
            return Markup(pieces[0])  # nosec B704
        filled = [
            piece if n % 2 == 0 else marks.values[int(piece)] for n, piece in enumerate(pieces)
        ]
        return Markup("".join(filled))  # nosec B704

    def _draw(self, component: str, params: Params) -> list[str]:
        """Fixed text at even places, the number of a mark at odd ones."""
        return re.split(rf"{self.prefix}(\d+);", str(self._macro(component)(params)).strip())

    def _macro(self, component: str) -> Callable[[Params], str]:
        if component not in self._macros:
            name = "govuk" + "".join(word.capitalize() for word in component.split("-"))
            path = f"{PACKAGE}/components/{component}/macro.html"
            self._macros[component] = getattr(self.environment.get_template(path).module, name)
        return self._macros[component]

    def _remember(self, key: str, pieces: list[str]) -> None:
        if len(key) > LARGEST_CACHED:
            return
        with self._lock:
            self._drawn[key] = pieces
            while len(self._drawn) > self.size:
                self._drawn.popitem(last=False)
