"""The weeks of one officer: what happened, logged in order, and each week confirmed or not.

Puts together the rhythm, the answers and the lives, and looks across the officer's entries for
what no single one can know: overlaps in time, the same notes twice, schools without cover.
"""

import datetime as dt
import random
from collections import defaultdict
from dataclasses import dataclass
from typing import Any, cast

from sso_log.clock import ONE_DAY
from sso_log.demo import abstractions, diversions, engagements
from sso_log.demo.chance import about, happens, pick
from sso_log.demo.fates import Fate, fate, soon
from sso_log.demo.lives import Life, Telling
from sso_log.demo.loading import Batch
from sso_log.demo.lookups import MemoryLookups
from sso_log.demo.people import Crew, Member
from sso_log.demo.rhythm import Day, Rhythm, Week
from sso_log.demo.scale import Scale
from sso_log.demo.schools import Place
from sso_log.demo.timeline import Timeline
from sso_log.demo.updates import updates
from sso_log.demo.weeks import confirm
from sso_log.entries import storage
from sso_log.entries.days import abstraction_days
from sso_log.entries.flags import overlap_flags, same_text_flags, uncovered_flags
from sso_log.entries.kinds import KINDS
from sso_log.entries.models import Entry, EntryFlag
from sso_log.reference.calendar import Calendars, SchoolCalendar

Raw = dict[str, Any]
Seen = dict[str, list[tuple[dt.datetime, str]]]
# The last entries of the officer who signs in, latest first, so that every state is to be seen.
SHOWN_FATES = (
    soon(stays_draft=True), soon(waits=True), soon(stays_draft=True),
    soon(returned=True, answered=False, prompt=True), soon(waits=True),
)  # fmt: skip
# Further back in the same officer's story, so that the rare states are there in any force.
EARLIER_FATES = {
    24: soon(reopened=True, answered=False, prompt=True),
    28: soon(void=True, prompt=True),
    32: soon(withdrawn=True),
}
TEAM_FATES = (soon(waits=True), soon(waits=True))


@dataclass(slots=True)
class Happened:
    """Something that is going to be logged: what, when it was over, and with which answers."""

    kind: str
    over_at: dt.datetime
    raw: Raw


