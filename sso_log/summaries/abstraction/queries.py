"""What the abstraction summary reads from the database: four aggregates and two lists of schools.

Minutes are read per day, so that a shift over midnight, a month's end or the edge of the period is
split where it should be. Whether a minute lies in a confirmed week is decided here, by joining the
officer's week.
"""

import datetime as dt
import uuid
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from sso_log.auth.models import Person
from sso_log.clock import week_start
from sso_log.db import db
from sso_log.entries.models import Abstraction, AbstractionDay, AbstractionSchool, Entry
from sso_log.reference.models import (
    FULL_WEEK_MINUTES,
    OfficerSchool,
    Posting,
    PrioritySchool,
    School,
    UnitKind,
)
from sso_log.reference.queries.units import valid_on
from sso_log.summaries.scope import Scope
from sso_log.summaries.sql import monday_of, month_of
from sso_log.weeks.models import DutyWeek
from sso_log.workflow.states import Status

APPROVED, WAITING = Status.APPROVED.value, Status.SUBMITTED.value


@dataclass(frozen=True, slots=True)
class Keys:
    """The columns that rows are grouped by: of entries, and of duty weeks."""

    entry: Any
    week: Any


BY_BOROUGH = Keys(Entry.borough_id, DutyWeek.borough_id)
BY_TEAM = Keys(Entry.team_id, DutyWeek.team_id)
BY_OFFICER = Keys(Entry.officer_id, DutyWeek.person_id)


def keys_for(scope: Scope) -> Keys:
    """How the unit's figures are grouped; those of a BCU and the force are pooled from boroughs."""
    return {UnitKind.BOROUGH: BY_TEAM, UnitKind.TEAM: BY_OFFICER}.get(scope.unit.kind, BY_BOROUGH)


def which_abstractions(scope: Scope) -> list[sa.ColumnElement[bool]]:
    """Which abstractions count: unit and the filters, of any day. Never by capacity: to be taken
    away is the other duty.
    """
    conditions = [Entry.kind == "abstraction", *scope.within(Entry)]
    if scope.types:
        conditions.append(Abstraction.abstraction_type.in_(scope.types))
    if scope.notices:
        conditions.append(Abstraction.notice.in_(scope.notices))
    return conditions


def in_period(scope: Scope) -> sa.ColumnElement[bool]:
    return AbstractionDay.day.between(scope.from_on, scope.until_on)


def minutes(scope: Scope, keys: Keys) -> list[Any]:
    """Minutes and entries by key, type, notice, month, status and confirmed week.

    An entry is counted on the first of its days inside the period, so that every entry is counted
    once whichever way the rows are added up. Columns: key, abstraction_type, notice, month,
    status, confirmed, minutes, school_minutes, entries.
    """
    is_first = sa.or_(
        AbstractionDay.day == Entry.happened_on,
        sa.and_(AbstractionDay.day == scope.from_on, Entry.happened_on < scope.from_on),
    )
    by = (
        keys.entry.label("key"),
        Abstraction.abstraction_type,
        Abstraction.notice,
        month_of(AbstractionDay.day).label("month"),
        Entry.status,
        DutyWeek.person_id.is_not(None).label("confirmed"),
    )
    statement = (
        sa.select(
            *by,
            sa.func.sum(AbstractionDay.minutes).label("minutes"),
            sa.func.sum(AbstractionDay.school_minutes).label("school_minutes"),
            sa.func.sum(sa.case((is_first, 1), else_=0)).label("entries"),
        )
        .select_from(AbstractionDay)
        .join(Entry, Entry.id == AbstractionDay.entry_id)
        .join(Abstraction, Abstraction.entry_id == Entry.id)
        .outerjoin(
            DutyWeek,
            sa.and_(
                DutyWeek.person_id == Entry.officer_id,
                DutyWeek.week_on == monday_of(AbstractionDay.day),
            ),
        )
        .where(in_period(scope), Entry.status.in_((APPROVED, WAITING)), *which_abstractions(scope))
        .group_by(*(column for column in by))
    )
    return list(db.session.execute(statement))


def duty(scope: Scope, keys: Keys) -> list[Any]:
    """Confirmed weeks by key, borough and Monday: key, borough_id, week_on, on_duty, worked, weeks.

    `worked` takes each week at a full week at most.
    """
    worked = sa.case(
        (DutyWeek.on_duty_minutes > FULL_WEEK_MINUTES, FULL_WEEK_MINUTES),
        else_=DutyWeek.on_duty_minutes,
    )
    by = (keys.week.label("key"), DutyWeek.borough_id, DutyWeek.week_on)
    statement = (
        sa.select(
            *by,
            sa.func.sum(DutyWeek.on_duty_minutes).label("on_duty"),
            sa.func.sum(worked).label("worked"),
            sa.func.count().label("weeks"),
        )
        .where(
            DutyWeek.week_on.between(week_start(scope.from_on), scope.until_on),
            *scope.within(DutyWeek),
        )
        .group_by(*by)
    )
    return list(db.session.execute(statement))


