"""London days, weeks and durations, at the edges where clocks and calendars trip."""

from datetime import UTC, date, datetime, time, timedelta, timezone

import pytest
import time_machine
from hypothesis import given
from hypothesis import strategies as st

from sso_log import clock

SPRING = date(2026, 3, 29)
AUTUMN = date(2026, 10, 25)
INSTANTS = st.datetimes(datetime(2015, 1, 1), datetime(2035, 1, 1), timezones=st.just(UTC))
SPANS = st.tuples(INSTANTS, st.timedeltas(timedelta(0), timedelta(days=40))).map(
    lambda pair: (pair[0], pair[0] + pair[1])
)
DAYS = st.dates(date(1950, 1, 1), date(2150, 1, 1))


def london(day: date, hour: int, minute: int = 0, fold: int = 0) -> datetime:
    return clock.from_london(day, time(hour, minute), fold)


def test_now_is_aware_and_follows_a_moved_clock():
    with time_machine.travel(datetime(2026, 7, 1, 23, 30, tzinfo=UTC), tick=False):
        assert clock.now_utc() == datetime(2026, 7, 1, 23, 30, tzinfo=UTC)
        assert clock.now_utc().utcoffset() == timedelta(0)
        assert clock.today_london() == date(2026, 7, 2)


def test_today_in_london_changes_at_midnight_in_winter():
    with time_machine.travel(datetime(2026, 1, 1, 23, 59, tzinfo=UTC), tick=False):
        assert clock.today_london() == date(2026, 1, 1)


@pytest.mark.parametrize(
    ("first_day", "minutes"),
    [(date(2026, 3, 28), 7 * 60), (date(2026, 10, 24), 9 * 60), (date(2026, 6, 1), 8 * 60)],
)
def test_a_night_shift_is_seven_nine_or_eight_hours_long(first_day, minutes):
    start, end = london(first_day, 22), london(first_day + timedelta(days=1), 6)
    assert clock.minutes_between(start, end) == minutes
    assert clock.minutes_between(clock.to_london(start), clock.to_london(end)) == minutes


def test_a_night_shift_over_a_change_is_split_at_midnight():
    spring = clock.split_by_day(london(date(2026, 3, 28), 22), london(SPRING, 6))
    assert spring == [(date(2026, 3, 28), 120), (SPRING, 300)]
    autumn = clock.split_by_day(london(date(2026, 10, 24), 22), london(AUTUMN, 6))
    assert autumn == [(date(2026, 10, 24), 120), (AUTUMN, 420)]


@pytest.mark.parametrize(("day", "minutes"), [(SPRING, 23 * 60), (AUTUMN, 25 * 60)])
def test_a_whole_day_of_a_clock_change_has_its_own_length(day, minutes):
    start, end = london(day, 0), london(day + timedelta(days=1), 0)
    assert clock.split_by_day(start, end) == [(day, minutes)]


def test_a_span_that_ends_at_midnight_does_not_touch_the_next_day():
    start = london(date(2026, 6, 1), 23)
    assert clock.split_by_day(start, london(date(2026, 6, 2), 0)) == [(date(2026, 6, 1), 60)]
    assert clock.split_by_day(start, start) == []


def test_the_leap_day_is_a_day_of_its_own():
    parts = clock.split_by_day(london(date(2028, 2, 28), 23), london(date(2028, 3, 1), 1))
    assert parts == [(date(2028, 2, 28), 60), (date(2028, 2, 29), 1440), (date(2028, 3, 1), 60)]


def test_summer_days_are_london_days_and_not_utc_days():
    start = datetime(2026, 7, 1, 23, 30, tzinfo=UTC)
    assert clock.split_by_day(start, start + timedelta(minutes=20)) == [(date(2026, 7, 2), 20)]


def test_days_are_london_days_whatever_zone_the_span_is_given_in():
    tokyo = timezone(timedelta(hours=9))
    start = datetime(2026, 7, 2, 3, tzinfo=tokyo)
    assert clock.split_by_day(start, start + timedelta(minutes=20)) == [(date(2026, 7, 1), 20)]


def test_an_hour_that_the_spring_change_skips_is_refused_with_a_sentence():
    with pytest.raises(ValueError, match="01:30 on 29 March 2026 does not exist"):
        london(SPRING, 1, 30)
    assert london(SPRING, 2) == datetime(2026, 3, 29, 1, tzinfo=UTC)


def test_the_hour_that_happens_twice_is_told_apart_by_its_fold():
    assert london(AUTUMN, 1, 30) == datetime(2026, 10, 25, 0, 30, tzinfo=UTC)
    assert london(AUTUMN, 1, 30, fold=1) == datetime(2026, 10, 25, 1, 30, tzinfo=UTC)


@pytest.mark.parametrize("use", [clock.minutes_between, clock.split_by_day])
def test_an_end_before_its_start_is_refused(use):
    with pytest.raises(ValueError, match="before the start"):
        use(london(SPRING, 6), london(SPRING, 5))


def test_a_time_without_a_zone_is_refused():
    with pytest.raises(ValueError, match="zone"):
        clock.to_london(datetime(2026, 1, 1))
    with pytest.raises(ValueError, match="zone"):
        clock.minutes_between(datetime(2026, 1, 1), clock.now_utc())


