"""The weeks of one officer: what happened, logged in order, and each week confirmed or not."""

import datetime as dt
import random
from dataclasses import dataclass
from typing import Any

from sso_log.clock import ONE_DAY
from sso_log.demo import abstractions, diversions, engagements
from sso_log.demo.chance import about, happens, id_at, pick
from sso_log.demo.lifecycle import Officer, steps
from sso_log.demo.outcomes import Outcome, ordinary, soon
from sso_log.demo.people import Crew, Member
from sso_log.demo.scale import Scale
from sso_log.demo.schools import Place
from sso_log.demo.updates import updates
from sso_log.demo.weeks import confirm
from sso_log.demo.workload import Day, Week, Workload
from sso_log.entries.access import NOT_STANDING
from sso_log.entries.bulk import Author, BulkWriter
from sso_log.entries.kinds import UPDATED
from sso_log.entries.models import Entry

Raw = dict[str, Any]
# The last entries of the officer who signs in, latest first, so that every state is to be seen.
SHOWN = (
    soon(stays_draft=True), soon(waits=True), soon(stays_draft=True),
    soon(returned=True, answered=False, prompt=True), soon(waits=True),
)  # fmt: skip
# Further back among the same officer's entries, so that the rare states are there in any force.
SHOWN_EARLIER = {
    24: soon(reopened=True, answered=False, prompt=True),
    28: soon(void=True, prompt=True),
    32: soon(withdrawn=True),
}
SHOWN_TEAM = (soon(waits=True), soon(waits=True))


@dataclass(slots=True)
class Activity:
    """Something that is going to be logged: what, when it was over, and with which answers."""

    kind: str
    over_at: dt.datetime
    raw: Raw


class Generator:
    """Makes the entries and weeks of every officer, crew by crew."""

    def __init__(self, scale: Scale, crews: list[Crew], writer: BulkWriter) -> None:
        self.scale, self.writer, self.now = scale, writer, scale.now
        bcu_ids = {crew.path.bcu_id for crew in crews if crew.path.bcu_id}
        self.workload = Workload(scale, sorted(bcu_ids))

    def crew(self, crew: Crew) -> int:
        """Make and write what a crew logged; returns how many entries there are."""
        entries = sum(self._member(crew, member) for member in crew.writers)
        self.writer.write()
        return entries

    def _member(self, crew: Crew, member: Member) -> int:
        chance = self.scale.chance("weeks", member.username)
        calendar = self.writer.calendars.of(crew.path.borough_id)
        schools = member.schools or crew.officers[0].schools
        weeks = [
            self.workload.week(chance, member, calendar, monday) for monday in self.scale.mondays()
        ]
        activities = [one for week in weeks for one in _activities(chance, member, schools, week)]
        activities.sort(key=lambda one: one.over_at)
        pace = self.scale.chance("pace", crew.borough.code).choice((0.6, 0.8, 1.0, 1.3, 1.9))
        officer = Officer(member, self.now, chance, 1.2 if crew.shown else pace)
        fixed = _fixed_outcomes(crew, member)
        entries = 0
        for left, activity in zip(range(len(activities) - 1, -1, -1), activities, strict=True):
            entries += self._log(officer, activity, fixed.get(left))
        for week in weeks:
            confirm(self.scale, self.writer.batch, member, week, chance)
        return entries

    def _log(self, officer: Officer, activity: Activity, fixed: Outcome | None) -> int:
        """Log one thing and the updates of a diversion: how many entries are there by now."""
        outcome = fixed or ordinary(officer.chance, self.now - activity.over_at)
        at = activity.over_at + outcome.late
        entry = self._entry(officer, activity.kind, activity.raw, at, outcome)
        if entry is None:
            return 0
        if entry.kind not in UPDATED or entry.status in NOT_STANDING:
            return 1
        return 1 + self._log_updates(officer, entry, activity.raw)

    def _log_updates(self, officer: Officer, parent: Entry, raw: Raw) -> int:
        first = parent.first_submitted_at_utc or parent.created_at_utc
        entries = 0
        for on, answers in updates(officer.chance, raw, str(parent.id), first.date()):
            at = dt.datetime.combine(on, first.time(), dt.UTC)
            outcome = soon(draft_first=happens(officer.chance, 0.05), returned=False)
            if at + ONE_DAY < self.now and self._entry(
                officer, "diversion_update", answers, at, outcome
            ):
                entries += 1
        return entries

    def _entry(
        self, officer: Officer, kind: str, raw: Raw, at: dt.datetime, outcome: Outcome
    ) -> Entry | None:
        taken = steps(officer, kind, raw, at, outcome)
        if not taken:
            return None
        member = officer.member
        author = Author(member.id, member.role, member.path)
        return self.writer.add(author, kind, id_at(officer.chance, at), taken)


def _fixed_outcomes(crew: Crew, member: Member) -> dict[int, Outcome]:
    """Outcomes that have to be there to be seen, by how many activities follow."""
    if not crew.shown or member is crew.sergeant:
        return {}
    if member is not crew.officers[0]:
        return dict(enumerate(SHOWN_TEAM))
    return dict(enumerate(SHOWN)) | SHOWN_EARLIER


def _activities(
    chance: random.Random, member: Member, schools: list[Place], week: Week
) -> list[Activity]:
    activities = [_diversion(chance, schools, day, member) for day in week.diversions]
    for days, narrow in ((week.narrow, True), (week.wide, False)):
        for day in days:
            end, raw = abstractions.abstraction(
                chance, member.schools, day.on, school_day=day.is_school_day, narrow=narrow
            )
            week.extra_minutes += pick(chance, {0: 0.5, 60: 0.3, 120: 0.2})
            activities.append(Activity("abstraction", end, raw))
    for day in week.engagements:
        kind, minutes = engagements.kind_on(chance, school_day=day.is_school_day)
        start = day.slot(chance, minutes)
        raw = engagements.engagement(chance, chance.choice(schools), start, minutes, kind)
        activities.append(Activity("engagement", start + dt.timedelta(minutes=minutes), raw))
    return activities


def _diversion(chance: random.Random, schools: list[Place], day: Day, member: Member) -> Activity:
    secondary = [place for place in schools if not place.is_primary] or schools
    place = chance.choice(secondary if happens(chance, 0.95) else schools)
    # One in twelve comes back: the same person number as one of the officer's earlier ones.
    number = chance.randint(1, 3) if happens(chance, 0.08) else about(chance, 5_000) + 10
    raw = diversions.diversion(chance, place, day.on, f"DEMO-{member.username}-{number}"[:40])
    over_at = day.begins_at + dt.timedelta(hours=chance.randint(1, 7))
    return Activity("diversion", over_at, raw)