def at_schools(scope: Scope) -> list[Any]:
    """What approved abstractions meant for each school, by cover.

    Columns: school, cover, school_minutes, visits_lost, entries. Visits count on the day the
    abstraction began, so that none is in two periods.
    """
    per_entry = (
        sa.select(
            AbstractionDay.entry_id,
            sa.func.sum(AbstractionDay.school_minutes).label("school_minutes"),
        )
        .where(in_period(scope))
        .group_by(AbstractionDay.entry_id)
        .subquery()
    )
    visits = sa.case(
        (Entry.happened_on >= scope.from_on, sa.func.coalesce(AbstractionSchool.visits_lost, 0)),
        else_=0,
    )
    statement = (
        sa.select(
            AbstractionSchool.school,
            AbstractionSchool.cover,
            sa.func.sum(per_entry.c.school_minutes).label("school_minutes"),
            sa.func.sum(visits).label("visits_lost"),
            sa.func.count().label("entries"),
        )
        .join(Entry, Entry.id == AbstractionSchool.entry_id)
        .join(Abstraction, Abstraction.entry_id == Entry.id)
        .join(per_entry, per_entry.c.entry_id == Entry.id)
        .where(
            AbstractionSchool.school.is_not(None),
            Entry.status == APPROVED,
            *which_abstractions(scope),
        )
        .group_by(AbstractionSchool.school, AbstractionSchool.cover)
    )
    return list(db.session.execute(statement))


def rearranged(scope: Scope) -> list[Any]:
    """Visits given a new date: school, happened_on, rearranged_on, visits."""
    by = (AbstractionSchool.school, Entry.happened_on, AbstractionSchool.rearranged_on)
    statement = (
        sa.select(
            *by, sa.func.sum(sa.func.coalesce(AbstractionSchool.visits_lost, 0)).label("visits")
        )
        .join(Entry, Entry.id == AbstractionSchool.entry_id)
        .join(Abstraction, Abstraction.entry_id == Entry.id)
        .where(
            AbstractionSchool.school.is_not(None),
            AbstractionSchool.rearranged_on.is_not(None),
            Entry.status == APPROVED,
            Entry.happened_on.between(scope.from_on, scope.until_on),
            *which_abstractions(scope),
        )
        .group_by(*by)
    )
    return list(db.session.execute(statement))


def _named_in(scope: Scope) -> sa.Select[int]:
    """The schools of the unit that had a named officer in the period."""
    period = scope.from_on, scope.until_on
    statement = sa.select(OfficerSchool.urn).where(valid_on(OfficerSchool, *period))
    if scope.person_id is not None:
        return statement.where(OfficerSchool.person_id == scope.person_id)
    if scope.unit.kind is UnitKind.FORCE:
        return statement
    if scope.unit.kind is UnitKind.TEAM:
        return statement.join(Posting, Posting.person_id == OfficerSchool.person_id).where(
            Posting.unit_id == scope.unit.id,
            valid_on(Posting, *period),
        )
    boroughs = [borough.id for borough in scope.boroughs()]
    return statement.join(School, School.urn == OfficerSchool.urn).where(
        School.borough_id.in_(boroughs)
    )


def named_periods(scope: Scope) -> dict[int, list[tuple[dt.date, dt.date]]]:
    """The schools of the unit with a named officer in the period, each with all the times that it
    ever had one; a time without an end lasts for ever.
    """
    table = OfficerSchool.__table__.c
    statement = sa.select(table.urn, table.valid_from, table.valid_until).where(
        table.urn.in_(_named_in(scope))
    )
    periods: dict[int, list[tuple[dt.date, dt.date]]] = {}
    for urn, begins, ends in db.session.execute(statement):
        periods.setdefault(urn, []).append((begins, ends or dt.date.max))
    return periods


def visit_days(scope: Scope, until_on: dt.date) -> list[Any]:
    """Days on which an officer named for a school then was there: school, happened_on.

    A day with several visits comes several times: sorting them out costs more than reading them.
    """
    statement = (
        sa.select(Entry.school, Entry.happened_on)
        .join(
            OfficerSchool,
            sa.and_(
                OfficerSchool.urn == Entry.school,
                OfficerSchool.person_id == Entry.officer_id,
                valid_on(OfficerSchool, Entry.happened_on),
            ),
        )
        .where(
            Entry.kind == "engagement",
            Entry.status == APPROVED,
            Entry.happened_on.between(scope.from_on, until_on),
        )
    )
    if scope.person_id is not None or scope.unit.kind is not UnitKind.FORCE:
        statement = statement.where(Entry.school.in_(_named_in(scope)))
    return list(db.session.execute(statement))


def is_priority(on: dt.date, until: dt.date | None = None) -> sa.Label[bool]:
    """Whether a school is a priority school on a day, or on any day up to `until`."""
    valid = valid_on(PrioritySchool, on, until)
    listed = sa.select(sa.literal(1)).where(PrioritySchool.urn == School.urn, valid)
    return listed.exists().label("priority")


def school_facts(urns: set[int], on: dt.date) -> dict[int, Any]:
    """Name, borough and whether each is a priority school on a day, by URN."""
    statement = sa.select(School.urn, School.name, School.borough_id, is_priority(on))
    facts: dict[int, Any] = {}
    ordered = sorted(urns)
    for start in range(0, len(ordered), 5_000):
        batch = statement.where(School.urn.in_(ordered[start : start + 5_000]))
        facts.update({row.urn: row for row in db.session.execute(batch)})
    return facts


def names_of(ids: set[uuid.UUID]) -> dict[uuid.UUID, str]:
    rows = db.session.execute(sa.select(Person.id, Person.name).where(Person.id.in_(ids)))
    return {row.id: row.name for row in rows}
