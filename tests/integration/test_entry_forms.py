"""Logging through the form, as a browser without scripts does."""

from collections.abc import Callable

import pytest
import sqlalchemy as sa

from sso_log.db import db
from sso_log.entries.models import Entry, EntryCode, PowerUsed
from sso_log.entries.queries import fields_of
from sso_log.ids import new_id
from tests.client import Browser
from tests.factories.entries import an_entry, answers
from tests.factories.force import Force
from tests.factories.forms import form_of, pairs_of, replaced, without

Open = Callable[[str], Browser]
KINDS = ("engagement", "diversion", "abstraction")


def only_entry() -> Entry:
    db.session.rollback()
    return db.session.execute(sa.select(Entry)).scalar_one()


def count() -> int:
    db.session.rollback()
    return db.session.execute(sa.select(sa.func.count()).select_from(Entry)).scalar_one()


def errors_of(page: Browser) -> list[str]:
    return [link.get_text(strip=True) for link in page.page.select(".govuk-error-summary__list li")]


@pytest.mark.parametrize("kind", KINDS)
def test_a_complete_form_is_submitted_and_answered_with_its_reference(
    browser: Open, kind: str
) -> None:
    officer = browser("officer")
    response = officer.post(f"/entries/new/{kind}", form_of(kind))
    entry = only_entry()
    assert entry.status == "submitted"
    officer.get(response.location)
    assert entry.reference in officer.page.get_text()
    assert "Submitted for approval" in officer.page.get_text()


@pytest.mark.parametrize("kind", KINDS)
def test_what_a_form_says_is_what_json_would_have_said(
    browser: Open, force: Force, kind: str
) -> None:
    browser("officer").post(f"/entries/new/{kind}", form_of(kind))
    through_form = fields_of(only_entry().id, 1)
    other = an_entry(force.actor("officer"), kind)
    assert through_form == fields_of(other.id, 1)


def test_an_update_is_logged_for_a_diversion_of_ones_own(browser: Open, force: Force) -> None:
    diversion = an_entry(force.actor("officer"), "diversion")
    officer = browser("officer")
    officer.get(f"/entries/new/diversion-update?diversion={diversion.id}")
    assert officer.page.select_one(f'input[name="diversion"][value="{diversion.id}"][checked]')
    form = form_of("diversion_update", diversion=str(diversion.id))
    response = officer.post("/entries/new/diversion-update", form)
    officer.get(response.location)
    officer.get(f"/entries/{diversion.id}")
    assert officer.page.select('a[href^="/entries/"]') and "U-" in officer.page.get_text()


def test_without_a_diversion_in_the_address_ones_own_are_offered(
    browser: Open, force: Force
) -> None:
    mine = an_entry(force.actor("officer"), "diversion")
    an_entry(force.actor("officer2"), "diversion", school="100002")
    officer = browser("officer")
    officer.get("/entries/new/diversion-update")
    offered = [one["value"] for one in officer.page.select('input[name="diversion"]')]
    assert offered == [str(mine.id)]


def test_an_empty_form_says_what_is_missing_beside_each_field(browser: Open) -> None:
    officer = browser("officer")
    officer.post("/entries/new/engagement", [("action", "submit")], status=422)
    assert officer.page.title and officer.page.title.get_text().startswith("Error: ")
    assert "Select the school" in errors_of(officer)
    for link in officer.page.select(".govuk-error-summary__list a"):
        target = str(link["href"]).removeprefix("#")
        assert officer.page.find(id=target), f"{link} leads nowhere"
    assert count() == 0


@pytest.mark.parametrize("kind", [*KINDS, "diversion_update"])
def test_every_error_of_every_kind_leads_to_a_field(browser: Open, kind: str) -> None:
    officer = browser("officer")
    pairs = [("action", "submit"), ("powers_used", "some"), ("schools_were_affected", "yes"),
             ("feedback-aware", "x"), ("schools_affected-0-visits_lost", "x")]  # fmt: skip
    officer.post(f"/entries/new/{kind.replace('_', '-')}", pairs, status=422)
    links = officer.page.select(".govuk-error-summary__list a")
    assert links
    for link in links:
        assert officer.page.find(id=str(link["href"]).removeprefix("#")), link


