"""The edges of single answers and of sums: the last value taken, and the first refused."""

from typing import Any

import pytest

from sso_log.entries.rules import check
from tests.unit.test_entry_rules import DIVERSION_ID, MAKERS, Known

TODAY, TOMORROW = "2026-03-02", "2026-03-03"
POLICE = {"police_outcome": "8", "police_outcome_on": "2026-03-01"}
OFFER = {"offered_on": "2026-03-01", "provider": "The school", "accepted": "accepted"}


def refused(kind: str, changes: dict[str, Any]) -> set[str]:
    """The fields at which a submitted entry is refused."""
    if kind == "diversion_update":
        raw = {"diversion": str(DIVERSION_ID), "capacity": "sso_duty", **changes}
    else:
        raw = MAKERS[kind](**changes)
    return set(check(kind, raw, Known(), complete=True).errors)


def affected(**changes: Any) -> dict[str, Any]:
    row = {"school": "100001", "told": "yes", "cover": "none", "visits_lost": 1}
    return {"schools_affected": [row | changes]}


def feedback(**counts: int) -> dict[str, Any]:
    return {"feedback": {"stage": "post", "responses": 10, **counts}}


def suspect(score: str, joint: str | None = None, **changes: Any) -> dict[str, Any]:
    return {"gravity_score": score, "joint_decision_with_yjs": joint, **changes}


EDGES: list[tuple[str, dict[str, Any], str]] = [
    ("abstraction", affected(visits_lost=0), ""),
    ("abstraction", affected(visits_lost=50), ""),
    ("abstraction", affected(visits_lost=-1), "schools_affected-0-visits_lost"),
    ("abstraction", affected(visits_lost=51), "schools_affected-0-visits_lost"),
    ("abstraction", affected(rearranged_on=TOMORROW), ""),
    ("engagement", {"duration_minutes": 1}, ""),
    ("engagement", {"duration_minutes": 720}, ""),
    ("engagement", {"pupils": -1}, "pupils"),
    ("engagement", {"pupils": 3000}, ""),
    ("engagement", {"pupils": None, "staff": 1}, ""),
    ("engagement", {"pupils": None, "staff": None, "parents_carers": 1}, ""),
    ("engagement", {"pupils": 0, "staff": 0, "parents_carers": 0}, "pupils"),
    ("engagement", {"pupils": None, "engagement_type": "one_to_one"}, "pupils"),
    ("engagement", {"pupils": None, "engagement_type": "visible_presence"}, ""),
    ("engagement", feedback(feel_safer=6, feel_less_safe=4), ""),
    ("engagement", feedback(feel_safer=6, feel_less_safe=5), "feedback"),
    ("engagement", feedback(feel_safer=11), "feedback"),
    ("engagement", feedback(feel_less_safe=11), "feedback"),
    ("engagement", feedback(aware=10, rated_7_to_10=10), ""),
    ("engagement", feedback(aware=11), "feedback"),
    ("engagement", feedback(rated_7_to_10=11), "feedback"),
    ("engagement", feedback(responses=-1), "feedback-responses"),
    ("engagement", {"powers_used": "none", "powers": []}, ""),
    ("diversion", {"matter_on": "2026-02-28", "reported_on": TODAY}, ""),
    ("diversion", {"matter_on": TODAY, "reported_on": TODAY, "contact_child_on": TODAY}, ""),
    ("diversion", {"reported_on": TOMORROW}, "reported_on"),
    ("diversion", OFFER, ""),
    ("diversion", {**OFFER, "offered_on": "2026-02-28"}, "offered_on"),
    ("diversion", {**OFFER, "offered_on": None}, "offered_on"),
    ("diversion", {**OFFER, "provider": None}, "provider"),
    ("diversion", {**OFFER, "accepted": None}, "accepted"),
    ("diversion", {"concluded_on": "2026-03-01"}, ""),
    ("diversion", {"concluded_on": "2026-02-28"}, "concluded_on"),
    ("diversion", {**POLICE, "police_outcome_on": "2026-02-28"}, "police_outcome_on"),
    ("diversion", {"police_outcome": "0"}, ""),
    ("diversion", {"police_outcome": "23"}, "police_outcome_on"),
    ("diversion", suspect("2"), ""),
    ("diversion", suspect("3"), "joint_decision_with_yjs"),
    ("diversion", suspect("4"), "joint_decision_with_yjs"),
    ("diversion", suspect("5"), "joint_decision_with_yjs"),
    ("diversion", suspect("5", "no"), ""),
    ("diversion", suspect("5", child_role="victim"), ""),
    ("diversion", suspect("not_scored", gravity_reason="under_10"), ""),
    ("diversion", suspect("1", gravity_version="acpo_2013"), "gravity_version"),
    ("diversion_update", POLICE, ""),
    ("diversion_update", {"police_outcome": "23", "police_outcome_on": "2026-01-01"}, ""),
    ("diversion_update", {"police_outcome": "23", "police_outcome_on": "2025-12-31"},
     "police_outcome"),
    ("diversion_update", {"police_outcome": "8"}, "police_outcome_on"),
    ("diversion_update", {"stage": "completed"}, "stage_on"),
    ("diversion_update", {"stage": "completed", "stage_on": TODAY}, ""),
    ("diversion_update", {"stage": "completed", "stage_on": TOMORROW}, "stage_on"),
    ("diversion_update", {"stage": "did_not_complete", "stage_on": TODAY}, "stage_reason"),
    ("diversion_update", {"contact_victim": "made"}, "contact_victim_on"),
    ("diversion_update", {"notes": "Nothing else.", "notes_basis": "fact"}, "stage"),
    ("diversion_update", {"new_incident": "no", "notes": "Heard."}, "notes_basis"),
]  # fmt: skip


@pytest.mark.parametrize(("kind", "changes", "field"), EDGES)
def test_an_answer_on_the_edge_is_taken_and_the_next_refused_at_its_field(
    kind: str, changes: dict[str, Any], field: str
) -> None:
    assert refused(kind, changes) == ({field} if field else set())


@pytest.mark.parametrize(
    ("started_at", "taken"),
    [
        ("2026-03-02T12:05:00+00:00", True),
        ("2026-03-02T12:05:01+00:00", False),
        ("2026-03-02T11:59:00+00:00", True),
    ],
)
def test_a_moment_is_taken_up_to_five_minutes_ahead_of_the_server(
    started_at: str, taken: bool
) -> None:
    assert ("started_at" not in refused("engagement", {"started_at": started_at})) is taken
