"""Raw answers of invented diversion updates: what became of a matter, weeks later. Pure."""

import datetime as dt
import random
from typing import Any

from sso_log.demo.chance import happens, pick
from sso_log.demo.diversions import outcome
from sso_log.demo.words import matter_notes

Raw = dict[str, Any]


def updates(
    chance: random.Random, parent: Raw, entry_id: str, logged_on: dt.date
) -> list[tuple[dt.date, Raw]]:
    """The updates of one diversion, each with its day, in order; often there are none."""
    later: list[tuple[dt.date, Raw]] = []
    on = logged_on + dt.timedelta(days=chance.randint(4, 16))
    if parent.get("accepted") == "no_answer":
        answer = pick(chance, {"accepted": 5.0, "declined": 2.0})
        later.append((on, _raw(entry_id, accepted=answer)))
        if answer == "declined":
            return later
    elif parent.get("accepted") != "accepted":
        return later
    if happens(chance, 0.65):
        on += dt.timedelta(days=chance.randint(1, 9))
        later.append((on, _raw(entry_id, stage="started", stage_on=on.isoformat())))
        if happens(chance, 0.75):
            on += dt.timedelta(days=chance.randint(14, 55))
            later.append((on, _ending(chance, parent, entry_id, on)))
    return later


def _raw(entry_id: str, **answers: Any) -> Raw:
    return {"diversion": entry_id, "capacity": "sso_duty", **answers}


def _ending(chance: random.Random, parent: Raw, entry_id: str, on: dt.date) -> Raw:
    deferred = parent.get("police_outcome") == "23"
    good, bad = ("complied", "breached") if deferred else ("completed", "did_not_complete")
    stage = pick(chance, {good: 0.8, bad: 0.2})
    raw = _raw(entry_id, stage=stage, stage_on=on.isoformat(), concluded_on=on.isoformat())
    raw["feedback_received"] = "yes" if happens(chance, 0.62) else "no"
    if stage == "did_not_complete":
        raw["stage_reason"] = pick(
            chance, {"disengaged": 6.0, "moved_away": 1.0, "further_matter": 2.0}
        )
    if parent.get("child_role") == "suspect" and not parent.get("police_outcome"):
        decided = outcome(chance, parent["gravity_score"], on.isoformat())
        raw |= {name: decided[name] for name in ("police_outcome", "police_outcome_on")}
    if happens(chance, 0.3):
        raw |= {"notes": matter_notes(chance), "notes_basis": "fact"}
    return raw


def amend(raw: Raw, chance: random.Random) -> Raw:
    """The same update as its officer corrects it after a return."""
    return raw | {"notes": matter_notes(chance), "notes_basis": "fact"}
