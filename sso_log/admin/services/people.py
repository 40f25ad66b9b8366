"""Making, renaming, disabling and enabling accounts, and setting a forgotten password.

Nobody is ever deleted: what they did stays theirs. Services only flush.
"""

import datetime as dt
import re
import unicodedata
import uuid
from dataclasses import dataclass

import sqlalchemy as sa

from sso_log.admin.services import grants
from sso_log.audit import services as audit
from sso_log.audit.tags import Tag
from sso_log.auth import passwords, sessions
from sso_log.auth.identity import Actor, Role
from sso_log.auth.models import Person
from sso_log.auth.services import clean_username, set_password
from sso_log.clock import academic_year_start, now_utc, today_london
from sso_log.db import db
from sso_log.errors import Conflict, Invalid, NotFound, NotPermitted
from sso_log.reference.models import Posting, UnitKind
from sso_log.reference.queries import units
from sso_log.reference.services.units import set_posting
from sso_log.words import capitalised, word

USERNAME = re.compile(r"[^\W_][\w.@+'-]{0,149}")
WARRANT_NUMBER = re.compile(r"[A-Z0-9][A-Z0-9/-]{0,19}")
LONGEST_NAME = 200
# Who is posted to a team; a new posting gets the title of the role, and may be given another.
POSTED = (Role.OFFICER, Role.SERGEANT)


@dataclass(frozen=True, slots=True)
class NewPerson:
    """What is asked for to make an account. `password_hash` is for bulk loading only."""

    username: str
    name: str
    password: str
    warrant_number: str | None = None
    password_hash: str | None = None


def the_person(username: str) -> Person:
    """The person with this username, disabled or not. Raises NotFound naming it."""
    query = sa.select(Person).where(Person.username == clean_username(username))
    person = db.session.scalars(query).first()
    if person is None:
        raise NotFound(f"There is nobody with the username “{username}”.")
    return person


def person_by_id(person_id: uuid.UUID) -> Person:
    """The person with this key. Raises NotFound."""
    person = db.session.get(Person, person_id)
    if person is None:
        raise NotFound()
    return person


def create_person(actor: Actor, new: NewPerson) -> Person:
    """Make an account without any role. Raises Invalid and Conflict."""
    username, name = clean_username(new.username), clean_name(new.name)
    warrant_number = clean_warrant_number(new.warrant_number)
    _check(new, username, name, warrant_number)
    person = Person(
        username=username,
        name=name,
        warrant_number=warrant_number,
        password_hash=new.password_hash or passwords.hash_password(new.password),
    )
    db.session.add(person)
    db.session.flush()
    audit.record(actor, Tag.PERSON_CREATED, "person", person.id)
    return person


def create_with_role(
    actor: Actor, new: NewPerson, role: Role, unit_code: str, valid_from: dt.date | None = None
) -> Person:
    """Make an account with a role in a unit and, for officers and sergeants, a posting there.

    `valid_from` defaults to the start of this academic year. Raises Invalid, Conflict, NotFound.
    """
    start = valid_from or academic_year_start(today_london())
    unit = units.the_unit(unit_code)
    person = create_person(actor, new)
    grants.give(actor, person, role, unit, start)
    if role in POSTED:
        post(actor, person, unit_code, word("role", role, "title"), start)
    return person


def post(
    actor: Actor,
    person: Person,
    unit_code: str,
    role_title: str,
    valid_from: dt.date,
    shoulder_number: str | None = None,
) -> Posting:
    """Post a person to a team; a borough with a single team stands for that team."""
    unit = units.the_unit(unit_code)
    if unit.kind == UnitKind.BOROUGH:
        teams = units.children_of(unit.id)
        unit = teams[0] if len(teams) == 1 else unit
    if unit.kind != UnitKind.TEAM:
        posted = capitalised(" and ".join(word("role", role, "many") for role in POSTED))
        team = word("unit", UnitKind.TEAM)
        raise Invalid({"unit": [f"{posted} are posted to a {team}; {unit.name} is not one."]})
    return set_posting(
        actor, person.id, unit.id, role_title, valid_from, shoulder_number=shoulder_number
    )


