"""A1, A3 and A5: asked of the abstraction summary, so that the two pages never disagree."""

from collections.abc import Callable
from dataclasses import replace

from sso_log.framework.figure import Figure
from sso_log.reference.calendar import Calendars
from sso_log.reference.models import UnitKind
from sso_log.summaries.abstraction import queries
from sso_log.summaries.abstraction.figures import abstraction_rate, continuity, school_day_loss
from sso_log.summaries.abstraction.rules import Tally
from sso_log.summaries.abstraction.schools import SchoolRow, SchoolTotals, gaps, totals
from sso_log.summaries.abstraction.tally import pooled
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
    scope = readings.question.scope
    if key is not WHOLE and readings.question.split is Split.MONTH:
        month = next(month for month in readings.months if month.starts_on == key)
        scope = scope.during(month.from_on, month.until_on)
    elif key is not WHOLE:
        scope = replace(scope, unit=next(unit for unit in scope.units if unit.id == key))
    return continuity(scope, _gaps(scope), waiting(readings, key, filtered=False))


def _gaps(scope: Scope) -> SchoolTotals:
    """The schools with their gaps alone: nothing else of them is asked for here."""
    calendars, named = Calendars(), queries.named_schools(scope)
    facts = queries.school_facts(set(named), min(scope.until_on, scope.today))
    boroughs = {urn: facts[urn].borough_id for urn in named}
    found = gaps(scope, calendars, named, boroughs)
    rows = [SchoolRow(urn, facts[urn].name, facts[urn].priority, gap=found[urn]) for urn in named]
    return totals(sorted(rows, key=lambda row: (row.name.casefold(), row.urn)))


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
        tally = _by_unit(readings).get(key, Tally())
    return figure(readings.question.scope, tally)


def _by_unit(readings: Readings) -> dict[Key, Tally]:
    found: dict[Key, Tally] = dict(readings.abstraction.by_key().items())
    if readings.question.scope.unit.kind is not UnitKind.FORCE:
        return found
    above = {unit.id: unit.parent_id for unit in readings.question.scope.units if unit.parent_id}
    return dict(pooled(readings.abstraction.by_key(), above).items())
