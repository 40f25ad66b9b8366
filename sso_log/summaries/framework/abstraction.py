"""A1, A3 and A5: asked of the abstraction summary, so that the two pages never disagree."""

from collections.abc import Callable
from dataclasses import replace

from sso_log.framework.figure import Figure
from sso_log.reference.models import UnitKind
from sso_log.summaries.abstraction.figures import abstraction_rate, continuity, school_day_loss
from sso_log.summaries.abstraction.rules import Tally
from sso_log.summaries.abstraction.schools import Continuity
from sso_log.summaries.framework.engagement import waiting
from sso_log.summaries.framework.question import WHOLE, Key, Split
from sso_log.summaries.framework.readings import Readings
from sso_log.summaries.scope import Scope


def rate(readings: Readings, key: Key = WHOLE) -> Figure:
    """A1: abstracted over on-duty minutes."""
    return _of_cube(abstraction_rate, readings, key)


def school_loss(readings: Readings, key: Key = WHOLE) -> Figure:
    """A3: abstracted over rostered minutes in school hours."""
    return _of_cube(school_day_loss, readings, key)


def longest_gap(readings: Readings, key: Key = WHOLE) -> Figure:
    """A5: the longest run of school days of any school without its own officer there."""
    scope, read = readings.question.scope, readings.shared.continuity
    if key is WHOLE:
        found = read.totals()
    elif readings.question.split is Split.MONTH:
        month = next(month for month in readings.months if month.starts_on == key)
        found = read.totals(month.from_on, month.until_on)
    elif scope.unit.kind is UnitKind.BOROUGH:
        # A team's schools are those of its officers, wherever they are: not part of the borough's.
        team = next(unit for unit in scope.units if unit.id == key)
        found = Continuity(replace(scope, unit=team)).totals()
    else:
        found = read.totals(within=lambda borough: readings.unit_of_borough(borough) == key)
    return continuity(scope, found, waiting(readings, key, filtered=False))


def _of_cube(
    figure: Callable[[Scope, Tally | None], Figure], readings: Readings, key: Key
) -> Figure:
    cube, split = readings.abstraction, readings.question.split
    if key is WHOLE:
        tally = cube.total
    elif split is Split.MONTH:
        tally = readings.abstraction_by_month.get(key, Tally())
    elif split is Split.TYPE:
        tally = cube.by_type().get(str(key), Tally())
    else:
        tally = readings.abstraction_by_unit.get(key, Tally())
    return figure(readings.question.scope, tally)
