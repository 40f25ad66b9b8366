"""Every state of an entry and every step between them. Pure: no database, no web.

This table is the only place that says what may follow what. Who may take a step is for
`auth.policy`; whether an entry is complete is for `entries.rules`.
"""

from dataclasses import dataclass
from enum import StrEnum

from sso_log.errors import IllegalTransition
from sso_log.words import word


class Status(StrEnum):
    """Where an entry is in its life."""

    DRAFT = "draft"
    SUBMITTED = "submitted"
    RETURNED = "returned"
    APPROVED = "approved"
    REOPENED = "reopened"
    WITHDRAWN = "withdrawn"
    VOID = "void"

    @property
    def words(self) -> str:
        """The state in the words people see."""
        return word("status", self.value)


class Action(StrEnum):
    """A step that someone takes."""

    SAVE = "save"
    SUBMIT = "submit"
    WITHDRAW = "withdraw"
    APPROVE = "approve"
    RETURN = "return"
    REOPEN = "reopen"
    VOID = "void"

    @property
    def past(self) -> str:
        """The step once taken: “returned”, “made void”."""
        return word("step", self.value)


WITH_OFFICER = frozenset({Status.DRAFT, Status.RETURNED, Status.REOPENED})
ENDED = frozenset({Status.WITHDRAWN, Status.VOID})
DECISIONS = frozenset({Action.APPROVE, Action.RETURN})
NEEDS_REASON = frozenset({Action.RETURN, Action.REOPEN, Action.VOID})


@dataclass(frozen=True, slots=True)
class Step:
    """One row of the table: where the action leads from a status."""

    status: Status
    action: Action
    to: Status


def _steps(action: Action, to: Status | None, *statuses: Status) -> list[Step]:
    return [Step(status, action, to or status) for status in statuses]


STEPS: dict[tuple[Status, Action], Step] = {
    (step.status, step.action): step
    for step in [
        *_steps(Action.SAVE, None, Status.DRAFT, Status.RETURNED, Status.REOPENED),
        # An officer may amend what is waiting: it stays waiting, in a new version.
        *_steps(
            Action.SUBMIT,
            Status.SUBMITTED,
            Status.DRAFT,
            Status.RETURNED,
            Status.REOPENED,
            Status.SUBMITTED,
        ),
        *_steps(Action.WITHDRAW, Status.WITHDRAWN, Status.DRAFT, Status.SUBMITTED, Status.RETURNED),
        *_steps(Action.APPROVE, Status.APPROVED, Status.SUBMITTED),
        *_steps(Action.RETURN, Status.RETURNED, Status.SUBMITTED),
        *_steps(Action.REOPEN, Status.REOPENED, Status.APPROVED),
        *_steps(
            Action.VOID,
            Status.VOID,
            Status.SUBMITTED,
            Status.RETURNED,
            Status.APPROVED,
            Status.REOPENED,
        ),
    ]
}


def step(status: Status, action: Action) -> Step:
    """Look the step up. Raises IllegalTransition with a sentence when there is none."""
    found = STEPS.get((status, action))
    if found is None:
        raise IllegalTransition(
            f"This entry is {status.words.lower()}, so it cannot be {action.past} now."
        )
    return found


def possible(status: Status) -> frozenset[Action]:
    """The actions that the table allows from a status, whoever asks."""
    return frozenset(action for (source, action) in STEPS if source is status)
