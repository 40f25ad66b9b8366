"""Raw answers of invented engagements, in the shapes of the JSON contract. Pure."""

import datetime as dt
import random
from typing import Any

from sso_log.demo.chance import happens, pick
from sso_log.demo.children import child
from sso_log.demo.schools import Place
from sso_log.demo.words import notes, session_notes
from sso_log.entries.kinds.engagement import COUNTS

Raw = dict[str, Any]
TYPES = {
    "lesson_workshop": 17.0, "assembly": 9.0, "drop_in": 14.0, "one_to_one": 12.0,
    "restorative_meeting": 3.0, "school_meeting": 16.0, "parent_carer_contact": 5.0,
    "visible_presence": 17.0, "multi_agency_meeting": 3.0, "staff_training": 1.5,
    "webinar_event": 1.0, "site_visit": 1.5, "other": 0.5,
}  # fmt: skip
HOLIDAY_TYPES = {
    "multi_agency_meeting": 4.0, "parent_carer_contact": 3.0, "webinar_event": 2.0,
    "site_visit": 3.0, "school_meeting": 2.0, "one_to_one": 1.0, "other": 0.5,
}  # fmt: skip
OTHERS = ("Careers fair", "Open evening", "Sports day", "Book sale with the cadets")
MINUTES = {
    "lesson_workshop": (45, 60, 60, 90), "assembly": (15, 30, 30, 45), "drop_in": (45, 60, 90, 120),
    "one_to_one": (15, 30, 30, 45), "visible_presence": (30, 30, 45, 60),
    "staff_training": (60, 90, 120), "webinar_event": (45, 60, 90),
}  # fmt: skip
SESSIONS = ("lesson_workshop", "assembly")
USUAL_MINUTES = (30, 45, 60, 60, 90)
TOPICS = {
    "knife_crime": 17.0, "vawg": 9.0, "exploitation_gangs": 11.0, "online_safety": 13.0,
    "drugs_alcohol": 9.0, "robbery_personal_safety": 12.0, "hate_crime": 6.0,
    "rights_and_stop_search": 7.0, "healthy_relationships": 6.0, "asb": 8.0,
    "transport_safety": 6.0, "cadets_careers": 4.0, "other": 2.0,
}  # fmt: skip
PRIMARY_TOPICS = {
    "stranger_safety": 10.0, "online_safety": 9.0, "transport_safety": 6.0, "hate_crime": 4.0,
    "robbery_personal_safety": 5.0, "knife_crime": 3.0, "other": 1.0,
}  # fmt: skip
AIMS = {"trust": 40.0, "safety": 30.0, "disruption": 14.0, "early_intervention": 16.0}
REQUESTED = {"school": 62.0, "police": 26.0, "partner": 7.0, "pupil_family": 5.0}
LEGISLATION = {
    "stop_search": "s.1 PACE 1984",
    "arrest": "s.24 PACE 1984",
    "use_of_force": "s.3 Criminal Law Act 1967",
}
POWER_OUTCOMES = {
    "stop_search": ("Nothing found", "Item found, referred", "No further action"),
    "arrest": ("Taken to custody", "Released to a parent or carer"),
    "use_of_force": ("Separated, no injury", "Handcuffs for a short time, no injury"),
}


def engagement(
    chance: random.Random, place: Place, start: dt.datetime, minutes: int, kind: str
) -> Raw:
    """One engagement at a school."""
    raw: Raw = {
        "capacity": "sso_duty" if happens(chance, 0.965) else "other_duty",
        "school": str(place.urn),
        "started_at": start.isoformat(),
        "duration_minutes": minutes,
        "engagement_type": kind,
        "topics": _several(chance, PRIMARY_TOPICS if place.is_primary else TOPICS),
        "ssp_aims": _several(chance, AIMS),
        "requested_by": pick(chance, REQUESTED),
        "place": _place(chance, kind),
        "powers": [],
        "notes": notes(chance),
    }
    raw["snt_informed"] = pick(chance, {"yes": 5.0, "no": 3.0, "not_needed": 4.0})
    if kind == "other":
        raw["engagement_type_other"] = chance.choice(OTHERS)
    # Asked of sessions only; what is not asked is dropped.
    raw["programme"] = _programme(chance, place) if kind in SESSIONS else "none"
    raw |= _audience(chance, place, kind) | _discipline(chance)
    if happens(chance, 0.005) and not place.is_primary:
        raw["powers"] = [_power(chance)]
    if kind in SESSIONS and happens(chance, 0.14):
        raw["feedback"] = _feedback(chance, raw["pupils"])
    return raw


def kind_on(chance: random.Random, *, school_day: bool) -> tuple[str, int]:
    """A kind of engagement for such a day, and how long it lasts."""
    kind = pick(chance, TYPES if school_day else HOLIDAY_TYPES)
    return kind, chance.choice(MINUTES.get(kind, USUAL_MINUTES))