def test_a_draft_may_be_incomplete_and_is_finished_later(browser: Open) -> None:
    officer = browser("officer")
    officer.get("/entries/new/engagement")
    today = officer.page.select_one('input[name="started_on"]')["value"]
    officer.post(
        "/entries/new/engagement",
        [("school", "100001"), ("started_on", today), ("started_time", ""), ("action", "save")],
    )
    entry = only_entry()
    assert (entry.status, entry.school) == ("draft", 100001)
    officer.post(f"/entries/{entry.id}/submit", {"version": "1"}, status=422)
    assert "Select the kind of engagement" in errors_of(officer)
    form = [*form_of("engagement"), ("version", "1")]
    officer.post(f"/entries/{entry.id}/edit", form)
    assert only_entry().status == "submitted"


def test_a_complete_draft_is_submitted_as_it_stands(browser: Open, force: Force) -> None:
    entry = an_entry(force.actor("officer"), "engagement", submit=False)
    browser("officer").post(f"/entries/{entry.id}/submit", {"version": "1"})
    assert only_entry().status == "submitted"


def test_a_double_tap_makes_one_entry(browser: Open) -> None:
    officer = browser("officer")
    officer.get("/entries/new/engagement")
    hidden = officer.page.select_one('input[name="id"]')["value"]
    form = [*form_of("engagement"), ("id", str(hidden))]
    first = officer.post("/entries/new/engagement", form)
    second = officer.post("/entries/new/engagement", form)
    assert count() == 1
    assert first.location.split("?")[0] == second.location.split("?")[0]
    assert str(only_entry().id) == hidden


def test_sending_another_text_under_the_same_id_gives_the_text_back(browser: Open) -> None:
    officer = browser("officer")
    entry_id = str(new_id())
    officer.post("/entries/new/engagement", [*form_of("engagement"), ("id", entry_id)])
    changed = [*form_of("engagement", notes="Something typed after going back"), ("id", entry_id)]
    officer.post("/entries/new/engagement", changed, status=409)
    assert "Something typed after going back" in officer.page.select_one("textarea").get_text()
    assert count() == 1
    assert only_entry().version == 1


def test_a_change_to_a_stale_version_shows_what_changed_and_the_own_text(
    browser: Open, force: Force
) -> None:
    entry = an_entry(force.actor("officer"), "engagement", submit=False)
    officer = browser("officer")
    first = [*form_of("engagement", "save", duration_minutes=50), ("version", "1")]
    officer.post(f"/entries/{entry.id}/edit", first)
    second = [*form_of("engagement", "save", duration_minutes=99), ("version", "1")]
    officer.post(f"/entries/{entry.id}/edit", second, status=409)
    words = officer.page.get_text(" ", strip=True)
    assert "45 minutes" in words and "50 minutes" in words
    assert officer.page.select_one("#duration_minutes")["value"] == "99"
    assert officer.page.select_one('input[name="version"]')["value"] == "2"
    assert fields_of(entry.id, 2)["duration_minutes"] == 50
    officer.post(f"/entries/{entry.id}/edit", replaced(second, version="2"))
    assert fields_of(entry.id, 3)["duration_minutes"] == 99


def test_a_row_is_added_and_removed_without_losing_what_was_typed(browser: Open) -> None:
    officer = browser("officer")
    form = [*without(form_of("engagement"), "action", "powers_used"), ("powers_used", "some")]
    officer.post("/entries/new/engagement", [*form, ("add_row", "powers")], status=200)
    # Asked about powers, the page shows an empty one; another is added to it.
    assert officer.page.select('[name="powers-0-legislation"]')
    typed = [*form, ("powers-0-legislation", "s.1 PACE 1984"), ("add_row", "powers")]
    officer.post("/entries/new/engagement", typed, status=200)
    assert officer.page.select_one('[name="powers-0-legislation"]')["value"] == "s.1 PACE 1984"
    assert officer.page.select('[name="powers-1-legislation"]')
    assert officer.page.select_one("#duration_minutes")["value"] == "45"
    two = [*form, ("powers-0-legislation", "first"), ("powers-1-legislation", "second")]
    officer.post("/entries/new/engagement", [*two, ("remove_row", "powers-0")], status=200)
    assert officer.page.select_one('[name="powers-0-legislation"]')["value"] == "second"
    assert not officer.page.select('[name="powers-1-legislation"]:not(template *)')
    assert count() == 0


