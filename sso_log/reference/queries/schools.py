"""Reads the school register: one school, its dated facts, searching and paging."""

import datetime as dt
import re
import unicodedata
import uuid
from collections.abc import Collection, Sequence
from dataclasses import dataclass

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

MOST_RESULTS = 20
LONGEST_SEARCH = 120
NOT_A_WORD = re.compile(r"[^0-9a-z]+")


@dataclass(frozen=True, slots=True)
class SchoolFilters:
    """The filters of the list of schools; None for any."""

    text: str = ""
    borough_id: uuid.UUID | None = None
    phase: str | None = None
    agreement: bool | None = None
    priority: bool | None = None
    closed: bool = False


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


def is_offered(school: School, on: dt.date) -> bool:
    """Whether an entry of this day may name the school: it was open then."""
    if school.status == SchoolStatus.CLOSED:
        return school.closed_on is not None and on <= school.closed_on
    if school.status == SchoolStatus.PROPOSED:
        return school.opened_on is not None and school.opened_on <= on
    return True


def predecessors_of(urn: int) -> list[School]:
    """The schools that this one came after, by name."""
    statement = sa.select(School).where(School.successor_urn == urn).order_by(School.name)
    return list(db.session.scalars(statement))


def offered(on: dt.date) -> sa.ColumnElement[bool]:
    """`is_offered` as a condition."""
    return sa.or_(
        School.status.in_((SchoolStatus.OPEN, SchoolStatus.CLOSING)),
        sa.and_(School.status == SchoolStatus.CLOSED, School.closed_on >= on),
        sa.and_(School.status == SchoolStatus.PROPOSED, School.opened_on <= on),
    )


def schools_of(person_id: uuid.UUID, on: dt.date) -> list[School]:
    """The schools an officer was named for on a day: those they lead first, then by name."""
    statement = (
        sa.select(School)
        .join(OfficerSchool, OfficerSchool.urn == School.urn)
        .where(OfficerSchool.person_id == person_id, valid_on(OfficerSchool, on))
        .order_by(OfficerSchool.lead.desc(), School.name, School.urn)
    )
    return list(db.session.scalars(statement).unique())


def officers_of(urn: int, on: dt.date) -> Sequence[sa.Row[str, bool, dt.date]]:
    """`name`, `lead` and `valid_from` of the officers named for a school, the lead first."""
    statement = (
        sa.select(Person.name, OfficerSchool.lead, OfficerSchool.valid_from)
        .join(Person, Person.id == OfficerSchool.person_id)
        .where(OfficerSchool.urn == urn, valid_on(OfficerSchool, on))
        .order_by(OfficerSchool.lead.desc(), Person.name)
    )
    return db.session.execute(statement).all()


def agreement_on(urn: int, on: dt.date) -> SchoolAgreement | None:
    """The agreement in force at a school on a day, the one signed last."""
    statement = (
        sa.select(SchoolAgreement)
        .where(SchoolAgreement.urn == urn, valid_on(SchoolAgreement, on))
        .order_by(SchoolAgreement.signed_on.desc())
    )
    return db.session.scalar(statement.limit(1))


def contact_of(agreement: SchoolAgreement) -> Person | None:
    officer_id = agreement.contact_officer_id
    return db.session.get(Person, officer_id) if officer_id else None


def priority_on(urn: int, on: dt.date) -> PrioritySchool | None:
    """The priority status that a school had on a day, if it was a priority school."""
    statement = sa.select(PrioritySchool).where(
        PrioritySchool.urn == urn, valid_on(PrioritySchool, on)
    )
    return db.session.scalar(statement.limit(1))


def urns_with(
    dated: type[SchoolAgreement | PrioritySchool], on: dt.date, urns: Collection[int]
) -> set[int]:
    """Those of these schools that have an agreement, or priority status, on a day."""
    statement = sa.select(dated.urn).where(valid_on(dated, on), dated.urn.in_(urns))
    return set(db.session.scalars(statement))


def search(
    text: str, on: dt.date, own_urns: Collection[int] = (), own_boroughs: Collection[uuid.UUID] = ()
) -> list[School]:
    """Schools open on a day that match every word, at most `MOST_RESULTS`: the reader's own
    schools first, then those of their boroughs, each by name.

    A word matches the beginning of a word of the name, or of the postcode or URN.
    """
    words = search_words(text[:LONGEST_SEARCH])
    if not words:
        return []
    rank = sa.case((School.urn.in_(own_urns), 0), (School.borough_id.in_(own_boroughs), 1), else_=2)
    statement = sa.select(School).where(offered(on), *_matching(words))
    ordered = statement.order_by(rank, School.name, School.urn)
    return list(db.session.scalars(ordered.limit(MOST_RESULTS)))


def page_of_schools(
    filters: SchoolFilters,
    on: dt.date,
    number: int = 1,
    within: sa.ColumnElement[bool] | None = None,
) -> Page[School]:
    """One page of the register, by name; `within` is the part that the reader may see."""
    conditions = _conditions(filters, on) + ([] if within is None else [within])
    total = db.session.scalar(sa.select(sa.func.count(School.urn)).where(*conditions)) or 0
    statement = sa.select(School).where(*conditions).order_by(School.name, School.urn)
    return read_page(
        total,
        number,
        lambda limit, start: list(db.session.scalars(statement.limit(limit).offset(start))),
    )


def _matching(words: Sequence[str]) -> list[sa.ColumnElement[bool]]:
    # search_text is words between single spaces, so " ali" matches only beginnings of words.
    return [School.search_text.contains(f" {word}", autoescape=True) for word in words]


def _conditions(filters: SchoolFilters, on: dt.date) -> list[sa.ColumnElement[bool]]:
    conditions = _matching(search_words(filters.text[:LONGEST_SEARCH]))
    if not filters.closed:
        conditions.append(School.status != SchoolStatus.CLOSED)
    if filters.borough_id is not None:
        conditions.append(School.borough_id == filters.borough_id)
    if filters.phase:
        conditions.append(School.phase == filters.phase)
    models: tuple[type[SchoolAgreement | PrioritySchool], ...] = (SchoolAgreement, PrioritySchool)
    for chosen, model in zip((filters.agreement, filters.priority), models, strict=True):
        if chosen is not None:
            has = sa.exists().where(model.urn == School.urn, valid_on(model, on))
            conditions.append(has if chosen else sa.not_(has))
    return conditions
