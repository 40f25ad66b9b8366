"""The decisions there are: what each asks for and is called.

Service, pages and JSON all read this table; what may follow what is in `workflow.states`.
"""

from dataclasses import dataclass
from typing import Final

from sso_log.auth.policy import Permission
from sso_log.workflow.states import Action


@dataclass(frozen=True, slots=True)
class Decision:
    """One decision. `label` is what its button says, `consequence` what its form explains.

    `description` is one sentence for the description of the JSON.
    """

    permission: Permission
    label: str
    description: str
    consequence: str = ""


DECISION_OF: Final[dict[Action, Decision]] = {
    Action.APPROVE: Decision(
        Permission.DECIDE,
        "Approve",
        "Approve the version that was looked at",
    ),
    Action.RETURN: Decision(
        Permission.DECIDE,
        "Return",
        "Send it back with a coded reason, a sentence and the fields it is about",
        "The officer sees your reason and the questions beside their entry, corrects it and "
        "submits it again.",
    ),
    Action.REOPEN: Decision(
        Permission.REOPEN,
        "Reopen",
        "Unlock an approved entry, with a reason",
        "It stops counting until it has been submitted and approved again. Your reason explains "
        "why figures were restated.",
    ),
    Action.VOID: Decision(
        Permission.VOID,
        "Make void",
        "Take it out of the record, with a reason",
        "It stops counting for good, and nobody can change it any more. Its history is kept.",
    ),
}