def amend(raw: Raw, chance: random.Random) -> Raw:
    """The same engagement as its officer corrects it after a return."""
    changed = raw | {"duration_minutes": raw["duration_minutes"] + 15}
    if raw.get("pupils"):
        changed["pupils"] = raw["pupils"] + chance.randint(1, 6)
    return changed | {"notes": f"Counted again. {session_notes(chance)}"}


def _several(chance: random.Random, weights: dict[str, float]) -> list[str]:
    count = pick(chance, {1: 0.6, 2: 0.32, 3: 0.08})
    return list(dict.fromkeys(pick(chance, weights) for _ in range(count)))


def _place(chance: random.Random, kind: str) -> str:
    if kind == "visible_presence":
        return pick(chance, {"school_gate": 5.0, "journey": 3.0, "on_site": 3.0})
    if kind in ("multi_agency_meeting", "parent_carer_contact", "webinar_event"):
        return pick(chance, {"on_site": 3.0, "elsewhere": 2.0})
    return "on_site" if happens(chance, 0.97) else "elsewhere"


def _programme(chance: random.Random, place: Place) -> str:
    if place.is_primary:
        return pick(chance, {"clever_never_goes": 5.0, "safety_first": 3.0, "none": 4.0})
    if place.kind == "pru_ap":
        return pick(chance, {"pru_network_webinar": 4.0, "locally_defined": 2.0, "none": 4.0})
    return pick(chance, {"safety_first": 4.0, "locally_defined": 3.0, "none": 6.0})


def _audience(chance: random.Random, place: Place, kind: str) -> Raw:
    if kind in ("assembly", "lesson_workshop", "webinar_event"):
        size = {"assembly": 180, "lesson_workshop": 28, "webinar_event": 60}[kind]
        pupils = min(place.pupils, max(4, int(size * chance.uniform(0.6, 1.25))))
        if place.kind in ("pru_ap", "special"):
            pupils = chance.randint(4, 14)
        return {
            "pupils": pupils,
            "staff": chance.randint(1, 6),
            "year_groups": _years(chance, place),
        }
    if kind in ("drop_in", "one_to_one", "restorative_meeting"):
        pupils = {"drop_in": chance.randint(3, 25), "one_to_one": 1}.get(kind, chance.randint(2, 4))
        return {"pupils": pupils, "year_groups": _years(chance, place)}
    if kind == "parent_carer_contact":
        return {"parents_carers": chance.randint(1, 3)}
    if kind == "staff_training":
        return {"staff": chance.randint(6, 45)}
    return {COUNTS[1]: chance.randint(1, 4)} if happens(chance, 0.4) else {}


def _years(chance: random.Random, place: Place) -> list[str]:
    low, high = (4, 6) if place.is_primary else (7, 11)
    first = chance.randint(low, high)
    return [str(first)] if happens(chance, 0.8) or first == high else [str(first), str(first + 1)]


def _discipline(chance: random.Random) -> Raw:
    answer = pick(chance, {"no": 97.2, "yes_returned_to_school": 2.1, "yes_intervened": 0.7})
    raw: Raw = {"discipline_request": answer}
    if answer == "yes_intervened":
        raw["discipline_reason"] = pick(
            chance, {"injury_risk": 6.0, "crime_reported": 3.0, "no_staff_available": 1.0}
        )
    return raw


def _power(chance: random.Random) -> Raw:
    power = pick(chance, {"stop_search": 6.0, "arrest": 2.0, "use_of_force": 2.0})
    facts = child(chance, 11, 17)
    row = {
        "power": power,
        "legislation": LEGISLATION[power],
        "place": chance.choice(("Outside the school gate", "Bus stop", "School office", "Park")),
        "outcome": chance.choice(POWER_OUTCOMES[power]),
        "bwv": "yes" if happens(chance, 0.93) else "no",
        **{
            name: facts.get(name)
            for name in (
                "sex", "age", "ethnicity_self_defined", "ethnicity_self_defined_reason",
                "ethnicity_officer_defined", "send",
            )
        },
    }  # fmt: skip
    if row["bwv"] == "yes":
        row["bwv_reference"] = f"BWV-DEMO-{chance.randint(10_000, 99_999)}"
    return row


def _feedback(chance: random.Random, pupils: int) -> Raw:
    responses = max(1, int(pupils * chance.uniform(0.4, 0.95)))
    safer = int(responses * chance.uniform(0.25, 0.55))
    return {
        "stage": "post" if happens(chance, 0.85) else "pre",
        "responses": responses,
        "rated_7_to_10": int(responses * chance.uniform(0.55, 0.9)),
        "aware": int(responses * chance.uniform(0.5, 0.95)),
        "feel_safer": safer,
        "feel_less_safe": int((responses - safer) * chance.uniform(0, 0.09)),
    }
