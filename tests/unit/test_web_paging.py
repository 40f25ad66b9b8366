"""Pages of lists, and reading the query string of an address."""

import datetime as dt

import pytest
from flask import Flask

from sso_log.web.paging import Page, page_of, pager, read_page
from sso_log.web.query_string import QueryString

LETTERS = "abcdefg"


@pytest.mark.parametrize(
    ("number", "rows", "shown"),
    [(1, "abc", 1), (2, "def", 2), (3, "g", 3), (4, "g", 3), (0, "abc", 1), (-5, "abc", 1)],
)
def test_a_page_past_the_end_is_the_last_and_one_before_the_start_the_first(
    number: int, rows: str, shown: int
) -> None:
    page = page_of(LETTERS, number, size=3)
    assert ("".join(page.rows), page.number, page.pages, page.total) == (rows, shown, 3, 7)


def test_a_full_last_page_is_not_followed_by_an_empty_one() -> None:
    assert page_of("abcdef", 9, size=3).number == 2


def test_an_empty_list_has_one_page() -> None:
    page = page_of("", 3, size=3)
    assert (list(page.rows), page.number, page.pages) == ([], 1, 1)


def test_only_the_rows_of_the_page_are_read() -> None:
    read: list[tuple[int, int]] = []

    def rows(limit: int, offset: int) -> list[str]:
        read.append((limit, offset))
        return ["x"]

    assert read_page(101, 3, rows, size=50).number == 3
    assert read == [(50, 100)]


@pytest.fixture
def app() -> Flask:
    app = Flask("list")
    app.add_url_rule("/list/<name>", endpoint="list", view_func=lambda name: name)
    return app


def links(app: Flask, address: str, page: Page[str], **more: object) -> list[str]:
    with app.test_request_context(address):
        params = pager(page, **more)  # type: ignore[arg-type]
    return [item.get("href", "…") for item in params.get("items", ())]


def test_the_links_carry_every_filter_and_no_old_page_number(app: Flask) -> None:
    page = page_of("abcd", 2, size=2)
    assert links(app, "/list/x?type=a&type=b&q=&page=2", page) == [
        "/list/x?type=a&type=b",
        "/list/x?type=a&type=b&page=2",
    ]


def test_the_links_can_leave_out_a_name_and_lead_to_a_part_of_the_page(app: Flask) -> None:
    page = page_of("abcd", 1, size=2)
    assert links(app, "/list/x?select=all&q=1", page, leave_out=("select",), anchor="rows") == [
        "/list/x?q=1#rows",
        "/list/x?q=1&page=2#rows",
    ]


@pytest.mark.parametrize("hostile", ["_external=1", "_scheme=javascript", "name=y", "_anchor=x"])
def test_names_that_flask_would_obey_stay_parameters(app: Flask, hostile: str) -> None:
    assert links(app, f"/list/x?{hostile}", page_of("abcd", 1, size=2))[0] == f"/list/x?{hostile}"


def test_far_pages_are_left_out_of_the_middle(app: Flask) -> None:
    page = page_of(LETTERS, 4, size=1)
    shown = [link.rpartition("=")[2] for link in links(app, "/list/x", page)]
    assert shown == ["/list/x", "…", "3", "4", "5", "…", "7"]


def test_one_page_needs_no_links(app: Flask) -> None:
    assert links(app, "/list/x", page_of("ab", 1, size=2)) == []


@pytest.mark.parametrize("text", ["", "0", "-1", "1.5", "١", "x", "1e3", "9999999", "+2", "²"])
def test_a_page_number_that_makes_no_sense_is_the_first(text: str) -> None:
    assert QueryString({"page": [text]}).page == 1


def test_numbers_are_read_up_to_their_length() -> None:
    query = QueryString({"urn": [" 100000 "]})
    assert (query.number("urn", 6), query.number("urn", 5), query.number("none", 6)) == (
        100000,
        None,
        None,
    )


@pytest.mark.parametrize("text", ["", "2026-3-1", "20260301", "2026-W10-1", "2026-02-30", "x"])
def test_a_day_is_read_in_one_spelling_only(text: str) -> None:
    assert QueryString({"on": [text]}).day("on") is None
    assert QueryString({"on": ["2026-03-01"]}).day("on") == dt.date(2026, 3, 1)


def test_text_is_trimmed_cut_and_each_value_taken_once() -> None:
    query = QueryString({"q": [" ", " abc ", "abc", "d"]})
    assert (query.text("q"), query.text("q", 2), query.texts("q")) == ("abc", "ab", ("abc", "d"))
    assert (query.choice("q", ["abc"]), query.choice("q", ["d"]), query.text("no")) == (
        "abc",
        "",
        "",
    )
