"""Invented people: officers, their sergeants and inspectors, and those at the centre.

Surnames are made of the names of plants and old words for places. One person in each role signs
in with the demo password; nobody else can, because their hash is of a secret that was never kept.
"""

import datetime as dt
import uuid
from dataclasses import dataclass, field
from typing import Any

from sso_log.admin.services.people import POSTED
from sso_log.audit.services import Happening
from sso_log.audit.tags import Tag
from sso_log.auth.identity import SYSTEM, Role
from sso_log.auth.models import Person, RoleGrant
from sso_log.demo.chance import id_at, pick
from sso_log.demo.scale import Scale, share
from sso_log.entries.bulk import Batch
from sso_log.reference.models import FULL_WEEK_MINUTES, Posting, Unit
from sso_log.reference.queries.units import UnitPath
from sso_log.words import word

FIRST_NAMES = (
    "Ada", "Adil", "Aisha", "Alex", "Amara", "Amir", "Anika", "Anton", "Bea", "Ben", "Callum",
    "Carys", "Chidi", "Clara", "Daniel", "Dara", "Deniz", "Devi", "Edie", "Elif", "Emeka", "Erin",
    "Esme", "Farah", "Femi", "Finn", "Gita", "Grace", "Hana", "Harri", "Hugo", "Ines", "Isla",
    "Ivo", "Jamal", "Jodie", "Jonah", "Kai", "Karim", "Keisha", "Kofi", "Lara", "Layla", "Leo",
    "Lina", "Luca", "Maeve", "Malik", "Marek", "Maya", "Mei", "Milo", "Mina", "Nadia", "Naveed",
    "Nia", "Noor", "Ola", "Omar", "Orla", "Osman", "Petra", "Priya", "Quinn", "Rafi", "Rhys",
    "Rosa", "Ruth", "Sami", "Sanjay", "Sara", "Selma", "Sian", "Tariq", "Tessa", "Theo", "Tomas",
    "Uma", "Vera", "Wren", "Yara", "Yusuf", "Zadie", "Zane",
)  # fmt: skip
STEMS = (
    "Alder", "Bracken", "Bramble", "Burdock", "Campion", "Clover", "Cobnut", "Damson", "Fennel",
    "Foxglove", "Gorse", "Hawkbit", "Hornbeam", "Juniper", "Larkspur", "Linden", "Lovage", "Mallow",
    "Medlar", "Osier", "Quince", "Sallow", "Sorrel", "Tansy", "Teasel", "Thistle", "Yarrow",
    "Sedge", "Comfrey", "Bryony",
)  # fmt: skip
ENDS = ("wick", "combe", "stead", "mere", "thwaite", "dale", "garth", "holt", "worth", "by")
SIGN_INS = ("officer", "sergeant", "inspector", "analyst", "auditor", "board", "admin")
PATTERNS = {FULL_WEEK_MINUTES: 0.9, 1_920: 0.06, 1_440: 0.04}
DAYS_OF = {FULL_WEEK_MINUTES: 0b0011111, 1_920: 0b0001111, 1_440: 0b0000111}


@dataclass(slots=True)
class Member:
    """Somebody of the force; `decider_id` is whoever decides about what they log."""

    id: uuid.UUID
    username: str
    role: Role
    path: UnitPath
    decider_id: uuid.UUID
    weekly_minutes: int = FULL_WEEK_MINUTES
    schools: list[Any] = field(default_factory=list)


@dataclass(slots=True)
class Crew:
    """One borough: its unit, its sergeant and its officers."""

    borough: Unit
    path: UnitPath
    sergeant: Member
    officers: list[Member]
    shown: bool = False

    @property
    def writers(self) -> list[Member]:
        """Everybody who logs entries."""
        return [*self.officers, self.sergeant]


def record_founding(
    scale: Scale,
    batch: Batch,
    tag: Tag,
    subject: tuple[str, object],
    unit_id: uuid.UUID | None = None,
    **detail: Any,
) -> None:
    """Have the audit trail say what was entered when the force was founded."""
    kind, key = subject
    batch.add_event(
        Happening(SYSTEM.id, tag, kind, str(key), scale.founded_at, unit_id, detail=detail)
    )


