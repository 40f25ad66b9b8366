"""The steps of one invented entry, from its first save to where it stands at the end."""

import datetime as dt
import random
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import takewhile
from typing import Any

from sso_log.demo import abstractions, diversions, engagements, updates
from sso_log.demo.chance import happens
from sso_log.demo.outcomes import (
    HOUR,
    REOPENED,
    RETURNS,
    VOIDED,
    WITHDRAWN_AFTER,
    Outcome,
    decided_at,
)
from sso_log.demo.people import Member
from sso_log.entries.bulk import BulkStep
from sso_log.workflow.reviewable import Reason
from sso_log.workflow.states import Action

Raw = dict[str, Any]
AMENDS: dict[str, Callable[[Raw, random.Random], Raw]] = {
    "engagement": engagements.amend,
    "diversion": diversions.amend,
    "diversion_update": updates.amend,
    "abstraction": abstractions.amend,
}
# Answers that an officer in a hurry leaves for later.
LEFT_OPEN = ("topics", "requested_by", "notice", "route", "contact_parent_carer", "stage")


@dataclass(frozen=True, slots=True)
class Officer:
    """What the entries of one officer share: `pace` is that of who decides, 1 is usual."""

    member: Member
    now: dt.datetime
    chance: random.Random
    pace: float


def steps(
    officer: Officer, kind: str, raw: Raw, begins_at: dt.datetime, outcome: Outcome
) -> list[BulkStep]:
    """The steps that an entry has taken by now; every step is later than the one before."""
    raw = {name: value for name, value in raw.items() if value is not None}
    return list(
        takewhile(
            lambda step: step.at < officer.now,
            _all_steps(officer, kind, raw, begins_at, outcome),
        )
    )


def _all_steps(
    officer: Officer, kind: str, raw: Raw, at: dt.datetime, outcome: Outcome
) -> Iterator[BulkStep]:
    chance, member = officer.chance, officer.member
    if outcome.stays_draft:
        yield _saved(officer, {k: v for k, v in raw.items() if k not in LEFT_OPEN}, at)
        return
    if outcome.draft_first:
        yield _saved(officer, raw, at)
        at += HOUR * chance.uniform(1, 30)
    yield _submitted(officer, raw, at)
    if outcome.withdrawn:
        yield BulkStep(Action.WITHDRAW, at + HOUR * WITHDRAWN_AFTER, member.id)
    if outcome.withdrawn or outcome.waits:
        return
    if outcome.returned:
        at = _decided_after(officer, at, outcome)
        yield _decision(officer, Action.RETURN, at, chance.choice(RETURNS[kind]))
        if not outcome.answered:
            return
        at += HOUR * chance.uniform(2, 80)
        raw = AMENDS[kind](raw, chance)
        yield _submitted(officer, raw, at)
    at = _decided_after(officer, at, outcome)
    yield _decision(officer, Action.APPROVE, at)
    yield from _after_approval(officer, kind, raw, at, outcome)


def _after_approval(
    officer: Officer, kind: str, raw: Raw, at: dt.datetime, outcome: Outcome
) -> Iterator[BulkStep]:
    chance = officer.chance
    at += HOUR if outcome.prompt else HOUR * chance.uniform(40, 400)
    if outcome.void:
        yield _decision(officer, Action.VOID, at, VOIDED)
    elif outcome.reopened:
        yield _decision(officer, Action.REOPEN, at, REOPENED)
        if outcome.answered:
            at += HOUR * chance.uniform(2, 200)
            yield _submitted(officer, AMENDS[kind](raw, chance), at)
            yield _decision(officer, Action.APPROVE, _decided_after(officer, at, outcome))


def _decided_after(officer: Officer, at: dt.datetime, outcome: Outcome) -> dt.datetime:
    return at + HOUR if outcome.prompt else decided_at(officer.chance, at, officer.pace)


def _saved(officer: Officer, raw: Raw, at: dt.datetime, action: Action = Action.SAVE) -> BulkStep:
    # Now and then a tablet whose clock is wrong.
    device_at = at + HOUR * 3 if happens(officer.chance, 0.003) else at
    return BulkStep(action, at, officer.member.id, raw, device_at)


def _submitted(officer: Officer, raw: Raw, at: dt.datetime) -> BulkStep:
    return _saved(officer, raw, at, Action.SUBMIT)


def _decision(
    officer: Officer, action: Action, at: dt.datetime, reason: Reason | None = None
) -> BulkStep:
    return BulkStep(action, at, officer.member.decider_id, reason=reason)
