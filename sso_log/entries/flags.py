"""What the sergeant should look at before deciding, each with its reason in one sentence.

Raised at every submission from the answers themselves and from the officer's other entries. The
pure rules are in `FLAGS`; those that need the database are below them.
"""

import datetime as dt
from collections.abc import Callable, Sequence
from typing import Any

import sqlalchemy as sa

from sso_log.clock import to_london
from sso_log.db import db
from sso_log.entries.kinds import Kind
from sso_log.entries.models import Entry, EntryFlag
from sso_log.reference.models import PrioritySchool
from sso_log.workflow.states import ENDED, Status

LATE_DAYS = 5
SKEW = dt.timedelta(hours=1)
LONG_ENGAGEMENT_MINUTES = 300
LONG_ABSTRACTION_MINUTES = 16 * 60
EXPECTED_BY_SCORE = {
    "1": {"5", "8", "9", "10", "11", "20", "21", "22"},
    "2": {"8", "20", "21", "22"},
    "3": {"2"},
    "4": {"2"},
    "5": {"1"},
}
NO_OUTCOME = {None, "0"}
EVIDENTIAL = {str(number) for number in (*range(11, 20), 5)}

Values = dict[str, Any]
Flag = tuple[str, str]


def _not_obtained(values: Values) -> str | None:
    people = [values, *(values.get("powers") or [])]
    if any(person.get("ethnicity_self_defined") == "not_obtained" for person in people):
        return "The child’s own description of their ethnicity was not obtained."
    return None


def _gravity(values: Values) -> str | None:
    """The outcome is not what the matrix expects of the score, and no reason is given."""
    score, outcome = values.get("gravity_score"), values.get("police_outcome")
    expected = EXPECTED_BY_SCORE.get(score or "")
    if not expected or outcome in NO_OUTCOME or outcome in EVIDENTIAL:
        return None
    if outcome in expected or values.get("gravity_rationale"):
        return None
    return f"Gravity {score} with outcome {outcome} departs from the matrix, without a rationale."


def _contact(values: Values) -> str | None:
    parties = {
        "contact_child": "the child",
        "contact_parent_carer": "a parent or carer",
        "contact_victim": "the victim",
    }
    missing = [who for name, who in parties.items() if values.get(name) == "not_made"]
    return f"No contact yet with {' or '.join(missing)}." if missing else None


def _powers(values: Values) -> str | None:
    count = len(values.get("powers") or [])
    if not count:
        return None
    return "A police power was used." if count == 1 else f"{count} police powers were used."


def _widening(values: Values) -> str | None:
    if values.get("otherwise") == "no_action":
        return "Without diversion there would have been no action: check for net-widening."
    return None


ANSWERS: dict[str, Callable[[Values], str | None]] = {
    "ethnicity_not_obtained": _not_obtained,
    "gravity_deviation": _gravity,
    "contact_not_made": _contact,
    "powers_used": _powers,
    "net_widening": _widening,
}
FLAG_TITLES = {
    "late": "Logged late",
    "ethnicity_not_obtained": "Ethnicity not obtained",
    "gravity_deviation": "Departs from gravity matrix",
    "contact_not_made": "Contact not made",
    "powers_used": "Powers used",
    "overlap": "Overlaps in time",
    "same_text": "Same text as another entry",
    "unusual_duration": "Unusual duration",
    "net_widening": "Would have been no action",
    "no_cover_priority": "No cover at a priority school",
    "device_clock": "Device clock wrong",
}


def answer_flags(values: Values) -> list[Flag]:
    """The flags that follow from the answers alone. Pure."""
    found = ((code, rule(values)) for code, rule in ANSWERS.items())
    return [(code, sentence) for code, sentence in found if sentence]


