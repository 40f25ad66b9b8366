"""Which of one officer's entries share time, as the flag `overlap` asks it of the database."""

import datetime as dt
from bisect import bisect_left

from sso_log.demo.lives import Life
from sso_log.demo.record import Record

# Longer than anything that the demo makes: how far back an overlap is looked for.
LONGEST = dt.timedelta(days=1)


class Timeline:
    """When one officer's standing entries began and ended, to find those that share time."""

    def __init__(self, lives: list[Life]) -> None:
        spans = (
            (one.started_at, one.ended_at, one.first_submitted_at_utc, one.reference)
            for one in (life.record for life in lives if life.stands)
        )
        found = [
            (start, end, submitted, name)
            for start, end, submitted, name in spans
            if start and end and submitted
        ]
        self.spans = sorted(found)
        self.starts = [span[0] for span in self.spans]

    def before(self, mine: Record) -> list[str]:
        """The references of up to three that share time with it and were there first."""
        at = mine.submitted_at_utc
        if mine.started_at is None or mine.ended_at is None or at is None:
            return []
        first = bisect_left(self.starts, mine.started_at - LONGEST)
        last = bisect_left(self.starts, mine.ended_at)
        return [
            name
            for _, end, submitted, name in self.spans[first:last]
            if end > mine.started_at and submitted < at and name != mine.reference
        ][:3]
