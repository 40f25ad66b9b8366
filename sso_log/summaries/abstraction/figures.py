"""The indicators A1 and A3 to A6 for one scope, as the framework shows them.

A1, A3 and A5 have a definition in the registry and come as `Figure`s; A4 and A6 are parts shown
beside them. Each function reads what it needs; the summary page, which shows them all, works them
out of what it has read once.
"""

from sso_log.framework.figure import (
    Part,
    Result,
    count,
    count_part,
    pooled_part,
    pooled_share,
    share_part,
)
from sso_log.reference.calendar import Calendars
from sso_log.summaries.abstraction.rules import Tally
from sso_log.summaries.abstraction.schools import SchoolTotals, school_rows, totals
from sso_log.summaries.scope import Scope

NARROW, WIDE = "Police scope (narrow)", "With court and training (wide)"


def unmatched_words(tally: Tally) -> str:
    """What the shares leave out, in a sentence; empty for nothing."""
    if not tally.unmatched:
        return ""
    verb = "minute falls" if tally.unmatched == 1 else "minutes fall"
    pronoun = "is" if tally.unmatched == 1 else "are"
    return f"{tally.unmatched:,} {verb} in weeks not yet confirmed and {pronoun} not in the share."


def abstraction_rate(tally: Tally) -> Result:
    """A1: police scope over on-duty minutes; its part is the same with court and training."""
    return pooled_share(
        tally.narrow,
        tally.on_duty,
        events=tally.weeks,
        parts=(
            pooled_part(NARROW, tally.narrow, tally.on_duty, tally.weeks),
            pooled_part(WIDE, tally.wide, tally.on_duty, tally.weeks),
        ),
        note=unmatched_words(tally),
    )


def school_day_loss(tally: Tally) -> Result:
    """A3: abstracted over rostered minutes in school hours, of confirmed officer-weeks."""
    return pooled_share(
        tally.school_matched,
        tally.rostered_minutes,
        events=tally.weeks,
        note=unmatched_words(tally),
    )


def visits_lost(scope: Scope, schools: SchoolTotals | None = None) -> tuple[Part, Part, Part]:
    """A4: visits lost; those re-arranged; those re-arranged within ten school days."""
    pooled = schools or _schools(scope)
    return (
        count_part("Visits lost", pooled.visits_lost),
        share_part("Re-arranged", pooled.rearranged, pooled.visits_lost),
        share_part(
            "Re-arranged within 10 school days", pooled.rearranged_in_time, pooled.visits_lost
        ),
    )


def continuity(pooled: SchoolTotals) -> Result:
    """A5: the longest run of school days of any school without its named officer."""
    longest = pooled.longest
    days = longest.gap.days if longest and longest.gap else None
    parts = (count_part(longest.name, days),) if longest and days is not None else ()
    return count(days, parts=parts)


def cover(scope: Scope, schools: SchoolTotals | None = None) -> Part:
    """A6: covered over all school minutes lost, each school counted; gated by schools affected."""
    pooled = schools or _schools(scope)
    return pooled_part("With cover", pooled.covered, pooled.minutes, pooled.affected)


def _schools(scope: Scope) -> SchoolTotals:
    return totals(school_rows(scope, Calendars()))
