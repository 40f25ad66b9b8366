"""Reads which schools had an officer or an agreement in the period, and which were visited.

A school belongs to its borough, so a visit counts whichever officer made it. A team's schools are
those that its officers were named for.
"""

import datetime as dt
import uuid
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from sso_log.db import db
from sso_log.entries.models import Engagement, Entry
from sso_log.reference.models import (
    OfficerSchool,
    Posting,
    School,
    SchoolAgreement,
    UnitKind,
)
from sso_log.reference.queries.units import valid_on
from sso_log.summaries.abstraction.queries import is_priority
from sso_log.summaries.framework.question import APPROVED, Conditions, Question, in_state
from sso_log.summaries.framework.rows import read_rows
from sso_log.summaries.presence import is_present
from sso_log.summaries.scope import Scope
from sso_log.summaries.sql import month_of

PRU_OR_AP = "pru_ap"
Days = tuple[dt.date, dt.date]


@dataclass(frozen=True, slots=True)
class AssignedSchool:
    """A school with an officer or an agreement: when, where, and the months it was visited in.

    `assigned` and `agreements` are (first day, last day).
    """

    urn: int
    name: str
    borough_id: uuid.UUID | None
    priority: bool
    pru_or_ap: bool
    assigned: tuple[Days, ...]
    agreements: tuple[Days, ...]
    teams: frozenset[uuid.UUID]
    visited: frozenset[dt.date]


@dataclass(frozen=True, slots=True)
class _Link:
    """Why a school is assigned: an officer named for it, or an agreement."""

    urn: int
    name: str
    borough_id: uuid.UUID | None
    setting: str | None
    priority: bool
    source: str
    starts: dt.date
    ends: dt.date | None
    team_id: uuid.UUID | None

    @property
    def days(self) -> Days:
        """First and last day; without an end it lasts for ever."""
        return self.starts, self.ends or dt.date.max


def assigned_schools(question: Question) -> list[AssignedSchool]:
    """The schools of the unit with a named officer or an agreement in the period, by name."""
    by_urn: dict[int, list[_Link]] = defaultdict(list)
    for link in _links(question):
        by_urn[link.urn].append(link)
    visited: dict[int, set[dt.date]] = defaultdict(set)
    for urn, month in _visited_months(question) if by_urn else ():
        visited[urn].add(month)
    schools = [_school(links, frozenset(visited[urn])) for urn, links in by_urn.items()]
    return sorted(schools, key=lambda school: (school.name.casefold(), school.urn))


def _school(links: Sequence[_Link], visited: frozenset[dt.date]) -> AssignedSchool:
    one = links[0]
    return AssignedSchool(
        urn=one.urn,
        name=one.name,
        borough_id=one.borough_id,
        priority=bool(one.priority),
        pru_or_ap=one.setting == PRU_OR_AP,
        assigned=tuple(link.days for link in links),
        agreements=tuple(link.days for link in links if link.source == "agreement"),
        teams=frozenset(link.team_id for link in links if link.team_id is not None),
        visited=visited,
    )


def _links(question: Question) -> list[_Link]:
    scope = question.scope
    period = (scope.from_on, scope.until_on)
    facts = (School.urn, School.name, School.borough_id, School.setting, is_priority(*period))
    named = _named(scope, facts, period)
    if scope.person_id is not None:
        return read_rows(_Link, named.where(OfficerSchool.person_id == scope.person_id))
    if scope.unit.kind is UnitKind.TEAM:
        return read_rows(_Link, named.where(Posting.unit_id == scope.unit.id))
    agreed = (
        sa.select(
            *facts,
            sa.literal("agreement"),
            SchoolAgreement.signed_on,
            SchoolAgreement.ended_on,
            sa.cast(sa.null(), sa.Uuid()),
        )
        .join(SchoolAgreement, SchoolAgreement.urn == School.urn)
        .where(valid_on(SchoolAgreement, *period))
    )
    if scope.unit.kind is not UnitKind.FORCE:
        here = School.borough_id.in_([borough.id for borough in scope.boroughs()])
        named, agreed = named.where(here), agreed.where(here)
    return read_rows(_Link, sa.union_all(named, agreed))


def _named(scope: Scope, facts: tuple[Any, ...], period: Days) -> sa.Select[*tuple[Any, ...]]:
    """Schools with a named officer in the period; with the team where teams are groups."""
    named = (
        sa.select(
            *facts,
            sa.literal("officer").label("source"),
            OfficerSchool.valid_from.label("starts"),
            OfficerSchool.valid_until.label("ends"),
        )
        .join(OfficerSchool, OfficerSchool.urn == School.urn)
        .where(valid_on(OfficerSchool, *period))
    )
    if scope.unit.kind in (UnitKind.BOROUGH, UnitKind.TEAM):
        return named.add_columns(Posting.unit_id.label("team_id")).join(
            Posting,
            sa.and_(
                Posting.person_id == OfficerSchool.person_id,
                valid_on(Posting, *period),
            ),
        )
    return named.add_columns(sa.cast(sa.null(), sa.Uuid()).label("team_id"))


def visits(question: Question) -> Conditions:
    """Which entries are a visit: approved engagements with an officer at the school, by anybody."""
    present = sa.select(Engagement.entry_id).where(is_present())
    return [*_engagements_at_schools(question), Entry.id.in_(present)]


def _engagements_at_schools(question: Question) -> Conditions:
    of_force = question.scope.unit.kind is UnitKind.FORCE
    return [
        Entry.kind == "engagement",
        in_state(Entry, APPROVED),
        question.in_period(),
        *question.in_capacity(),
        *([] if of_force else [Entry.school.in_(_urns(question))]),
    ]


def _urns(question: Question) -> sa.Select[int]:
    boroughs = [borough.id for borough in question.scope.boroughs()]
    if question.scope.unit.kind is UnitKind.TEAM:
        parent = question.scope.unit.parent_id
        boroughs = [parent] if parent else []
    return sa.select(School.urn).where(School.borough_id.in_(boroughs))


def _visited_months(question: Question) -> list[Any]:
    """(URN, first day of the month) of visits."""
    statement = (
        sa.select(Entry.school, month_of(Entry.happened_on).label("month"))
        .join(Engagement, Engagement.entry_id == Entry.id)
        .where(*_engagements_at_schools(question), is_present())
        .where(Entry.school.is_not(None))
        .distinct()
    )
    return list(db.session.execute(statement))
