"""Reading, listing, correcting and withdrawing one's own entries, and who else sees them."""

from collections.abc import Callable

import pytest
import sqlalchemy as sa

from sso_log.audit.models import EVENT
from sso_log.audit.tags import Tag
from sso_log.db import db, writing
from sso_log.entries.models import Entry
from sso_log.entries.services import withdraw
from sso_log.ids import new_id
from tests.client import Browser
from tests.factories.entries import an_approved_entry, an_entry, answers, decided
from tests.factories.force import Force
from tests.factories.forms import pairs_of, replaced

Open = Callable[[str], Browser]
PATHS = ("", "/edit", "/withdraw", "/history")


def words(page: Browser) -> str:
    return page.page.get_text(" ", strip=True)


def events(tag: Tag) -> int:
    db.session.rollback()
    return db.session.execute(
        sa.select(sa.func.count()).select_from(EVENT).where(EVENT.c.tag == tag.value)
    ).scalar_one()


def returned(force: Force, kind: str = "engagement") -> Entry:
    entry = an_entry(force.actor("officer"), kind)
    with writing():
        return decided(
            "return",
            force.actor("sergeant"),
            entry.id,
            entry.version,
            code="missing_information",
            why="Say which year group it was.",
            fields=["year_groups", "topics"],
        )


def test_an_entry_is_shown_in_words(browser: Open, force: Force) -> None:
    entry = an_entry(force.actor("officer"), "engagement")
    officer = browser("officer")
    officer.get(f"/entries/{entry.id}")
    for said in (entry.reference, "Alder Grove School", "45 minutes", "Lesson or workshop"):
        assert said in words(officer)
    assert "lesson_workshop" not in words(officer)


@pytest.mark.parametrize("path", PATHS)
def test_anothers_entry_answers_like_one_that_does_not_exist(
    browser: Open, force: Force, path: str
) -> None:
    entry = an_entry(force.actor("officer"), "engagement")
    for username in ("officer2", "other_officer", "far_officer"):
        page = browser(username)
        theirs = page.get(f"/entries/{entry.id}{path}", status=404)
        nothing = page.get(f"/entries/{new_id()}{path}", status=404)
        assert _without_token(theirs.text) == _without_token(nothing.text)


def _without_token(text: str) -> str:
    return "\n".join(line for line in text.splitlines() if "csrf_token" not in line)


@pytest.mark.parametrize("step", ["edit", "submit", "withdraw"])
def test_a_sergeant_reads_an_entry_but_cannot_change_it(
    browser: Open, force: Force, step: str
) -> None:
    entry = an_entry(force.actor("officer"), "engagement")
    sergeant = browser("sergeant")
    sergeant.get(f"/entries/{entry.id}")
    assert sergeant.page.select_one(f'a[href="/review/{entry.id}"]')
    sergeant.post(f"/entries/{entry.id}/{step}", {"version": "1"}, status=403)


def test_a_draft_is_there_for_its_officer_only(browser: Open, force: Force) -> None:
    entry = an_entry(force.actor("officer"), "engagement", submit=False)
    browser("officer").get(f"/entries/{entry.id}")
    browser("sergeant").get(f"/entries/{entry.id}", status=404)
    browser("sergeant").get(f"/entries/{entry.id}/history", status=404)


def test_an_update_in_draft_is_listed_for_its_officer_only(browser: Open, force: Force) -> None:
    officer = force.actor("officer")
    diversion = an_approved_entry(officer, force.actor("sergeant"), "diversion").id
    draft = an_entry(officer, "diversion_update", submit=False, diversion=str(diversion))
    waiting = an_entry(officer, "diversion_update", diversion=str(diversion))
    for username, path, shown in (
        ("officer", "entries", True), ("sergeant", "entries", False), ("sergeant", "review", False),
    ):  # fmt: skip
        page = browser(username)
        page.get(f"/{path}/{diversion}")
        assert waiting.reference in words(page)
        assert (draft.reference in words(page)) is shown, (username, path)


