"""Which months are whole, and that only whole ones are judged."""

import datetime as dt
import uuid

import pytest

from sso_log.framework.figure import Figure, proportion
from sso_log.reference.models import UnitKind
from sso_log.summaries.abstraction.tally import months_of
from sso_log.summaries.framework.breakdown import Group
from sso_log.summaries.framework.chart import judged, sparkline
from sso_log.summaries.framework.indicators import INDICATORS
from sso_log.summaries.scope import Scope, UnitRef

MET = UnitRef(uuid.UUID(int=1), "met", "The force", UnitKind.FORCE)


@pytest.mark.parametrize(
    ("until_on", "today", "whole"),
    [
        ("2025-04-30", "2025-04-30", [False, True, True, False]),
        ("2025-04-30", "2025-05-01", [False, True, True, True]),
        ("2025-04-30", "2025-04-12", [False, True, True, False]),
        ("2025-04-29", "2025-06-01", [False, True, True, False]),
    ],
)
def test_a_month_is_whole_if_all_of_it_is_in_the_period_and_over(until_on, today, whole):
    day = dt.date.fromisoformat
    scope = Scope(day("2025-01-02"), day(until_on), MET, (MET,), day(today))
    assert [month.whole for month in months_of(scope)] == whole


def a_month(number: int, share: int, *, whole: bool = True, identity: str = "D1") -> Group:
    figure = Figure.of(INDICATORS[identity], proportion(share, 20), waiting=0)
    return Group(f"2025-0{number}", f"Month {number}", figure, whole)


def test_the_month_in_progress_is_drawn_and_moves_no_limit():
    months = [a_month(number, 10) for number in range(1, 7)]
    result = judged([*months, a_month(7, 20, whole=False)])
    # p = 0.5 in six whole months: 0.5 plus and minus 3 times the root of 0.25 / 20.
    assert [round(month.limits.centre, 3) for month in result[:6]] == [0.5] * 6
    assert [round(month.limits.upper, 3) for month in result[:6]] == [0.835] * 6
    assert (result[6].limits, result[6].signals, result[6].value) == (None, (), 1.0)


def test_the_same_month_once_over_is_judged_and_outside_the_limits():
    months = [a_month(number, 10) for number in range(1, 7)]
    result = judged([*months, a_month(7, 20)])
    # 80 of 140.
    assert [round(month.limits.centre, 3) for month in result] == [0.571] * 7
    assert result[6].signals == ("outside the limits",)


def test_five_whole_months_and_one_in_progress_are_too_few_for_limits():
    months = [a_month(number, 10) for number in range(1, 6)]
    assert {month.limits for month in judged([*months, a_month(6, 10, whole=False)])} == {None}
    assert sparkline(months).signal is False


@pytest.mark.parametrize("identity", ["A1", "A3"])
def test_shares_of_minutes_have_limits_by_moving_ranges(identity):
    shares = [10, 12, 10, 12, 10, 12]
    months = [a_month(place + 1, share, identity=identity) for place, share in enumerate(shares)]
    # 0.55 plus and minus 2.66 moving ranges of 0.1; a p-chart would say 0.55 plus 0.334.
    assert {round(month.limits.upper, 3) for month in judged(months)} == {0.816}
