"""The figures of A1, A3 and A5, worked out of what the abstraction summary adds up."""

from sso_log.framework.figure import Result, count, count_part, pooled_part, pooled_share
from sso_log.summaries.abstraction.rules import Tally
from sso_log.summaries.abstraction.schools import SchoolTotals

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


def continuity(schools: SchoolTotals) -> Result:
    """A5: the longest run of school days of any school without its named officer."""
    longest = schools.longest
    days = longest.gap.days if longest and longest.gap else None
    parts = (count_part(longest.name, days),) if longest and days is not None else ()
    return count(days, parts=parts)
