"""School days and the minutes of a stretch of time that fall into school hours."""

import datetime as dt
import uuid

import pytest

from sso_log.reference.calendar import Period, SchoolCalendar, SchoolHours, bank_holidays

HOURS = [SchoolHours(dt.time(8), dt.time(16, 30))]
BOROUGH = uuid.uuid4()
AUTUMN = Period("term", dt.date(2026, 9, 1), dt.date(2026, 12, 18))
HALF_TERM = Period("holiday", dt.date(2026, 10, 26), dt.date(2026, 10, 30))
SUMMER = Period("term", dt.date(2027, 4, 12), dt.date(2027, 7, 21))
FORCE = [AUTUMN, HALF_TERM, SUMMER]


def day(text: str) -> dt.date:
    return dt.date.fromisoformat(text)


def at(text: str) -> dt.datetime:
    return dt.datetime.fromisoformat(text).replace(tzinfo=dt.UTC)


@pytest.fixture
def calendar() -> SchoolCalendar:
    return SchoolCalendar(None, FORCE, HOURS)


@pytest.mark.parametrize(
    ("text", "open_"),
    [
        ("2026-09-01", True),
        ("2026-12-18", True),
        ("2026-12-21", False),
        ("2026-10-24", False),
        ("2026-10-26", False),
        ("2026-10-30", False),
        ("2026-11-02", True),
        ("2027-05-03", False),
        ("2027-05-04", True),
        ("2027-08-03", False),
    ],
)
def test_school_days_are_weekdays_of_a_term(
    calendar: SchoolCalendar, text: str, open_: bool
) -> None:
    assert calendar.is_school_day(day(text)) is open_


def test_bank_holidays_are_read_without_a_network() -> None:
    assert day("2027-05-03") in bank_holidays()
    assert day("2026-12-28") in bank_holidays()


def test_an_inset_day_of_a_borough_is_no_school_day_there_only() -> None:
    inset = Period("inset", day("2026-09-01"), day("2026-09-01"), BOROUGH)
    assert not SchoolCalendar(BOROUGH, [*FORCE, inset], HOURS).is_school_day(day("2026-09-01"))
    assert SchoolCalendar(uuid.uuid4(), FORCE, HOURS).is_school_day(day("2026-09-01"))


def test_terms_of_a_borough_replace_the_force_for_that_year() -> None:
    own = Period("term", day("2026-09-03"), day("2026-12-22"), BOROUGH)
    calendar = SchoolCalendar(BOROUGH, [*FORCE, own], HOURS)
    assert not calendar.is_school_day(day("2026-09-01"))
    assert calendar.is_school_day(day("2026-10-26"))
    assert calendar.is_school_day(day("2026-12-22"))


def test_a_year_without_terms_counts_weekdays_and_says_so(calendar: SchoolCalendar) -> None:
    assert calendar.is_school_day(day("2031-10-01"))
    assert not calendar.is_known(day("2031-10-01"))
    assert calendar.is_known(day("2026-10-01"))


def test_school_days_between_two_days_include_both(calendar: SchoolCalendar) -> None:
    found = calendar.school_days(day("2026-10-22"), day("2026-11-02"))
    assert found == [day("2026-10-22"), day("2026-10-23"), day("2026-11-02")]
    assert calendar.school_days(day("2026-11-02"), day("2026-10-22")) == []


def test_only_school_hours_of_school_days_count(calendar: SchoolCalendar) -> None:
    # Thursday 22 October 2026 is in summer time, Monday 2 November in winter time.
    minutes = calendar.school_minutes(at("2026-10-22T14:00"), at("2026-11-02T09:00"))
    assert minutes == {day("2026-10-22"): 90, day("2026-10-23"): 510, day("2026-11-02"): 60}


def test_a_night_shift_costs_no_school_minutes(calendar: SchoolCalendar) -> None:
    assert calendar.school_minutes(at("2026-11-02T18:00"), at("2026-11-03T07:00")) == {}


def test_school_hours_are_those_in_force_on_the_day() -> None:
    until, since = day("2026-11-02"), day("2026-11-03")
    shorter = [
        SchoolHours(dt.time(8), dt.time(16, 30), None, until),
        SchoolHours(dt.time(9), dt.time(15), since, None),
    ]
    calendar = SchoolCalendar(None, FORCE, shorter)
    minutes = calendar.school_minutes(at("2026-11-02T00:00"), at("2026-11-04T00:00"))
    assert minutes == {until: 510, since: 360}
    assert [calendar.minutes_of_school_day(on) for on in (until, since)] == [510, 360]


def test_a_day_without_school_has_no_school_minutes(calendar: SchoolCalendar) -> None:
    assert calendar.minutes_of_school_day(day("2026-10-30")) == 0
