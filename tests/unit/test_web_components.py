"""What is remembered of a drawn component, and above all what is not."""

import time

import pytest
from markupsafe import Markup

from sso_log.web.components import Components


@pytest.fixture
def govuk() -> Components:
    return Components()


def text_input(value: str, error: str | None = None) -> dict[str, object]:
    params: dict[str, object] = {
        "id": "place",
        "name": "place",
        "label": {"text": "Where"},
        "value": value,
    }
    if error:
        params["errorMessage"] = {"text": error}
    return params


def test_a_component_is_drawn_like_the_library_draws_it(govuk: Components) -> None:
    drawn = govuk("button", {"text": "Save & send"})

    assert 'class="govuk-button"' in drawn
    assert "Save &amp; send" in drawn


def test_typed_text_is_escaped_when_it_is_put_back(govuk: Components) -> None:
    govuk("input", text_input("first"))
    drawn = govuk("input", text_input('"><script>alert(1)</script>'))

    assert "<script>" not in drawn
    assert "&#34;&gt;&lt;script&gt;" in drawn


def test_one_persons_answer_is_never_drawn_for_another(govuk: Components) -> None:
    mine = govuk("input", text_input("my school", "“my school” is not on the list"))
    yours = govuk("input", text_input("your school", "“your school” is not on the list"))

    assert "my school" in mine
    assert "my school" not in yours


def test_nothing_that_was_typed_stays_in_the_cache(govuk: Components) -> None:
    govuk("textarea", {**text_input("a private note"), "rows": 4})
    govuk("input", text_input("a private place", "a private error"))
    govuk("summary-list", {"rows": [{"key": {"text": "Note"}, "value": {"text": "a private row"}}]})
    govuk(
        "radios",
        {
            "name": "x",
            "items": [{"value": "y", "text": "Yes", "conditional": {"html": "a private part"}}],
        },
    )

    assert "private" not in repr(govuk._drawn)


def test_a_typed_mark_cannot_pull_in_another_value(govuk: Components) -> None:
    drawn = govuk("input", text_input(f"{govuk.prefix}1;", "secret sentence"))

    assert drawn.count("secret sentence") == 1


def test_a_first_line_break_of_a_note_survives_the_browser(govuk: Components) -> None:
    drawn = govuk("textarea", {"id": "n", "name": "n", "label": {"text": "N"}, "value": "\nsecond"})

    assert ">\n\nsecond</textarea>" in drawn


def test_a_chosen_option_is_part_of_what_is_remembered(govuk: Components) -> None:
    items = [{"value": "a", "text": "A"}, {"value": "b", "text": "B"}]
    first = govuk("radios", {"name": "r", "items": items, "value": "a"})
    second = govuk("radios", {"name": "r", "items": items, "value": "b"})

    assert first != second
    assert second.count(" checked") == 1


def test_ready_made_markup_is_drawn_as_it_is(govuk: Components) -> None:
    drawn = govuk("inset-text", {"html": Markup("<b>Mind</b>")})

    assert "<b>Mind</b>" in drawn


def test_a_text_is_escaped_even_where_markup_was_drawn_before(govuk: Components) -> None:
    govuk("inset-text", {"html": Markup("<b>Mind</b>")})

    assert "&lt;b&gt;Mind" in govuk("inset-text", {"text": "<b>Mind</b>"})


def test_the_cache_never_grows_beyond_its_size() -> None:
    govuk = Components(size=3)
    for number in range(10):
        govuk("button", {"text": f"Button {number}"})

    assert len(govuk._drawn) == 3


def test_a_form_of_25_fields_is_drawn_within_8_milliseconds(govuk: Components) -> None:
    items = [{"value": str(n), "text": f"Choice {n}"} for n in range(8)]

    def draw(values: str) -> None:
        for field in range(13):
            govuk("input", {**text_input(values), "id": f"f{field}", "name": f"f{field}"})
        for field in range(12):
            govuk("radios", {"name": f"r{field}", "items": items, "value": "3"})

    draw("once")
    took = []
    for attempt in range(5):
        started = time.perf_counter()
        draw(f"again {attempt}")
        took.append(time.perf_counter() - started)

    assert min(took) < 0.008
