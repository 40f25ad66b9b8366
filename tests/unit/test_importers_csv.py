"""What is refused as a file, and where the refusal points."""

import pytest

from sso_log.importers.csv_files import LONGEST_CELL, table_of
from sso_log.importers.tables import Refused

HEADER = b"urn,name\n"


def refusal(content: bytes) -> Refused:
    with pytest.raises(Refused) as caught:
        table_of(content)
    return caught.value


def names(content: bytes) -> list[str]:
    return [row.cell("name").text for row in table_of(content)]


def test_a_byte_order_mark_is_no_part_of_the_first_heading() -> None:
    assert table_of(b"\xef\xbb\xbf" + HEADER + b"1,a\n").headings == ["urn", "name"]


def test_a_windows_file_is_read_as_one() -> None:
    assert names(HEADER + b"1,Caf\xe9 \x93x\x94\n") == ["Café “x”"]


def test_a_quotation_mark_saved_in_the_wrong_encoding_is_mended() -> None:
    assert names(HEADER + "1,St Mary\x92s\n".encode()) == ["St Mary’s"]


def test_letters_are_stored_composed() -> None:
    assert names(HEADER + "1,Cafe\u0301\n".encode()) == ["Café"]


def test_a_file_that_mixes_encodings_is_refused_where_it_breaks() -> None:
    problem = refusal(HEADER + "1,Café\n".encode() + b"2,Caf\xe9\n").problems.listed[0]
    assert (problem.row, problem.column) == (3, "name")
    assert "UTF-8" in problem.sentence


@pytest.mark.parametrize(
    ("content", "word"),
    [
        (b"", "empty"),
        (b"PK\x03\x04zip", "spreadsheet"),
        (b"\xff\xfeu\x00", "UTF-16"),
        (b"\x1f\x8bxx", "compressed"),
        (b"urn;name\n1;a\n", "semicolons"),
        (b"urn\tname\n1\ta\n", "tabs"),
        (b"urn|name\n1|a\n", "bars"),
        (HEADER, "no rows"),
    ],
)
def test_what_is_no_csv_file_is_refused_in_words(content: bytes, word: str) -> None:
    assert word in refusal(content).sentence


def test_a_heading_that_is_there_twice_is_refused() -> None:
    problem = refusal(b"urn,name,Name\n1,a,b\n").problems.listed[0]
    assert (problem.row, problem.column) == (1, "Name")


def test_a_row_with_too_few_cells_is_named() -> None:
    problem = refusal(HEADER + b"1,a\n2\n3,c\n").problems.listed[0]
    assert problem.row == 3
    assert "1 cells" in problem.sentence


def test_an_open_quotation_mark_is_refused() -> None:
    assert "quotation mark" in refusal(HEADER + b'1,"a\n2,b\n').sentence


@pytest.mark.parametrize("character", [b"\0", b"\x07", b"\x1b"])
def test_a_character_that_is_no_text_is_refused_with_its_place(character: bytes) -> None:
    problem = refusal(HEADER + b"1,a\n2,b" + character + b"\n").problems.listed[0]
    assert (problem.row, problem.column) == (3, "name")


def test_a_cell_that_is_far_too_long_is_refused() -> None:
    assert "characters" in refusal(HEADER + b"1," + b"x" * (LONGEST_CELL + 1)).sentence
    assert "characters" in refusal(HEADER + b"1," + b"x" * 200_000).sentence


@pytest.mark.parametrize("cell", ["=1+1", " =HYPERLINK(1)", "@SUM(A1)", "+cmd|x", "-A1"])
def test_something_like_a_formula_is_refused_with_its_place(cell: str) -> None:
    problem = refusal(HEADER + b"1,a\n2," + cell.encode() + b"\n").problems.listed[0]
    assert (problem.row, problem.column) == (3, "name")
    assert "formula" in problem.sentence


@pytest.mark.parametrize("cell", ["-1", "+44 20 7946 0000", "-", "a=b", "x@y.example", "-0.5"])
def test_a_signed_number_or_a_sign_inside_the_text_is_no_formula(cell: str) -> None:
    assert names(HEADER + b"1," + cell.encode() + b"\n") == [cell]


def test_rows_are_numbered_as_a_spreadsheet_numbers_them() -> None:
    table = table_of(HEADER + b'1,"a\nb"\n\n3,c\n')
    assert [(row.number, row.cell("name").text) for row in table] == [(2, "a\nb"), (4, "c")]


def test_a_thousand_problems_are_counted_and_a_hundred_kept() -> None:
    found = refusal(HEADER + b"1\n" * 1000)
    assert found.problems.count == 1000
    assert len(found.problems.listed) == 100
    assert "and 980 more." in found.sentence
