"""Raw answers of invented diversions, in the shapes of the JSON contract. Pure.

What becomes of a matter follows from its gravity and from chance, never from who the child is.
"""

import datetime as dt
import random
from typing import Any

from sso_log.demo.chance import happens, pick
from sso_log.demo.children import child
from sso_log.demo.schools import Place
from sso_log.demo.words import matter_notes

Raw = dict[str, Any]
MATTERS = {
    "assault": 27.0, "weapon": 10.0, "robbery_theft": 11.0, "drugs": 10.0, "asb": 8.0,
    "sexual_harmful": 5.0, "online_communications": 10.0, "criminal_damage": 5.0, "hate": 4.0,
    "other_crime": 2.0, "non_crime_concern": 8.0,
}  # fmt: skip
PRIMARY_MATTERS = {
    "assault": 5.0,
    "asb": 4.0,
    "online_communications": 3.0,
    "non_crime_concern": 6.0,
}
ROLES = {"suspect": 66.0, "victim": 16.0, "witness": 5.0, "at_risk": 13.0}
GRAVITY = {"1": 24.0, "2": 42.0, "3": 16.0, "4": 6.0, "5": 3.0, "not_scored": 9.0}
OTHERWISE = {
    "1": {"no_action": 6.0, "community_resolution": 3.0, "not_known": 1.0},
    "2": {"no_action": 2.0, "community_resolution": 5.0, "caution": 3.0},
    "3": {"community_resolution": 2.0, "caution": 6.0, "charge": 1.0},
    "4": {"caution": 6.0, "charge": 3.0},
    "5": {"charge": 8.0, "not_known": 2.0},
    "not_scored": {"no_action": 2.0, "not_known": 4.0, "community_resolution": 2.0},
}
OUTCOMES = {
    "1": {"8": 3.0, "20": 3.0, "21": 2.0, "22": 3.0},
    "2": {"8": 4.0, "22": 5.0, "20": 1.5, "21": 1.0, "16": 1.0},
    "3": {"2": 3.0, "22": 5.0, "8": 2.0, "23": 1.0},
    "4": {"2": 4.0, "22": 2.0, "1": 1.0},
    "5": {"1": 5.0, "2": 1.0},
    "not_scored": {"20": 3.0, "21": 1.0, "22": 2.0, "16": 1.0},
}
AS_EXPECTED = {"3": {"2"}, "4": {"2"}, "5": {"1"}}
ROUTES = {
    "restorative_approach": ("The school", 17.0),
    "youth_justice_service": ("Youth justice service", 15.0),
    "turnaround": ("Youth justice service", 11.0),
    "triage": ("Youth justice service", 8.0),
    "mentoring": ("A local mentoring charity", 12.0),
    "lvn_signposting": ("Local Village Network", 6.0),
    "local_programme": ("A boxing and study club", 8.0),
    "early_help": ("Early help, the borough", 9.0),
    "community_resolution": ("Police", 8.0),
    "outcome_22": ("Youth justice service", 9.0),
}
SUPPORT = ("restorative_approach", "mentoring", "lvn_signposting", "early_help", "local_programme")
CRIMES = frozenset(MATTERS) - {"non_crime_concern", "asb"}
RATIONALE = (
    "First matter, remorse shown, and the victim agreed.",
    "Aggravated: a repeat within the term.",
    "Agreed at the joint panel after the school report.",
)


def diversion(chance: random.Random, place: Place, day: dt.date, number: str) -> Raw:
    """One child and one matter, logged on the day on which it was reported.

    `number` stands for the police system's person number.
    """
    matter = pick(chance, PRIMARY_MATTERS if place.is_primary else MATTERS)
    role = "at_risk" if matter == "non_crime_concern" else pick(chance, ROLES)
    recorded = matter in CRIMES and happens(chance, 0.8)
    raw: Raw = {
        "capacity": "sso_duty" if happens(chance, 0.985) else "other_duty",
        "school": str(place.urn),
        "matter_on": (day - dt.timedelta(days=_delay(chance))).isoformat(),
        "reported_on": day.isoformat(),
        "matter_type": matter,
        "child_role": role,
        "crime_recorded": "yes" if recorded else "no",
        "schools_protocol_used": "yes" if happens(chance, 0.4) else "no",
        "mash_referral": "no",
        "school_sanction": pick(
            chance,
            {"none": 34.0, "internal": 24.0, "suspension": 31.0, "permanent_exclusion": 4.0,
             "managed_move": 4.0, "not_known": 3.0},
        ),
        **child(chance, *((8, 11) if place.is_primary else (11, 17))),
    }  # fmt: skip
    if recorded:
        raw["police_reference_type"] = "connect"
        raw["police_reference"] = f"01/99{chance.randint(10_000, 99_999)}/{day:%y}"
    if happens(chance, 0.65):
        raw["child_key"] = number
    if happens(chance, 0.12):
        raw |= {"mash_referral": "yes", "mash_referral_on": day.isoformat()}
    if happens(chance, 0.35):
        raw |= {
            "notes": matter_notes(chance),
            "notes_basis": "fact" if happens(chance, 0.75) else "assessment",
        }
    raw |= _contacts(chance, role, day)
    return raw | _decision(chance, role, day)


