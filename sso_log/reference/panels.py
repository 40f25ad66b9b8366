"""Where slices above put what they know about a school onto its page.

`entries` knows what happened at a school and may not be imported from here, so it registers a panel
when it is loaded. A panel that has nothing to say draws nothing.
"""

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass

from markupsafe import Markup

from sso_log.auth.identity import Actor

Draw = Callable[[int, Actor, dt.date], Markup | None]


@dataclass(frozen=True, slots=True)
class Panel:
    """One block of the school page: `draw(urn, actor, today)` gives its markup, or None."""

    name: str
    order: int
    draw: Draw


_panels: dict[str, Panel] = {}


def register(panel: Panel) -> None:
    """Add a panel; registering the same name again replaces it."""
    _panels[panel.name] = panel


def drawn_for(urn: int, actor: Actor, today: dt.date) -> list[Markup]:
    """The panels of a school that have something to say to this reader, in order."""
    in_order = sorted(_panels.values(), key=lambda panel: (panel.order, panel.name))
    drawn = (panel.draw(urn, actor, today) for panel in in_order)
    return [markup for markup in drawn if markup]