def test_school_hours_take_only_their_part_of_a_shift():
    day = date(2026, 6, 1)
    hours = (day, time(8), time(16, 30))
    assert clock.minutes_within(london(day, 7), london(day, 9, 15), *hours) == 75
    assert clock.minutes_within(london(day, 16), london(day, 23), *hours) == 30
    assert clock.minutes_within(london(day, 16, 30), london(day, 23), *hours) == 0
    assert clock.minutes_within(london(day, 0), london(date(2026, 6, 3), 0), *hours) == 510
    assert (
        clock.minutes_within(london(date(2026, 6, 2), 7), london(date(2026, 6, 2), 9), *hours) == 0
    )


def test_hours_around_a_clock_change_are_real_minutes():
    whole = (london(date(2026, 3, 28), 0), london(date(2026, 10, 27), 0))
    assert clock.minutes_within(*whole, SPRING, time(0), time(4)) == 180
    assert clock.minutes_within(*whole, SPRING, time(1, 30), time(4)) == 120
    assert clock.minutes_within(*whole, SPRING, time(0), time(1, 30)) == 60
    assert clock.minutes_within(*whole, AUTUMN, time(1), time(1, 30)) == 90
    assert clock.minutes_within(*whole, AUTUMN, time(0), time(0)) == 25 * 60


def test_hours_that_end_before_they_start_are_refused():
    start = london(SPRING, 12)
    with pytest.raises(ValueError, match="hours end before"):
        clock.minutes_within(start, start, SPRING, time(16), time(8))


@given(SPANS)
def test_the_minutes_of_the_days_add_up_to_the_whole(span):
    parts = clock.split_by_day(*span)
    assert sum(minutes for _, minutes in parts) == clock.minutes_between(*span)
    assert all(0 < minutes <= 25 * 60 for _, minutes in parts)
    assert [day for day, _ in parts] == sorted({day for day, _ in parts})


@given(SPANS)
def test_the_whole_of_each_day_is_what_the_split_gives_it(span):
    parts = clock.split_by_day(*span)
    assert parts == [(day, clock.minutes_within(*span, day, time(0), time(0))) for day, _ in parts]


@given(SPANS, st.lists(st.integers(2 * 60, 24 * 60 - 1), min_size=3, max_size=3))
def test_two_neighbouring_windows_hold_what_one_window_holds(span, minutes):
    first, second, third = (time(*divmod(minute, 60)) for minute in sorted(minutes))
    day = clock.to_london(span[0]).date()
    before = clock.minutes_within(*span, day, first, second)
    after = clock.minutes_within(*span, day, second, third)
    assert before + after == clock.minutes_within(*span, day, first, third)


@given(INSTANTS)
def test_every_instant_survives_the_way_to_london_and_back(moment):
    local = clock.to_london(moment)
    assert clock.from_london(local.date(), local.time(), local.fold) == moment


@pytest.mark.parametrize(
    ("day", "start"),
    [
        (date(2026, 8, 31), date(2025, 9, 1)),
        (date(2026, 9, 1), date(2026, 9, 1)),
        (date(2028, 2, 29), date(2027, 9, 1)),
        (date(2026, 12, 31), date(2026, 9, 1)),
    ],
)
def test_the_academic_year_starts_on_the_first_of_september(day, start):
    assert clock.academic_year_start(day) == start


@given(DAYS)
def test_a_day_lies_in_the_week_it_is_written_as(day):
    monday = clock.parse_week(clock.format_week(day))
    assert monday == clock.week_start(day)
    assert monday.weekday() == 0
    assert timedelta(0) <= day - monday < timedelta(days=7)


def test_weeks_at_the_turn_of_the_year_belong_to_the_iso_year():
    assert clock.format_week(date(2027, 1, 1)) == "2026-W53"
    assert clock.parse_week("2026-W05") == date(2026, 1, 26)


@pytest.mark.parametrize(
    "text",
    ["", "2026-W5", "2026-W00", "2025-W53", "2026-W54", "2026W05", " 2026-W05", "2026-W05\n",
     "0000-W01", "9999-W52", "२०२६-W05", "2026-w05"],
)  # fmt: skip
def test_a_week_written_wrongly_is_refused(text):
    with pytest.raises(ValueError, match=r"week"):
        clock.parse_week(text)


@pytest.mark.parametrize(
    ("day", "months", "later"),
    [
        (date(2025, 8, 31), 6, date(2026, 2, 28)),
        (date(2027, 8, 31), 6, date(2028, 2, 29)),
        (date(2028, 2, 29), 12, date(2029, 2, 28)),
        (date(2026, 12, 15), 1, date(2027, 1, 15)),
        (date(2026, 1, 31), -2, date(2025, 11, 30)),
        (date(2026, 11, 30), 0, date(2026, 11, 30)),
    ],
)
def test_calendar_months_stop_at_the_end_of_a_short_month(day, months, later):
    assert clock.add_calendar_months(day, months) == later


@given(DAYS, st.integers(-300, 300))
def test_adding_months_lands_in_the_month_that_counting_gives(day, months):
    later = clock.add_calendar_months(day, months)
    assert later.year * 12 + later.month == day.year * 12 + day.month + months
    assert later.day <= day.day


def test_months_are_listed_by_their_first_days_both_ends_included():
    assert clock.month_starts(date(2026, 11, 30), date(2027, 1, 1)) == [
        date(2026, 11, 1),
        date(2026, 12, 1),
        date(2027, 1, 1),
    ]
    assert clock.month_starts(date(2026, 5, 2), date(2026, 5, 1)) == []
