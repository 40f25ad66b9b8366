"""Figures broken down: one for each month, unit, type, school or duty."""

from dataclasses import dataclass

import sqlalchemy as sa

from sso_log.db import db
from sso_log.entries.kinds import KINDS
from sso_log.framework.figure import Figure
from sso_log.reference import codes
from sso_log.reference.models import School
from sso_log.summaries.framework.indicator import OF_MATTERS, Indicator
from sso_log.summaries.framework.question import Key, Question, Split
from sso_log.summaries.framework.readings import Readings
from sso_log.summaries.framework.rows_engagements import by_school


@dataclass(frozen=True, slots=True)
class Group:
    """The figure of one month, unit or type. `code` is how the group is chosen in an address;
    `whole` is false for a month that the period cuts or that is not over.
    """

    code: str
    label: str
    figure: Figure
    whole: bool = True


def breakdown(indicator: Indicator, question: Question, split: Split) -> list[Group]:
    """The figures of an indicator, split by one of its `splits`."""
    return groups_of(indicator, Readings(question.split_by(split)))


def groups_of(indicator: Indicator, readings: Readings) -> list[Group]:
    """The groups of an indicator in what has been read, in order of time, list or name."""
    return [
        Group(code, label, indicator.figure(readings, key), whole)
        for key, code, label, whole in _keys(indicator, readings)
    ]


def _keys(indicator: Indicator, readings: Readings) -> list[tuple[Key, str, str, bool]]:
    split = readings.question.split
    match split:
        case Split.MONTH:
            return [
                (m.starts_on, f"{m.starts_on:%Y-%m}", f"{m.starts_on:%B %Y}", m.whole)
                for m in readings.months
            ]
        case Split.UNIT:
            return [
                (unit.id, unit.code, unit.name, True) for unit in readings.question.scope.below()
            ]
        case Split.SCHOOL:
            return _schools(indicator, readings)
        case Split.KIND:
            return [
                (code, code, KINDS[code].plural.capitalize(), True)
                for code in readings.question.kinds()
            ]
    choices = codes.choices(indicator.splits[split])
    return [(choice.code, choice.code, choice.label, True) for choice in choices]


def _schools(indicator: Indicator, readings: Readings) -> list[tuple[Key, str, str, bool]]:
    of_matters = indicator.splits is OF_MATTERS
    keys = readings.matters.present() if of_matters else readings.grouped(by_school).present()
    urns = [key for key in keys if key is not None]
    named = db.session.execute(
        sa.select(School.urn, School.name).where(School.urn.in_(urns)).order_by(School.name)
    )
    return [(row.urn, str(row.urn), row.name, True) for row in named]
