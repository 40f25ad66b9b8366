"""Complete answers for each kind of entry, written down from the contract and nothing else."""

import datetime as dt
from typing import Any
from zoneinfo import ZoneInfo

LONDON = ZoneInfo("Europe/London")


def instant(day: dt.date, time: str = "10:00") -> str:
    """An instant in London, as ISO 8601 with its offset."""
    return dt.datetime.combine(day, dt.time.fromisoformat(time), LONDON).isoformat()


def engagement(day: dt.date, **changes: Any) -> dict[str, Any]:
    """A visit at a school, without anything remarkable."""
    return {
        "capacity": "sso_duty", "school": "900001", "engagement_type": "drop_in",
        "topics": ["knife_crime"], "ssp_aims": ["trust"], "started_at": instant(day),
        "duration_minutes": 45, "year_groups": ["9"], "pupils": 12, "staff": 1,
        "parents_carers": 0, "requested_by": "school", "discipline_request": "no",
        "powers": [], "place": "on_site",
    } | changes  # fmt: skip


def power(**changes: Any) -> dict[str, Any]:
    """A power used."""
    return {
        "power": "stop_search", "legislation": "PACE s1", "place": "School gate",
        "outcome": "Nothing found", "sex": "female", "age": 14, "ethnicity_self_defined": "A1",
        "ethnicity_officer_defined": "IC4", "send": "none", "bwv": "yes",
        "bwv_reference": "BWV-1",
    } | changes  # fmt: skip


def diversion(day: dt.date, **changes: Any) -> dict[str, Any]:
    """One child, one matter: a suspect, offered a programme who accepted it."""
    on = day.isoformat()
    return {
        "capacity": "sso_duty", "school": "900001", "matter_on": on, "reported_on": on,
        "matter_type": "assault", "child_role": "suspect", "crime_recorded": "yes",
        "police_reference_type": "cris", "police_reference": "1234567/26",
        "schools_protocol_used": "yes", "gravity_score": "2", "otherwise": "community_resolution",
        "ethnicity_self_defined": "B1", "ethnicity_officer_defined": "IC3", "sex": "male",
        "age": 14, "year_group": "9", "send": "none", "looked_after": "no",
        "contact_child": "made", "contact_child_on": on, "contact_parent_carer": "made",
        "contact_parent_carer_on": on, "contact_victim": "made", "contact_victim_on": on,
        "route": "mentoring", "provider": "Local mentors", "offered_on": on,
        "accepted": "accepted", "mash_referral": "no", "school_sanction": "none",
        "joint_decision_with_yjs": "no",
    } | changes  # fmt: skip


def update(of: str, stage: str, day: dt.date, **changes: Any) -> dict[str, Any]:
    """What became of a diversion."""
    return {
        "capacity": "sso_duty", "diversion": of, "stage": stage, "stage_on": day.isoformat(),
    } | changes  # fmt: skip


def abstraction(start: str, end: str, **changes: Any) -> dict[str, Any]:
    """Taken away for a while, with no school told."""
    return {
        "capacity": "sso_duty", "started_at": start, "ended_at": end,
        "abstraction_type": "aid_central", "notice": "same_day",
        "authorised_by": "Inspector, Central East", "destination": "Public order, Westminster",
        "schools_affected": [
            {"school": "900001", "told": "yes", "cover": "none", "visits_lost": 2}
        ],
    } | changes  # fmt: skip


def form_pairs(fields: dict[str, Any]) -> list[tuple[str, str]]:
    """The same answers as a browser would send them."""
    pairs: list[tuple[str, str]] = []
    for name, value in fields.items():
        if name in ("started_at", "ended_at"):
            pairs += [(f"{name[:-3]}_on", value[:10]), (f"{name[:-3]}_time", value[11:16])]
        elif name in ("powers", "schools_affected"):
            for place, row in enumerate(value):
                pairs += [(f"{name}-{place}-{key}", str(item)) for key, item in row.items()]
        elif isinstance(value, dict):
            pairs += [(f"{name}-{key}", str(item)) for key, item in value.items()]
        elif isinstance(value, list):
            pairs += [(name, str(item)) for item in value]
        elif value is not None:
            pairs.append((name, str(value)))
    return pairs
