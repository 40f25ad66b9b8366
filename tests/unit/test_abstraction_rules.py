"""The arithmetic of abstraction, on numbers that can be checked by hand."""

import datetime as dt

import pytest

from sso_log.summaries.abstraction.rules import (
    Gap,
    Tally,
    in_time,
    longest_gap,
    rostered,
    trend,
    week_days,
    weekdays_inside,
)

MONDAY = dt.date(2026, 3, 2)


def day(number: int) -> dt.date:
    """A day of March 2026, which begins on a Sunday."""
    return dt.date(2026, 3, number)


@pytest.mark.parametrize(
    ("from_on", "until_on", "expected"),
    [
        (day(1), day(31), 5),
        (day(4), day(31), 3),
        (day(1), day(3), 2),
        (day(3), day(4), 2),
        (day(7), day(8), 0),
        (day(6), day(8), 1),
        (day(9), day(31), 0),
    ],
)
def test_a_cut_week_gives_a_fifth_for_each_weekday_inside(
    from_on: dt.date, until_on: dt.date, expected: int
) -> None:
    assert weekdays_inside(MONDAY, from_on, until_on) == expected


def test_the_days_of_a_week_include_its_weekend() -> None:
    assert week_days(MONDAY, day(6), day(31)) == [day(6), day(7), day(8)]


def test_minutes_are_pooled_before_they_are_divided() -> None:
    total = Tally(narrow=100, wide=100, duty_fifths=5 * 1000)
    total += Tally(narrow=0, wide=50, duty_fifths=5 * 3000)
    assert total.narrow_share == 100 / 4000
    assert total.wide_share == 150 / 4000


def test_nothing_over_nothing_is_no_data() -> None:
    assert Tally().narrow_share is None
    assert Tally(minutes=10).school_share is None
    assert Tally(duty_fifths=500).narrow_share == 0


def test_fifths_are_rounded_once_at_the_end() -> None:
    total = Tally()
    for _ in range(5):
        total += Tally(duty_fifths=1)
    assert total.on_duty == 1


def test_rostered_minutes_follow_school_minutes_and_the_week_worked() -> None:
    assert rostered(2400, 2550) == 2550
    assert rostered(1200, 2040) == 1020
    assert rostered(2400 * 3, 0) == 0


def test_a_gap_runs_over_weekends_and_holidays() -> None:
    days = [day(5), day(6), day(9), day(10)]
    assert longest_gap(days, [day(5)]) == Gap(3, day(6), day(10), running=True)


def test_a_visit_outside_school_days_ends_no_gap() -> None:
    days = [day(5), day(6), day(9), day(10)]
    assert longest_gap(days, [day(7)]).days == 4


def test_the_first_of_equal_gaps_is_given_and_a_closed_one_is_not_running() -> None:
    days = [day(2), day(3), day(4), day(5), day(6)]
    assert longest_gap(days, [day(4)]) == Gap(2, day(2), day(3), running=False)


def test_a_school_visited_every_day_has_no_gap() -> None:
    assert longest_gap([day(2), day(3)], [day(3), day(2), day(2)]) == Gap()
    assert longest_gap([], [day(2)]) == Gap()


def test_the_tenth_school_day_after_the_loss_is_in_time_and_the_eleventh_is_not() -> None:
    days = [day(n) for n in range(2, 31) if day(n).weekday() < 5]
    assert in_time(days, day(2), day(16))
    assert not in_time(days, day(2), day(17))
    # A visit lost on a Saturday: ten school days from the Monday.
    assert in_time(days, day(7), day(20))
    assert not in_time(days, day(7), day(23))


def test_a_trend_needs_two_whole_months() -> None:
    assert trend([], []).last is None
    alone = trend([(10, 100)], [0])
    assert (alone.last, alone.change) == (0.1, None)


def test_a_trend_sets_the_last_whole_month_against_the_pool_of_those_before() -> None:
    found = trend([(10, 100), (90, 300), (10, 100), (99, 100)], [0, 1, 2])
    assert found.last == 0.1
    assert found.before == 0.25
    assert found.change == pytest.approx(-0.15)
    assert found.usual is None


def test_a_month_far_outside_the_usual_range_is_a_signal() -> None:
    steady = [(100 + n % 2, 1000) for n in range(8)]
    assert not trend(steady, range(8)).signal
    assert trend([*steady, (300, 1000)], range(9)).signal


def test_a_month_without_confirmed_weeks_is_left_out_of_the_trend() -> None:
    found = trend([(10, 100), (5, 0), (20, 100)], [0, 1, 2])
    assert (found.before, found.last, found.months) == (0.1, 0.2, 2)
