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
    school = queries.school(urn)
    if school is None:
        raise NotFound(f"There is no school with the URN {urn} in the register.")
    return school


def assign_school(
    actor: Actor,
    person_id: uuid.UUID,
    urn: int,
    valid_from: dt.date,
    lead: bool = False,
) -> OfficerSchool:
    """Name an officer for a school from a day on; an assignment that holds already stays.

    A school has one lead: a new one makes the old one an ordinary officer of it from the same day.
    Raises NotFound for the school and Conflict for one that is closed on that day.
    """
    school = the_school(urn)
    if not queries.is_offered(school, valid_from):
        raise Conflict(f"{school.name} is not open on {valid_from:%d/%m/%Y}.")
    current = _link_on(person_id, urn, valid_from)
    if current is not None and current.lead == lead:
        return current
    if lead:
        _step_down(urn, valid_from, but=person_id)
    link = _change_from(current, valid_from, lead) if current else None
    if link is None:
        link = OfficerSchool(person_id=person_id, urn=urn, lead=lead, valid_from=valid_from)
        db.session.add(link)
    db.session.flush()
    record(
        actor,
        Tag.SCHOOL_ASSIGNED,
        "school",
        urn,
        detail={"person": person_id, "lead": lead, "from": valid_from},
    )
    return link


def unassign_school(actor: Actor, person_id: uuid.UUID, urn: int, on: dt.date) -> None:
    """End an officer's assignment to a school; `on` is its last day. Raises NotFound."""
    current = _link_on(person_id, urn, on)
    if current is None:
        raise NotFound("The officer is not named for this school on that day.")
    current.valid_until = on
    db.session.flush()
    record(actor, Tag.SCHOOL_UNASSIGNED, "school", urn, detail={"person": person_id, "until": on})


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
    current = queries.agreement_on(urn, signed_on)
    if current is not None and current.signed_on < signed_on:
        current.ended_on = signed_on - ONE_DAY
    agreement = current if current is not None and current.signed_on == signed_on else None
    if agreement is None:
        agreement = SchoolAgreement(urn=urn, signed_on=signed_on)
        db.session.add(agreement)
    agreement.review_on = review_on
    agreement.contact_officer_id = contact_officer_id
    db.session.flush()
    record(actor, Tag.SCHOOL_CHANGED, "school", urn, detail={"agreement_signed_on": signed_on})
    return agreement


def end_agreement(actor: Actor, urn: int, on: dt.date) -> None:
    """End the agreement in force; `on` is its last day. Raises NotFound."""
    current = queries.agreement_on(urn, on)
    if current is None:
        raise NotFound("This school has no agreement on that day.")
    current.ended_on = on
    db.session.flush()
    record(actor, Tag.SCHOOL_CHANGED, "school", urn, detail={"agreement_ended_on": on})


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
    db.session.flush()
    record(actor, Tag.SCHOOL_CHANGED, "school", urn, detail={"priority_from": valid_from})
    return priority


def end_priority(actor: Actor, urn: int, on: dt.date) -> None:
    """End a school's priority; `on` is its last day. Raises NotFound."""
    priority = queries.priority_on(urn, on)
    if priority is None:
        raise NotFound("This is not a priority school on that day.")
    priority.valid_until = on
    db.session.flush()
    record(actor, Tag.SCHOOL_CHANGED, "school", urn, detail={"priority_until": on})


def _link_on(person_id: uuid.UUID, urn: int, on: dt.date) -> OfficerSchool | None:
    return db.session.scalar(
        sa.select(OfficerSchool).where(
            OfficerSchool.person_id == person_id,
            OfficerSchool.urn == urn,
            valid_on(OfficerSchool.valid_from, OfficerSchool.valid_until, on),
        )
    )


def _step_down(urn: int, on: dt.date, but: uuid.UUID) -> None:
    """Whoever leads the school on a day stays named for it, no longer as the lead."""
    leads = db.session.scalars(
        sa.select(OfficerSchool).where(
            OfficerSchool.urn == urn,
            OfficerSchool.lead,
            OfficerSchool.person_id != but,
            valid_on(OfficerSchool.valid_from, OfficerSchool.valid_until, on),
        )
    )
    for link in list(leads):
        if _change_from(link, on, lead=False) is None:
            db.session.add(
                OfficerSchool(person_id=link.person_id, urn=urn, lead=False, valid_from=on)
            )


def _change_from(link: OfficerSchool, on: dt.date, lead: bool) -> OfficerSchool | None:
    """Change a link in place if it began this day; else end it the day before, for a new one."""
    if link.valid_from == on:
        link.lead = lead
        return link
    link.valid_until = on - ONE_DAY
    return None
