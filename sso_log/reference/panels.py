"""Where slices above put what they know about a school onto its page.

`summaries` knows what happened at a school and may not be imported from here, so it registers a
function when it is loaded: `draw(urn, actor, today)` gives markup, or None for nothing.
"""

import datetime as dt
from collections.abc import Callable

from markupsafe import Markup

from sso_log.auth.identity import Actor

Draw = Callable[[int, Actor, dt.date], Markup | None]
_panels: list[Draw] = []


def register(draw: Draw) -> None:
    """Add a panel below those that are there."""
    if draw not in _panels:
        _panels.append(draw)


def drawn_for(urn: int, actor: Actor, today: dt.date) -> list[Markup]:
    """The panels of a school that have something to say to this reader, in order."""
    return [markup for draw in _panels if (markup := draw(urn, actor, today))]
