"""Every state of an entry and every step between them. Pure: no database, no web.

This table is the only place that says what may follow what. Who may take a step is for
`auth.policy`; whether an entry is complete is for `entries.rules`.
"""

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


Steps = dict[tuple[Status, Action], Status]


def _from(*statuses: Status, action: Action, to: Status | None = None) -> Steps:
    return {(status, action): to or status for status in statuses}


# Where each action leads from each state that allows it.
STEPS: Steps = {
    **_from(*WITH_OFFICER, action=Action.SAVE),
    # An officer may amend what is waiting: it stays waiting, in a new version.
    **_from(*WITH_OFFICER, Status.SUBMITTED, action=Action.SUBMIT, to=Status.SUBMITTED),
    **_from(
        *(Status.DRAFT, Status.SUBMITTED, Status.RETURNED),
        action=Action.WITHDRAW,
        to=Status.WITHDRAWN,
    ),
    **_from(Status.SUBMITTED, action=Action.APPROVE, to=Status.APPROVED),
    **_from(Status.SUBMITTED, action=Action.RETURN, to=Status.RETURNED),
    **_from(Status.APPROVED, action=Action.REOPEN, to=Status.REOPENED),
    **_from(
        *(Status.SUBMITTED, Status.RETURNED, Status.APPROVED, Status.REOPENED),
        action=Action.VOID,
        to=Status.VOID,
    ),
}


def step(status: Status, action: Action) -> Status:
    """The state that the action leads to. Raises IllegalTransition when there is none."""
    to = STEPS.get((status, action))
    if to is None:
        raise IllegalTransition(
            f"This entry is {status.words.lower()}, so it cannot be {action.past} now."
        )
    return to


def possible(status: Status) -> frozenset[Action]:
    """The actions that the table allows from a status, whoever asks."""
    return frozenset(action for (source, action) in STEPS if source is status)
