"""What stands in the bar under the header: each slice registers its own items.

An item is shown when its `shown` says so of the person signed in. This slice lies below `auth`, so
the person is whatever the caller passes; nothing is asked of them here.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from flask import request, url_for

from sso_log.words import word


@dataclass(frozen=True, slots=True)
class NavItem:
    """One link. `shown` gets the person signed in and says whether they see it."""

    endpoint: str
    order: int
    shown: Callable[[Any], bool]

    @property
    def label(self) -> str:
        """What the menu calls it."""
        return word("menu", self.endpoint)


@dataclass(frozen=True, slots=True)
class NavLink:
    """An item as the template draws it."""

    label: str
    href: str
    current: bool
    active: bool


_items: dict[str, NavItem] = {}


def register(item: NavItem) -> None:
    """Add an item; registering the same endpoint again replaces it. Raises LookupError for one
    that no menu has a word for.
    """
    word("menu", item.endpoint)
    _items[item.endpoint] = item


def items_for(actor: Any) -> list[NavItem]:
    """The items this person sees, in order; none when nobody is signed in."""
    if actor is None:
        return []
    seen = (item for item in _items.values() if item.shown(actor))
    return sorted(seen, key=lambda item: (item.order, item.label))


def links_for(actor: Any, section: str | None = None) -> list[NavLink]:
    """The links of this person for the page in hand.

    `section` is the endpoint of the item to mark; without it the item of the page itself is
    marked, else the first item of the same blueprint.
    """
    items = items_for(actor)
    here = request.endpoint or ""
    marked = section or _nearest(items, here)
    return [
        NavLink(
            label=item.label,
            href=url_for(item.endpoint),
            current=item.endpoint == marked == here,
            active=item.endpoint == marked,
        )
        for item in items
    ]


def _nearest(items: list[NavItem], here: str) -> str | None:
    endpoints = [item.endpoint for item in items]
    if here in endpoints:
        return here
    blueprint = here.rpartition(".")[0]
    if not blueprint:
        return None
    return next((name for name in endpoints if name.rpartition(".")[0] == blueprint), None)
