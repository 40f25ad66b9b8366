"""The main job, through the services: log, return, correct, approve."""

import pytest

from sso_log.db import writing
from sso_log.entries import services
from sso_log.errors import Conflict
from sso_log.ids import new_id
from sso_log.workflow.states import Action, Status
from tests.factories.entries import an_entry, answers
from tests.factories.force import Force


@pytest.mark.parametrize("kind", ["engagement", "diversion", "abstraction"])
def test_an_officer_can_submit_each_kind(force: Force, kind: str) -> None:
    entry = an_entry(force.actor("officer"), kind)
    assert entry.status == Status.SUBMITTED
    assert entry.version == 1


def test_the_same_request_again_changes_nothing(force: Force) -> None:
    officer = force.actor("officer")
    request = services.Request(new_id(), "engagement", answers("engagement"), Action.SUBMIT)
    services.receive(officer, request)
    written = services.receive(officer, request)
    assert written.replayed
    assert written.entry.version == 1


def test_an_edit_of_an_old_version_changes_nothing(force: Force) -> None:
    officer = force.actor("officer")
    entry = an_entry(officer, "engagement", submit=False)
    entry_id = entry.id
    first = services.Request(
        entry_id, "engagement", answers("engagement", pupils=1), Action.SAVE, 1
    )
    services.receive(officer, first)
    stale = services.Request(
        entry_id, "engagement", answers("engagement", pupils=2), Action.SAVE, 1
    )
    with pytest.raises(Conflict), writing():
        services.write(officer, stale)
