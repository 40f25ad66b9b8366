"""Checking the chain: names the first broken link, a cut tail, and a rolled-back database.

Reads in batches by number, so memory stays constant and events may be written meanwhile. A
checkpoint is the end of the chain at some moment, under the same key, to be kept elsewhere: only
with one can a database put back to an earlier, in itself valid state be told.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, cast

import msgspec
import sqlalchemy as sa
from sqlalchemy.orm import Session

from sso_log.audit import chain
from sso_log.audit.models import EVENT, HEAD
from sso_log.audit.services import key
from sso_log.clock import now_utc

BATCH = 2_000


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that is wrong, where, and in a sentence."""

    kind: str
    seq: int
    sentence: str


@dataclass(frozen=True, slots=True)
class VerifyResult:
    """What checking found: how many events were read, where the chain ends, what is wrong."""

    checked: int
    head_seq: int
    problems: tuple[Problem, ...]

    @property
    def ok(self) -> bool:
        """Whether nothing is wrong."""
        return not self.problems


class Checkpoint(msgspec.Struct, frozen=True):
    """The end of the chain at one moment (ISO 8601, UTC), signed by `check`."""

    seq: int
    mac: str
    at: str
    check: str

    def as_text(self) -> str:
        """The JSON to keep elsewhere."""
        return msgspec.json.format(msgspec.json.encode(self)).decode()


@dataclass(frozen=True, slots=True)
class _Head:
    seq: int
    mac: str
    signed: bool


def verify(
    session: Session, checkpoint: Checkpoint | None = None, latest: int | None = None
) -> VerifyResult:
    """Check every event from the first to the last, then the head, then the checkpoint.

    With `latest` only so many at the end are checked, for an answer within seconds.
    """
    secret = key()
    head = _head(session, secret)
    walk = _Walk(secret)
    if latest is not None and head is not None and head.seq > latest:
        walk.skip_to(session, head.seq - latest)
    problem = walk.run(session, head.seq if head else None)
    # Events written since the head was read: read on to the new end.
    if problem is None and head is not None and _last(session) > head.seq:
        head = _head(session, secret) or head
        problem = walk.run(session, head.seq)
    problems = [problem] if problem else []
    problems += _end_problems(session, head, walk)
    if checkpoint is not None:
        problems += _checkpoint_problems(session, secret, checkpoint)
    return VerifyResult(walk.checked, head.seq if head else 0, tuple(problems))


class _Walk:
    """Goes along the chain once; may be run again to read on."""

    def __init__(self, secret: bytes) -> None:
        self.secret = secret
        self.seq = 0
        self.checked = 0
        self.mac = chain.GENESIS

    def skip_to(self, session: Session, seq: int) -> None:
        """Take event `seq` on trust and go on from there."""
        mac = session.scalar(sa.select(EVENT.c.mac).where(EVENT.c.seq == seq))
        if mac is not None:
            self.seq, self.mac = seq, mac

    def run(self, session: Session, until: int | None) -> Problem | None:
        """Read on to event `until` (None: the last); the first broken link, or None."""
        for row in _events(session, self.seq, until):
            problem = self._step(row)
            if problem is not None:
                return problem
            self.seq, self.mac = row["seq"], row["mac"]
            self.checked += 1
        return None

    def _step(self, row: Mapping[str, Any]) -> Problem | None:
        seq, expected = row["seq"], self.seq + 1
        if seq != expected:
            one, many = f"Event {expected} is", f"Events {expected} to {seq - 1} are"
            which = one if seq == expected + 1 else many
            return Problem("missing_event", expected, f"{which} missing.")
        if not chain.same(row["mac"], chain.event_mac(self.secret, row)):
            return Problem("edited_event", seq, f"Event {seq} was edited after it was written.")
        if not chain.same(row["previous_mac"], self.mac):
            return Problem("broken_link", seq, f"Event {seq} does not follow from event {seq - 1}.")
        return None


def _events(session: Session, after: int, until: int | None) -> Iterator[Mapping[str, Any]]:
    while True:
        query = sa.select(EVENT).where(EVENT.c.seq > after).order_by(EVENT.c.seq).limit(BATCH)
        if until is not None:
            query = query.where(EVENT.c.seq <= until)
        rows = session.execute(query).mappings().all()
        yield from cast("Sequence[Mapping[str, Any]]", rows)
        if len(rows) < BATCH:
            return
        after = rows[-1]["seq"]


def _last(session: Session) -> int:
    return session.scalar(sa.select(sa.func.max(EVENT.c.seq))) or 0


def _head(session: Session, secret: bytes) -> _Head | None:
    row = session.execute(sa.select(HEAD.c.seq, HEAD.c.mac, HEAD.c.head_mac)).first()
    if row is None:
        return None
    signed = chain.same(row.head_mac, chain.head_mac(secret, row.seq, row.mac))
    return _Head(row.seq, row.mac, signed)


def _end_problems(session: Session, head: _Head | None, walk: _Walk) -> list[Problem]:
    last = _last(session)
    if head is None:
        return [Problem("missing_head", last, "The row that says where the trail ends is gone.")]
    end, problems = head.seq, []
    if not head.signed:
        sentence = "The row that says where the trail ends was edited."
        problems.append(Problem("edited_head", end, sentence))
    if last < end:
        sentence = f"The trail was cut: {end} events were written, the last one left is {last}."
        problems.append(Problem("cut_tail", last + 1, sentence))
    elif last > end:
        sentence = f"Event {end + 1} was added outside the trail."
        problems.append(Problem("extra_event", end + 1, sentence))
    elif walk.seq == end and not chain.same(walk.mac, head.mac):
        problems.append(Problem("broken_link", end, f"The trail does not end at event {end}."))
    return problems


def make_checkpoint(session: Session) -> Checkpoint:
    """The end of the chain now."""
    head = _head(session, key())
    seq, mac = (head.seq, head.mac) if head else (0, chain.GENESIS)
    at = now_utc().isoformat(timespec="seconds")
    return Checkpoint(seq, mac, at, _check(key(), seq, mac, at))


def read_checkpoint(text: str) -> Checkpoint:
    """A checkpoint from its JSON. Raises ValueError for anything else."""
    try:
        return msgspec.json.decode(text, type=Checkpoint)
    except (msgspec.DecodeError, UnicodeError) as error:
        raise ValueError("This is not a checkpoint of an audit trail.") from error


def _check(secret: bytes, seq: int, mac: str, at: str) -> str:
    return chain.mac_of(secret, "checkpoint", {"seq": seq, "mac": mac, "at": at})


def _checkpoint_problems(session: Session, secret: bytes, checkpoint: Checkpoint) -> list[Problem]:
    seq, at = checkpoint.seq, checkpoint.at
    if not chain.same(checkpoint.check, _check(secret, seq, checkpoint.mac, at)):
        sentence = "The checkpoint was edited, or belongs to another installation."
        return [Problem("forged_checkpoint", seq, sentence)]
    mac = session.scalar(sa.select(EVENT.c.mac).where(EVENT.c.seq == seq))
    if seq == 0 or (mac is not None and chain.same(mac, checkpoint.mac)):
        return []
    if mac is None:
        sentence = f"The database was put back to before event {seq} of {at}."
    else:
        sentence = f"Event {seq} is not the one that the checkpoint of {at} saw."
    return [Problem("rolled_back", seq, sentence)]