def test_a_power_used_is_recorded_as_a_row(browser: Open) -> None:
    power = {
        "power": "stop_search", "legislation": "s.1 PACE 1984", "place": "school gate",
        "outcome": "nothing found", "sex": "male", "age": "15", "ethnicity_self_defined": "B1",
        "ethnicity_officer_defined": "IC3", "send": "none", "bwv": "yes", "bwv_reference": "BWV-1",
    }  # fmt: skip
    browser("officer").post("/entries/new/engagement", form_of("engagement", powers=[power]))
    kept = db.session.execute(sa.select(PowerUsed)).scalar_one()
    assert (kept.power, kept.bwv_reference) == ("stop_search", "BWV-1")


def test_several_codes_are_repeated_fields(browser: Open) -> None:
    browser("officer").post("/entries/new/engagement", form_of("engagement"))
    db.session.rollback()
    codes = db.session.execute(sa.select(EntryCode.code).where(EntryCode.field == "ssp_aims"))
    assert sorted(codes.scalars()) == ["safety", "trust"]


def test_own_schools_are_first_in_an_abstraction_and_those_not_affected_go(
    browser: Open,
) -> None:
    officer = browser("officer")
    officer.get("/entries/new/abstraction")
    listed = [one["value"] for one in officer.page.select('input[name$="-school"]')]
    assert listed == ["100001", "100002"]
    form = form_of("abstraction", schools_affected=[])
    untouched = [("schools_affected-0-school", "100001"), ("schools_affected-1-school", "100002")]
    officer.post("/entries/new/abstraction", form + untouched)
    assert "schools_affected" not in fields_of(only_entry().id, 1)


def test_the_question_about_schools_is_asked_before_their_rows_count(browser: Open) -> None:
    officer = browser("officer")
    form = without(form_of("abstraction", schools_affected=[]), "schools_were_affected")
    untouched = [("schools_affected-0-school", "100001"), ("schools_affected-1-school", "100002")]
    officer.post("/entries/new/abstraction", form + untouched, status=422)
    assert errors_of(officer) == ["Select whether any school was affected"]
    assert len(officer.page.select('input[name$="-school"][type="hidden"]')) == 2


def test_logging_another_like_this_repeats_all_but_when_and_notes(
    browser: Open, force: Force
) -> None:
    entry = an_entry(force.actor("officer"), "engagement", notes="About that day")
    officer = browser("officer")
    officer.get(f"/entries/new/engagement?like={entry.id}")
    page = officer.page
    assert page.select_one('input[name="school"][value="100001"][checked]')
    assert page.select_one('input[name="topics"][value="knife_crime"][checked]')
    assert page.select_one("#duration_minutes")["value"] == "45"
    assert page.select_one('input[name="started_time"]').get("value", "") == ""
    assert "About that day" not in page.get_text()
    assert page.select_one('input[name="id"]')["value"] != str(entry.id)
    assert not page.select('input[name="version"]')


def test_a_secret_is_never_given_back_and_stays_when_left_empty(
    browser: Open, force: Force
) -> None:
    from sso_log.entries.models import Diversion

    entry = an_entry(force.actor("officer"), "diversion", submit=False, child_key="PNC 98/9871")
    before = db.session.execute(sa.select(Diversion.child_key)).scalar_one()
    officer = browser("officer")
    response = officer.get(f"/entries/{entry.id}/edit")
    assert "9871" not in response.text and "recorded" not in _value(officer, "child_key")
    form = [*pairs_of(answers("diversion")), ("version", "1"), ("child_key", "")]
    officer.post(f"/entries/{entry.id}/edit", form)
    db.session.rollback()
    assert before and db.session.execute(sa.select(Diversion.child_key)).scalar_one() == before


