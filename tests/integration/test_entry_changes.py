"""What a change is measured against: the version before it, and whose the diversion is."""

import pytest
import sqlalchemy as sa

from sso_log.db import db, writing
from sso_log.entries import services
from sso_log.entries.models import Entry, EntryVersion
from sso_log.entries.queries import fields_of
from sso_log.errors import Invalid
from sso_log.ids import new_id
from sso_log.workflow.states import Action, Status
from tests.factories.entries import an_entry, answers
from tests.factories.force import Force


def test_an_edit_that_goes_back_to_the_first_answer_is_a_version_of_its_own(force: Force) -> None:
    officer, entry_id = force.actor("officer"), new_id()
    for base, pupils in enumerate((28, 30, 28)):
        raw = answers("engagement", pupils=pupils)
        request = services.Request(entry_id, "engagement", raw, Action.SUBMIT, base or None)
        written = services.receive(officer, request)
        assert not written.replayed
    assert written.entry.version == 3
    kept = [fields_of(entry_id, version)["pupils"] for version in (1, 2, 3)]
    assert kept == [28, 30, 28]
    assert services.receive(officer, request).replayed
    assert len(list(db.session.scalars(sa.select(EntryVersion)))) == 3


@pytest.mark.parametrize("status", [Status.SUBMITTED, Status.DRAFT, Status.WITHDRAWN])
@pytest.mark.parametrize("username", ["officer", "officer2"])
def test_an_update_is_of_a_diversion_of_ones_own_that_was_submitted_and_stands(
    force: Force, username: str, status: Status
) -> None:
    owner = force.actor("officer")
    diversion = an_entry(owner, "diversion", submit=status is not Status.DRAFT).id
    if status is Status.WITHDRAWN:
        with writing():
            services.withdraw(owner, diversion, 1)
    if username == "officer" and status is Status.SUBMITTED:
        update = an_entry(owner, "diversion_update", diversion=str(diversion))
        assert update.school == db.session.get_one(Entry, diversion).school
        return
    for submit in (True, False):
        with pytest.raises(Invalid) as refused:
            an_entry(
                force.actor(username), "diversion_update", submit=submit, diversion=str(diversion)
            )
        assert set(refused.value.errors) == {"diversion"}


@pytest.mark.parametrize(
    ("kind", "changes", "field"),
    [
        ("diversion", {"matter_on": "2010-01-01", "reported_on": "2010-01-02"}, "reported_on"),
        ("engagement", {"started_at": "2010-01-02T09:00:00+00:00"}, "started_at"),
        (
            "diversion_update",
            {"stage": None, "stage_on": None, "school_sanction": None,
             "police_outcome": "8", "police_outcome_on": "2010-01-02"},
            "police_outcome_on",
        ),
    ],
)  # fmt: skip
def test_a_day_without_a_posting_is_refused_at_the_question_that_dates_the_entry(
    force: Force, kind: str, changes: dict[str, str | None], field: str
) -> None:
    officer = force.actor("officer")
    if kind == "diversion_update":
        changes = {**changes, "diversion": str(an_entry(officer, "diversion").id)}
    with pytest.raises(Invalid) as refused:
        an_entry(officer, kind, **changes)
    assert refused.value.errors == {field: ["You had no posting on 2 January 2010: check the date"]}
