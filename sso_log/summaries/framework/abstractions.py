"""What A1 and A3 share. They ask the abstraction summary, so that the two pages never disagree.

Being taken away is the other duty, so no abstraction is left out by the filter on duty.
"""

import sqlalchemy as sa

from sso_log.entries.models import AbstractionDay, Entry
from sso_log.summaries.abstraction.queries import in_period
from sso_log.summaries.abstraction.rules import Tally
from sso_log.summaries.framework.question import TOTAL, Conditions, Key, Question, Split
from sso_log.summaries.framework.readings import Readings


def tally_of(readings: Readings, key: Key) -> Tally:
    """What the abstraction summary has added up for a group, or for everything."""
    cube = readings.shared.abstraction
    if key is TOTAL:
        return cube.total
    match readings.question.split:
        case Split.MONTH:
            return readings.abstraction_by_month.get(key, Tally())
        case Split.TYPE:
            return cube.by_type().get(str(key), Tally())
        case _:
            return readings.abstraction_by_unit.get(key, Tally())


def abstractions(question: Question) -> Conditions:
    """Approved abstractions with a day in the period: those whose minutes are counted."""
    inside = sa.select(AbstractionDay.entry_id).where(in_period(question.scope))
    return [*question.of_unit("abstraction"), Entry.id.in_(inside)]
