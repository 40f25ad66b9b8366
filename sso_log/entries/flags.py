"""What the sergeant should look at before deciding, each with its reason in one sentence.

Raised at every submission: from the answers (the rules of the kind, in `entries.kinds`), from the
entry's own times, and from the officer's other entries, for which the database is asked.
"""

import datetime as dt
from collections.abc import Sequence
from typing import Any

import sqlalchemy as sa

from sso_log.clock import to_london
from sso_log.db import db
from sso_log.entries.access import NOT_STANDING
from sso_log.entries.kinds import KINDS, Kind
from sso_log.entries.models import Entry, EntryFlag
from sso_log.reference import codes
from sso_log.reference.lists import NO, Limit
from sso_log.reference.models import PrioritySchool
from sso_log.reference.queries.units import valid_on
from sso_log.reference.snapshot import CodeLists

Values = dict[str, Any]
Flag = tuple[str, str]

# Those of the times and of several entries; each kind has its own besides.
LATE, DURATION, CLOCK = "late", "unusual_duration", "device_clock"
OVERLAP, SAME_TEXT, NO_COVER = "overlap", "same_text", "no_cover_priority"
FLAG_TITLES = {
    LATE: "Logged late",
    DURATION: "Unusual duration",
    CLOCK: "Device clock wrong",
    OVERLAP: "Overlaps in time",
    SAME_TEXT: "Same text as another entry",
    NO_COVER: "No cover at a priority school",
} | {rule.code: rule.title for kind in KINDS.values() for rule in kind.flags}


def minutes_of(entry: Any) -> int | None:
    """How long an entry lasted, None while either end is missing."""
    if not entry.started_at or not entry.ended_at:
        return None
    return int((entry.ended_at - entry.started_at).total_seconds() // 60)


def answer_flags(kind: Kind, values: Values, lists: CodeLists) -> list[Flag]:
    """The flags that follow from the answers alone. Pure."""
    raised = ((rule.code, rule.sentence(values, lists)) for rule in kind.flags)
    return [(code, sentence) for code, sentence in raised if sentence]


def time_flags(entry: Entry, kind: Kind, now: dt.datetime, lists: CodeLists) -> list[Flag]:
    """The flags that follow from the entry's own times. Pure."""
    flags: list[Flag] = []
    day = entry.happened_on or to_london(now).date()
    late = (to_london(entry.first_submitted_at_utc or now).date() - day).days
    if late > lists.late_days(day):
        flags.append((LATE, f"Logged {late} days after it happened."))
    minutes = minutes_of(entry)
    if minutes and kind.unusual_above and minutes > lists.limit(kind.unusual_above, day):
        flags.append((DURATION, f"It lasted {minutes // 60} h {minutes % 60:02d} min."))
    skew = abs(entry.device_at_utc - now) if entry.device_at_utc else dt.timedelta(0)
    if skew > dt.timedelta(minutes=lists.limit(Limit.DEVICE_CLOCK_MINUTES, day)):
        hours = round(skew.total_seconds() / 3600, 1)
        flags.append((CLOCK, f"The device’s clock differs by {hours:g} hours."))
    return flags


def overlap_flags(references: Sequence[str]) -> list[Flag]:
    """The flag of an entry that shares time with others of its officer. Pure."""
    names = ", ".join(references)
    return [(OVERLAP, f"Overlaps in time with {names}.")] if names else []


def same_text_flags(references: Sequence[str]) -> list[Flag]:
    """The flag of an entry whose notes are those of others. Pure."""
    names = ", ".join(references)
    return [(SAME_TEXT, f"The notes are the same as those of {names}.")] if names else []


def uncovered_schools(values: Values, lists: CodeLists) -> set[int]:
    """The URNs of the schools that an abstraction left without cover. Pure."""
    rows = values.get("schools_affected") or []
    uncovered = lists.codes_where("cover", "covered", NO)
    return {row["school"] for row in rows if row.get("cover") in uncovered and row.get("school")}


def uncovered_flags(priority_schools: int) -> list[Flag]:
    """The flag of an abstraction that left priority schools without cover. Pure."""
    return [(NO_COVER, "A priority school had no cover.")] if priority_schools else []


def raise_flags(entry: Entry, kind: Kind, values: Values, now: dt.datetime) -> None:
    """Replace the flags of an entry that is being submitted."""
    lists = codes.current()
    flags = answer_flags(kind, values, lists) + time_flags(entry, kind, now, lists)
    flags += _overlap(entry) + _same_text(entry) + _uncovered(entry, values)
    if entry.version > 1:  # a new entry has none to replace
        db.session.execute(sa.delete(EntryFlag).where(EntryFlag.entry_id == entry.id))
    if rows := flag_rows(entry, flags):
        db.session.execute(sa.insert(EntryFlag), rows)


def flag_rows(entry: Entry, flags: Sequence[Flag]) -> list[dict[str, Any]]:
    """The rows of the flags of an entry. Pure."""
    return [{"entry_id": entry.id, "code": code, "sentence": sentence} for code, sentence in flags]


def _others(entry: Entry) -> sa.Select[str]:
    return (
        sa.select(Entry.reference)
        .where(Entry.id != entry.id, Entry.status.not_in(NOT_STANDING))
        .order_by(Entry.submitted_at_utc)
        .limit(3)
    )


def _overlap(entry: Entry) -> list[Flag]:
    if not entry.started_at or not entry.ended_at:
        return []
    overlapping = _others(entry).where(
        Entry.officer_id == entry.officer_id,
        Entry.started_at < entry.ended_at,
        Entry.ended_at > entry.started_at,
    )
    return overlap_flags(list(db.session.scalars(overlapping)))


def _same_text(entry: Entry) -> list[Flag]:
    if not entry.notes_digest:
        return []
    same = _others(entry).where(Entry.notes_digest == entry.notes_digest)
    return same_text_flags(list(db.session.scalars(same)))


def _uncovered(entry: Entry, values: Values) -> list[Flag]:
    urns = uncovered_schools(values, codes.current())
    if not urns or not entry.happened_on:
        return []
    count = db.session.execute(
        sa.select(sa.func.count(sa.distinct(PrioritySchool.urn))).where(
            PrioritySchool.urn.in_(urns), valid_on(PrioritySchool, entry.happened_on)
        )
    ).scalar_one()
    return uncovered_flags(count)
