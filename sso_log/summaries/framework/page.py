"""What the framework page and its drill-downs show: cards, groups, months, all from one reading."""

from dataclasses import dataclass

from sso_log.framework.definitions import FAMILY_TITLES, INDICATORS, Family, Indicator
from sso_log.framework.figure import Figure, Part
from sso_log.summaries.framework.chart import (
    ControlChart,
    Judged,
    Sparkline,
    control_chart,
    judged,
    sparkline,
)
from sso_log.summaries.framework.question import WHOLE, Question, Split
from sso_log.summaries.framework.readings import Readings, Shared
from sso_log.summaries.framework.registry import MEASURES, Group, Measure, grouped

MONTHS_IN_SMALL = 12
# Reading the longest gap of every school month by month would cost more than all the rest.
WITHOUT_SPARKLINE = ("A5",)
LEADING_PARTS = {
    "D1": ("No police action, in neither",),
    "C1": ("Not contacted",),
    "C2": ("Not contacted",),
    "C3": ("Not contacted",),
    "T3": ("90th percentile",),
    "T4": ("90th percentile", "Approved first time"),
    "E1": ("Engagements", "Different schools", "Powers used"),
    "E2": ("Schools with an agreement",),
    "E4": (
        "Feel safer, of those aware of the officer",
        "Feel less safe, of those aware",
        "Schools giving feedback",
    ),
    "A1": ("With court and training (wide)",),
    "Q2": ("Confirmed on time",),
    "Q3": ("By minutes",),
}


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
        wanted = LEADING_PARTS.get(self.indicator.id, ())
        if self.indicator.id == "D5":
            return list(self.figure.parts)
        return [part for part in self.figure.parts if part.label in wanted]


@dataclass(frozen=True, slots=True)
class Section:
    """One family."""

    family: Family
    title: str
    cards: tuple[Card, ...]


def sections(question: Question, *, brief: bool = True) -> list[Section]:
    """Every indicator, family by family; without `brief`, with every part it has."""
    readings = Readings(question.split_by(Split.MONTH), brief=brief)
    readings.months = readings.months[-MONTHS_IN_SMALL:]
    figures = {identity: m.count(readings, WHOLE) for identity, m in MEASURES.items()}
    return [
        Section(
            family,
            FAMILY_TITLES[family],
            tuple(_card(each, figures, readings) for each in INDICATORS.of_family(family)),
        )
        for family in Family
    ]


def _card(indicator: Indicator, figures: dict[str, Figure], readings: Readings) -> Card:
    measure = MEASURES[indicator.id]
    small = indicator.id not in WITHOUT_SPARKLINE
    trend = sparkline(grouped(measure, readings)) if small else None
    beside = tuple(figures[other] for other in indicator.counterweight_ids)
    return Card(indicator, figures[indicator.id], trend, beside)


@dataclass(frozen=True, slots=True)
class Detail:
    """One indicator in full."""

    measure: Measure
    figure: Figure
    months: list[Judged]
    chart: ControlChart | None
    units: list[Group]
    counterweights: tuple[Figure, ...]

    @property
    def indicator(self) -> Indicator:
        """Its definition."""
        return self.measure.indicator


def together(question: Question) -> Readings:
    """Readings for a page that tells apart by month and by unit."""
    return Readings(question, shared=Shared(question, together=True))


def detail(measure: Measure, question: Question, readings: Readings | None = None) -> Detail:
    """One indicator: whole, by month, by the units below, and its counterweights."""
    readings = (readings or together(question)).apart(Split.MONTH)
    brief = readings.in_brief()
    months = judged(grouped(measure, readings))
    return Detail(
        measure=measure,
        figure=measure.count(readings, WHOLE),
        months=months,
        chart=control_chart(months),
        units=grouped(measure, readings.apart(Split.UNIT)),
        counterweights=tuple(
            MEASURES[other].count(brief, WHOLE) for other in measure.indicator.counterweight_ids
        ),
    )
