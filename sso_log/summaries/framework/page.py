"""What the framework page and its drill-downs show: cards, groups, months, all from one reading."""

from dataclasses import dataclass

from sso_log.framework.figure import Figure, Part
from sso_log.framework.indicator import FAMILY_TITLES, Family
from sso_log.summaries.framework.breakdown import Group, groups_of
from sso_log.summaries.framework.chart import (
    ControlChart,
    Judged,
    Sparkline,
    control_chart,
    judged,
    sparkline,
)
from sso_log.summaries.framework.indicator import Indicator
from sso_log.summaries.framework.indicators import INDICATORS
from sso_log.summaries.framework.question import Question, Split
from sso_log.summaries.framework.readings import Readings

MONTHS_IN_SMALL = 12


@dataclass(frozen=True, slots=True)
class Card:
    """One indicator on the page, its trend, and the figures that it must be read with."""

    indicator: Indicator
    figure: Figure
    trend: Sparkline | None
    counterweights: tuple[Figure, ...]

    @property
    def parts(self) -> list[Part]:
        """The parts that belong beside the value; all are on the indicator's own page."""
        return [part for part in self.figure.parts if part.label in self.indicator.card_parts]


@dataclass(frozen=True, slots=True)
class Section:
    family: Family
    title: str
    cards: tuple[Card, ...]


def sections(question: Question, *, brief: bool = True) -> list[Section]:
    """Every indicator, family by family; without `brief`, with every part it has."""
    readings = Readings(question.split_by(Split.MONTH), brief=brief)
    readings.months = readings.months[-MONTHS_IN_SMALL:]
    figures = {identity: each.figure(readings) for identity, each in INDICATORS.items()}
    return [
        Section(
            family,
            FAMILY_TITLES[family],
            tuple(_card(each, figures, readings) for each in INDICATORS.of_family(family)),
        )
        for family in Family
    ]


def _card(indicator: Indicator, figures: dict[str, Figure], readings: Readings) -> Card:
    trend = sparkline(groups_of(indicator, readings)) if indicator.sparkline else None
    beside = tuple(figures[other] for other in indicator.counterweight_ids)
    return Card(indicator, figures[indicator.id], trend, beside)


@dataclass(frozen=True, slots=True)
class Detail:
    indicator: Indicator
    figure: Figure
    months: list[Judged]
    chart: ControlChart | None
    units: list[Group]
    counterweights: tuple[Figure, ...]


def detail(indicator: Indicator, readings: Readings) -> Detail:
    """One indicator: whole, by month, by the units below, and its counterweights."""
    by_month = readings.split_by(Split.MONTH)
    brief = by_month.in_brief()
    months = judged(groups_of(indicator, by_month))
    return Detail(
        indicator=indicator,
        figure=indicator.figure(by_month),
        months=months,
        chart=control_chart(months),
        units=groups_of(indicator, readings.split_by(Split.UNIT)),
        counterweights=tuple(
            INDICATORS[other].figure(brief) for other in indicator.counterweight_ids
        ),
    )
