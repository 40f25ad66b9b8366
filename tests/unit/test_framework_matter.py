"""A diversion overlaid by its updates: in order of date, field by field, and nothing else."""

from datetime import UTC, date, datetime
from enum import StrEnum
from itertools import permutations

import pytest

from sso_log.entries.overlay import current_state as state_of
from sso_log.framework.matter import MATTER_FIELDS, Matter
from sso_log.framework.meanings import meanings_of
from sso_log.reference.verification import packaged

DIVERSION = {
    "id": "d1", "officer": "o1", "child_role": "suspect", "gravity_score": 3,
    "reported_on": date(2026, 1, 10), "matter_on": "2026-01-09", "contact_child": "not_made",
    "contact_child_reason": "unable_to_reach", "school_sanction": "none",
    "police_outcome": "", "ethnicity_self_defined": "W1", "unknown_field": "ignored",
}  # fmt: skip


def current_state(diversion, updates=()):
    return state_of(diversion, updates, meanings=meanings_of(packaged()))


class Role(StrEnum):
    SUSPECT = "suspect"


def test_a_diversion_without_updates_is_its_own_fields():
    matter = current_state(DIVERSION)
    assert (matter.id, matter.child_role) == ("d1", "suspect")
    assert matter.gravity_score == "3"
    assert matter.police_outcome is None
    assert (matter.matter_on, matter.reported_on) == (date(2026, 1, 9), date(2026, 1, 10))
    assert matter.stages == ()


@pytest.mark.parametrize("order", list(permutations(range(3))))
def test_updates_are_laid_over_in_order_of_date_and_then_id_however_they_come(order):
    updates = [
        {"id": "c", "stage_on": "2026-03-01", "stage": "started", "police_outcome": "22"},
        {"id": "b", "stage_on": "2026-04-01", "stage": "completed", "police_outcome": "8"},
        {"id": "a", "stage_on": date(2026, 3, 1), "school_sanction": "suspension",
         "police_outcome": "21"},
    ]  # fmt: skip
    matter = current_state(DIVERSION, [updates[index] for index in order])
    assert matter.police_outcome == "8"
    assert matter.school_sanction == "suspension"
    assert matter.stages == ("started", "completed")
    assert current_state(DIVERSION, updates[::2]).police_outcome == "22"


def test_what_an_update_leaves_out_stays_as_it_was():
    matter = current_state(DIVERSION, [{"id": "u", "stage": "started", "contact_child": None}])
    assert (matter.contact_child, matter.contact_child_reason) == ("not_made", "unable_to_reach")
    assert matter.school_sanction == "none"


def test_a_contact_now_made_drops_the_reason_it_had_not_been():
    update = {"id": "u", "contact_child": "made", "contact_child_on": "2026-02-01"}
    matter = current_state(DIVERSION, [update])
    assert (matter.contact_child, matter.contact_child_reason) == ("made", None)


def test_an_update_cannot_change_whose_matter_it_is():
    update = {"id": "u", "officer": "o2", "child_role": "victim", "ethnicity_self_defined": "B1",
              "gravity_score": "1", "reported_on": date(2020, 1, 1)}  # fmt: skip
    assert current_state(DIVERSION, [update]) == current_state(DIVERSION)


def test_an_update_without_a_stage_date_is_placed_by_its_outcome_or_conclusion():
    updates = [
        {"id": "a", "police_outcome": "8", "police_outcome_on": date(2026, 5, 1)},
        {"id": "b", "police_outcome": "22", "stage_on": date(2026, 4, 1)},
        {"id": "c", "police_outcome": "1"},
    ]
    assert current_state(DIVERSION, updates).police_outcome == "8"


def test_moments_and_enumerated_codes_are_read_as_days_and_text():
    matter = current_state(
        {"id": 7, "child_role": Role.SUSPECT, "offered_on": datetime(2026, 1, 5, 9, tzinfo=UTC)}
    )
    assert type(matter.child_role) is str
    assert (matter.id, matter.offered_on) == ("7", date(2026, 1, 5))
    assert type(matter.offered_on) is date


def test_every_field_of_a_matter_but_its_stages_and_meanings_is_read_from_the_diversion():
    given = {
        name: "2026-01-02" if name.endswith("_on") else f"code of {name}" for name in MATTER_FIELDS
    }
    matter = current_state(given)
    assert all(getattr(matter, name) is not None for name in MATTER_FIELDS)
    assert set(MATTER_FIELDS) == set(Matter.__dataclass_fields__) - {"stages", "meanings"}