@pytest.mark.parametrize(
    ("kind", "read"), [("diversion", 1), ("engagement", 0), ("abstraction", 0)]
)
def test_reading_a_childs_record_is_written_down(
    browser: Open, force: Force, kind: str, read: int
) -> None:
    entry = an_entry(force.actor("officer"), kind)
    officer = browser("officer")
    before = events(Tag.ENTRY_READ)
    officer.get(f"/entries/{entry.id}")
    assert events(Tag.ENTRY_READ) - before == read
    officer.get(f"/entries/{entry.id}/edit")
    assert events(Tag.ENTRY_READ) - before == 2 * read


def test_reading_from_further_up_is_written_down(browser: Open, force: Force) -> None:
    entry = an_entry(force.actor("officer"), "engagement")
    browser("sergeant").get(f"/entries/{entry.id}")
    assert events(Tag.ENTRY_READ) == 0
    browser("inspector").get(f"/entries/{entry.id}")
    assert events(Tag.ENTRY_READ) == 1


def test_what_was_returned_says_why_and_marks_the_fields(browser: Open, force: Force) -> None:
    entry = returned(force)
    officer = browser("officer")
    officer.get("/")
    assert "Say which year group it was." in words(officer)
    officer.get(f"/entries/{entry.id}")
    assert "Say which year group it was." in words(officer)
    assert len(officer.page.select(".app-answer-list__row--pinned")) == 2
    officer.get(f"/entries/{entry.id}/edit")
    assert "Say which year group it was." in words(officer)
    marked = officer.page.select(".app-question--pinned")
    assert [one.select_one("input")["name"] for one in marked] == ["topics", "year_groups"]


def test_a_returned_entry_is_corrected_and_waits_again(browser: Open, force: Force) -> None:
    entry = returned(force)
    form = [*pairs_of(answers("engagement", year_groups=["8"])), ("version", str(entry.version))]
    browser("officer").post(f"/entries/{entry.id}/edit", form)
    db.session.rollback()
    again = db.session.get_one(Entry, entry.id)
    assert (again.status, again.version) == ("submitted", 2)


@pytest.mark.parametrize("how", ["approved", "withdrawn"])
def test_what_is_decided_or_withdrawn_cannot_be_changed(
    browser: Open, force: Force, how: str
) -> None:
    officer = force.actor("officer")
    if how == "approved":
        entry = an_approved_entry(officer, force.actor("sergeant"), "engagement")
    else:
        entry = an_entry(officer, "engagement")
        with writing():
            withdraw(officer, entry.id, 1)
    page = browser("officer")
    page.get(f"/entries/{entry.id}")
    assert not page.page.select(f'a[href="/entries/{entry.id}/edit"]')
    page.get(f"/entries/{entry.id}/edit", status=409)
    page.get(f"/entries/{entry.id}/withdraw", status=409)
    form = [*pairs_of(answers("engagement", notes="Typed all the same")), ("version", "1")]
    page.post(f"/entries/{entry.id}/edit", form, status=409)
    assert "Typed all the same" in page.page.select_one("textarea").get_text()


def test_withdrawing_asks_first(browser: Open, force: Force) -> None:
    entry = an_entry(force.actor("officer"), "engagement")
    officer = browser("officer")
    officer.get(f"/entries/{entry.id}/withdraw")
    officer.post(f"/entries/{entry.id}/withdraw", {"version": "1"})
    db.session.rollback()
    assert db.session.get_one(Entry, entry.id).status == "withdrawn"
    officer.post(f"/entries/{entry.id}/withdraw", {"version": "1"}, status=409)


def test_history_tells_each_step_and_what_it_changed(browser: Open, force: Force) -> None:
    entry = returned(force)
    officer = browser("officer")
    form = replaced(pairs_of(answers("engagement")), duration_minutes="60", version="1")
    officer.post(f"/entries/{entry.id}/edit", form)
    officer.get(f"/entries/{entry.id}/history")
    said = words(officer)
    for part in ("Submitted, version 1", "Returned, version 1", "Say which year group it was.",
                 "Submitted, version 2", "45 minutes", "1 hour", "Sergeant Tester"):  # fmt: skip
        assert part in said, part


