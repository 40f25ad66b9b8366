"""Figures carry their denominators, gates and intervals, and read the same as JSON everywhere."""

import json

import pytest

from sso_log.framework import figure
from sso_log.framework.statistics import Gate, wilson_interval
from sso_log.summaries.framework.indicators import INDICATORS

KEYS = {
    "indicator", "title", "unit", "definition_version", "numerator", "denominator", "value",
    "interval", "waiting", "gate", "gate_words", "parts", "note", "counterweights",
}  # fmt: skip


def test_the_published_gap_is_a_figure_with_everything_that_belongs_to_it():
    result = figure.proportion(49, 59, parts=[figure.share_part("gap", 10, 59)])
    made = figure.Figure.of(INDICATORS["C1"], result, waiting=4)
    body = json.loads(json.dumps(made.to_json(), allow_nan=False))
    assert set(body) == KEYS
    assert (body["numerator"], body["denominator"], body["waiting"]) == (49, 59, 4)
    assert body["value"] == pytest.approx(49 / 59)
    assert body["interval"] == pytest.approx(wilson_interval(49, 59))
    assert (body["gate"], body["gate_words"]) == ("full", "")
    assert (body["indicator"], body["title"]) == ("C1", "Contact made: child")
    assert body["definition_version"] == "1.0"
    assert body["parts"][0]["label"] == "gap"
    assert round(100 * body["parts"][0]["value"]) == 17


def test_nothing_out_of_nothing_is_no_data_and_not_nought():
    empty = figure.proportion(0, 0)
    assert (empty.value, empty.interval, empty.gate) == (None, None, Gate.NO_DATA)
    assert empty.gate_words == "no data"


def test_nought_out_of_many_is_nought():
    none = figure.proportion(0, 25)
    assert none.value == 0
    assert none.interval[0] == 0


@pytest.mark.parametrize(
    ("n", "gate", "shown"),
    [(9, Gate.TOO_FEW, False), (10, Gate.MARKED, True), (19, Gate.MARKED, True),
     (20, Gate.FULL, True)],
)  # fmt: skip
def test_a_rate_is_withheld_below_ten_but_its_counts_are_not(n, gate, shown):
    made = figure.proportion(4, n)
    assert (made.numerator, made.denominator, made.gate) == (4, n, gate)
    assert (made.value is not None) is shown
    assert (made.interval is not None) is shown


def test_pooled_minutes_are_marked_by_what_they_come_from_and_have_no_interval():
    few = figure.pooled_share(142, 1000, events=9)
    assert (few.value, few.gate, few.interval) == (0.142, Gate.TOO_FEW, None)
    made = figure.pooled_share(142, 1000, events=20)
    assert (made.value, made.interval, made.gate) == (0.142, None, Gate.FULL)
    assert figure.pooled_share(0, 0, events=30).gate is Gate.NO_DATA


def test_a_rate_over_pooled_minutes_may_exceed_one_without_failing():
    assert figure.pooled_share(1100, 1000, events=20).value == 1.1


def test_a_median_brings_its_ninetieth_percentile():
    made = figure.median_of([float(day) for day in range(21)], parts=[
        figure.count_part("0 to 3 days", 4)])  # fmt: skip
    assert (made.value, made.denominator, made.numerator) == (10, 21, None)
    assert [(part.label, part.value) for part in made.parts] == [
        ("90th percentile", 18),
        ("0 to 3 days", 4),
    ]
    assert figure.median_of([]).gate is Gate.NO_DATA
    assert figure.median_of([1.0] * 9).value is None


def test_each_stage_of_a_funnel_is_a_share_of_the_stage_before():
    made = figure.funnel([("eligible", 100), ("offered", 50), ("accepted", 40), ("completed", 10)])
    assert [(part.numerator, part.denominator) for part in made.parts] == [
        (100, None), (50, 100), (40, 50), (10, 40)]  # fmt: skip
    assert (made.numerator, made.denominator, made.value) == (10, 100, 0.1)
    with pytest.raises(ValueError, match="at least one stage"):
        figure.funnel([])


def test_a_mix_is_shares_of_all_minutes_with_other_parts_behind():
    made = figure.mix([("assembly", 90), ("drop_in", 30)], entries=20,
        extra=[figure.count_part("powers used", 2)],
    )  # fmt: skip
    assert made.value == 2
    assert [part.value for part in made.parts] == [0.75, 0.25, 2]
    assert figure.mix([], entries=0).gate is Gate.NO_DATA


def test_a_count_is_never_gated_unless_there_was_nothing_to_count():
    assert figure.count(0).value == 0
    assert figure.count(3).gate is Gate.FULL
    assert figure.count(None).gate is Gate.NO_DATA