class Recruiting:
    """Makes people one after another, and gathers their rows."""

    def __init__(self, scale: Scale, hashes: dict[str, str], batch: Batch) -> None:
        self.scale, self.hashes, self.batch = scale, hashes, batch
        self.chance = scale.chance("people")
        self.taken: set[str] = set()
        self.number = 0

    def make(
        self, role: Role, unit_id: uuid.UUID, path: UnitPath, decider: Member | None = None
    ) -> Member:
        """One person with a grant, and for officers and sergeants a posting."""
        chance, founded_at = self.chance, self.scale.founded_at
        self.number += 1
        name, username = self._name()
        if role.value not in self.taken:
            username = role.value
        self.taken.add(username)
        person_id = id_at(chance, founded_at)
        member = Member(person_id, username, role, path, decider.id if decider else person_id)
        if role in POSTED and username not in SIGN_INS:
            member.weekly_minutes = pick(chance, PATTERNS)
        person = {
            "id": person_id,
            "username": username,
            "name": name,
            "warrant_number": f"D9{self.number:05d}",
            "password_hash": self.hashes.get(username, self.hashes["nobody"]),
            "password_changed_at_utc": founded_at,
            "disabled_at_utc": None,
            "created_at_utc": founded_at,
        }
        self.batch.add(Person, person)
        self._record(Tag.PERSON_CREATED, person_id, None)
        self._grant(member, unit_id)
        return member

    def _name(self) -> tuple[str, str]:
        chance = self.chance
        first = chance.choice(FIRST_NAMES)
        last = chance.choice(STEMS) + chance.choice(ENDS)
        plain = username = f"{first}.{last}".lower()
        number = 1
        while username in self.taken:
            number += 1
            username = f"{plain}{number}"
        return f"{first} {last}", username

    def _grant(self, member: Member, unit_id: uuid.UUID) -> None:
        since = self.scale.first_on - dt.timedelta(days=self.chance.randint(30, 2500))
        period = {
            "person_id": member.id, "unit_id": unit_id, "valid_from": since, "valid_until": None,
        }  # fmt: skip
        grant = {
            "id": id_at(self.chance, self.scale.founded_at),
            "role": member.role.value,
            "cover": False,
            "granted_by_id": None,
            "revoked_at_utc": None,
        }
        self.batch.add(RoleGrant, period | grant)
        self._record(Tag.GRANT_GIVEN, member.id, unit_id, role=member.role.value)
        if member.role not in POSTED:
            return
        posting = {
            "id": id_at(self.chance, self.scale.founded_at),
            "role_title": word("role", member.role, "title"),
            "shoulder_number": f"{self.number:04d}X",
            "weekly_minutes": member.weekly_minutes,
            "day_mask": DAYS_OF[member.weekly_minutes],
        }
        self.batch.add(Posting, period | posting)
        self._record(Tag.POSTING_SET, member.id, unit_id)

    def _record(
        self, tag: Tag, person_id: uuid.UUID, unit_id: uuid.UUID | None, **detail: Any
    ) -> None:
        record_founding(self.scale, self.batch, tag, ("person", person_id), unit_id, **detail)


def boroughs_of(units: list[Unit], scale: Scale) -> list[Unit]:
    """The boroughs of the demo: all, or evenly chosen ones when it is smaller."""
    step = len(units) / scale.boroughs
    return [units[int(number * step)] for number in range(scale.boroughs)]


def recruit(
    scale: Scale,
    hashes: dict[str, str],
    batch: Batch,
    boroughs: list[Unit],
    teams: dict[uuid.UUID, Unit],
    paths: dict[uuid.UUID, UnitPath],
) -> list[Crew]:
    """Everybody, borough by borough, and then the centre; returns those who log entries."""
    recruiting = Recruiting(scale, hashes, batch)
    inspectors = _inspectors(recruiting, boroughs, paths)
    crews: list[Crew] = []
    for borough, count in zip(boroughs, share(scale.officers, len(boroughs)), strict=True):
        team = teams[borough.id]
        path = paths[team.id]
        sergeant = recruiting.make(Role.SERGEANT, team.id, path, inspectors[path.bcu_id])
        officers = [recruiting.make(Role.OFFICER, team.id, path, sergeant) for _ in range(count)]
        crews.append(Crew(borough, path, sergeant, officers, shown=not crews))
    _centre(recruiting, scale, paths[boroughs[0].id])
    return crews


def _inspectors(
    recruiting: Recruiting, boroughs: list[Unit], paths: dict[uuid.UUID, UnitPath]
) -> dict[uuid.UUID | None, Member]:
    """One inspector for each BCU; the first is that of the first borough, who signs in."""
    inspectors: dict[uuid.UUID | None, Member] = {}
    for borough in boroughs:
        path = paths[borough.id]
        if path.bcu_id is not None and path.bcu_id not in inspectors:
            place = UnitPath(bcu_id=path.bcu_id, force_id=path.force_id)
            inspectors[path.bcu_id] = recruiting.make(Role.INSPECTOR, path.bcu_id, place)
    return inspectors


def _centre(recruiting: Recruiting, scale: Scale, path: UnitPath) -> None:
    counts = {
        Role.ANALYST: scale.analysts,
        Role.AUDITOR: scale.auditors,
        Role.BOARD: scale.board,
        Role.ADMIN: scale.admins,
    }
    if path.force_id is None:
        raise LookupError("The borough is in no force.")
    for role, count in counts.items():
        for _ in range(count):
            recruiting.make(role, path.force_id, UnitPath(force_id=path.force_id))
