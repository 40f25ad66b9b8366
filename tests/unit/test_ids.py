"""Ids that sort by time, and references that anyone can work out again from an id."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from uuid import UUID, uuid4

import pytest
import time_machine
from hypothesis import given
from hypothesis import strategies as st

from sso_log.ids import CROCKFORD, is_uuid7, new_id, parse_id, parse_uuid, reference_of


def test_a_new_id_is_a_version_7_uuid_of_the_present_moment():
    moment = datetime(2026, 7, 1, 12, 30, 15, 123000, tzinfo=UTC)
    with time_machine.travel(moment, tick=False):
        identity = new_id()
    assert is_uuid7(identity)
    assert identity.version == 7
    stamp = datetime(1970, 1, 1, tzinfo=UTC) + timedelta(milliseconds=identity.int >> 80)
    assert abs(stamp - moment) < timedelta(milliseconds=5)


def test_ids_made_in_a_row_sort_in_the_order_of_their_making_even_if_the_clock_stands():
    made = [new_id() for _ in range(5000)]
    assert made == sorted(made)
    with time_machine.travel(datetime(2027, 1, 1, tzinfo=UTC), tick=False):
        stood = [new_id() for _ in range(9000)]
    assert stood == sorted(stood)
    assert len(set(made + stood)) == 14000


def test_a_clock_that_is_set_back_by_days_is_obeyed():
    with time_machine.travel(datetime(2027, 1, 2, tzinfo=UTC), tick=False):
        later = new_id()
    with time_machine.travel(datetime(2027, 1, 1, tzinfo=UTC), tick=False):
        assert new_id() < later


def test_ids_made_at_once_by_several_threads_are_all_different():
    with ThreadPoolExecutor(8) as pool:
        made = list(pool.map(lambda _: new_id(), range(4000)))
    assert len(set(made)) == 4000
    assert len({identity.int >> 64 for identity in made}) == 4000


def test_an_id_survives_being_written_and_read():
    identity = new_id()
    assert parse_id(str(identity)) == identity
    assert parse_id(str(identity).upper()) == identity


@pytest.mark.parametrize(
    "text",
    [
        "", "x", "019b76da-a800-7000-8000-0123456789a", "019b76daa80070008000012345678 9ab",
        "{019b76da-a800-7000-8000-0123456789ab}", "019b76daa800700080000123456789ab",
        "019b76da-a800-7000-8000-0123456789ab\n", "019b76da-a800-7000-0000-0123456789ab",
        "00000000-0000-0000-0000-000000000000", "ffffffff-ffff-ffff-ffff-ffffffffffff",
    ],
)  # fmt: skip
def test_text_that_is_not_a_version_7_id_is_refused(text):
    with pytest.raises(ValueError, match="An id"):
        parse_id(text)


def test_another_version_is_refused_as_an_id_but_read_as_a_uuid():
    other = uuid4()
    with pytest.raises(ValueError, match="version 7"):
        parse_id(str(other))
    assert parse_uuid(str(other)) == other


@pytest.mark.parametrize(
    ("tail", "reference"),
    [
        ("000000000000", "D-0000-0000"),
        ("ffffffffffff", "D-ZZZZ-ZZZZ"),
        ("0123456789ab", "D-4D2P-F2DB"),
        ("ff0000000001", "D-0000-0001"),
        ("0084653a56d7", "D-GHJK-MNPQ"),
        ("00c675be77df", "D-RSTV-WXYZ"),
        ("000000000400", "D-0000-0100"),
    ],
)
def test_the_reference_is_worked_out_as_the_specification_says(tail, reference):
    assert reference_of("D", UUID(f"019b76da-a800-7000-8000-{tail}")) == reference


@given(st.integers(0, 2**128 - 1))
def test_a_reference_holds_exactly_the_last_forty_bits(number):
    reference = reference_of("E", UUID(int=number))
    letter, first, second = reference.split("-")
    assert (letter, len(first), len(second)) == ("E", 4, 4)
    value = 0
    for digit in first + second:
        value = value * 32 + CROCKFORD.index(digit)
    assert value == number % 2**40


@pytest.mark.parametrize("letter", ["", "d", "DD", "1", "É"])
def test_a_reference_needs_one_capital_letter(letter):
    with pytest.raises(ValueError, match="capital"):
        reference_of(letter, new_id())