def time_flags(entry: Entry, now: dt.datetime) -> list[Flag]:
    """The flags that follow from the entry's own times. Pure."""
    flags: list[Flag] = []
    first = entry.first_submitted_at_utc or now
    if entry.happened_on:
        late = (to_london(first).date() - entry.happened_on).days
        if late > LATE_DAYS:
            flags.append(("late", f"Logged {late} days after it happened."))
    minutes = _minutes(entry)
    limit = LONG_ENGAGEMENT_MINUTES if entry.kind == "engagement" else LONG_ABSTRACTION_MINUTES
    if minutes and minutes > limit:
        flags.append(("unusual_duration", f"It lasted {minutes // 60} h {minutes % 60:02d} min."))
    if entry.device_at_utc and abs(entry.device_at_utc - now) > SKEW:
        hours = round(abs(entry.device_at_utc - now).total_seconds() / 3600, 1)
        flags.append(("device_clock", f"The device’s clock differs by {hours:g} hours."))
    return flags


def overlap_flags(references: Sequence[str]) -> list[Flag]:
    """The flag of an entry that shares time with others of its officer. Pure."""
    names = ", ".join(references)
    return [("overlap", f"Overlaps in time with {names}.")] if names else []


def same_text_flags(references: Sequence[str]) -> list[Flag]:
    """The flag of an entry whose notes are those of others. Pure."""
    names = ", ".join(references)
    return [("same_text", f"The notes are the same as those of {names}.")] if names else []


def uncovered_flags(priority_schools: int) -> list[Flag]:
    """The flag of an abstraction that left priority schools without cover. Pure."""
    if not priority_schools:
        return []
    return [("no_cover_priority", "A priority school had no cover.")]


def raise_flags(entry: Entry, kind: Kind, values: Values, now: dt.datetime) -> None:
    """Replace the flags of an entry that is being submitted."""
    flags = answer_flags(values) + time_flags(entry, now)
    flags += _overlap(entry) + _same_text(entry) + _uncovered(entry, values)
    if entry.version > 1:  # a new entry has none to replace
        db.session.execute(sa.delete(EntryFlag).where(EntryFlag.entry_id == entry.id))
    rows = [{"entry_id": entry.id, "code": code, "sentence": sentence} for code, sentence in flags]
    if rows:
        db.session.execute(sa.insert(EntryFlag), rows)


def _minutes(entry: Entry) -> int | None:
    if not entry.started_at or not entry.ended_at:
        return None
    return int((entry.ended_at - entry.started_at).total_seconds() // 60)


def _others(entry: Entry) -> sa.Select[str]:
    return (
        sa.select(Entry.reference)
        .where(Entry.id != entry.id, Entry.status.not_in([Status.DRAFT, *ENDED]))
        .order_by(Entry.submitted_at_utc)
        .limit(3)
    )


def _overlap(entry: Entry) -> list[Flag]:
    if not entry.started_at or not entry.ended_at:
        return []
    found = db.session.execute(
        _others(entry).where(
            Entry.officer_id == entry.officer_id,
            Entry.started_at < entry.ended_at,
            Entry.ended_at > entry.started_at,
        )
    ).scalars()
    return overlap_flags(list(found))


def _same_text(entry: Entry) -> list[Flag]:
    if not entry.notes_digest:
        return []
    found = db.session.execute(
        _others(entry).where(Entry.notes_digest == entry.notes_digest)
    ).scalars()
    return same_text_flags(list(found))


def _uncovered(entry: Entry, values: Values) -> list[Flag]:
    rows = values.get("schools_affected") or []
    urns = [row["school"] for row in rows if row.get("cover") == "none" and row.get("school")]
    if not urns or not entry.happened_on:
        return []
    found = db.session.execute(
        sa.select(sa.func.count(sa.distinct(PrioritySchool.urn))).where(
            PrioritySchool.urn.in_(urns),
            PrioritySchool.valid_from <= entry.happened_on,
            sa.or_(
                PrioritySchool.valid_until.is_(None),
                PrioritySchool.valid_until >= entry.happened_on,
            ),
        )
    ).scalar_one()
    return uncovered_flags(found)