def test_an_auditor_sees_history_without_the_child_or_the_narrative(
    browser: Open, force: Force
) -> None:
    entry = an_entry(force.actor("officer"), "diversion", notes="Secret words", notes_basis="fact")
    changed = answers(
        "diversion", notes="Other words", notes_basis="fact", ethnicity_self_defined="A1", age="13"
    )
    browser("officer").post(f"/entries/{entry.id}/edit", [*pairs_of(changed), ("version", "1")])
    auditor = browser("auditor")
    auditor.get(f"/entries/{entry.id}", status=403)
    auditor.get(f"/entries/{entry.id}/history")
    said = words(auditor)
    assert "Ethnicity as the child describes it" in said and "Not shown" in said
    for hidden in ("Secret words", "Other words", "Indian", "Caribbean"):
        assert hidden not in said
    assert events(Tag.ENTRY_HISTORY_READ) == 1


def test_the_list_holds_ones_own_entries_and_no_fact_about_a_child(
    browser: Open, force: Force
) -> None:
    mine = an_entry(
        force.actor("officer"), "diversion", notes="Only on the page", notes_basis="fact"
    )
    other = an_entry(force.actor("officer2"), "engagement", school="100002")
    officer = browser("officer")
    officer.get("/entries")
    assert mine.reference in words(officer) and other.reference not in words(officer)
    assert "Only on the page" not in words(officer) and "Caribbean" not in words(officer)


@pytest.mark.parametrize(
    ("query", "kinds"),
    [
        ("kind=diversion", {"D"}),
        ("status=draft", {"A"}),
        ("status=submitted&kind=engagement", {"E"}),
        ("until=2019-01-01", set()),
        ("", {"A", "D", "E"}),
    ],
)
def test_the_list_is_filtered(browser: Open, force: Force, query: str, kinds: set[str]) -> None:
    officer = force.actor("officer")
    an_entry(officer, "engagement")
    an_entry(officer, "diversion")
    an_entry(officer, "abstraction", submit=False)
    page = browser("officer")
    page.get(f"/entries?{query}")
    shown = {a.get_text().split()[-1][0] for a in page.page.select(".app-entry__title")}
    assert shown == kinds


def test_an_entry_is_found_by_its_reference_however_typed(browser: Open, force: Force) -> None:
    entry = an_entry(force.actor("officer"), "engagement")
    an_entry(force.actor("officer"), "engagement", school="100002")
    page = browser("officer")
    page.get(f"/entries?reference=+{entry.reference.lower()}+")
    assert [a["href"] for a in page.page.select(".app-entry__title")] == [f"/entries/{entry.id}"]


def test_a_long_list_is_paged(browser: Open, force: Force) -> None:
    for minutes in range(1, 28):
        an_entry(force.actor("officer"), "engagement", submit=False, duration_minutes=minutes)
    page = browser("officer")
    page.get("/entries?kind=engagement")
    assert len(page.page.select(".app-entry")) == 25
    page.get(str(page.page.select_one('a[rel="next"]')["href"]))
    assert len(page.page.select(".app-entry")) == 2
    assert "kind=engagement" in str(page.page.select_one('a[rel="prev"]')["href"])


@pytest.mark.parametrize(
    ("username", "said"),
    [
        ("officer", "What do you want to log?"),
        ("sergeant", "Waiting for your decision"),
        ("inspector", "Waiting for your decision"),
        ("analyst", "Framework"),
        ("auditor", "Audit trail"),
        ("admin", "People"),
        ("board", "Nothing has been published yet"),
        ("nobody", "You have no role today"),
    ],
)
def test_home_says_what_each_role_does_next(browser: Open, username: str, said: str) -> None:
    page = browser(username)
    page.get("/")
    assert said in words(page)


def test_every_link_of_every_home_leads_somewhere(browser: Open, force: Force) -> None:
    returned(force)
    an_entry(force.actor("officer"), "abstraction")
    for username in ("officer", "sergeant", "inspector", "analyst", "auditor", "admin", "board"):
        page = browser(username)
        page.get("/")
        for href in {str(a["href"]) for a in page.page.select("main a[href^='/']")}:
            response = page.client.get(href)
            assert response.status_code == 200, (username, href)
