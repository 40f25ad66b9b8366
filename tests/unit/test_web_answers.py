"""Headers, error pages, navigation, forms and assets of the web layer, without the slices above."""

from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace

import pytest
from flask import Flask, Response, render_template_string
from flask.testing import FlaskClient
from sqlalchemy.exc import OperationalError
from wtforms import RadioField, StringField, TextAreaField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired

from sso_log import web, words
from sso_log.errors import Conflict, Invalid, NotFound, TooManyAttempts, Unavailable
from sso_log.web import navigation
from sso_log.web.forms import BaseForm, error_items
from sso_log.web.headers import clear_site_data
from sso_log.web.navigation import NavItem
from sso_log.web.static import digest_of

RAISED = {
    "not-found": NotFound(),
    "conflict": Conflict("Someone was quicker."),
    "invalid": Invalid({"school": ["Choose a school."]}),
    "too-many": TooManyAttempts("Wait a minute."),
    "unavailable": Unavailable("Try again."),
    "database": OperationalError("SELECT 1", {}, Exception("database is locked")),
    "overflow": OverflowError("int too large"),
    "fault": ZeroDivisionError("a bug"),
}


class SchoolForm(BaseForm):
    school = StringField("School", validators=[InputRequired("Choose a school.")])
    place = RadioField(
        "Where",
        choices=[SelectChoice("on_site", "At the school"), SelectChoice("gate", "At the gate")],
    )
    notes = TextAreaField("Notes", description="Never name a child.")


@pytest.fixture
def app() -> Flask:
    app = Flask("answers", static_folder=None)
    app.config.update(SECRET_KEY="a" * 40, WTF_CSRF_ENABLED=False)
    web.init_app(app)

    @app.get("/raise/<name>")
    @app.get("/api/raise/<name>")
    def fail(name: str) -> str:
        raise RAISED[name]

    @app.get("/page")
    def page() -> str:
        return render_template_string(
            '{% extends "base.html" %}{% block title %}A{% endblock %}'
            "{% block content %}<h1>A</h1>{% endblock %}"
        )

    @app.get("/undefined")
    def undefined() -> str:
        return render_template_string("{{ never_given }}")

    return app


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    return app.test_client()


@pytest.fixture
def items() -> Iterator[None]:
    kept = dict(navigation._items)
    navigation._items.clear()
    yield
    navigation._items.clear()
    navigation._items.update(kept)


@pytest.mark.parametrize(
    ("name", "status"),
    [
        ("not-found", 404), ("conflict", 409), ("invalid", 422), ("too-many", 429),
        ("unavailable", 503), ("database", 503), ("overflow", 404), ("fault", 500),
    ],
)  # fmt: skip
def test_every_error_is_a_page_for_people_and_json_for_the_tablet(
    client: FlaskClient, name: str, status: int
) -> None:
    page, data = client.get(f"/raise/{name}"), client.get(f"/api/raise/{name}")

    assert (page.status_code, data.status_code) == (status, status)
    assert page.text.count("<h1") == 1
    assert data.get_json()["error"].endswith(".")
    for answer in (page, data):
        assert "default-src 'none'" in answer.headers["Content-Security-Policy"]
        assert answer.headers["Cache-Control"] == "no-store"


def test_a_fault_of_ours_does_not_show_what_it_was(client: FlaskClient) -> None:
    assert "a bug" not in client.get("/raise/fault").text


def test_invalid_answers_are_named_in_json(client: FlaskClient) -> None:
    assert client.get("/api/raise/invalid").get_json()["errors"] == {"school": ["Choose a school."]}


def test_a_busy_database_says_when_to_try_again(client: FlaskClient) -> None:
    assert int(client.get("/raise/database").headers["Retry-After"]) > 0


def test_an_unknown_address_and_a_hidden_thing_answer_alike(client: FlaskClient) -> None:
    assert client.get("/nowhere").text == client.get("/raise/not-found").text


