"""Confirming a week, and amending it: the only way in for the form, the JSON and imports.

Nothing here commits.
"""

import datetime as dt
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from sso_log.audit.services import record
from sso_log.audit.tags import Tag
from sso_log.auth.identity import Actor
from sso_log.auth.models import Person
from sso_log.auth.policy import Permission, require
from sso_log.clock import format_week, now_utc, to_london, week_start
from sso_log.db import db
from sso_log.errors import Conflict, Invalid
from sso_log.reference.models import Posting
from sso_log.reference.queries.units import unit_path
from sso_log.weeks import queries
from sso_log.weeks.models import DutyWeek

MINUTES_IN_A_WEEK = 7 * 24 * 60
LIMIT = f"Enter whole minutes from 0 to {MINUTES_IN_A_WEEK:,}, the length of a week"
TOO_LONG = (
    f"On-duty and absence minutes together cannot be more than {MINUTES_IN_A_WEEK:,}, "
    "the length of a week"
)
STILL_TO_LOG = "Confirm a week only when there is nothing else to log for it"


@dataclass(frozen=True, slots=True)
class Confirmed:
    """The week as it is now; `created` when it was new."""

    week: DutyWeek
    created: bool


def confirm(
    actor: Actor,
    week_on: dt.date,
    on_duty_minutes: int,
    absence_minutes: int,
    nothing_else: bool,
    base_version: int | None = None,
) -> Confirmed:
    """Confirm one's own week, or amend it; the same answers again change nothing.

    `week_on` is any day of the week. Raises NotPermitted, Invalid with a sentence per field, and
    Conflict when `base_version` is given and is not the stored version.
    """
    require(actor, Permission.CONFIRM_WEEK)
    week_on = week_start(week_on)
    _check(on_duty_minutes, absence_minutes, nothing_else)
    now = now_utc()
    _lock_person(actor)
    posting = _posting(actor, week_on, to_london(now).date())
    answers = (on_duty_minutes, absence_minutes)
    week = db.session.get(DutyWeek, (actor.id, week_on), populate_existing=True)
    if week is not None and (week.on_duty_minutes, week.absence_minutes) == answers:
        return Confirmed(week, created=False)
    _check_base(week, base_version)
    created = week is None
    if week is None:
        path = unit_path(posting.unit_id).columns
        week = DutyWeek(person_id=actor.id, week_on=week_on, version=1, **path)
        week.first_confirmed_at_utc = now
        db.session.add(week)
    else:
        week.version += 1
    week.on_duty_minutes, week.absence_minutes = answers
    week.nothing_else = True
    week.confirmed_at_utc = now
    db.session.flush()
    _audit(actor, week)
    return Confirmed(week, created)


def _check(on_duty_minutes: Any, absence_minutes: Any, nothing_else: Any) -> None:
    minutes = {"on_duty_minutes": on_duty_minutes, "absence_minutes": absence_minutes}
    errors = {
        name: [LIMIT]
        for name, value in minutes.items()
        if type(value) is not int or not 0 <= value <= MINUTES_IN_A_WEEK
    }
    if not errors and on_duty_minutes + absence_minutes > MINUTES_IN_A_WEEK:
        errors["absence_minutes"] = [TOO_LONG]
    if nothing_else is not True:
        errors["nothing_else"] = [STILL_TO_LOG]
    if errors:
        raise Invalid(errors)


def _lock_person(actor: Actor) -> None:
    """Wait for whoever confirms for the same person, so that one week is inserted once."""
    mine = sa.select(Person.id).where(Person.id == actor.id)
    db.session.execute(mine.with_for_update(key_share=True))


def _check_base(week: DutyWeek | None, base_version: int | None) -> None:
    if base_version is None:
        return
    if week is None:
        raise Conflict("This week has not been confirmed before, so it has no version to change.")
    if week.version != base_version:
        raise Conflict(
            "This week has been changed since you opened it. Nothing was changed now: "
            "look at what stands, then confirm again."
        )


def _posting(actor: Actor, week_on: dt.date, today: dt.date) -> Posting:
    refusal = queries.why_not(actor.id, week_on, today)
    posting = queries.posting_in(actor.id, week_on)
    if refusal or posting is None:
        raise Invalid({"week": [refusal or queries.NO_POSTING]}, refusal or queries.NO_POSTING)
    return posting


def _audit(actor: Actor, week: DutyWeek) -> None:
    detail = {
        "version": week.version,
        "on_duty_minutes": week.on_duty_minutes,
        "absence_minutes": week.absence_minutes,
    }
    subject = f"{actor.id}/{format_week(week.week_on)}"
    record(actor, Tag.WEEK_CONFIRMED, "week", subject, unit_id=week.team_id, detail=detail)
