"""Invented schools, their agreements, their priority and their named officers.

Names are made of two old words; URNs begin at 900001, where the real register has none.
"""

import datetime as dt
from dataclasses import dataclass
from itertools import product
from typing import Any

from sso_log.audit.tags import Tag
from sso_log.demo.chance import happens, id_at, pick
from sso_log.demo.people import Crew, Member, record_founding
from sso_log.demo.scale import FIRST_URN, Scale, share
from sso_log.entries.bulk import Batch
from sso_log.reference.models import OfficerSchool, PrioritySchool, School, SchoolAgreement
from sso_log.reference.queries.schools import search_text

SOURCE = "Demo force: invented"
FIRST_WORDS = (
    "Alder", "Bracken", "Bramble", "Burdock", "Campion", "Catkin", "Clover", "Cobnut", "Cowslip",
    "Damson", "Dogwood", "Fennel", "Foxglove", "Gorse", "Hawkbit", "Hornbeam", "Juniper",
    "Larkspur", "Lovage", "Mallow", "Medlar", "Meadowsweet", "Osier", "Quince", "Sallow", "Sorrel",
    "Spindle", "Tansy", "Teasel", "Thistle", "Yarrow", "Whitebeam", "Comfrey", "Bryony",
)  # fmt: skip
LAST_WORDS = (
    "Mead", "Reach", "Combe", "Wharf", "Cross", "Moor", "Garth", "Holt", "Mere", "Quay", "Rise",
    "Weir", "Fold", "Staithe", "Spinney", "Furlong", "Hythe", "Croft", "Beck", "Haven", "Wold",
    "Orchard", "Landing", "Warren", "Copse", "Dene", "Ferry", "Lock", "Brow", "Hatch", "Strand",
    "Knoll",
)  # fmt: skip
KINDS = {"secondary": 64.0, "primary": 27.0, "all_through": 4.0, "special": 5.0}
TYPES = {
    "secondary": ("Academy converter", "Community school", "Foundation school", "Free schools"),
    "primary": ("Community school", "Academy converter", "Voluntary aided school"),
    "all_through": ("Academy converter", "Academy sponsor led"),
    "special": ("Community special school", "Academy special converter"),
    "pru_ap": ("Pupil referral unit", "Academy alternative provision converter"),
}
PUPILS = {
    "secondary": (620, 1600),
    "primary": (180, 640),
    "all_through": (900, 1900),
    "special": (60, 220),
    "pru_ap": (25, 130),
}
ENDINGS = {
    "secondary": ("School", "Academy", "High School"),
    "primary": ("Primary School",),
    "all_through": ("School",),
    "special": ("School",),
    "pru_ap": ("Centre",),
}


PRIORITY_SHARE = {"secondary": 0.16, "pru_ap": 0.25}
OTHER_PRIORITY_SHARE = 0.02


@dataclass(frozen=True, slots=True)
class Place:
    """A school as an officer's week needs it."""

    urn: int
    kind: str
    pupils: int

    @property
    def is_primary(self) -> bool:
        """Whether its pupils are of primary age."""
        return self.kind == "primary"


def names(scale: Scale, count: int) -> list[str]:
    """So many names of two words, none twice."""
    pairs = [f"{first} {last}" for first, last in product(FIRST_WORDS, LAST_WORDS)]
    scale.chance("school names").shuffle(pairs)
    return pairs[:count]


def open_schools(scale: Scale, batch: Batch, crews: list[Crew]) -> None:
    """Make every school, name its officers, sign the agreements, set the priorities."""
    chance = scale.chance("schools")
    pairs = names(scale, scale.schools)
    counts = share(scale.schools, len(crews))
    units = share(scale.pupil_referral_units, len(crews))
    signed = set(chance.sample(range(scale.schools), scale.agreements))
    position = 0
    for crew, count, referral in zip(crews, counts, units, strict=True):
        for number in range(count):
            kind = "pru_ap" if number < referral else pick(chance, KINDS)
            place = Place(FIRST_URN + position, kind, chance.randint(*PUPILS[kind]))
            name = f"{pairs[position]} {chance.choice(ENDINGS[kind])}"
            batch.add(School, _school(crew, place, name, chance.choice(TYPES[kind])))
            _priority(scale, batch, place)
            _officers(scale, batch, crew, place, number)
            if position in signed:
                _agreement(scale, batch, crew, place, number)
            position += 1


