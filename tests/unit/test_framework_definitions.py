"""The registry of indicators: exactly these, each whole, and none that can slip in unfinished."""

from dataclasses import fields, replace

import pytest

from sso_log.framework.indicator import FAMILY_TITLES, Family, IndicatorKind
from sso_log.summaries.framework import waiting
from sso_log.summaries.framework.drill_down import of_matters
from sso_log.summaries.framework.indicator import MAY_BE_EMPTY, Indicator, Registry
from sso_log.summaries.framework.indicators import INDICATORS
from sso_log.summaries.framework.question import Split

EXPECTED = [
    "D1", "D2", "D3", "D4", "D5", "D6", "C1", "C2", "C3", "T1", "T3", "T4",
    "E1", "E2", "E4", "A1", "A3", "A5", "Q1", "Q2", "Q3",
]  # fmt: skip
MUST_BE_FILLED = [field.name for field in fields(Indicator) if field.name not in MAY_BE_EMPTY]
D1 = INDICATORS["D1"]


def test_the_framework_has_exactly_its_indicators_in_their_order():
    assert list(INDICATORS) == EXPECTED


def test_every_family_has_a_title_and_its_indicators():
    assert set(FAMILY_TITLES) == set(Family)
    assert sum(len(INDICATORS.of_family(family)) for family in Family) == len(EXPECTED)
    assert [each.id for each in INDICATORS.of_family(Family.ABSTRACTION)] == ["A1", "A3", "A5"]


@pytest.mark.parametrize("indicator_id", EXPECTED)
def test_every_indicator_is_written_out_in_sentences(indicator_id):
    each = INDICATORS[indicator_id]
    assert each.question.endswith("?")
    assert len(each.definition) > 60
    for words in (each.definition, each.numerator, each.denominator, *each.caveats):
        assert words.endswith(".")
    assert isinstance(each.kind, IndicatorKind)


def test_the_diversion_rate_and_net_widening_are_never_apart():
    assert "D6" in INDICATORS["D1"].counterweight_ids
    assert "D1" in INDICATORS["D6"].counterweight_ids


def test_the_engagement_mix_is_shown_with_the_powers_used():
    assert "police power used" in INDICATORS["E1"].definition


def test_what_counts_matters_of_suspects_waits_for_matters_of_suspects():
    of_suspects = {
        each.id for each in INDICATORS.values() if each.waiting is waiting.matters_of_suspects
    }
    assert of_suspects == {"D1", "D2", "D5", "D6", "C1"}


def test_only_the_reporting_of_weeks_has_nothing_that_could_wait():
    assert [each.id for each in INDICATORS.values() if each.waiting is waiting.nothing] == ["Q2"]
    assert [each.id for each in INDICATORS.values() if each.lists[-1].code != "waiting"] == ["Q2"]


def test_an_unknown_list_is_answered_with_the_first():
    assert D1.drill_down("formal").words == "Formal outcome"
    assert D1.drill_down("gossip") is D1.drill_down("")
    assert D1.drill_down("").code == "all"


def test_the_registry_refuses_the_same_id_twice():
    with pytest.raises(ValueError, match="D6 is defined twice"):
        Registry([replace(D1, counterweight_ids=()), INDICATORS["D6"], INDICATORS["D6"]])


@pytest.mark.parametrize("name", MUST_BE_FILLED)
def test_the_registry_refuses_an_indicator_with_a_gap(name):
    gap = () if isinstance(getattr(D1, name), tuple) else ""
    with pytest.raises(ValueError, match=f"does not declare its {name}"):
        Registry([replace(D1, counterweight_ids=(), **{name: gap})])


def test_a_count_its_lists_and_what_waits_must_all_be_declared():
    assert {"count", "drill_downs", "waiting", "splits"} <= set(MUST_BE_FILLED)


@pytest.mark.parametrize(("name", "blank"), [("title", "  "), ("caveats", ("Words.", " "))])
def test_the_registry_refuses_words_that_are_only_spaces(name, blank):
    with pytest.raises(ValueError, match=f"does not declare its {name}"):
        Registry([replace(D1, counterweight_ids=(), **{name: blank})])


@pytest.mark.parametrize("other", ["D6", "D1"])
def test_the_registry_refuses_a_counterweight_that_is_missing_or_itself(other):
    with pytest.raises(ValueError, match="counterweight"):
        Registry([replace(D1, counterweight_ids=(other,))])


@pytest.mark.parametrize("code", ["diverted", "waiting"])
def test_the_registry_refuses_two_lists_of_one_code(code):
    again = of_matters(code, "Once more", lambda matter: True)
    with pytest.raises(ValueError, match="D1 has two lists of one code"):
        Registry([replace(D1, counterweight_ids=(), drill_downs=(*D1.drill_downs, again))])


@pytest.mark.parametrize("missing", [Split.MONTH, Split.UNIT])
def test_the_registry_refuses_splits_that_every_page_needs_and_are_missing(missing):
    splits = {split: words for split, words in D1.splits.items() if split is not missing}
    with pytest.raises(ValueError, match="must be split by month and by unit"):
        Registry([replace(D1, counterweight_ids=(), splits=splits)])