class Storyteller:
    """Tells the weeks of every officer; keeps what is asked of the whole force."""

    def __init__(self, scale: Scale, crews: list[Crew], batch: Batch) -> None:
        places = {place.urn: place for c in crews for o in c.officers for place in o.schools}
        self.scale, self.batch, self.places = scale, batch, places
        self.now = scale.now
        self.lookups = MemoryLookups(set(places), scale.now)
        self.calendars = Calendars()
        self.rhythm = Rhythm(scale, sorted({c.path.bcu_id for c in crews if c.path.bcu_id}))
        self.seen: Seen = defaultdict(list)

    def tell(self, crew: Crew, member: Member) -> int:
        """Gather every row of one officer's weeks; returns how many entries there are."""
        chance = self.scale.chance("weeks", member.username)
        calendar = self.calendars.of(crew.path.borough_id)
        schools = member.schools or crew.officers[0].schools
        weeks = [
            self.rhythm.week(chance, member, calendar, monday) for monday in self.scale.mondays()
        ]
        happened: list[Happened] = []
        for week in weeks:
            happened += self._week(chance, member, schools, week)
        happened.sort(key=lambda one: one.over_at)
        pace = self.scale.chance("pace", crew.borough.code).choice((0.6, 0.8, 1.0, 1.3, 1.9))
        telling = Telling(
            member, self.now, chance, self.lookups, self.batch, 1.2 if crew.shown else pace
        )
        self.lookups.diversions = set()
        forced = self._forced(crew, member)
        lives: list[Life] = []
        for number, one in enumerate(happened):
            self._log(telling, one, forced.get(len(happened) - 1 - number), lives)
        self._finish(lives, calendar)
        for week in weeks:
            confirm(self.scale, self.batch, member, week, chance)
        return len(lives)

    def _forced(self, crew: Crew, member: Member) -> dict[int, Fate]:
        if not crew.shown or member is crew.sergeant:
            return {}
        if member is not crew.officers[0]:
            return dict(enumerate(TEAM_FATES))
        return dict(enumerate(SHOWN_FATES)) | EARLIER_FATES

    def _week(
        self, chance: random.Random, member: Member, schools: list[Place], week: Week
    ) -> list[Happened]:
        found = [_diversion(chance, schools, day, member) for day in week.diversions]
        for days, narrow in ((week.narrow, True), (week.wide, False)):
            for day in days:
                end, raw = abstractions.abstraction(
                    chance, member.schools, day.on, school_day=day.is_school_day, narrow=narrow
                )
                week.extra_minutes += pick(chance, {0: 0.5, 60: 0.3, 120: 0.2})
                found.append(Happened("abstraction", end, raw))
        for day in week.engagements:
            kind, minutes = engagements.kind_on(chance, school_day=day.is_school_day)
            start = day.slot(chance, minutes)
            raw = engagements.engagement(chance, chance.choice(schools), start, minutes, kind)
            found.append(Happened("engagement", start + dt.timedelta(minutes=minutes), raw))
        return found

    def _log(self, telling: Telling, one: Happened, forced: Fate | None, lives: list[Life]) -> None:
        """Log one thing, and what is told later of a diversion; nothing that is still to come."""
        turns = forced or fate(telling.chance, self.now - one.over_at)
        begins_at = one.over_at + turns.late
        if begins_at >= self.now:
            return
        life = Life(telling, one.kind, one.raw, begins_at)
        life.live(turns)
        lives.append(life)
        if one.kind == "diversion" and life.stands:
            self.lookups.diversions.add(life.record.id)
            self._follow(telling, life, lives)

    def _follow(self, telling: Telling, parent: Life, lives: list[Life]) -> None:
        first = parent.record.first_submitted_at_utc or parent.record.created_at_utc
        told = updates(telling.chance, parent.raw, str(parent.record.id), first.date())
        for on, raw in told:
            begins_at = dt.datetime.combine(on, first.time(), dt.UTC)
            turns = soon(draft_first=happens(telling.chance, 0.05), returned=False)
            if begins_at + ONE_DAY >= self.now:
                return
            life = Life(telling, "diversion_update", raw, begins_at)
            life.record.school = parent.record.school
            life.live(turns)
            lives.append(life)

    def _finish(self, lives: list[Life], calendar: SchoolCalendar) -> None:
        """Write down where each entry stands, with its details, days and flags."""
        timeline = Timeline(lives)
        for life in lives:
            kind, record = KINDS[life.record.kind], life.record
            kept = storage.hide_secrets(kind, life.values, None)
            rows = storage.rows_of(kind, record.id, kept)
            rows |= abstraction_days(cast("Entry", record), calendar)
            self.batch.add(Entry, **record.row())
            self.batch.add_all(rows)
            if record.submitted_at_utc is not None:
                flags = dict(life.flags + self._across(life, timeline))
                found = [
                    {"entry_id": record.id, "code": code, "sentence": sentence}
                    for code, sentence in flags.items()
                ]
                self.batch.rows[EntryFlag] += found

    def _across(self, life: Life, timeline: Timeline) -> list[tuple[str, str]]:
        """The flags that need other entries than this one, as they were when it was submitted."""
        flags = overlap_flags(timeline.before(life.record))
        record, at = life.record, life.record.submitted_at_utc
        if record.notes_digest and at:
            same = self.seen[record.notes_digest]
            flags += same_text_flags([name for when, name in same if when < at][:3])
            same.append((at, record.reference))
        rows = life.values.get("schools_affected") or []
        left = {row["school"] for row in rows if row.get("cover") == "none"}
        return flags + uncovered_flags(sum(self.places[urn].priority for urn in left))


def _diversion(chance: random.Random, schools: list[Place], day: Day, member: Member) -> Happened:
    secondary = [place for place in schools if not place.is_primary] or schools
    place = chance.choice(secondary if happens(chance, 0.95) else schools)
    # One in twelve comes back: the same person number as one of the officer's earlier ones.
    number = chance.randint(1, 3) if happens(chance, 0.08) else about(chance, 5_000) + 10
    raw = diversions.diversion(
        chance, place, day.on, day.on, f"DEMO-{member.username}-{number}"[:40]
    )
    over_at = day.begins_at + dt.timedelta(hours=chance.randint(1, 7))
    return Happened("diversion", over_at, raw)