def rename(actor: Actor, person: Person, name: str, warrant_number: str | None) -> None:
    """Correct a name or warrant number. Raises Invalid and Conflict."""
    name, number = clean_name(name), clean_warrant_number(warrant_number)
    errors = _name_errors(name, number)
    if errors:
        raise Invalid(errors)
    _refuse_taken_number(number, person.id)
    changed = [
        field
        for field, before, after in (
            ("name", person.name, name),
            ("warrant_number", person.warrant_number, number),
        )
        if before != after
    ]
    if not changed:
        return
    person.name, person.warrant_number = name, number
    db.session.flush()
    audit.record(actor, Tag.PERSON_CHANGED, "person", person.id, detail={"changed": changed})


def reset_password(actor: Actor, person: Person, password: str) -> None:
    """Set a password for somebody who forgot theirs, and sign them out everywhere."""
    if found := passwords.problems(password, person.username, person.name):
        raise Invalid({"password": found})
    if actor.id == person.id:
        raise NotPermitted("Change your own password on the page for that, with the old one.")
    set_password(person.id, passwords.hash_password(password))
    audit.record(actor, Tag.PASSWORD_RESET, "person", person.id)


def disable(actor: Actor, person: Person) -> None:
    """Stop a person signing in, at once; their history stays. Doing it twice changes nothing."""
    if actor.id == person.id:
        raise NotPermitted("You cannot disable your own account: ask another administrator.")
    if person.disabled_at_utc is not None:
        return
    person.disabled_at_utc = now_utc()
    sessions.end_all(person.id)
    db.session.flush()
    audit.record(actor, Tag.PERSON_DISABLED, "person", person.id)


def enable(actor: Actor, person: Person) -> None:
    """Let a disabled person sign in again, with the grants they still hold."""
    if person.disabled_at_utc is None:
        return
    person.disabled_at_utc = None
    db.session.flush()
    audit.record(actor, Tag.PERSON_ENABLED, "person", person.id)


def clean_name(raw: str) -> str:
    """A name in composed letters with single spaces."""
    return " ".join(unicodedata.normalize("NFC", raw).split())


def clean_warrant_number(raw: str | None) -> str | None:
    """A warrant number in capitals without spaces, or None for none."""
    return "".join((raw or "").split()).upper() or None


def _check(new: NewPerson, username: str, name: str, number: str | None) -> None:
    errors = _name_errors(name, number)
    if USERNAME.fullmatch(username) is None:
        errors["username"] = ["Write the username with letters, digits and . - ' @ + only."]
    found = passwords.problems(new.password, username, name) if not new.password_hash else []
    if found:
        errors["password"] = found
    if errors:
        raise Invalid(errors)
    if db.session.scalar(sa.select(Person.id).where(Person.username == username)) is not None:
        raise Conflict(f"The username “{username}” is taken.")
    _refuse_taken_number(number, None)


def _name_errors(name: str, number: str | None) -> dict[str, list[str]]:
    errors: dict[str, list[str]] = {}
    if not name or len(name) > LONGEST_NAME or not name.isprintable():
        errors["name"] = [f"Enter the person's name, up to {LONGEST_NAME} characters."]
    if number is not None and WARRANT_NUMBER.fullmatch(number) is None:
        errors["warrant_number"] = ["A warrant number has letters and digits only, up to 20."]
    return errors


def _refuse_taken_number(number: str | None, but: uuid.UUID | None) -> None:
    if number is None:
        return
    taken = db.session.scalar(sa.select(Person.id).where(Person.warrant_number == number))
    if taken is not None and taken != but:
        raise Conflict(f"The warrant number {number} belongs to somebody else.")