def _value(page: Browser, name: str) -> str:
    return str(page.page.select_one(f'[name="{name}"]').get("value", ""))


def test_a_narrative_that_may_name_a_child_is_asked_about_once(browser: Open) -> None:
    officer = browser("officer")
    form = form_of("engagement", notes="Spoke to Amara Okafor about the fight.")
    officer.post("/entries/new/engagement", form, status=200)
    assert "Amara Okafor" in officer.page.select_one("#narrative-warning").get_text()
    assert count() == 0
    checked = officer.page.select_one('input[name="narrative_checked"]')["value"]
    officer.post("/entries/new/engagement", [*form, ("narrative_checked", str(checked))])
    assert only_entry().notes == "Spoke to Amara Okafor about the fight."


def test_another_text_than_the_one_asked_about_is_asked_about_again(browser: Open) -> None:
    officer = browser("officer")
    officer.post("/entries/new/engagement", form_of("engagement", notes="Call 07700 900123"), 200)
    checked = str(officer.page.select_one('input[name="narrative_checked"]')["value"])
    other = form_of("engagement", notes="Call 07700 900456")
    officer.post("/entries/new/engagement", [*other, ("narrative_checked", checked)], status=200)
    assert count() == 0


def test_officers_alone_see_the_forms(browser: Open) -> None:
    for username, status in (("inspector", 403), ("analyst", 403), ("admin", 403), ("board", 403)):
        browser(username).get("/entries/new/engagement", status=status)
    browser("").get("/entries/new/engagement", status=302)


@pytest.mark.parametrize(
    ("typed", "school"),
    [("100004", 100004), ("Damson", 100004), ("alder grove", 100001),
     ("Damson Lane School, Camden (100004)", 100004)],
)  # fmt: skip
def test_another_school_is_typed_by_name_or_number(browser: Open, typed: str, school: int) -> None:
    form = [*without(form_of("engagement"), "school"), ("school", "another"),
            ("school_search", typed)]  # fmt: skip
    browser("officer").post("/entries/new/engagement", form)
    assert only_entry().school == school


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ("School", "There is more than one school like “School”: select one"),
        ("Elder Street", "There is no open school like “Elder Street”: check the spelling"),
        ("Nowhere", "There is no open school like “Nowhere”: check the spelling"),
        ("", "Select the school"),
        ("999999", "Select a school from the list, or enter its six-figure URN"),
    ],
)
def test_a_school_that_cannot_be_told_is_asked_about(
    browser: Open, typed: str, sentence: str
) -> None:
    officer = browser("officer")
    form = [*without(form_of("engagement"), "school"), ("school", "another"),
            ("school_search", typed)]  # fmt: skip
    officer.post("/entries/new/engagement", form, status=422)
    assert errors_of(officer) == [sentence]
    assert officer.page.select_one('input[name="school"][value="another"][checked]')
    assert _value(officer, "school_search") == typed
    if typed == "School":
        offered = [one["value"] for one in officer.page.select('input[name="school"]')]
        assert offered == ["100001", "100003", "100004", "another"]


def test_a_school_selected_and_another_typed_is_asked_about(browser: Open) -> None:
    officer = browser("officer")
    form = [*form_of("engagement"), ("school_search", "Damson")]
    officer.post("/entries/new/engagement", form, status=422)
    assert errors_of(officer) == ["You selected one school and typed another: keep only one"]
    assert _value(officer, "school_search") == "Damson"


def test_an_officer_without_schools_types_one(browser: Open) -> None:
    officer = browser("officer2")
    officer.get("/entries/new/engagement")
    assert not officer.page.select('input[name="school"]')
    form = [*without(form_of("engagement"), "school"), ("school_search", "Damson")]
    officer.post("/entries/new/engagement", form)
    assert only_entry().school == 100004


def test_adding_a_row_keeps_the_choice_of_another_school(browser: Open) -> None:
    officer = browser("officer")
    pairs = [("school", "another"), ("powers_used", "some"), ("add_row", "powers")]
    officer.post("/entries/new/engagement", pairs, status=200)
    assert officer.page.select_one('input[name="school"][value="another"][checked]')
    assert _value(officer, "school_search") == ""
