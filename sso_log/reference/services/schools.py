"""The dated facts of a school: its officers, its agreement, whether it is a priority school.

The register itself changes only through the import of schools.
"""

import datetime as dt
import uuid

import sqlalchemy as sa

from sso_log.audit.services import record
from sso_log.audit.tags import Tag
from sso_log.auth.identity import Actor
from sso_log.clock import ONE_DAY
from sso_log.db import db
from sso_log.errors import Conflict, Invalid, NotFound
from sso_log.reference.models import OfficerSchool, PrioritySchool, School, SchoolAgreement
from sso_log.reference.queries import schools as queries
from sso_log.reference.queries.units import valid_on


def the_school(urn: int) -> School:
    """The school with this URN. Raises NotFound with a sentence that names it."""
    school = db.session.get(School, urn)
    if school is None:
        raise NotFound(f"There is no school with the URN {urn} in the register.")
    return school


def assign_school(
    actor: Actor, person_id: uuid.UUID, urn: int, valid_from: dt.date, lead: bool = False
) -> OfficerSchool:
    """Name an officer for a school from a day on; an assignment that holds already stays.

    A school has one lead: a new one makes the old one an ordinary officer of it from the same day.
    Raises NotFound for the school and Conflict for one that is closed on that day.
    """
    school = the_school(urn)
    if not queries.is_offered(school, valid_from):
        raise Conflict(f"{school.name} is not open on {valid_from:%d/%m/%Y}.")
    links = _links_on(urn, valid_from)
    current = links.get(person_id)
    if current is not None and current.lead == lead:
        return current
    for other in links.values():
        if lead and other.lead:
            _change_lead(other, other.person_id, urn, valid_from, lead=False)
    link = _change_lead(current, person_id, urn, valid_from, lead)
    detail = {"person": person_id, "lead": lead, "from": valid_from}
    _record(actor, urn, detail, Tag.SCHOOL_ASSIGNED)
    return link


def unassign_school(actor: Actor, person_id: uuid.UUID, urn: int, on: dt.date) -> None:
    """End an officer's assignment to a school; `on` is its last day. Raises NotFound."""
    link = _links_on(urn, on).get(person_id)
    if link is None:
        raise NotFound("The officer is not named for this school on that day.")
    link.valid_until = on
    _record(actor, urn, {"person": person_id, "until": on}, Tag.SCHOOL_UNASSIGNED)


def sign_agreement(
    actor: Actor,
    urn: int,
    signed_on: dt.date,
    review_on: dt.date | None = None,
    contact_officer_id: uuid.UUID | None = None,
) -> SchoolAgreement:
    """Record that a school signed a partnership agreement, or renewed the one it has.

    Raises NotFound for the school, Invalid for a review before the signing.
    """
    the_school(urn)
    if review_on is not None and review_on < signed_on:
        raise Invalid({"review_on": ["The review is before the signing."]})
    agreement = queries.agreement_on(urn, signed_on)
    if agreement is None or agreement.signed_on < signed_on:
        if agreement is not None:
            agreement.ended_on = signed_on - ONE_DAY
        agreement = SchoolAgreement(urn=urn, signed_on=signed_on)
        db.session.add(agreement)
    agreement.review_on = review_on
    agreement.contact_officer_id = contact_officer_id
    _record(actor, urn, {"agreement_signed_on": signed_on})
    return agreement


def end_agreement(actor: Actor, urn: int, on: dt.date) -> None:
    """End the agreement in force; `on` is its last day. Raises NotFound."""
    agreement = queries.agreement_on(urn, on)
    if agreement is None:
        raise NotFound("This school has no agreement on that day.")
    agreement.ended_on = on
    _record(actor, urn, {"agreement_ended_on": on})


def set_priority(
    actor: Actor, urn: int, valid_from: dt.date, valid_until: dt.date | None = None
) -> PrioritySchool:
    """Make a school a priority school for a period. Raises NotFound, Invalid, Conflict."""
    the_school(urn)
    if valid_until is not None and valid_until < valid_from:
        raise Invalid({"valid_until": ["The period ends before it begins."]})
    if queries.priority_on(urn, valid_from) is not None:
        raise Conflict("This is a priority school on that day already.")
    priority = PrioritySchool(urn=urn, valid_from=valid_from, valid_until=valid_until)
    db.session.add(priority)
    _record(actor, urn, {"priority_from": valid_from})
    return priority


def end_priority(actor: Actor, urn: int, on: dt.date) -> None:
    """End a school's priority; `on` is its last day. Raises NotFound."""
    priority = queries.priority_on(urn, on)
    if priority is None:
        raise NotFound("This is not a priority school on that day.")
    priority.valid_until = on
    _record(actor, urn, {"priority_until": on})


def _links_on(urn: int, on: dt.date) -> dict[uuid.UUID, OfficerSchool]:
    """The rows of the officers named for a school on a day, by person."""
    links = sa.select(OfficerSchool).where(OfficerSchool.urn == urn, valid_on(OfficerSchool, on))
    return {link.person_id: link for link in db.session.scalars(links)}


def _change_lead(
    link: OfficerSchool | None, person_id: uuid.UUID, urn: int, on: dt.date, lead: bool
) -> OfficerSchool:
    """Change a row in place if it began this day; else end it the day before, for a new one."""
    if link is not None and link.valid_from == on:
        link.lead = lead
        return link
    if link is not None:
        link.valid_until = on - ONE_DAY
    link = OfficerSchool(person_id=person_id, urn=urn, lead=lead, valid_from=on)
    db.session.add(link)
    return link


def _record(
    actor: Actor, urn: int, detail: dict[str, object], tag: Tag = Tag.SCHOOL_CHANGED
) -> None:
    db.session.flush()
    record(actor, tag, "school", urn, detail=detail)
