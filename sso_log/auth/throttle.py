"""Slowing down whoever guesses passwords, without locking out whom they guess at.

Failures are counted in the database, for every worker alike, per pair of account and address, per
account, and per address. A device that has signed in to the account before is counted by itself
(the “device cookie” of OWASP), so guessing from elsewhere never keeps an officer out. An account
that does not exist is counted like one that does.
"""

import datetime as dt
import hashlib
import hmac
from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite

from sso_log.audit import services as audit
from sso_log.auth.models import SignInAttempt
from sso_log.clock import now_utc
from sso_log.db import db

WINDOW = dt.timedelta(minutes=15)
RETENTION = dt.timedelta(days=1)
# A police station is one address, with hundreds signing in at the start of a shift.
LIMITS = {"pair": 10, "account": 100, "address": 200, "device": 10}


@dataclass(frozen=True, slots=True)
class Source:
    """Who is trying, from where; `device` is the number of a device known to this account."""

    username: str
    address: str
    device: str | None = None

    def keys(self) -> dict[str, str]:
        """Counter keys by what they count, in the order they are looked at."""
        if self.device is not None:
            return {"device": _key("device", self.username, self.device)}
        return {
            "pair": _key("pair", self.username, self.address),
            "account": _key("account", self.username),
            "address": _key("address", self.address),
        }


def _key(kind: str, *parts: str) -> str:
    # Keyed, because a password is sometimes typed where the username goes.
    text = "\0".join((kind, *parts)).encode("utf-8", "replace")
    return f"{kind}:{hmac.digest(audit.key(), text, hashlib.sha256).hex()[:48]}"


def seconds_to_wait(source: Source) -> int:
    """How long until another try is looked at; 0 when it may be now."""
    now, keys = now_utc(), source.keys()
    rows = db.session.execute(
        sa.select(
            SignInAttempt.key, SignInAttempt.failures, SignInAttempt.window_ends_at_utc
        ).where(SignInAttempt.key.in_(keys.values()), SignInAttempt.window_ends_at_utc > now)
    ).all()
    waits = [
        int((row.window_ends_at_utc - now).total_seconds()) + 1
        for row in rows
        if row.failures >= LIMITS[row.key.partition(":")[0]]
    ]
    return max(waits, default=0)


def count_failure(source: Source) -> bool:
    """Count one failed try; True when it was the one that reached a limit."""
    now = now_utc()
    db.session.execute(
        sa.delete(SignInAttempt).where(SignInAttempt.window_ends_at_utc < now - RETENTION)
    )
    reached = False
    # In one order for everybody, so that two tries at once cannot wait for each other.
    for key in sorted(source.keys().values()):
        failures = db.session.execute(_upsert(key, now)).scalar_one()
        reached = reached or failures == LIMITS[key.partition(":")[0]]
    return reached


def forgive(source: Source) -> None:
    """Forget the failures of this device or pair after it signed in."""
    keys = source.keys()
    own = [keys[kind] for kind in ("device", "pair") if kind in keys]
    db.session.execute(sa.delete(SignInAttempt).where(SignInAttempt.key.in_(own)))


def _upsert(key: str, now: dt.datetime) -> sa.Executable:
    """Add one to a counter, or start it again when its window is over."""
    insert = sqlite.insert if db.session.get_bind().dialect.name == "sqlite" else postgresql.insert
    table = SignInAttempt
    current = table.window_ends_at_utc > now
    return (
        insert(table)
        .values(key=key, failures=1, window_ends_at_utc=now + WINDOW)
        .on_conflict_do_update(
            index_elements=["key"],
            set_={
                "failures": sa.case((current, table.failures + 1), else_=1),
                "window_ends_at_utc": sa.case(
                    (current, table.window_ends_at_utc), else_=now + WINDOW
                ),
            },
        )
        .returning(table.failures)
    )
