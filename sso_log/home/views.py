"""The first page. Whoever holds several roles sees the parts of each."""

from flask import Blueprint, render_template, url_for
from flask.typing import ResponseReturnValue

from sso_log.auth.guards import current_actor, signed_in
from sso_log.auth.identity import Actor, Role
from sso_log.auth.policy import Permission, may
from sso_log.clock import now_utc
from sso_log.entries.kinds import KINDS
from sso_log.home.queries import own_work, waiting_for
from sso_log.web.navigation import NavItem, register
from sso_log.words import word

blueprint = Blueprint("home", __name__)

register(NavItem("home.show", 0, lambda who: who is not None))

# By permission: icon, endpoint and what is there; the menu's word for it is its title.
LINKS: dict[Permission, tuple[tuple[str, str, str], ...]] = {
    Permission.READ_FIGURES: (
        (
            "figures",
            "summaries.abstraction",
            "What it takes from officers, and what it costs schools",
        ),
        (
            "figures",
            "summaries.framework",
            "Diversion, contact, engagement, fairness and data quality",
        ),
    ),
    Permission.READ_AUDIT: (
        ("review", "audit.search", "Who did what, when and why, and whether the trail is whole"),
    ),
    Permission.MANAGE_PEOPLE: (("review", "admin.people_list", "Accounts, roles and postings"),),
    Permission.MANAGE_LISTS: (
        ("week", "reference.calendar.listing", "Terms, holidays and INSET days"),
        ("engagement", "reference.school_list", "Officers, agreements and priority schools"),
    ),
}


def loggable() -> list[dict[str, str]]:
    """What may be logged from here: every kind but those that begin at another entry."""
    return [
        {
            "href": url_for("entries.new", slug=kind.slug),
            "text": kind.noun.capitalize(),
            "hint": kind.word("gist"),
            "icon": kind.code,
        }
        for kind in KINDS.values()
        if kind.about is None
    ]


@blueprint.get("/")
@signed_in
def show() -> ResponseReturnValue:
    actor = current_actor()
    return render_template(
        "home/home.html",
        work=own_work(actor) if may(actor, Permission.WRITE_ENTRY) else None,
        waiting=waiting_for(actor) if may(actor, Permission.SEE_INBOX) else None,
        loggable=loggable(),
        links=links_of(actor),
        board=actor.has(Role.BOARD),
        now=now_utc(),
    )


def links_of(actor: Actor) -> list[dict[str, str]]:
    """The large buttons of those who read or look after things rather than log them."""
    return [
        {"icon": icon, "href": url_for(endpoint), "text": word("menu", endpoint), "hint": hint}
        for permission, links in LINKS.items()
        if may(actor, permission)
        for icon, endpoint, hint in links
    ]
