"""What the sweeps share: every route with addresses that exist, and every form of every page.

The forms are found by opening every page as everybody, so a form that is added is attacked
without anyone writing a test for it. The hostile values themselves are in `tests/hostile.py`.
"""

import datetime as dt
import re
import uuid
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urljoin, urlsplit

import sqlalchemy as sa
from bs4 import BeautifulSoup, Tag
from flask import Flask
from werkzeug.exceptions import HTTPException

from sso_log.admin.services.grants import give_cover
from sso_log.admin.services.people import disable
from sso_log.auth.commands import routes
from sso_log.clock import format_week, today_london
from sso_log.db import db, writing
from sso_log.ids import new_id
from sso_log.reference.models import CalendarPeriod
from sso_log.reference.queries.units import unit_by_code
from tests.client import Browser
from tests.factories.entries import an_approved_entry, an_entry, decided
from tests.factories.force import TEAM, Force

Open = Callable[[str], Browser]
Pairs = list[tuple[str, str]]
EVERYBODY = ("officer", "sergeant", "inspector", "analyst", "auditor", "board", "admin")
WHY = "The number of pupils looks wrong."
SLUGS = ("engagement", "diversion", "diversion-update", "abstraction")


@dataclass
class World:
    """Entries in every state, and something for every id that an address may hold."""

    entries: dict[str, uuid.UUID] = field(default_factory=dict)
    ids: dict[str, Any] = field(default_factory=dict)

    def addresses(self, rule: str) -> list[str]:
        """Every address of a rule: one for each entry or kind where it holds one."""
        if "entry_id" in rule:
            return [self.fill(rule, entry_id=one) for one in self.entries.values()]
        if "slug" in rule:
            return [self.fill(rule, slug=slug) for slug in SLUGS]
        if "person_id" in rule:
            return [self.fill(rule), self.fill(rule, person_id=self.ids["disabled_id"])]
        return [self.fill(rule)]

    def fill(self, rule: str, **changes: Any) -> str:
        """One address of a rule."""
        names = {**self.ids, **changes}
        return re.sub(r"<(?:[^>:]*:)?([^>]+)>", lambda found: str(names[found[1]]), rule)


def build_world(force: Force) -> World:
    """Make it; the force is there already."""
    officer, sergeant = force.actor("officer"), force.actor("sergeant")
    made = World()
    for kind in ("engagement", "diversion", "abstraction"):
        made.entries[f"{kind} submitted"] = an_entry(officer, kind).id
        made.entries[f"{kind} approved"] = an_approved_entry(officer, sergeant, kind).id
    made.entries["draft"] = an_entry(officer, "engagement", submit=False).id
    about = str(made.entries["diversion approved"])
    made.entries["update submitted"] = an_entry(officer, "diversion_update", diversion=about).id
    made.entries["returned"] = an_entry(officer, "diversion").id
    made.entries["void"] = an_approved_entry(officer, sergeant, "engagement").id
    made.entries["own of sergeant"] = an_entry(sergeant, "engagement").id
    team = unit_by_code(TEAM)
    assert team is not None
    with writing():
        decided("return", sergeant, made.entries["returned"], 1, "other", WHY, ["sex"])
        decided("void", force.actor("inspector"), made.entries["void"], 1, "other", WHY)
        until = today_london() + dt.timedelta(days=2)
        cover = give_cover(sergeant, force.people["officer2"], team, until).id
        disable(force.actor("admin"), force.people["far_sergeant"])
    made.ids = {
        "entry_id": made.entries["engagement submitted"],
        "person_id": force.ids["officer2"],
        "disabled_id": force.ids["far_sergeant"],
        "grant_id": cover,
        "period_id": db.session.scalars(sa.select(CalendarPeriod.id).limit(1)).first(),
        "copy_id": new_id(),
        "urn": 100001,
        "week_text": format_week(today_london() - dt.timedelta(days=7)),
        "slug": "engagement",
        "topic": "engagement",
        "indicator_id": "D1",
        "filename": "app.css",
    }
    db.session.rollback()
    return made


@dataclass(frozen=True)
class Form:
    """A form of a page: who saw it, where it goes, and what a browser would send."""

    endpoint: str
    username: str
    page: str
    action: str
    fields: tuple[tuple[str, str, str], ...]

    def pairs(self) -> Pairs:
        """What a browser sends when nothing is typed."""
        return [(name, value) for name, _type, value in self.fields]

    def typed(self) -> list[str]:
        """The names of the fields that somebody types into."""
        into = ("text", "textarea", "search", "email", "tel", "number")
        return [name for name, kind, _value in self.fields if kind in into]

    def names(self) -> list[str]:
        """Every name once, but that of the token."""
        every = dict.fromkeys(name for name, _type, _value in self.fields)
        return [name for name in every if name != "csrf_token"]


def table(app: Flask) -> list[dict[str, Any]]:
    """Every route for browsers: the tablet's have tests of their own."""
    return [row for row in routes(app) if not str(row["rule"]).startswith("/api/")]


def pages(app: Flask, world: World, username: str) -> list[str]:
    """The address of every page that somebody of this role may ask for."""
    found = []
    for row in table(app):
        may = username in row["roles"] or "anyone" in row["roles"]
        if "GET" in row["methods"] and may and row["endpoint"] != "static":
            found += world.addresses(str(row["rule"]))
    return found


def forms(app: Flask, world: World, browser: Open) -> list[Form]:
    """Every form that posts, as the first person who is shown it."""
    found: dict[tuple[str, str], Form] = {}
    for username in ("", *EVERYBODY):
        somebody = browser(username)
        for path in pages(app, world, username or "anyone"):
            answer = somebody.client.get(path)
            if answer.status_code != 200 or answer.mimetype != "text/html":
                continue
            for form in _forms_of(app, BeautifulSoup(answer.text, "html.parser"), path, username):
                found.setdefault(_key(form), form)
    return list(found.values())


def _key(form: Form) -> tuple[str, str]:
    """One of each endpoint, and one of each kind of entry."""
    return (form.endpoint, form.action if form.endpoint == "entries.create" else "")


def _forms_of(app: Flask, soup: BeautifulSoup, path: str, username: str) -> list[Form]:
    made = []
    for tag in soup.find_all("form", method=re.compile("post", re.IGNORECASE)):
        for action in {_actions(tag, path)} | {
            str(button["formaction"]) for button in tag.find_all("button", formaction=True)
        }:
            target = urljoin(path, action).partition("#")[0]
            parts = urlsplit(target)
            try:
                endpoint, _ = app.url_map.bind("localhost").match(parts.path, method="POST")
            except HTTPException as error:
                raise AssertionError(f"{path} has a form to nowhere: {action}") from error
            made.append(Form(str(endpoint), username, path, target, tuple(_fields(tag))))
    return made


def _actions(tag: Tag, path: str) -> str:
    return str(tag.get("action") or path)


def _fields(tag: Tag) -> list[tuple[str, str, str]]:
    """Name, type and value of everything with a name; of a button, too."""
    found = []
    for one in tag.find_all(["input", "select", "textarea", "button"]):
        name = one.get("name")
        if not name:
            continue
        value, kind = str(one.get("value") or ""), str(one.get("type") or one.name)
        if one.name == "select":
            chosen = one.find("option", selected=True) or one.find("option")
            value = str(chosen.get("value") or "") if isinstance(chosen, Tag) else ""
        elif one.name == "textarea":
            value = one.get_text()
        elif one.name == "input" and not one.get("type"):
            kind = "text"
        found.append((str(name), kind, value))
    return found
