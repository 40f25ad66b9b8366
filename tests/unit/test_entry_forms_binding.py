"""From form fields to raw answers, and back to boxes that hold what was typed."""

import datetime as dt
from typing import Any

import pytest
from werkzeug.datastructures import MultiDict

from sso_log.entries.forms import binding, widgets
from sso_log.entries.kinds import KINDS
from sso_log.entries.kinds.declare import Field, Type

ENGAGEMENT = KINDS["engagement"].schema
ABSTRACTION = KINDS["abstraction"].schema


def read(*pairs: tuple[str, str], schema: Any = ENGAGEMENT) -> dict[str, Any]:
    return binding.read(schema, MultiDict(pairs))


def test_several_codes_come_as_a_list_without_blanks() -> None:
    assert read(("topics", "drugs_alcohol"), ("topics", ""), ("topics", "asb")) == {
        "topics": ["drugs_alcohol", "asb"]
    }


@pytest.mark.parametrize(
    "pairs",
    [
        [("started_on", "2026-03-01"), ("started_time", "09:30")],
        [("started_at_on", "2026-03-01"), ("started_at_time", "09:30")],
    ],
)
def test_an_instant_is_a_date_and_a_time(pairs: list[tuple[str, str]]) -> None:
    assert read(*pairs) == {"started_at": {"on": "2026-03-01", "time": "09:30"}}


def test_an_instant_may_be_one_iso_text() -> None:
    assert read(("started_at", "2026-03-01T09:30:00+00:00")) == {
        "started_at": "2026-03-01T09:30:00+00:00"
    }


@pytest.mark.parametrize(
    ("pairs", "school"),
    [
        ([("school", "100001")], "100001"),
        ([("school", "another"), ("school_search", "Alder")], "Alder"),
        ([("school", "another"), ("school_search", "")], "another"),
        ([("school", ""), ("school_search", " Alder ")], "Alder"),
        ([("school", "100001"), ("school_search", "Beech")],
         {"chosen": "100001", "typed": "Beech"}),
    ],
)  # fmt: skip
def test_a_school_is_chosen_or_typed(pairs: list[tuple[str, str]], school: Any) -> None:
    assert read(*pairs) == {"school": school}


def test_records_are_put_in_the_order_of_their_numbers_however_sparse() -> None:
    raw = read(("powers-10-place", "b"), ("powers-2-place", "a"), ("powers-x-place", "c"))
    assert raw == {"powers": [{"place": "a"}, {"place": "b"}]}


def test_a_group_is_one_record_of_its_answers() -> None:
    assert read(("feedback-stage", "post"), ("feedback-aware", "")) == {
        "feedback": {"stage": "post"}
    }


def test_what_is_no_question_is_not_read() -> None:
    assert read(("status", "approved"), ("officer_id", "x"), ("version", "9")) == {}


def test_schools_that_the_page_began_with_are_no_answer_by_themselves() -> None:
    listed = ("schools_affected-0-school", "100001")
    assert read(listed, schema=ABSTRACTION) == {}
    yes = ("schools_were_affected", "yes")
    assert "schools_affected" in read(yes, listed, schema=ABSTRACTION)
    told = ("schools_affected-0-told", "yes")
    assert "schools_affected" in read(listed, told, schema=ABSTRACTION)


@pytest.mark.parametrize(
    ("pairs", "expected"),
    [
        ([("add_row", "powers")], binding.RowChange("powers")),
        ([("remove_row", "powers-1")], binding.RowChange("powers", 1)),
        ([("add_row", "topics")], None),
        ([("remove_row", "powers-x")], None),
        ([("remove_row", "powers-²")], None),
        ([], None),
    ],
)
def test_a_press_on_add_or_remove_is_recognised(
    pairs: list[tuple[str, str]], expected: binding.RowChange | None
) -> None:
    assert binding.row_change(ENGAGEMENT, MultiDict(pairs)) == expected


def test_removing_a_record_that_is_not_there_changes_nothing() -> None:
    raw = {"powers": [{"place": "a"}]}
    assert binding.change_rows(raw, binding.RowChange("powers", 7)) == raw


def asked(kind: Type, value: Any, **more: Any) -> widgets.Control:
    field = Field("started_at" if kind is Type.INSTANT else "x", "X", type=kind, **more)
    return widgets.Control(field, field.name, value, {}, dt.date(2026, 3, 2))


@pytest.mark.parametrize(
    ("typed", "box"), [("2026-03-01", "date"), ("", "date"), ("1/3/2026", "text"), ("x", "text")]
)
def test_a_date_that_a_date_box_cannot_show_goes_into_a_plain_one(typed: str, box: str) -> None:
    _, params = widgets.date(asked(Type.DATE, typed))
    assert (params["type"], params["value"]) == (box, typed)


@pytest.mark.parametrize(
    ("typed", "box"), [("09:30", "time"), ("", "time"), ("930", "text"), ("25:00", "text")]
)
def test_a_time_that_a_time_box_cannot_show_goes_into_a_plain_one(typed: str, box: str) -> None:
    _, time = widgets.instant(asked(Type.INSTANT, {"on": "2026-03-01", "time": typed}))
    assert (time["type"], time["value"]) == (box, typed)


def test_a_saved_instant_is_shown_on_london_clocks() -> None:
    on, time = widgets.instant(asked(Type.INSTANT, "2026-06-01T09:30:00+00:00"))
    assert (on["value"], time["value"]) == ("2026-06-01", "10:30")
