"""Every indicator with the function that counts it and what it can be told apart by.

The page, its drill-downs, files and the command all come here: there is one function for a figure.
"""

from collections.abc import Callable
from dataclasses import dataclass

import sqlalchemy as sa

from sso_log.db import db
from sso_log.errors import Invalid
from sso_log.framework.definitions import INDICATORS, Indicator
from sso_log.framework.figure import Figure
from sso_log.reference import codes
from sso_log.reference.models import School
from sso_log.summaries.framework import abstraction, contact, diversion, engagement, quality
from sso_log.summaries.framework.question import WHOLE, Key, Question, Split
from sso_log.summaries.framework.readings import Readings

Count = Callable[[Readings, Key], Figure]
ALWAYS = (Split.MONTH, Split.UNIT)
OF_MATTERS = (*ALWAYS, Split.TYPE, Split.SCHOOL, Split.CAPACITY)
OF_ENGAGEMENTS = (*ALWAYS, Split.TYPE, Split.PROGRAMME, Split.SCHOOL, Split.CAPACITY)
OF_ENTRIES = (*ALWAYS, Split.KIND, Split.CAPACITY)


@dataclass(frozen=True, slots=True)
class Measure:
    """How an indicator is counted; `type_list` names the codes that `by type` goes by."""

    id: str
    count: Count
    splits: tuple[Split, ...]
    type_list: str = ""

    @property
    def indicator(self) -> Indicator:
        """Its definition."""
        return INDICATORS[self.id]


@dataclass(frozen=True, slots=True)
class Group:
    """The figure of one month, unit or type. `code` is how the group is asked for."""

    code: str
    label: str
    figure: Figure
    whole: bool = True


def _matters(identity: str, count: Count) -> Measure:
    return Measure(identity, count, OF_MATTERS, "matter_type")


MEASURES: dict[str, Measure] = {
    measure.id: measure
    for measure in (
        _matters("D1", diversion.diversion_rate),
        _matters("D2", diversion.formal_share),
        _matters("D3", diversion.no_action_share),
        _matters("D4", diversion.school_sanction),
        _matters("D5", diversion.diversion_funnel),
        _matters("D6", diversion.net_widening),
        _matters("C1", contact.contact_child),
        _matters("C2", contact.contact_parent_carer),
        _matters("C3", contact.contact_victim),
        _matters("T1", contact.over_six_months),
        Measure("T3", contact.event_to_logged, OF_ENTRIES),
        Measure("T4", contact.approval_turnaround, OF_ENTRIES),
        Measure("E1", engagement.engagement_mix, OF_ENGAGEMENTS, "engagement_type"),
        Measure("E2", engagement.coverage, ALWAYS),
        Measure("E4", engagement.feedback, OF_ENGAGEMENTS, "engagement_type"),
        Measure("A1", abstraction.rate, (*ALWAYS, Split.TYPE), "abstraction_type"),
        Measure("A3", abstraction.school_loss, (*ALWAYS, Split.TYPE), "abstraction_type"),
        Measure("A5", abstraction.longest_gap, ALWAYS),
        _matters("Q1", quality.ethnicity_completeness),
        Measure("Q2", quality.reporting, ALWAYS),
        Measure("Q3", quality.duty_split, (*ALWAYS, Split.KIND)),
    )
}


def figure_of(measure: Measure, question: Question) -> Figure:
    """The figure of an indicator."""
    return measure.count(Readings(question), WHOLE)


def groups_of(measure: Measure, question: Question, split: Split) -> list[Group]:
    """The figures of an indicator told apart. Raises Invalid if it cannot be told apart so."""
    if split not in measure.splits:
        known = ", ".join(measure.splits)
        raise Invalid(
            {"by": [f"{measure.id} cannot be told apart by {split}: choose from {known}."]}
        )
    return grouped(measure, Readings(question.split_by(split)))


def grouped(measure: Measure, readings: Readings) -> list[Group]:
    """The groups of an indicator in what has been read, in order of time, list or name."""
    return [
        Group(code, label, measure.count(readings, key), whole)
        for key, code, label, whole in _keys(measure, readings)
    ]


def _keys(measure: Measure, readings: Readings) -> list[tuple[Key, str, str, bool]]:
    split = readings.question.split
    if split is Split.MONTH:
        return [
            (m.starts_on, f"{m.starts_on:%Y-%m}", f"{m.starts_on:%B %Y}", m.whole)
            for m in readings.months
        ]
    if split is Split.UNIT:
        return [(unit.id, unit.code, unit.name, True) for unit in readings.units()]
    if split is Split.SCHOOL:
        return _schools(measure, readings)
    list_name = {
        Split.TYPE: measure.type_list,
        Split.PROGRAMME: "programme",
        Split.CAPACITY: "capacity",
    }.get(split)
    if list_name:
        return [
            (choice.code, choice.code, choice.label, True) for choice in codes.choices(list_name)
        ]
    kinds = readings.question.scope.kinds or tuple(KIND_WORDS)
    return [(kind, kind, KIND_WORDS[kind], True) for kind in kinds]


KIND_WORDS = {
    "engagement": "Engagements",
    "diversion": "Diversions",
    "diversion_update": "Diversion updates",
    "abstraction": "Abstractions",
}


def _schools(measure: Measure, readings: Readings) -> list[tuple[Key, str, str, bool]]:
    rows = readings.matters if measure.type_list == "matter_type" else readings.at_schools
    urns = [key for key in rows.present() if key is not None]
    named = db.session.execute(
        sa.select(School.urn, School.name).where(School.urn.in_(urns)).order_by(School.name)
    )
    return [(row.urn, str(row.urn), row.name, True) for row in named]
