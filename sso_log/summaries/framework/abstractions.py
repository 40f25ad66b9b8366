"""What A1 and A3 share: the abstraction summary, so that the two pages never disagree."""

import sqlalchemy as sa

from sso_log.entries.models import AbstractionDay, Entry
from sso_log.reference.models import UnitKind
from sso_log.summaries.abstraction.queries import in_period
from sso_log.summaries.abstraction.rules import Tally
from sso_log.summaries.abstraction.tally import Cube, pooled
from sso_log.summaries.framework.question import TOTAL, Conditions, Key, Question, Split
from sso_log.summaries.framework.readings import Readings


def cube(question: Question) -> Cube:
    return Cube(question.scope)


def tally_of(readings: Readings, key: Key) -> Tally:
    """What the abstraction summary has added up for a group, or for everything."""
    return readings.once(cube).total if key is TOTAL else readings.made(_tallies).get(key, Tally())


def _tallies(readings: Readings) -> dict[Key, Tally]:
    scope, added_up = readings.question.scope, readings.once(cube)
    match readings.question.split:
        case Split.MONTH:
            return {month.starts_on: tally for month, tally in added_up.by_month()}
        case Split.TYPE:
            return dict(added_up.by_type().items())
    tallies = added_up.by_key()
    if scope.unit.kind is UnitKind.FORCE:
        above = {unit.id: unit.parent_id for unit in scope.units if unit.parent_id}
        tallies = pooled(tallies, above)
    return dict(tallies.items())


def abstractions(question: Question) -> Conditions:
    """Approved abstractions with a day in the period: those whose minutes are counted."""
    inside = sa.select(AbstractionDay.entry_id).where(in_period(question.scope))
    return [*question.of_unit("abstraction"), Entry.id.in_(inside)]