def amend(raw: Raw, chance: random.Random) -> Raw:
    """The same diversion as its officer corrects it after a return."""
    added = f"Checked again with the school: {matter_notes(chance)}"
    return raw | {"notes": added, "notes_basis": "fact"}


def _delay(chance: random.Random) -> int:
    return pick(chance, {0: 0.55, 1: 0.2, 2: 0.1, chance.randint(3, 9): 0.15})


def _contacts(chance: random.Random, role: str, day: dt.date) -> Raw:
    raw: Raw = {}
    missed = {"child": 0.12, "parent_carer": 0.07, "victim": 0.05}
    absent = {"child": 0.0, "parent_carer": 0.02, "victim": 0.35 if role == "suspect" else 0.7}
    for party, gap in missed.items():
        name = f"contact_{party}"
        if happens(chance, absent[party]):
            raw[name] = "not_applicable"
        elif happens(chance, gap):
            raw[name] = "not_made"
            raw[f"{name}_reason"] = pick(
                chance, {"not_yet": 5.0, "unable_to_reach": 3.0, "not_appropriate": 1.0}
            )
        else:
            raw |= {name: "made", f"{name}_on": day.isoformat()}
    return raw


def _decision(chance: random.Random, role: str, day: dt.date) -> Raw:
    if role != "suspect":
        return _offer(chance, chance.choice(SUPPORT), day)
    score = pick(chance, GRAVITY)
    raw: Raw = {"gravity_score": score, "otherwise": pick(chance, OTHERWISE[score])}
    if score == "not_scored":
        raw["gravity_reason"] = pick(
            chance, {"awaiting_decision": 4.0, "not_assessed": 2.0, "not_in_matrix": 1.0}
        )
    elif day >= dt.date(2025, 2, 1) + dt.timedelta(days=14):
        raw["gravity_version"] = "npcc_2025_02"
    if score in AS_EXPECTED:
        raw["joint_decision_with_yjs"] = "yes" if happens(chance, 0.82) else "no"
    if happens(chance, 0.6):
        raw |= outcome(chance, score, day.isoformat())
    return raw | _route(chance, raw.get("police_outcome"), day)


def outcome(chance: random.Random, score: str, on: str) -> Raw:
    """A police outcome that fits the score, or departs from it, mostly with a rationale."""
    code = pick(chance, OUTCOMES[score])
    if code == "23" and on < "2026-01-01":
        code = "22"
    raw: Raw = {"police_outcome": code, "police_outcome_on": on}
    if code not in AS_EXPECTED.get(score, {code}) and happens(chance, 0.75):
        raw["gravity_rationale"] = chance.choice(RATIONALE)
    return raw


def _route(chance: random.Random, code: str | None, day: dt.date) -> Raw:
    if code in ("1", "2") or happens(chance, 0.05):
        return _offer(chance, "none_declined", day)
    route = pick(chance, {name: weight for name, (_, weight) in ROUTES.items()})
    return _offer(chance, route, day)


def _offer(chance: random.Random, route: str, day: dt.date) -> Raw:
    """The route; once an offer was made it has a provider, a date and an answer."""
    if route != "none_declined" and happens(chance, 0.1):
        return {"route": route}
    answer = pick(chance, {"accepted": 80.0, "declined": 8.0, "no_answer": 12.0})
    return {
        "route": route,
        "offered_on": day.isoformat(),
        "provider": ROUTES.get(route, ("Youth justice service", 0.0))[0],
        "accepted": "declined" if route == "none_declined" else answer,
    }
