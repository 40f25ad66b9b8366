"""Reads which schools had an officer or an agreement in the period, and which were visited.

A school belongs to its borough, not to a team, so a visit counts whichever officer made it. For a
team, its schools are those that its officers were named for.
"""

import datetime as dt
import uuid
from dataclasses import dataclass, field
from typing import Any

import sqlalchemy as sa

from sso_log.db import db
from sso_log.entries.models import Engagement, Entry
from sso_log.reference.models import (
    OfficerSchool,
    Posting,
    PrioritySchool,
    School,
    SchoolAgreement,
    UnitKind,
)
from sso_log.summaries.framework.question import Key, Question
from sso_log.summaries.scope import Scope
from sso_log.summaries.sql import month_of

PRU_OR_AP = "pru_ap"
Days = tuple[dt.date, dt.date]


@dataclass(slots=True)
class EngagedSchool:
    """A school with an officer or an agreement: when, where, and when it was visited."""

    urn: int
    name: str
    borough_id: uuid.UUID | None
    priority: bool
    apart: bool
    engaged: list[Days] = field(default_factory=list)
    agreement: list[Days] = field(default_factory=list)
    teams: set[uuid.UUID] = field(default_factory=set)
    visited: set[Key] = field(default_factory=set)
    throughout: bool = False


def overlap(starts: Any, ends: Any, from_on: dt.date, until_on: dt.date) -> sa.ColumnElement[bool]:
    """The condition that a period (open if it has no end) touches another."""
    condition: sa.ColumnElement[bool] = sa.and_(
        starts <= until_on, sa.or_(ends.is_(None), ends >= from_on)
    )
    return condition


def engaged_schools(question: Question) -> list[EngagedSchool]:
    """The schools of the unit with a named officer or an agreement in the period, by name."""
    schools: dict[int, EngagedSchool] = {}
    scope = question.scope
    for row in _links(question):
        school = schools.get(row.urn)
        if school is None:
            school = schools[row.urn] = EngagedSchool(
                row.urn, row.name, row.borough_id, bool(row.priority), row.setting == PRU_OR_AP
            )
        days = (row.starts, row.ends or dt.date.max)
        school.engaged.append(days)
        if days[0] <= scope.from_on and days[1] >= scope.until_on:
            school.throughout = True
        if row.source == "agreement":
            school.agreement.append(days)
        if row.team_id is not None:
            school.teams.add(row.team_id)
    for visit in _visits(question) if schools else ():
        if visit.school in schools:
            schools[visit.school].visited.add(visit.key)
    return sorted(schools.values(), key=lambda school: (school.name.casefold(), school.urn))


def _links(question: Question) -> list[Any]:
    scope = question.scope
    period = (scope.from_on, scope.until_on)
    facts = _facts(period)
    named = _named(scope, facts, period)
    if scope.person_id is not None:
        return list(db.session.execute(named.where(OfficerSchool.person_id == scope.person_id)))
    if scope.unit.kind is UnitKind.TEAM:
        return list(db.session.execute(named.where(Posting.unit_id == scope.unit.id)))
    agreed = (
        sa.select(
            *facts,
            sa.literal("agreement"),
            SchoolAgreement.signed_on,
            SchoolAgreement.ended_on,
            sa.cast(sa.null(), sa.Uuid()),
        )
        .join(SchoolAgreement, SchoolAgreement.urn == School.urn)
        .where(overlap(SchoolAgreement.signed_on, SchoolAgreement.ended_on, *period))
    )
    here = _here(question)
    return list(db.session.execute(sa.union_all(named.where(*here), agreed.where(*here))))


def _facts(period: Days) -> tuple[Any, ...]:
    """What is asked of each school, with whether it was a priority school in the period."""
    priority = (
        sa.select(sa.literal(1))
        .where(
            PrioritySchool.urn == School.urn,
            overlap(PrioritySchool.valid_from, PrioritySchool.valid_until, *period),
        )
        .exists()
        .label("priority")
    )
    return (School.urn, School.name, School.borough_id, School.setting, priority)


def _named(scope: Scope, facts: tuple[Any, ...], period: Days) -> sa.Select[*tuple[Any, ...]]:
    """Schools with a named officer in the period; with the team where teams are told apart."""
    named = (
        sa.select(
            *facts,
            sa.literal("officer").label("source"),
            OfficerSchool.valid_from.label("starts"),
            OfficerSchool.valid_until.label("ends"),
        )
        .join(OfficerSchool, OfficerSchool.urn == School.urn)
        .where(overlap(OfficerSchool.valid_from, OfficerSchool.valid_until, *period))
    )
    if scope.unit.kind in (UnitKind.BOROUGH, UnitKind.TEAM):
        return named.add_columns(Posting.unit_id.label("team_id")).join(
            Posting,
            sa.and_(
                Posting.person_id == OfficerSchool.person_id,
                overlap(Posting.valid_from, Posting.valid_until, *period),
            ),
        )
    return named.add_columns(sa.cast(sa.null(), sa.Uuid()).label("team_id"))


def _here(question: Question) -> list[sa.ColumnElement[bool]]:
    scope = question.scope
    if scope.unit.kind is UnitKind.FORCE:
        return []
    return [School.borough_id.in_([borough.id for borough in scope.boroughs()])]


def visits(question: Question) -> list[sa.ColumnElement[bool]]:
    """Which engagements are a visit: approved, on site, in the period, whoever made them."""
    scope = question.scope
    return [
        Entry.kind == "engagement",
        Entry.status == sa.literal_column("'approved'"),
        question.in_period(),
        *question.in_capacity(),
        Entry.id.in_(sa.select(Engagement.entry_id).where(Engagement.place == "on_site")),
        *([] if scope.unit.kind is UnitKind.FORCE else [Entry.school.in_(_urns(question))]),
    ]


def _urns(question: Question) -> sa.Select[int]:
    boroughs = [borough.id for borough in question.scope.boroughs()]
    if question.scope.unit.kind is UnitKind.TEAM:
        parent = question.scope.unit.parent_id
        boroughs = [parent] if parent else []
    return sa.select(School.urn).where(School.borough_id.in_(boroughs))


def _visits(question: Question) -> list[Any]:
    statement = (
        sa.select(Entry.school.label("school"), month_of(Entry.happened_on).label("key"))
        .join(Engagement, Engagement.entry_id == Entry.id)
        .where(*visits(question)[:4], *visits(question)[5:])
        .where(Engagement.place == "on_site")
        .distinct()
    )
    return list(db.session.execute(statement))
