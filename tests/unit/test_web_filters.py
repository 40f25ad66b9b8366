"""Dates, times and numbers as people read them."""

from datetime import UTC, date, datetime

import pytest

from sso_log.web import filters


def at(hour: int, minute: int = 0, month: int = 1) -> datetime:
    return datetime(2025, month, 7, hour, minute, tzinfo=UTC)


def test_dates_are_written_in_full_and_short() -> None:
    day = date(2025, 6, 3)

    assert filters.long_date(day) == "3 June 2025"
    assert filters.full_date(day) == "Tuesday 3 June 2025"
    assert filters.short_date(day) == "3 Jun 2025"
    assert filters.month_name(day) == "June 2025"


def test_an_instant_is_dated_by_the_day_in_london() -> None:
    assert filters.long_date(datetime(2025, 6, 3, 23, 30, tzinfo=UTC)) == "4 June 2025"


@pytest.mark.parametrize(
    ("moment", "words"),
    [
        (at(9, 5), "9:05am"),
        (at(14), "2pm"),
        (at(12), "midday"),
        (at(0), "midnight"),
        (at(0, 10), "12:10am"),
        (at(12, 30), "12:30pm"),
        (at(9, month=7), "10am"),
    ],
)
def test_times_are_on_a_london_clock(moment: datetime, words: str) -> None:
    assert filters.clock_time(moment) == words


def test_no_denominator_is_no_data_and_never_zero_percent() -> None:
    assert filters.percentage(None) == "no data"
    assert filters.percentage(0.1421) == "14.2%"


@pytest.mark.parametrize(
    ("minutes", "words"),
    [
        (0, "0 minutes"),
        (1, "1 minute"),
        (60, "1 hour"),
        (90, "1 hour 30 minutes"),
        (None, "no data"),
    ],
)
def test_minutes_are_told_in_hours(minutes: int | None, words: str) -> None:
    assert filters.hours_and_minutes(minutes) == words


def test_what_is_counted_agrees_in_number() -> None:
    assert filters.counted(1, "entry", "entries") == "1 entry"
    assert filters.counted(1200, "entry", "entries") == "1,200 entries"
    assert filters.counted(0, "week") == "0 weeks"
