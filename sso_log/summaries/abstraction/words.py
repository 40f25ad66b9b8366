"""The first screen in words: how much time, how much schools lost, is it getting better."""

from dataclasses import dataclass

from sso_log.summaries.abstraction.page import Summary
from sso_log.summaries.abstraction.rules import Tally
from sso_log.summaries.abstraction.schools import SchoolTotals
from sso_log.web.filters import counted, hours, month_name, number, percentage

POINTS = 100
# Smaller changes than this disappear in the one decimal that shares are shown with.
SAME = 0.0005


@dataclass(frozen=True, slots=True)
class Card:
    """One answer: a question, a value, what it was made from, and what to read with it."""

    question: str
    value: str
    made_from: str
    notes: tuple[str, ...]

    @property
    def known(self) -> bool:
        return any(letter.isdigit() for letter in self.value)


def headline(summary: Summary) -> tuple[Card, Card, Card]:
    return (
        time_card(summary.total),
        schools_card(summary.total, summary.school_totals),
        _better(summary),
    )


def time_card(total: Tally) -> Card:
    made_from = (
        f"of time on duty: {hours(total.narrow, 0)} of {hours(total.on_duty, 0)} hours, in "
        f"{counted(total.weeks, 'confirmed week')}"
    )
    notes = (
        f"With court and training: {percentage(total.wide_share)}, {hours(total.wide, 0)} hours",
    )
    return Card(
        "How much time was taken away?",
        percentage(total.narrow_share, nothing="No data"),
        made_from if total.on_duty else "No week in this period has been confirmed.",
        notes if total.on_duty else (f"{hours(total.minutes, 0)} hours of abstraction approved",),
    )


def schools_card(total: Tally, schools: SchoolTotals) -> Card:
    lost = (
        f"{percentage(total.school_share)} of school hours: {hours(total.school_matched, 0)} of "
        f"{hours(total.rostered_minutes, 0)} rostered in confirmed weeks"
        if total.rostered_minutes
        else "No rostered school hours to compare with."
    )
    visits = counted(schools.visits_lost, "visit") + " lost"
    if schools.visits_lost:
        visits += f", {number(schools.rearranged)} re-arranged"
    notes = [visits]
    if schools.minutes:
        notes.append(f"{percentage(schools.cover_share, 0)} of lost school time had cover")
    longest = schools.longest
    if longest is not None and longest.gap is not None:
        notes.append(f"Longest without its officer: {counted(longest.gap.days, 'school day')}")
    return Card(
        "How much did schools lose?",
        f"{hours(total.school_minutes, 0)} hours",
        lost,
        tuple(notes),
    )


def _better(summary: Summary) -> Card:
    question, trend = "Is it getting better?", summary.trend
    if trend.last is None or summary.last_month is None:
        return Card(question, "No data", "No whole month in this period has figures.", ())
    last = f"{month_name(summary.last_month)}: {percentage(trend.last)}"
    if trend.change is None:
        return Card(question, "Too early", last, ("Only one whole month to look at.",))
    return Card(
        question,
        direction(trend.change),
        f"{last}, against {percentage(trend.before)} in the months before",
        (usual_words(summary),),
    )


def direction(change: float) -> str:
    """`Down 2.1 points`, `Up 0.4 points`, `No change`."""
    if abs(change) < SAME:
        return "No change"
    return f"{'Down' if change < 0 else 'Up'} {abs(change) * POINTS:.1f} points"


def usual_words(summary: Summary) -> str:
    trend = summary.trend
    if trend.usual is None:
        return (
            f"{counted(trend.months, 'whole month')}: too few to tell a change from the usual "
            "ups and downs"
        )
    low, high = trend.usual
    usual = f"months usually lie between {percentage(low)} and {percentage(high)}"
    if trend.signal:
        return f"More than the usual ups and downs: {usual}"
    return f"Within the usual ups and downs: {usual}"