def _priority(scale: Scale, batch: Batch, place: Place) -> None:
    """Make it a priority school when chance says so."""
    chance = scale.chance("priority", place.urn)
    if not happens(chance, PRIORITY_SHARE.get(place.kind, OTHER_PRIORITY_SHARE)):
        return
    since = scale.first_on - dt.timedelta(days=chance.randint(10, 600))
    period = {"urn": place.urn, "valid_from": since, "valid_until": None}
    batch.add(PrioritySchool, {"id": id_at(chance, scale.founded_at), **period})
    _record(scale, batch, Tag.SCHOOL_CHANGED, place, priority_from=since.isoformat())


def _school(crew: Crew, place: Place, name: str, type_name: str) -> dict[str, Any]:
    setting = place.kind if place.kind in ("special", "pru_ap") else "mainstream"
    return dict.fromkeys(School.__table__.c.keys()) | {
        "urn": place.urn,
        "name": name,
        "search_text": search_text(place.urn, name),
        "status": "open",
        "phase": place.kind if setting == "mainstream" else "not_applicable",
        "setting": setting,
        "establishment_type": type_name,
        "gender": "Mixed",
        "local_authority_name": crew.borough.name,
        "gss_code": crew.borough.gss_code,
        "borough_id": crew.borough.id,
        "pupils": place.pupils,
        "source": SOURCE,
    }


def _officers(scale: Scale, batch: Batch, crew: Crew, place: Place, number: int) -> None:
    """The lead, and at a tenth of the schools a second officer."""
    chance = scale.chance("officers", place.urn)
    lead = crew.officers[number % len(crew.officers)]
    _link(scale, batch, place, lead, lead_officer=True)
    if len(crew.officers) > 1 and happens(chance, 0.1):
        second = crew.officers[(number + 1) % len(crew.officers)]
        _link(scale, batch, place, second, lead_officer=False)


def _link(scale: Scale, batch: Batch, place: Place, officer: Member, *, lead_officer: bool) -> None:
    chance = scale.chance("link", place.urn, officer.username)
    since = scale.first_on - dt.timedelta(days=chance.randint(1, 25))
    link = {
        "id": id_at(chance, scale.founded_at),
        "person_id": officer.id,
        "urn": place.urn,
        "lead": lead_officer,
        "valid_from": since,
        "valid_until": None,
    }
    batch.add(OfficerSchool, link)
    officer.schools.append(place)
    detail = {"person": str(officer.id), "lead": lead_officer, "from": since.isoformat()}
    _record(scale, batch, Tag.SCHOOL_ASSIGNED, place, **detail)


def _agreement(scale: Scale, batch: Batch, crew: Crew, place: Place, number: int) -> None:
    chance = scale.chance("agreement", place.urn)
    signed_on = scale.first_on - dt.timedelta(days=chance.randint(5, 900))
    agreement = {
        "id": id_at(chance, scale.founded_at),
        "urn": place.urn,
        "signed_on": signed_on,
        "review_on": signed_on + dt.timedelta(days=365 * chance.randint(1, 3)),
        "ended_on": None,
        "contact_officer_id": crew.officers[number % len(crew.officers)].id,
    }
    batch.add(SchoolAgreement, agreement)
    _record(scale, batch, Tag.SCHOOL_CHANGED, place, agreement_signed_on=signed_on.isoformat())


def _record(scale: Scale, batch: Batch, tag: Tag, place: Place, **detail: Any) -> None:
    record_founding(scale, batch, tag, ("school", place.urn), **detail)
