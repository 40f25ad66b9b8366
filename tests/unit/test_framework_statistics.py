"""Our short formulas against scipy, statsmodels and numpy, and the gates and signals by hand."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import binomtest
from statsmodels.stats.proportion import proportion_confint

from sso_log.framework import statistics as ours
from sso_log.framework.statistics import Gate, Limits, SignalKind

SHARES = st.integers(1, 5000).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n)))
VALUES = st.lists(st.integers(-1000, 1000), min_size=1, max_size=60)


@given(SHARES)
def test_the_wilson_interval_agrees_with_scipy_and_statsmodels(share):
    k, n = share
    low, high = ours.wilson_interval(k, n)
    oracle = binomtest(k, n).proportion_ci(0.95, "wilson")
    assert (low, high) == pytest.approx((oracle.low, oracle.high), abs=1e-12)
    assert (low, high) == pytest.approx(proportion_confint(k, n, 0.05, "wilson"), abs=1e-12)
    assert 0 <= low <= k / n <= high <= 1


def test_the_published_sample_has_the_published_interval():
    low, high = ours.wilson_interval(10, 59)
    assert (round(100 * low, 1), round(100 * high, 1)) == (9.5, 28.5)


def test_nothing_out_of_nothing_has_no_interval():
    assert ours.wilson_interval(0, 0) is None


@pytest.mark.parametrize(("k", "n"), [(-1, 5), (6, 5), (1, 0)])
def test_more_than_all_or_fewer_than_none_is_refused(k, n):
    with pytest.raises(ValueError, match="between 0"):
        ours.wilson_interval(k, n)


@given(VALUES, st.floats(0, 1))
def test_quantiles_are_those_of_numpy_by_straight_lines(values, share):
    assert ours.quantile(values, share) == pytest.approx(
        float(np.quantile(values, share, method="linear")), abs=1e-9
    )


def test_the_median_and_the_ninetieth_percentile():
    assert ours.median([9, 1, 2]) == 2
    assert ours.median([4, 1, 2, 3]) == 2.5
    assert ours.p90(range(1, 12)) == 10
    assert ours.median([]) is None
    assert ours.p90([]) is None


@pytest.mark.parametrize("share", [-0.1, 1.1])
def test_a_quantile_outside_the_whole_is_refused(share):
    with pytest.raises(ValueError, match="quantile"):
        ours.quantile([1], share)


@pytest.mark.parametrize(
    ("events", "gate"),
    [(0, Gate.NO_DATA), (1, Gate.TOO_FEW), (9, Gate.TOO_FEW), (10, Gate.MARKED),
     (19, Gate.MARKED), (20, Gate.FULL), (5000, Gate.FULL)],
)  # fmt: skip
def test_gates_open_at_ten_and_at_twenty(events, gate):
    assert ours.gate_of(events) is gate


def test_too_few_says_to_review_the_cases():
    assert ours.GATE_WORDS[Gate.TOO_FEW] == "too few to judge: review the cases"
    assert set(ours.GATE_WORDS) == set(Gate)


def test_xmr_limits_are_the_mean_and_two_point_six_six_moving_ranges():
    limits = ours.xmr_limits([10, 12, 9, 13])
    assert (limits.centre, limits.lower, limits.upper) == pytest.approx((11, 11 - 7.98, 11 + 7.98))
    assert ours.xmr_limits([0, 5, 0], lowest=0).lower == 0
    assert ours.xmr_limits([3]) is None


def test_p_chart_limits_depend_on_the_size_of_each_point():
    small, none, large = ours.p_chart_limits([(10, 40), (0, 0), (40, 160)])
    assert none is None
    assert small.centre == large.centre == 0.25
    assert small.upper == pytest.approx(0.25 + 3 * np.sqrt(0.25 * 0.75 / 40))
    assert large.lower == pytest.approx(0.25 - 3 * np.sqrt(0.25 * 0.75 / 160))
    assert ours.p_chart_limits([(1, 2), (9, 10)])[0].upper == 1
    assert ours.p_chart_limits([(0, 0)]) == [None]


FLAT = Limits(centre=5, lower=0, upper=10)


def kinds(points, limits=FLAT):
    return [(signal.kind, signal.points) for signal in ours.signals(points, limits)]


def test_a_point_outside_the_limits_is_a_signal_and_one_on_a_limit_is_not():
    assert kinds([5, 10.1, 5, -0.1, 10, 0]) == [
        (SignalKind.OUTSIDE, (1,)),
        (SignalKind.OUTSIDE, (3,)),
    ]


def test_seven_on_one_side_are_a_signal_and_six_are_not():
    assert kinds([6, 7] * 3) == []
    assert kinds([6, 7, 6, 7, 6, 7, 6]) == [(SignalKind.SAME_SIDE, tuple(range(7)))]
    assert kinds([4, 3] * 4) == [(SignalKind.SAME_SIDE, tuple(range(8)))]


@pytest.mark.parametrize("breaker", [5, None, 4])
def test_a_run_on_one_side_is_broken_by_the_centre_a_gap_or_the_other_side(breaker):
    assert kinds([6, 7, 6, breaker, 7, 6, 7, 6]) == []


def test_five_rising_or_falling_are_a_signal_and_four_are_not():
    assert kinds([3, 4, 6, 7]) == []
    assert kinds([3, 4, 5, 6, 7]) == [(SignalKind.TREND, (0, 1, 2, 3, 4))]
    assert kinds([8, 7, 6, 4, 3, 2]) == [(SignalKind.TREND, (0, 1, 2, 3, 4, 5))]
    assert kinds([3, 4, 4, 6, 7, 8]) == []
    assert kinds([2, 3, None, 4, 6, 7]) == []


def test_without_limits_only_a_trend_can_signal():
    assert kinds([1, 2, 3, 4, 5, 5, 5, 5, 5], None) == [(SignalKind.TREND, (0, 1, 2, 3, 4))]


def test_points_and_limits_of_different_lengths_are_refused():
    with pytest.raises(ValueError, match="own limits"):
        ours.signals([1, 2], [FLAT])
