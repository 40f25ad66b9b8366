"""Confirmed weeks: most on time, some late, some never."""

import datetime as dt
import random

from sso_log.audit.services import Happening
from sso_log.audit.tags import Tag
from sso_log.clock import format_week
from sso_log.demo.chance import happens
from sso_log.demo.people import Member
from sso_log.demo.scale import ONE_WEEK, Scale
from sso_log.demo.workload import Week
from sso_log.entries.bulk import Batch
from sso_log.weeks.models import DutyWeek

CONFIRMED = 0.925
ON_TIME = 0.9
HOUR = dt.timedelta(hours=1)


def confirm(scale: Scale, batch: Batch, member: Member, week: Week, chance: random.Random) -> None:
    """Confirm a week that is over, unless its officer forgot; sergeants confirm theirs too."""
    over_at = dt.datetime.combine(week.monday + ONE_WEEK, dt.time(7), dt.UTC)
    forgot, late = not happens(chance, CONFIRMED), not happens(chance, ON_TIME)
    at = over_at + HOUR * (chance.uniform(170, 320) if late else chance.uniform(0, 90))
    if forgot or at >= scale.now:
        return
    minutes = {
        "on_duty_minutes": max(
            0, member.weekly_minutes - week.absence_minutes + week.extra_minutes
        ),
        "absence_minutes": week.absence_minutes,
    }
    row = {
        "person_id": member.id,
        "week_on": week.monday,
        **member.path.columns,
        **minutes,
        "nothing_else": True,
        "version": 1,
        "first_confirmed_at_utc": at,
        "confirmed_at_utc": at,
    }
    batch.add(DutyWeek, row)
    subject = f"{member.id}/{format_week(week.monday)}"
    detail = {"version": 1, **minutes}
    team_id = member.path.team_id
    batch.add_event(
        Happening(member.id, Tag.WEEK_CONFIRMED, "week", subject, at, team_id, detail=detail)
    )
