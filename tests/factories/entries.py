"""Answers that make a whole entry of each kind, and entries in every state.

`answers(kind)` gives raw answers in the shapes of the JSON contract; any answer can be replaced,
and None removes it.
"""

import datetime as dt
from collections.abc import Sequence
from typing import Any
from uuid import UUID

from sso_log.auth.identity import Actor
from sso_log.db import writing
from sso_log.entries import services
from sso_log.entries.models import Entry
from sso_log.ids import new_id
from sso_log.workflow.reviewable import Reason
from sso_log.workflow.states import Action
from tests.factories.force import yesterday, yesterday_morning


def answers(kind: str, **changes: Any) -> dict[str, Any]:
    """Raw answers of a complete entry of a kind."""
    made = {
        "engagement": _engagement,
        "diversion": _diversion,
        "diversion_update": _update,
        "abstraction": _abstraction,
    }[kind]()
    made.update(changes)
    return {name: value for name, value in made.items() if value is not None}


def an_entry(actor: Actor, kind: str, *, submit: bool = True, **changes: Any) -> Entry:
    """An entry logged by this officer, submitted unless told otherwise."""
    request = services.Request(
        entry_id=new_id(),
        kind=kind,
        raw=answers(kind, **changes),
        action=Action.SUBMIT if submit else Action.SAVE,
    )
    with writing():
        return services.write(actor, request).entry


def an_approved_entry(actor: Actor, sergeant: Actor, kind: str, **changes: Any) -> Entry:
    """An entry logged by an officer and approved by a sergeant."""
    entry = an_entry(actor, kind, **changes)
    return decided("approve", sergeant, entry.id, entry.version)


def decided(
    action: str,
    actor: Actor,
    entry_id: UUID,
    version: int,
    code: str | None = None,
    why: str | None = None,
    fields: Sequence[str] = (),
) -> Entry:
    """An entry after this person's decision: approve, return, reopen or void."""
    from sso_log.review.services import decide

    with writing():
        return decide(actor, entry_id, Action(action), version, Reason(code, why, tuple(fields)))


def _engagement() -> dict[str, Any]:
    return {
        "capacity": "sso_duty",
        "school": "100001",
        "engagement_type": "lesson_workshop",
        "programme": "none",
        "topics": ["knife_crime"],
        "ssp_aims": ["trust", "safety"],
        "started_at": yesterday_morning().isoformat(),
        "duration_minutes": 45,
        "year_groups": ["9"],
        "pupils": 28,
        "requested_by": "school",
        "discipline_request": "no",
        "powers": [],
        "place": "on_site",
    }


def _diversion() -> dict[str, Any]:
    day = yesterday().isoformat()
    return {
        "capacity": "sso_duty",
        "school": "100001",
        "matter_on": day,
        "reported_on": day,
        "matter_type": "assault",
        "child_role": "suspect",
        "crime_recorded": "no",
        "schools_protocol_used": "yes",
        "gravity_score": "2",
        "otherwise": "caution",
        "ethnicity_self_defined": "B1",
        "ethnicity_officer_defined": "IC3",
        "sex": "male",
        "age": "14",
        "year_group": "9",
        "send": "none",
        "looked_after": "no",
        "contact_child": "made",
        "contact_child_on": day,
        "contact_parent_carer": "made",
        "contact_parent_carer_on": day,
        "contact_victim": "not_applicable",
        "route": "restorative_approach",
        "offered_on": day,
        "provider": "The school",
        "accepted": "accepted",
        "mash_referral": "no",
        "school_sanction": "none",
    }


def _update() -> dict[str, Any]:
    return {
        "capacity": "sso_duty",
        "stage": "completed",
        "stage_on": yesterday().isoformat(),
    }


def _abstraction() -> dict[str, Any]:
    start = yesterday_morning() - dt.timedelta(hours=4)
    return {
        "abstraction_type": "aid_central",
        "started_at": start.isoformat(),
        "ended_at": (start + dt.timedelta(hours=4)).isoformat(),
        "notice": "under_48h",
        "authorised_by": "Duty inspector, BCU operations",
        "destination": "Central aid",
        "schools_affected": [
            {"school": "100001", "told": "yes", "cover": "none", "visits_lost": 1}
        ],
    }
