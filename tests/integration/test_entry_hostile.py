"""Hostile answers to every question of every kind: a sentence, never a fault, nothing lost."""

from collections.abc import Callable

import pytest
import sqlalchemy as sa
from markupsafe import escape

from sso_log.db import db
from sso_log.entries.kinds import KINDS
from sso_log.entries.kinds.declare import Field, Type
from sso_log.entries.models import Entry
from tests.client import Browser
from tests.factories.force import Force

Open = Callable[[str], Browser]
HOSTILE = (
    "<script>alert(1)</script>", "'; DROP TABLE entry; --", "{{ 7 * 7 }}", "9" * 40, "-1",
    "1e309", "NaN", "²", "٣", "0x10", "\u202egnp.exe", "\x07", "\ufffe", "a" * 12_000,
    "2026-02-30", "0000-00-00", "99:99", "../../etc/passwd", "%00", "null", "[]", "=1+1",
    "x\r\ny", "🦊" * 50,
)  # fmt: skip
FREE = {Type.TEXT, Type.LONG_TEXT, Type.SECRET}


def names(schema_field: Field, prefix: str = "") -> list[tuple[str, Field]]:
    """The form fields that carry a question."""
    name = f"{prefix}{schema_field.name}"
    if schema_field.type is Type.ROWS:
        return [pair for one in schema_field.columns for pair in names(one, f"{name}-0-")]
    if schema_field.type is Type.GROUP:
        return [pair for one in schema_field.columns for pair in names(one, f"{name}-")]
    if schema_field.type is Type.INSTANT:
        stem = name.removesuffix("_at")
        return [(f"{stem}_on", schema_field), (f"{stem}_time", schema_field), (name, schema_field)]
    if schema_field.type is Type.SCHOOL:
        return [(name, schema_field), (f"{name}_search", schema_field)]
    return [(name, schema_field)]


@pytest.mark.parametrize("kind", sorted(KINDS))
def test_a_hostile_value_in_every_field_at_once_is_refused_with_sentences(
    browser: Open, kind: str
) -> None:
    officer = browser("officer")
    fields = [pair for field in KINDS[kind].schema.fields for pair in names(field)]
    for value in HOSTILE:
        pairs = [(name, value) for name, _ in fields]
        response = officer.post(f"/entries/new/{kind.replace('_', '-')}", pairs, status=None)
        assert 400 <= response.status_code < 500, value
        assert officer.page.select(".govuk-error-summary__list li"), value
    assert count() == 0


@pytest.mark.parametrize("kind", sorted(KINDS))
def test_a_hostile_value_in_one_field_leaves_the_others_as_they_were(
    browser: Open, kind: str
) -> None:
    officer = browser("officer")
    path = f"/entries/new/{kind.replace('_', '-')}"
    value, kept = "<script>alert(1)</script>", "Kept as typed, with “quotes” & more"
    token = officer.token()
    for name, inner in [pair for field in KINDS[kind].schema.fields for pair in names(field)]:
        form = {
            "csrf_token": token,
            "notes": kept,
            "powers_used": "some",
            "schools_were_affected": "yes",
            name: value,
        }
        response = officer.client.post(path, data=form)
        assert 400 <= response.status_code < 500, name
        assert value not in response.text, name
        assert name == "notes" or str(escape(kept)) in response.text, name
        assert inner.type not in FREE or str(escape(value)) in response.text, name
    assert count() == 0


def test_answers_that_are_no_question_change_nothing(browser: Open, force: Force) -> None:
    from tests.factories.forms import form_of

    extra = [("status", "approved"), ("officer_id", str(force.people["sergeant"].id)),
             ("decided_by_id", "x"), ("author_role", "sergeant")]  # fmt: skip
    browser("officer").post("/entries/new/engagement", form_of("engagement") + extra)
    db.session.rollback()
    entry = db.session.execute(sa.select(Entry)).scalar_one()
    assert (entry.status, entry.officer_id) == ("submitted", force.people["officer"].id)


@pytest.mark.parametrize("given", ["", "x", "0", "²", "9" * 30, "-1", "1.0"])
def test_a_version_that_makes_no_sense_is_refused(browser: Open, force: Force, given: str) -> None:
    from tests.factories.entries import an_entry

    entry = an_entry(force.actor("officer"), "engagement", submit=False)
    for step in ("edit", "submit", "withdraw"):
        response = browser("officer").post(
            f"/entries/{entry.id}/{step}", {"version": given}, status=None
        )
        assert response.status_code in (409, 422), (step, given)


@pytest.mark.parametrize(
    "query",
    ["status=%27", "kind=x", "from=yesterday", "until=2026-13-01", "reference=%25", "page=-1",
     "page=99999999999999999999", "page=x", "from=0001-01-01&until=9999-12-31"],
)  # fmt: skip
def test_filters_that_make_no_sense_filter_nothing(browser: Open, query: str) -> None:
    browser("officer").get(f"/entries?{query}")


@pytest.mark.parametrize(
    "query", ["like=x", "like=019b76da-a800-7000-8000-000000000000", "like=%00"]
)
def test_an_entry_to_repeat_that_is_not_there_answers_as_nothing(browser: Open, query: str) -> None:
    response = browser("officer").client.get(f"/entries/new/engagement?{query}")
    assert response.status_code in (400, 404)


@pytest.mark.parametrize("text", ["", "%", "' OR 1=1", "a" * 5000, "🦊🦊"])
def test_the_search_for_schools_answers_anything_with_a_list(browser: Open, text: str) -> None:
    response = browser("officer").client.get("/schools/search.json", query_string={"q": text})
    assert response.status_code == 200 and isinstance(response.json["schools"], list)


def count() -> int:
    db.session.rollback()
    return db.session.execute(sa.select(sa.func.count()).select_from(Entry)).scalar_one()
