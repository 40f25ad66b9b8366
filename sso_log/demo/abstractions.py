"""Raw answers of invented abstractions, in the shapes of the JSON contract. Pure."""

import datetime as dt
import random
from typing import Any

from sso_log.clock import ONE_DAY, from_london
from sso_log.demo.chance import happens, pick
from sso_log.demo.schools import Place
from sso_log.reference.calendar import SATURDAY

Raw = dict[str, Any]
NARROW = {
    "aid_central": 40.0, "aid_local": 22.0, "staffing_up": 21.0, "custody": 6.0, "cad": 4.0,
    "critical_incident": 5.0, "other": 2.0,
}  # fmt: skip
WIDE = {"court": 4.0, "training": 6.0}
NOTICE = {
    "aid_central": {"48h_or_more": 6.0, "under_48h": 3.0, "same_day": 1.0},
    "court": {"48h_or_more": 9.0, "under_48h": 1.0},
    "training": {"48h_or_more": 9.0, "under_48h": 1.0},
    "critical_incident": {"same_day": 9.0, "under_48h": 1.0},
}
USUAL_NOTICE = {"48h_or_more": 2.0, "under_48h": 4.0, "same_day": 4.0}
AUTHORISED = (
    "Duty inspector, BCU operations", "Duty sergeant, response", "Chief inspector, BCU",
    "Events planning, central", "Duty officer, resourcing",
)  # fmt: skip
DESTINATIONS = {
    "aid_central": ("Central London event", "Public order, central", "Carnival policing"),
    "aid_local": ("Town centre patrol", "Local football match", "Ward team"),
    "cad": ("BCU operations room",),
    "court": ("Crown court", "Youth court", "Magistrates’ court"),
    "custody": ("Custody suite of the BCU",),
    "staffing_up": ("Response team, late turn", "Response team, early turn"),
    "critical_incident": ("Scene cordon in the BCU",),
    "training": ("Officer safety training", "First aid refresher", "Driving course"),
    "other": ("BCU operations",),
}
HOURS = {
    "aid_central": (8, 9, 10, 12), "court": (4, 6, 8), "training": (7, 8, 8),
    "critical_incident": (5, 8, 11), "cad": (6, 8),
}  # fmt: skip
STARTS = {
    "aid_central": (7, 8, 10, 12, 14), "court": (8, 9), "training": (8, 9),
    "critical_incident": (9, 13, 15), "staffing_up": (7, 10, 14, 20),
}  # fmt: skip


def abstraction(
    chance: random.Random, places: list[Place], day: dt.date, *, school_day: bool, narrow: bool
) -> tuple[dt.datetime, Raw]:
    """One abstraction that begins on a day: its end, and its answers."""
    kind = pick(chance, NARROW if narrow else WIDE)
    start = from_london(day, dt.time(chance.choice(STARTS.get(kind, (8, 9, 12))), 0))
    minutes = chance.choice(HOURS.get(kind, (7, 8, 9))) * 60 + chance.choice((0, 0, 15, 30))
    if narrow and happens(chance, 0.012):
        minutes += 11 * 60  # held over into the next day
    end = start + dt.timedelta(minutes=minutes)
    raw: Raw = {
        "abstraction_type": kind,
        "started_at": start.isoformat(),
        "ended_at": end.isoformat(),
        "notice": pick(chance, NOTICE.get(kind, USUAL_NOTICE)),
        "authorised_by": chance.choice(AUTHORISED),
        "destination": chance.choice(DESTINATIONS[kind]),
        "schools_affected": _schools(chance, places, day) if school_day else [],
    }
    if happens(chance, 0.3):
        raw |= {"hierarchy_rank": str(chance.randint(1, 6)), "policy_version": "2025-1"}
    return end, raw


def amend(raw: Raw, chance: random.Random) -> Raw:
    """The same abstraction as its officer corrects it after a return."""
    other = {"48h_or_more": "under_48h", "under_48h": "same_day", "same_day": "under_48h"}
    return raw | {"notice": other[raw["notice"]], "authorised_by": chance.choice(AUTHORISED)}


def _schools(chance: random.Random, places: list[Place], day: dt.date) -> list[Raw]:
    if not places or happens(chance, 0.12):
        return []
    chosen = chance.sample(places, k=min(len(places), chance.choice((1, 2, 2, 3))))
    return [_school(chance, place, day) for place in chosen]


def _school(chance: random.Random, place: Place, day: dt.date) -> Raw:
    lost = pick(chance, {0: 0.25, 1: 0.55, 2: 0.2})
    raw: Raw = {
        "school": str(place.urn),
        "told": "yes" if happens(chance, 0.72) else "no",
        "cover": pick(chance, {"none": 62.0, "other_sso": 19.0, "snt": 12.0, "sergeant": 7.0}),
        "visits_lost": lost,
    }
    if lost and happens(chance, 0.55):
        later = day + ONE_DAY * chance.randint(1, 14)
        if later.weekday() >= SATURDAY:
            later += ONE_DAY * 2
        raw["rearranged_on"] = later.isoformat()
    return raw
