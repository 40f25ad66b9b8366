"""Questions about the school register: one school, its dated facts, searching and paging."""

import datetime as dt
import re
import unicodedata
import uuid
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from sso_log.auth.models import Person
from sso_log.db import db
from sso_log.reference.models import (
    OfficerSchool,
    PrioritySchool,
    School,
    SchoolAgreement,
    SchoolStatus,
)
from sso_log.reference.queries.units import valid_on
from sso_log.web.paging import Page, read_page

MOST_FOUND = 20
LONGEST_SEARCH = 120
NOT_A_WORD = re.compile(r"[^0-9a-z]+")


@dataclass(frozen=True, slots=True)
class SchoolFilters:
    """What a list of schools is narrowed to; None leaves a question open."""

    text: str = ""
    borough_id: uuid.UUID | None = None
    phase: str | None = None
    agreement: bool | None = None
    priority: bool | None = None
    closed: bool = False


@dataclass(frozen=True, slots=True)
class Nearness:
    """What is put first when somebody searches: schools of their own, then their boroughs."""

    urns: Collection[int] = ()
    boroughs: Collection[uuid.UUID] = ()


@dataclass(frozen=True, slots=True)
class NamedOfficer:
    """An officer named for a school."""

    person_id: uuid.UUID
    name: str
    lead: bool
    valid_from: dt.date


def search_words(text: str) -> list[str]:
    """The words of a text as the register is searched: no case, accents, apostrophes or dots."""
    plain = unicodedata.normalize("NFKD", text.casefold())
    plain = "".join(c for c in plain if not unicodedata.combining(c) and c not in "'’‘`.")
    return [word for word in NOT_A_WORD.split(plain) if word]


def search_text(urn: int, name: str, postcode: str | None = None) -> str:
    """What `School.search_text` holds: the words with a space before and after each."""
    words = [*search_words(name), *search_words(postcode or "")]
    words += [postcode.replace(" ", "").casefold()] if postcode else []
    return f" {' '.join([*words, str(urn)])} "


def school(urn: int) -> School | None:
    """The school with this URN."""
    return db.session.get(School, urn)


def is_offered(school: School, on: dt.date) -> bool:
    """Whether an entry of this day may name the school: it was open then."""
    if school.status == SchoolStatus.CLOSED:
        return school.closed_on is not None and on <= school.closed_on
    if school.status == SchoolStatus.PROPOSED:
        return school.opened_on is not None and school.opened_on <= on
    return True


def predecessors_of(urn: int) -> list[School]:
    """The schools that this one came after, by name."""
    return list(
        db.session.scalars(
            sa.select(School).where(School.successor_urn == urn).order_by(School.name)
        )
    )


def offered(on: dt.date) -> sa.ColumnElement[bool]:
    """`is_offered` as a condition."""
    return sa.or_(
        School.status.in_((SchoolStatus.OPEN, SchoolStatus.CLOSING)),
        sa.and_(School.status == SchoolStatus.CLOSED, School.closed_on >= on),
        sa.and_(School.status == SchoolStatus.PROPOSED, School.opened_on <= on),
    )


def schools_of(person_id: uuid.UUID, on: dt.date) -> list[School]:
    """The schools an officer was named for on a day: those they lead first, then by name."""
    return list(
        db.session.scalars(
            sa.select(School)
            .join(OfficerSchool, OfficerSchool.urn == School.urn)
            .where(
                OfficerSchool.person_id == person_id,
                valid_on(OfficerSchool.valid_from, OfficerSchool.valid_until, on),
            )
            .order_by(OfficerSchool.lead.desc(), School.name, School.urn)
        ).unique()
    )


def officers_of(urn: int, on: dt.date) -> list[NamedOfficer]:
    """The officers named for a school on a day, the lead first."""
    rows = db.session.execute(
        sa.select(Person.id, Person.name, OfficerSchool.lead, OfficerSchool.valid_from)
        .join(Person, Person.id == OfficerSchool.person_id)
        .where(
            OfficerSchool.urn == urn,
            valid_on(OfficerSchool.valid_from, OfficerSchool.valid_until, on),
        )
        .order_by(OfficerSchool.lead.desc(), Person.name)
    )
    return [NamedOfficer(*row) for row in rows]


def officer_links(urn: int) -> list[OfficerSchool]:
    """Every officer's period at a school, latest first."""
    return list(
        db.session.scalars(
            sa.select(OfficerSchool)
            .where(OfficerSchool.urn == urn)
            .order_by(OfficerSchool.valid_from.desc())
        )
    )


