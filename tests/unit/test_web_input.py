"""Input that is refused before a view runs, and text that comes back as one and the same."""

import json

import pytest
from flask import Flask, request

from sso_log.errors import Invalid
from sso_log.web import errors, request_context
from sso_log.web import input as incoming
from sso_log.web.input import BadInput, clean_text, parse_json

FORM = "application/x-www-form-urlencoded"


@pytest.fixture
def app() -> Flask:
    app = Flask("input")
    request_context.init_app(app)
    incoming.init_app(app)
    errors.init_app(app)

    @app.route("/api/echo", methods=["GET", "POST"])
    def echo() -> dict[str, object]:
        return {"args": request.args.to_dict(flat=False), "form": request.form.to_dict(flat=False)}

    return app


def test_composed_and_decomposed_text_become_the_same() -> None:
    assert clean_text("Jose\u0301") == "José"


@pytest.mark.parametrize("text", ["a\x00b", "é\x00", "a\ud800b"])
def test_nul_and_lone_surrogates_are_refused(text: str) -> None:
    with pytest.raises(BadInput):
        clean_text(text)


@pytest.mark.parametrize(
    "query", ["a=%00", "a=%ff", "%00=a", "a=%ed%a0%80", "&".join(["a=1"] * 1200)]
)
def test_a_query_that_cannot_be_kept_is_a_4xx_with_a_sentence(app: Flask, query: str) -> None:
    answer = app.test_client().get(f"/api/echo?{query}")

    assert answer.status_code in (400, 413)
    assert answer.get_json()["error"].endswith(".")


@pytest.mark.parametrize("body", ["a=%00", "a=%ff", "a=1&" * 200_000])
def test_a_form_that_cannot_be_kept_is_a_4xx_with_a_sentence(app: Flask, body: str) -> None:
    answer = app.test_client().post("/api/echo", data=body, content_type=FORM)

    assert answer.status_code in (400, 413)
    assert answer.get_json()["error"].endswith(".")


def test_a_path_that_is_not_text_is_refused(app: Flask) -> None:
    assert (
        app.test_client().get("/", environ_overrides={"PATH_INFO": "/api/\xff"}).status_code == 400
    )


def test_text_of_a_form_and_of_a_query_is_composed(app: Flask) -> None:
    answer = app.test_client().post("/api/echo?q=e%CC%81", data={"n": "Zoe\u0308", "plain": "x"})

    assert answer.get_json() == {"args": {"q": ["é"]}, "form": {"n": ["Zoë"], "plain": ["x"]}}


def test_repeated_fields_keep_their_order(app: Flask) -> None:
    answer = app.test_client().post("/api/echo", data={"t": ["b", "e\u0301", "a"]})

    assert answer.get_json()["form"]["t"] == ["b", "é", "a"]


@pytest.mark.parametrize(
    "body",
    [
        b'{"a": NaN}',
        b'{"a": Infinity}',
        b'{"a": 1e999}',
        b'{"a": 9223372036854775808}',
        b'{"a": 1, "a": 2}',
        b'{"a": "\\ud800"}',
        b'{"a": "\\u0000"}',
        b'{"a": "\xff"}',
        b'{"a": ' + b"[" * 50 + b"]" * 50 + b"}",
        b"[" * 100_000,
        b"",
        b"{",
    ],
)
def test_json_that_cannot_be_kept_is_bad_input(body: bytes) -> None:
    with pytest.raises(BadInput):
        parse_json(body)


@pytest.mark.parametrize("body", [b"[]", b"1", b'"text"', b"null"])
def test_json_that_is_no_object_is_invalid(body: bytes) -> None:
    with pytest.raises(Invalid):
        parse_json(body)


def test_json_text_is_composed_throughout() -> None:
    body = json.dumps({"a": ["e\u0301", {"b": "o\u0308"}], "n": 3, "x": 1.5}).encode()

    assert parse_json(body) == {"a": ["é", {"b": "ö"}], "n": 3, "x": 1.5}
