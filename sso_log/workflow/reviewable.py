"""What the workflow needs of a record, and the single door through which its state changes.

The columns are those that the database itself can check: a decided record has a decider and a
time, a returned one has a reason, and nobody decides their own. `move` is called by services
that have already asked `auth.policy`, and it never commits.
"""

import datetime as dt
import uuid
from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, declared_attr, mapped_column

from sso_log.errors import Conflict, Invalid
from sso_log.workflow.states import NEEDS_REASON, Action, Status, step

DECIDED = (Status.APPROVED, Status.RETURNED, Status.REOPENED, Status.VOID)
EXPLAINED = (Status.RETURNED, Status.REOPENED, Status.VOID)


def _listed(statuses: tuple[Status, ...]) -> str:
    return ", ".join(f"'{status}'" for status in statuses)


# The rows that the database refuses: half-decided, unexplained, self-decided.
CHECKS = {
    "status_is_known": f"status IN ({_listed(tuple(Status))})",
    "decided_has_decider": f"(status IN ({_listed(DECIDED)})) = (decided_by_id IS NOT NULL)",
    "decider_has_time": "(decided_by_id IS NULL) = (decided_at_utc IS NULL)",
    "decider_saw_a_version": "(decided_by_id IS NULL) = (decided_version IS NULL)",
    # A missing reason has no length at all, and a check that is unknown would pass.
    "return_has_reason": (
        f"status NOT IN ({_listed(EXPLAINED)}) OR length(coalesce(decision_reason, '')) > 0"
    ),
    "return_has_code": "status <> 'returned' OR decision_reason_code IS NOT NULL",
    "nobody_decides_their_own": "decided_by_id <> officer_id",
    "approved_as_looked_at": "status <> 'approved' OR decided_version = version",
    "submitted_has_time": "status IN ('draft', 'withdrawn') OR submitted_at_utc IS NOT NULL",
    "version_starts_at_one": "version >= 1",
}


def reviewable_checks() -> tuple[sa.CheckConstraint, ...]:
    """`CHECKS` as constraints of one table."""
    return tuple(sa.CheckConstraint(text, name=name) for name, text in CHECKS.items())


class Reviewable:
    """Columns of a record that one person submits and another decides."""

    status: Mapped[str] = mapped_column(sa.String(12))
    version: Mapped[int] = mapped_column(default=1)
    submitted_at_utc: Mapped[dt.datetime | None]
    first_submitted_at_utc: Mapped[dt.datetime | None]
    decided_at_utc: Mapped[dt.datetime | None]
    decided_version: Mapped[int | None]
    decision_reason_code: Mapped[str | None] = mapped_column(sa.String(40))
    decision_reason: Mapped[str | None] = mapped_column(sa.String(2000))
    decision_fields: Mapped[list[str] | None]

    @property
    def never_submitted(self) -> bool:
        """Whether nobody but its officer has seen it: a draft, or one withdrawn as a draft."""
        return self.first_submitted_at_utc is None

    @declared_attr
    def officer_id(cls) -> Mapped[uuid.UUID]:
        return mapped_column(sa.ForeignKey("person.id"))

    @declared_attr
    def decided_by_id(cls) -> Mapped[uuid.UUID | None]:
        return mapped_column(sa.ForeignKey("person.id"))


@dataclass(frozen=True, slots=True)
class Reason:
    """Why a decision was taken: a code, a sentence, and the fields it is about."""

    code: str | None = None
    text: str | None = None
    fields: tuple[str, ...] = ()


def move(
    record: Reviewable,
    action: Action,
    *,
    by: uuid.UUID,
    now: dt.datetime,
    expected_version: int,
    reason: Reason | None = None,
) -> Status:
    """Take one step of the transition table, or raise and change nothing; returns the state left.

    Raises Conflict when the record is not at the version that was looked at, IllegalTransition
    when the table has no such step, Invalid when a reason is missing.
    """
    if record.version != expected_version:
        raise Conflict(
            f"This entry has changed since you opened it: you saw version {expected_version}, "
            f"it is now version {record.version}. Nothing was changed."
        )
    before = Status(record.status)
    to = step(before, action)
    reason = reason or Reason()
    _check_reason(action, reason)
    record.status = to
    if to is Status.SUBMITTED:
        record.submitted_at_utc = now
        record.first_submitted_at_utc = record.first_submitted_at_utc or now
    if to in DECIDED and action is not Action.SAVE:
        record.decided_by_id, record.decided_at_utc = by, now
        record.decided_version = record.version
        record.decision_reason_code, record.decision_reason = reason.code, reason.text
        record.decision_fields = list(reason.fields)
    elif action is not Action.SAVE:
        _forget_decision(record)
    return before


def _check_reason(action: Action, reason: Reason) -> None:
    if action not in NEEDS_REASON:
        return
    errors = {}
    if not (reason.text or "").strip():
        errors["reason"] = ["Say in a sentence why."]
    if action is Action.RETURN and not reason.code:
        errors["reason_code"] = ["Select the reason that fits best."]
    if errors:
        raise Invalid(errors)


def _forget_decision(record: Reviewable) -> None:
    record.decided_by_id = record.decided_at_utc = record.decided_version = None
    record.decision_reason_code = record.decision_reason = None
    record.decision_fields = None
