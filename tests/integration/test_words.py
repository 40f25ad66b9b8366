"""Another force's words reach every page that speaks of roles and kinds of entry."""

import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from flask import Flask

from sso_log import create_app, words
from tests.client import Browser
from tests.conftest import settings_for
from tests.factories.entries import an_entry
from tests.factories.force import Force
from tests.tablet import Tablet

PAGES = {
    "officer": ("/", "/entries/new/engagement", "/help/approval", "/help", "/help/names"),
    "sergeant": ("/", "/review", "/review/team", "/admin/cover", "/help/abstraction"),
    "admin": ("/", "/admin/people", "/admin/people/new", "/accessibility"),
    "analyst": ("/framework", "/framework/D1", "/framework/T4", "/summaries/abstraction/entries"),
}
# What people are called and the title of a posting are data, typed by somebody.
NAMES_AND_TITLES = re.compile(r"Tester|Safer Schools|^\s*(far_|other_)?sergeant2?\s*$")


@pytest.fixture
def other_words(app: Flask, tmp_path: Path) -> Iterator[None]:
    path = tmp_path / "words.toml"
    path.write_text('[role.sergeant]\none = "team leader"\nmany = "team leaders"\n')
    words.configure(path)
    yield
    words.configure(None)


@pytest.mark.usefixtures("other_words")
@pytest.mark.parametrize("username", PAGES)
def test_a_role_by_another_name_is_called_so_on_every_page(
    force: Force, browser: Callable[[str], Browser], username: str
) -> None:
    entry = an_entry(force.actor("officer"), "engagement")
    somebody = browser(username)
    own = (f"/entries/{entry.id}/edit",) if username == "officer" else ()
    for path in (*PAGES[username], *own):
        somebody.get(path)
        for name in somebody.page.find_all(string=re.compile("sergeant", re.IGNORECASE)):
            assert NAMES_AND_TITLES.search(name), (path, name)


def test_a_kind_by_another_name_is_called_so_on_pages_and_over_json(
    app: Flask, force: Force, browser: Callable[[str], Browser], tmp_path: Path
) -> None:
    entry = an_entry(force.actor("officer"), "engagement")
    path = tmp_path / "words.toml"
    path.write_text('[kind.engagement]\nnoun = "school visit"\naction = "Log a school visit"\n')
    create_app(replace(settings_for("sqlite://", tmp_path), words_file=path))
    try:
        officer = browser("officer")
        for address, said in (
            ("/", "School visit"),
            ("/entries/new/engagement", "Log a school visit"),
            (f"/entries/{entry.id}/edit", "Change school visit"),
            (f"/entries/{entry.id}", "School visit"),
            ("/entries", f"School visit {entry.reference}"),
        ):
            officer.get(address)
            assert said in officer.page.get_text(" ", strip=True), address
        kinds = Tablet(app, "officer").get("/reference").json["kinds"]
        assert {kind["code"]: kind["noun"] for kind in kinds}["engagement"] == "school visit"
    finally:
        words.configure(None)