def agreement_on(urn: int, on: dt.date) -> SchoolAgreement | None:
    """The agreement in force at a school on a day."""
    return db.session.scalar(
        sa.select(SchoolAgreement)
        .where(
            SchoolAgreement.urn == urn,
            valid_on(SchoolAgreement.signed_on, SchoolAgreement.ended_on, on),
        )
        .order_by(SchoolAgreement.signed_on.desc())
        .limit(1)
    )


def contact_of(agreement: SchoolAgreement) -> Person | None:
    """The officer named in an agreement."""
    officer_id = agreement.contact_officer_id
    return db.session.get(Person, officer_id) if officer_id else None


def priority_on(urn: int, on: dt.date) -> PrioritySchool | None:
    """The priority status that a school had on a day, if it was a priority school."""
    return db.session.scalar(
        sa.select(PrioritySchool)
        .where(
            PrioritySchool.urn == urn,
            valid_on(PrioritySchool.valid_from, PrioritySchool.valid_until, on),
        )
        .limit(1)
    )


def priority_urns(on: dt.date, urns: Collection[int] | None = None) -> set[int]:
    """The priority schools of a day, among these when they are given."""
    statement = sa.select(PrioritySchool.urn).where(
        valid_on(PrioritySchool.valid_from, PrioritySchool.valid_until, on)
    )
    if urns is not None:
        statement = statement.where(PrioritySchool.urn.in_(urns))
    return set(db.session.scalars(statement))


def agreement_urns(on: dt.date, urns: Collection[int] | None = None) -> set[int]:
    """The schools with an agreement in force on a day, among these when they are given."""
    statement = sa.select(SchoolAgreement.urn).where(
        valid_on(SchoolAgreement.signed_on, SchoolAgreement.ended_on, on)
    )
    if urns is not None:
        statement = statement.where(SchoolAgreement.urn.in_(urns))
    return set(db.session.scalars(statement))


def search(
    text: str,
    on: dt.date,
    near: Nearness = Nearness(),
    limit: int = MOST_FOUND,
) -> list[School]:
    """Schools open on a day that match every word, nearest first.

    A word matches the beginning of a word of the name, or of the postcode or URN.
    """
    words = search_words(text[:LONGEST_SEARCH])
    if not words:
        return []
    ranks = [
        (condition, rank)
        for rank, (condition, known) in enumerate(
            (
                (School.urn.in_(near.urns), near.urns),
                (School.borough_id.in_(near.boroughs), near.boroughs),
            )
        )
        if known
    ]
    order: list[Any] = [School.name, School.urn]
    if ranks:
        order.insert(0, sa.case(*ranks, else_=len(ranks) + 1))
    statement = sa.select(School).where(offered(on), *_matching(words)).order_by(*order)
    return list(db.session.scalars(statement.limit(min(limit, MOST_FOUND))))


def page_of_schools(
    filters: SchoolFilters,
    on: dt.date,
    number: int = 1,
    within: sa.ColumnElement[bool] | None = None,
) -> Page[School]:
    """One page of the register, by name; `within` is the part that the reader may see."""
    conditions = _conditions(filters, on)
    if within is not None:
        conditions.append(within)
    total = db.session.scalar(sa.select(sa.func.count(School.urn)).where(*conditions)) or 0
    statement = sa.select(School).where(*conditions).order_by(School.name, School.urn)
    return read_page(
        total,
        number,
        lambda limit, start: list(db.session.scalars(statement.limit(limit).offset(start))),
    )


def _matching(words: Sequence[str]) -> list[sa.ColumnElement[bool]]:
    # search_text is words between single spaces, so " ali" finds only beginnings of words.
    return [School.search_text.contains(f" {word}", autoescape=True) for word in words]


def _conditions(filters: SchoolFilters, on: dt.date) -> list[sa.ColumnElement[bool]]:
    conditions = _matching(search_words(filters.text[:LONGEST_SEARCH]))
    if not filters.closed:
        conditions.append(School.status != SchoolStatus.CLOSED)
    if filters.borough_id is not None:
        conditions.append(School.borough_id == filters.borough_id)
    if filters.phase:
        conditions.append(School.phase == filters.phase)
    for chosen, model, starts, ends in (
        (filters.agreement, SchoolAgreement, SchoolAgreement.signed_on, SchoolAgreement.ended_on),
        (filters.priority, PrioritySchool, PrioritySchool.valid_from, PrioritySchool.valid_until),
    ):
        if chosen is not None:
            has = sa.exists().where(model.urn == School.urn, valid_on(starts, ends, on))
            conditions.append(has if chosen else sa.not_(has))
    return conditions