def test_a_page_that_cannot_be_drawn_still_answers_with_its_sentence(app: Flask) -> None:
    @app.context_processor
    def person() -> dict[str, object]:
        raise OperationalError("SELECT 1", {}, Exception("gone"))

    answer = app.test_client().get("/raise/unavailable")

    assert answer.status_code == 503
    assert "Try again." in answer.text


def test_an_undefined_name_in_a_template_is_an_error(client: FlaskClient) -> None:
    assert client.get("/undefined").status_code == 500


def test_pages_carry_no_inline_script_or_style(client: FlaskClient) -> None:
    page = client.get("/page").text

    assert " style=" not in page
    assert "<style" not in page
    assert page.count("<script") == page.count("<script src=") + page.count(
        '<script type="module" src='
    )


def test_strict_transport_is_asked_for_over_https_only(client: FlaskClient) -> None:
    assert "Strict-Transport-Security" not in client.get("/page").headers
    secure = client.get("/page", base_url="https://localhost")
    assert "max-age=31536000" in secure.headers["Strict-Transport-Security"]


def test_signing_out_clears_pages_but_not_entries_waiting_on_the_tablet() -> None:
    header = clear_site_data(Response()).headers["Clear-Site-Data"]

    assert '"cache"' in header
    assert "storage" not in header


def test_navigation_shows_only_what_the_person_may_use(
    app: Flask, items: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    for endpoint, label in (("page", "Page"), ("fail", "Audit")):
        monkeypatch.setitem(words._Words.tables["menu"], endpoint, label)
    navigation.register(NavItem("page", 2, lambda actor: True))
    navigation.register(NavItem("fail", 1, lambda actor: actor.auditor))
    actor = SimpleNamespace(auditor=False)

    assert [item.label for item in navigation.items_for(actor)] == ["Page"]
    assert navigation.items_for(None) == []
    with app.test_request_context("/page"):
        (link,) = navigation.links_for(actor)
    assert (link.href, link.current) == ("/page", True)


def test_errors_of_a_form_link_to_their_fields(app: Flask) -> None:
    with app.test_request_context("/page", method="POST", data={"place": "on_site"}):
        form = SchoolForm()
        form.validate_on_submit()
        form.take_errors({"notes": ["Leave out the name."], "else": ["Something else."]})

        assert form.error_items() == [
            {"text": "Something else.", "href": ""},
            {"text": "Choose a school.", "href": "#school"},
            {"text": "Leave out the name.", "href": "#notes"},
        ]


def test_errors_of_a_service_link_to_their_fields() -> None:
    assert error_items({"": ["No."], "school": ["Choose."]}) == [
        {"text": "No.", "href": ""},
        {"text": "Choose.", "href": "#school"},
    ]


def test_a_field_is_drawn_with_its_value_hint_and_error(app: Flask) -> None:
    data = {"place": "gate", "notes": "<b>"}
    with app.test_request_context("/page", method="POST", data=data):
        form = SchoolForm()
        form.validate_on_submit()
        drawn = render_template_string(
            "{{ form_field(form.school) }}{{ form_field(form.place) }}"
            "{{ form_field(form.notes, rows=9) }}",
            form=form,
        )

    assert "Choose a school." in drawn
    assert drawn.count(" checked") == 1
    assert 'rows="9"' in drawn
    assert "Never name a child." in drawn
    assert "&lt;b&gt;" in drawn


def test_the_address_of_the_assets_changes_with_their_content(tmp_path: Path) -> None:
    (tmp_path / "app.css").write_text("a {}")
    before = digest_of(tmp_path)
    (tmp_path / "app.css").write_text("b {}")

    assert digest_of(tmp_path) != before


def test_built_assets_are_kept_for_good_and_sent_compressed(client: FlaskClient) -> None:
    address = client.application.extensions["sso_log_assets"].url("app.css")
    answer = client.get(address, headers={"Accept-Encoding": "br"})

    assert answer.status_code == 200
    assert "immutable" in answer.headers["Cache-Control"]
    assert answer.headers["Content-Encoding"] == "br"
    assert len(answer.data) < 25_000
