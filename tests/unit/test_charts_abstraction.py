"""Geometry of the charts: coordinates, steps and words, without a browser."""

import datetime as dt

import pytest

from sso_log.summaries.charts.bars import bar_lengths
from sso_log.summaries.charts.months import HEIGHT, MonthValue, month_chart
from sso_log.summaries.charts.scale import nice_step, step_of, ticks
from sso_log.summaries.charts.tiles import break_name, tile_map


def months(*shares: tuple[float | None, float | None]) -> list[MonthValue]:
    """Months from September 2025 with these shares."""
    return [
        MonthValue(dt.date(2025 + (8 + n) // 12, (8 + n) % 12 + 1, 1), *pair)
        for n, pair in enumerate(shares)
    ]


@pytest.mark.parametrize(
    ("highest", "steps", "expected"),
    [(0.072, 5, 0.015), (0.1, 5, 0.02), (1.0, 4, 0.25), (0, 5, 0), (7, 5, 1.5), (0.31, 5, 0.1)],
)
def test_steps_are_round_and_reach_the_highest_value(
    highest: float, steps: int, expected: float
) -> None:
    assert nice_step(highest, steps) == pytest.approx(expected)
    assert nice_step(highest, steps) * steps >= highest - 1e-12


def test_ticks_begin_at_nought_and_cover_the_highest_value() -> None:
    assert ticks(0.142) == pytest.approx([0, 0.04, 0.08, 0.12, 0.16])
    assert ticks(0) == [0, 1]


def test_a_value_on_the_edge_of_a_step_is_in_the_lower_one() -> None:
    assert [step_of(value, 0.02) for value in (0, 0.02, 0.0201, 0.06, 0.3)] == [1, 1, 2, 3, 5]


def test_the_map_has_all_32_boroughs_and_a_blank_city() -> None:
    drawn = tile_map({"E09000012": 0.12})
    assert len(drawn.tiles) == 33
    assert len({(tile.x, tile.y) for tile in drawn.tiles}) == 33
    shown = {tile.code: tile for tile in drawn.tiles if tile.step is not None}
    assert set(shown) == {"E09000012"}
    assert shown["E09000012"].text == "12.0"


def test_the_city_of_london_is_never_filled() -> None:
    drawn = tile_map({"E09000001": 0.9, "E09000012": 0.1})
    city = next(tile for tile in drawn.tiles if tile.code == "E09000001")
    assert (city.step, city.text) == (None, "")


def test_a_borough_without_confirmed_weeks_says_no_data_and_not_nought() -> None:
    drawn = tile_map({"E09000012": None, "E09000007": 0.0})
    by_code = {tile.code: tile for tile in drawn.tiles}
    assert (by_code["E09000012"].text, by_code["E09000012"].step) == ("no data", 0)
    assert (by_code["E09000007"].text, by_code["E09000007"].step) == ("0.0", 1)


def test_the_legend_names_the_range_of_every_step() -> None:
    assert [step.text for step in tile_map({"E09000012": 0.1}).legend] == [
        "up to 2%", "2% to 4%", "4% to 6%", "6% to 8%", "8% to 10%",
    ]  # fmt: skip


def test_every_borough_name_is_broken_into_lines_that_fit_its_tile() -> None:
    lines = [line for tile in tile_map({}).tiles for line in tile.lines]
    assert max(map(len, lines)) <= 11
    assert break_name("Hammersmith & Fulham") == ("Hammersmith", "& Fulham")


def test_columns_stand_on_the_base_and_stack() -> None:
    drawn = month_chart(months((0.05, 0.1), (0.1, 0.1)), "narrow", "wide")
    first, second = drawn.columns
    assert first.lower_y + first.lower_height == pytest.approx(drawn.base)
    assert first.upper_y + first.upper_height == pytest.approx(first.lower_y)
    assert first.lower_height == pytest.approx(first.upper_height, abs=0.2)
    assert second.upper_height == 0
    assert second.lower_y == first.upper_y
    assert 0 < first.upper_y < drawn.base < HEIGHT


def test_a_month_without_data_is_a_dash_and_no_column() -> None:
    (column,) = month_chart(months((None, None)), "narrow", "wide").columns
    assert (column.lower_height, column.upper_height, column.text) == (0, 0, "–")
    assert column.title == "September 2025: no data"


def test_a_title_of_a_column_holds_both_shares() -> None:
    (column,) = month_chart(months((0.05, 0.1)), "narrow", "wide").columns
    assert column.title == "September 2025: narrow 5.0%, wide 10.0%"


def test_more_than_two_years_are_cut_to_the_last_two_and_counted() -> None:
    drawn = month_chart(months(*[(0.1, 0.2)] * 30), "narrow", "wide")
    assert (len(drawn.columns), drawn.left_out) == (24, 6)
    assert max(column.x + column.width for column in drawn.columns) <= drawn.right


def test_the_longest_bar_fills_its_cell() -> None:
    assert bar_lengths([0.1, 0.2, None]) == [50, 100, 0]
    assert bar_lengths([0.0, None]) == [0, 0]
    assert bar_lengths([]) == []
