"""Many people at once on one entry: exactly one outcome, and always a legal one.

Each round runs in threads of its own, each thread with its own connection, started together by a
barrier, on a database that really locks.
"""

import threading
import uuid
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask

from sso_log.db import db, writing
from sso_log.entries.models import Entry, EntryEvent
from sso_log.entries.services import Request, write
from sso_log.errors import DomainError
from sso_log.review import services
from sso_log.workflow.states import Action, Status
from tests.factories.entries import an_entry, answers, decided
from tests.factories.force import Force

APPROVERS = 8
ROUNDS = 100
EDIT_ROUNDS = 50
BULK_ROUNDS = 15
Step = Callable[[], Any]


@pytest.fixture
def together(app: Flask) -> Iterator[Callable[[list[Step]], list[str]]]:
    """Run steps at the same moment; each gives `done` or the name of the error that refused it."""
    with ThreadPoolExecutor(APPROVERS) as pool:

        def run(steps: list[Step]) -> list[str]:
            ready = threading.Barrier(len(steps))

            def one(step: Step) -> str:
                with app.app_context():
                    try:
                        ready.wait(30)
                        with writing():
                            step()
                        return "done"
                    except DomainError as error:
                        return type(error).__name__
                    finally:
                        db.session.remove()

            return list(pool.map(one, steps))

        yield run


def state_of(entry_id: uuid.UUID) -> tuple[str, int]:
    db.session.rollback()
    found = db.session.execute(
        sa.select(Entry.status, Entry.version).where(Entry.id == entry_id)
    ).one()
    return found.status, found.version


def times(entry_id: uuid.UUID, action: Action) -> int:
    query = sa.select(sa.func.count()).where(
        EntryEvent.entry_id == entry_id, EntryEvent.action == action
    )
    return db.session.execute(query).scalar_one()


def test_of_many_approvals_of_one_entry_exactly_one_counts(
    force: Force, together: Callable[[list[Step]], list[str]]
) -> None:
    officer = force.actor("officer")
    sergeants = [force.actor("sergeant"), force.actor("sergeant2")]
    for _round in range(ROUNDS):
        entry_id = an_entry(officer, "engagement").id
        db.session.rollback()

        def approve(number: int, entry_id: uuid.UUID = entry_id) -> Step:
            return lambda: decided("approve", sergeants[number % 2], entry_id, 1)

        outcomes = together([approve(number) for number in range(APPROVERS)])
        assert sorted(outcomes) == ["IllegalTransition"] * (APPROVERS - 1) + ["done"]
        assert state_of(entry_id) == (Status.APPROVED, 1)
        assert times(entry_id, Action.APPROVE) == 1


def test_an_edit_against_an_approval_has_one_legal_outcome(
    force: Force, together: Callable[[list[Step]], list[str]]
) -> None:
    officer, sergeant = force.actor("officer"), force.actor("sergeant")
    for _round in range(EDIT_ROUNDS):
        entry_id = an_entry(officer, "engagement").id
        db.session.rollback()
        request = Request(entry_id, "engagement", answers("engagement", pupils=3), Action.SUBMIT, 1)
        edit, approval = together(
            [
                lambda request=request: write(officer, request),
                lambda entry_id=entry_id: decided("approve", sergeant, entry_id, 1),
            ]
        )
        legal = {
            ("done", "Conflict"): (Status.SUBMITTED, 2),
            ("IllegalTransition", "done"): (Status.APPROVED, 1),
        }
        assert state_of(entry_id) == legal[(edit, approval)]


def test_a_return_against_an_approval_has_one_outcome(
    force: Force, together: Callable[[list[Step]], list[str]]
) -> None:
    officer = force.actor("officer")
    first, second = force.actor("sergeant"), force.actor("sergeant2")
    for _round in range(EDIT_ROUNDS):
        entry_id = an_entry(officer, "diversion").id
        db.session.rollback()
        outcomes = together(
            [
                lambda entry_id=entry_id: decided("approve", first, entry_id, 1),
                lambda entry_id=entry_id: decided(
                    "return", second, entry_id, 1, "other", "Say more about the offer."
                ),
            ]
        )
        assert sorted(outcomes) == ["IllegalTransition", "done"]
        won = Status.APPROVED if outcomes[0] == "done" else Status.RETURNED
        assert state_of(entry_id) == (won, 1)


def test_bulk_approvals_in_opposite_order_never_wait_for_each_other(
    force: Force, together: Callable[[list[Step]], list[str]]
) -> None:
    officer = force.actor("officer")
    first, second = force.actor("sergeant"), force.actor("sergeant2")
    for _round in range(BULK_ROUNDS):
        wanted = [(an_entry(officer, "engagement", duration_minutes=5).id, 1) for _each in range(4)]
        with writing():
            db.session.execute(sa.text("DELETE FROM entry_flag"))
        outcomes = together(
            [
                lambda wanted=wanted: services.bulk_approve(first, wanted),
                lambda wanted=wanted: services.bulk_approve(second, wanted[::-1]),
            ]
        )
        assert outcomes == ["done", "done"]
        for entry_id, _version in wanted:
            assert state_of(entry_id) == (Status.APPROVED, 1)
            assert times(entry_id, Action.APPROVE) == 1
