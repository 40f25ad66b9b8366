"""Making units and posting people to teams. What a person may do is a grant, made in `admin`."""

import datetime as dt
import re
import uuid
from dataclasses import dataclass
from itertools import pairwise

import sqlalchemy as sa

from sso_log.audit.services import record
from sso_log.audit.tags import Tag
from sso_log.auth.identity import Actor
from sso_log.clock import ONE_DAY, academic_year_start, is_within, today_london
from sso_log.db import db
from sso_log.errors import Conflict, Invalid, NotFound
from sso_log.reference.models import FULL_WEEK_MINUTES, MONDAY_TO_FRIDAY, Posting, Unit, UnitKind
from sso_log.reference.queries import units as queries

UNIT_CODE = re.compile(r"[A-Za-z0-9]+(-[A-Za-z0-9]+)*")
BELOW = dict(pairwise(UnitKind))
LONGEST_CODE, LONGEST_NAME = 60, 120
MINUTES_OF_A_WEEK, EVERY_DAY = 10_080, 0b1111111


@dataclass(frozen=True, slots=True)
class WorkPattern:
    """A normal week: how many minutes, and on which days (bit 0 is Monday)."""

    weekly_minutes: int = FULL_WEEK_MINUTES
    day_mask: int = MONDAY_TO_FRIDAY


def create_unit(
    actor: Actor, code: str, name: str, parent_code: str, valid_from: dt.date | None = None
) -> Unit:
    """Make a unit below another: a team below a borough, a borough below a BCU, a BCU below the
    force. Raises Invalid, NotFound for the parent, Conflict for a code that is taken.
    """
    code, name = code.strip(), " ".join(name.split())
    errors: dict[str, list[str]] = {}
    if len(code) > LONGEST_CODE or UNIT_CODE.fullmatch(code) is None:
        errors["code"] = ["Write the code with letters, digits and single hyphens, up to 60."]
    if not name or len(name) > LONGEST_NAME:
        errors["name"] = ["Give the unit a name of up to 120 characters."]
    if errors:
        raise Invalid(errors, " ".join(sentence for (sentence,) in errors.values()))
    parent = queries.the_unit(parent_code)
    kind = BELOW.get(UnitKind(parent.kind))
    if kind is None:
        sentence = "A team cannot have units below it."
        raise Invalid({"parent": [sentence]}, sentence)
    if queries.unit_by_code(code) is not None:
        raise Conflict(f"There already is a unit with the code “{code}”.")
    first_on = valid_from or academic_year_start(today_london())
    unit = Unit(code=code, name=name, kind=kind, parent_id=parent.id, valid_from=first_on)
    db.session.add(unit)
    db.session.flush()
    record(actor, Tag.UNIT_CREATED, "unit", unit.id, detail={"code": code, "parent": parent.code})
    return unit


def end_unit(actor: Actor, code: str, on: dt.date) -> Unit:
    """Say that a unit's last day is `on`. NotFound, Invalid, Conflict if it has people."""
    unit = queries.the_unit(code)
    if on < unit.valid_from:
        raise Invalid({"on": ["A unit cannot end before it began."]})
    has_people = sa.exists().where(
        Posting.unit_id == unit.id, sa.or_(Posting.valid_until.is_(None), Posting.valid_until > on)
    )
    if db.session.scalar(sa.select(has_people)):
        raise Conflict("Somebody is posted to this unit after that day: move them first.")
    unit.valid_until = on
    db.session.flush()
    record(actor, Tag.UNIT_ENDED, "unit", unit.id, detail={"code": code, "ended_on": on})
    return unit


def set_posting(
    actor: Actor,
    person_id: uuid.UUID,
    unit_id: uuid.UUID,
    role_title: str,
    valid_from: dt.date,
    valid_until: dt.date | None = None,
    shoulder_number: str | None = None,
    pattern: WorkPattern = WorkPattern(),
) -> Posting:
    """Post a person to a unit from a day on, ending the posting before it the day before.

    Raises NotFound for the unit, Invalid for days out of order or an odd week, and Conflict if a
    later posting already exists.
    """
    if db.session.get(Unit, unit_id) is None:
        raise NotFound("There is no such unit.")
    _check_posting(role_title, valid_from, valid_until, pattern)
    _make_room(person_id, valid_from, valid_until)
    posting = Posting(
        person_id=person_id,
        unit_id=unit_id,
        role_title=" ".join(role_title.split()),
        shoulder_number=shoulder_number or None,
        valid_from=valid_from,
        valid_until=valid_until,
        weekly_minutes=pattern.weekly_minutes,
        day_mask=pattern.day_mask,
    )
    db.session.add(posting)
    return _recorded(actor, posting)


def end_posting(actor: Actor, person_id: uuid.UUID, on: dt.date) -> Posting:
    """End the posting a person holds on `on`, which is its last day. Raises NotFound."""
    posting = queries.posting_on(person_id, on)
    if posting is None:
        raise NotFound("There is no posting on that day.")
    posting.valid_until = on
    return _recorded(actor, posting)


def _recorded(actor: Actor, posting: Posting) -> Posting:
    db.session.flush()
    detail = {"from": posting.valid_from, "until": posting.valid_until}
    person_id, unit_id = posting.person_id, posting.unit_id
    record(actor, Tag.POSTING_SET, "person", person_id, unit_id=unit_id, detail=detail)
    return posting


def _check_posting(
    role_title: str, valid_from: dt.date, valid_until: dt.date | None, pattern: WorkPattern
) -> None:
    errors: dict[str, list[str]] = {}
    if not role_title.strip() or len(role_title) > LONGEST_NAME:
        errors["role_title"] = ["Give the role a title of up to 120 characters."]
    if valid_until is not None and valid_until < valid_from:
        errors["valid_until"] = ["The posting ends before it begins."]
    if not 0 <= pattern.weekly_minutes <= MINUTES_OF_A_WEEK:
        errors["weekly_minutes"] = ["A week has between 0 and 10,080 minutes."]
    if not 0 <= pattern.day_mask <= EVERY_DAY:
        errors["day_mask"] = ["Choose days from Monday to Sunday."]
    if errors:
        raise Invalid(errors)


def _make_room(person_id: uuid.UUID, valid_from: dt.date, valid_until: dt.date | None) -> None:
    for posting in queries.postings_of(person_id):
        over = not is_within(valid_from, None, posting.valid_until)
        if over or not is_within(posting.valid_from, None, valid_until):
            continue
        if posting.valid_from >= valid_from:
            raise Conflict(
                f"This person already has a posting from {posting.valid_from:%d/%m/%Y}: "
                "end the new one before it."
            )
        posting.valid_until = valid_from - ONE_DAY
    db.session.flush()
