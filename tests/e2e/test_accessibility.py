"""axe on every page of every role, on a tablet and a phone; nothing scrolls sideways."""

from collections.abc import Callable

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

from sso_log.auth.commands import routes
from sso_log.auth.identity import Role
from sso_log.db import db
from tests.e2e.conftest import Server
from tests.factories.entries import an_approved_entry, an_entry

pytestmark = pytest.mark.e2e
AXE = Axe()
OPTIONS = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}
NOT_PAGES = ("/api/", "/static/", "/healthz", "/readyz", ".json")
PEOPLE = [role.value for role in Role]


def pages_of(server: Server, role: str) -> list[str]:
    """Every address without a parameter that the role may get.

    What looks the same to everybody is read once, as an officer.
    """
    return sorted(
        str(row["rule"])
        for row in routes(server.app)
        if "GET" in row["methods"]  # type: ignore[operator]
        and "<" not in str(row["rule"])
        and not any(part in str(row["rule"]) for part in NOT_PAGES)
        and (
            role in row["roles"]  # type: ignore[operator]
            if row["audience"] == "requires"
            else row["rule"] == "/" or role == "officer"
        )
    )


def with_entries(server: Server) -> dict[str, list[str]]:
    """Make an entry of each kind, and name the pages about them for each role."""
    with server.app.app_context():
        officer = server.force.actor("officer")
        sergeant = server.force.actor("sergeant")
        waiting = {kind: an_entry(officer, kind).id for kind in ("engagement", "abstraction")}
        draft = an_entry(officer, "engagement", submit=False).id
        diversion = an_approved_entry(officer, sergeant, "diversion").id
        an_approved_entry(officer, sergeant, "abstraction")
        db.session.remove()
    own = [f"/entries/{entry_id}" for entry_id in (*waiting.values(), draft, diversion)]
    return {
        "officer": [
            *own,
            f"/entries/{draft}/edit",
            f"/entries/{diversion}/history",
            f"/entries/{draft}/withdraw",
            "/entries/new/engagement",
            "/entries/new/diversion",
            "/entries/new/abstraction",
            f"/entries/new/diversion-update?diversion={diversion}",
            "/weeks/2026-W40",
            "/schools/100001",
            "/help/engagement",
        ],
        "sergeant": [
            *(f"/review/{entry_id}" for entry_id in waiting.values()),
            f"/review/{waiting['engagement']}/return",
            f"/review/{diversion}/reopen",
            f"/review/{diversion}/void",
        ],
        "inspector": ["/framework/D1", "/framework/C1", "/framework/A1", "/framework/T3"],
        "analyst": ["/framework/E1", "/framework/Q1", "/summaries/abstraction/entries"],
    }


@pytest.mark.parametrize("role", PEOPLE)
@pytest.mark.parametrize("width", [820, 320])
def test_every_page_is_clean(
    open_page: Callable[..., Page], server: Server, role: str, width: int
) -> None:
    extra = with_entries(server)
    page = open_page(role, width=width, height=1180)
    wrong = []
    for path in [*pages_of(server, role), *extra.get(role, [])]:
        answered = page.goto(path)
        assert answered is not None
        if answered.status != 200:
            wrong.append(f"{path}: {answered.status}")
            continue
        if "text/html" not in answered.headers["content-type"]:
            continue  # an answer for a script or a file to keep
        # At the end of the page the bar of buttons covers nothing of the form above it.
        page.evaluate("() => window.scrollTo(0, document.body.scrollHeight)")
        found = AXE.run(page, options=OPTIONS)
        wrong += [
            f"{path}: {rule['id']}: {[node['target'] for node in rule['nodes'][:3]]}"
            for rule in found.response["violations"]
        ]
        wide = page.evaluate("() => document.documentElement.scrollWidth - window.innerWidth")
        if wide > 0:
            wrong.append(f"{path}: {wide} pixels too wide at {width}")
    assert not wrong, "\n".join(wrong)


def test_pages_for_nobody_in_particular_are_clean(
    open_page: Callable[..., Page], server: Server
) -> None:
    page = open_page()
    for path in ("/sign-in", "/accessibility", "/cookies", "/help/engagement", "/no-such-page"):
        page.goto(path)
        violations = AXE.run(page, options=OPTIONS).response["violations"]
        assert not [rule["id"] for rule in violations], path
