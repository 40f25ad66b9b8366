"""The flags of an entry that need other entries, for many entries at once."""

import datetime as dt
import uuid
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import islice
from operator import itemgetter
from typing import Any

import sqlalchemy as sa

from sso_log.db import db
from sso_log.entries.access import NOT_STANDING
from sso_log.entries.flags import (
    Flag,
    overlap_flags,
    same_text_flags,
    uncovered_flags,
    uncovered_schools,
)
from sso_log.entries.kinds import Kind
from sso_log.entries.models import Entry
from sso_log.reference.models import PrioritySchool
from sso_log.reference.snapshot import CodeLists

MOST_NAMED = 3
KEYS_AT_ONCE = 500
Span = tuple[dt.datetime, dt.datetime, dt.datetime, str]
Period = tuple[dt.date, dt.date | None]


@dataclass(slots=True)
class Unwritten:
    """An entry of which nothing is written yet, with its last answers and their flags."""

    entry: Entry
    kind: Kind
    values: dict[str, Any] = field(default_factory=dict)
    flags: list[Flag] = field(default_factory=list)
    steps: int = 0

    @property
    def stands(self) -> bool:
        """Whether it has been submitted, and neither withdrawn nor made void."""
        return self.entry.status not in NOT_STANDING


class OtherEntries:
    """The flags that need other entries, of this writing or of the database.

    Named are those that stand and were submitted first before the entry was submitted last.
    """

    def __init__(
        self,
        entries: Collection[Unwritten],
        priority: Mapping[int, list[Period]],
        lists: CodeLists,
    ) -> None:
        self.priority, self.lists = priority, lists
        self.spans: dict[uuid.UUID, list[Span]] = defaultdict(list)
        self.texts: dict[str, list[tuple[dt.datetime, str]]] = defaultdict(list)
        standing = [one.entry for one in entries if one.stands]
        officers = {one.entry.officer_id for one in entries}
        digests = {one.entry.notes_digest for one in entries if one.entry.notes_digest}
        for entry in (*standing, *_stored(Entry.officer_id, officers)):
            if entry.started_at and entry.ended_at and entry.first_submitted_at_utc:
                times = (entry.started_at, entry.ended_at, entry.first_submitted_at_utc)
                self.spans[entry.officer_id].append((*times, entry.reference))
        for entry in (*standing, *_stored(Entry.notes_digest, digests)):
            if entry.notes_digest and entry.first_submitted_at_utc:
                place = (entry.first_submitted_at_utc, entry.reference)
                self.texts[entry.notes_digest].append(place)
        for spans in self.spans.values():
            spans.sort()
        for places in self.texts.values():
            places.sort()
        self.longest = {
            officer: max(span[1] - span[0] for span in spans)
            for officer, spans in self.spans.items()
        }

    def of(self, one: Unwritten) -> list[Flag]:
        """The flags of one submitted entry."""
        flags = overlap_flags(self._overlapping(one.entry))
        flags += same_text_flags(self._same_text(one.entry))
        return flags + uncovered_flags(self._uncovered(one))

    def _overlapping(self, entry: Entry) -> list[str]:
        start, end, at = entry.started_at, entry.ended_at, entry.submitted_at_utc
        spans = self.spans.get(entry.officer_id)
        if start is None or end is None or at is None or not spans:
            return []
        first = bisect_left(spans, start - self.longest[entry.officer_id], key=itemgetter(0))
        last = bisect_left(spans, end, key=itemgetter(0))
        others = [
            (submitted, name)
            for _, other_end, submitted, name in spans[first:last]
            if other_end > start and submitted < at and name != entry.reference
        ]
        return [name for _, name in sorted(others)[:MOST_NAMED]]

    def _same_text(self, entry: Entry) -> list[str]:
        at = entry.submitted_at_utc
        if not entry.notes_digest or at is None:
            return []
        others = (
            name
            for when, name in self.texts[entry.notes_digest]
            if when < at and name != entry.reference
        )
        return list(islice(others, MOST_NAMED))

    def _uncovered(self, one: Unwritten) -> int:
        day = one.entry.happened_on
        uncovered = uncovered_schools(one.values, self.lists)
        return sum(
            any(first <= day and (last is None or day <= last) for first, last in periods)
            for periods in (self.priority.get(urn, ()) for urn in uncovered)
            if day is not None
        )


def _stored(column: Any, values: Collection[Any]) -> Iterator[Any]:
    """What flags need of entries in the database that stand and have one of these values."""
    known = list(values)
    for first in range(0, len(known), KEYS_AT_ONCE):
        some = known[first : first + KEYS_AT_ONCE]
        yield from db.session.execute(
            sa.select(
                Entry.officer_id,
                Entry.started_at,
                Entry.ended_at,
                Entry.first_submitted_at_utc,
                Entry.notes_digest,
                Entry.reference,
            ).where(column.in_(some), Entry.status.not_in(NOT_STANDING))
        )


def priority_periods() -> dict[int, list[Period]]:
    """Between which days each priority school was one, by its URN."""
    periods: dict[int, list[Period]] = defaultdict(list)
    for row in db.session.scalars(sa.select(PrioritySchool)):
        periods[row.urn].append((row.valid_from, row.valid_until))
    return periods
