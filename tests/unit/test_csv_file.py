"""No cell of a downloaded file is ever a formula, and what is text stays text."""

import csv
import io

import pytest

from sso_log.summaries.csv_file import csv_lines, safe_cell


@pytest.mark.parametrize("text", ["=1+1", "+44", "-2", "@SUM(A1)", "\t=1", "\r=1", "  =1", "＝1"])
def test_a_formula_becomes_text(text: str) -> None:
    assert safe_cell(text) == f"'{text}"


@pytest.mark.parametrize("value", ["St Mary’s, Hackney", "a=b", 12, 0.5, 0, "'quoted"])
def test_anything_else_is_left_as_it_is(value: object) -> None:
    assert safe_cell(value) == value


def test_commas_quotes_and_line_breaks_come_back_as_they_went() -> None:
    rows = [("school", "note"), ('The "Oak", School', "two\nlines"), (None, 0)]
    text = "".join(csv_lines(rows))
    assert text.startswith("\ufeff")
    found = list(csv.reader(io.StringIO(text.removeprefix("\ufeff"), newline="")))
    assert found == [["school", "note"], ['The "Oak", School', "two\nlines"], ["", "0"]]
