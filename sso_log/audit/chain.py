"""The arithmetic of the chain: what one event's MAC covers. Pure, no database.

HMAC-SHA256 under a key derived with HKDF (RFC 5869) from the installation's person key, over the
canonical JSON of the row: sorted keys, no spaces, UTC to the microsecond. Whoever can write to
the database but does not hold the key can make no valid event, head or checkpoint.
"""

import datetime as dt
import hashlib
import hmac
import json
import uuid
from collections.abc import Mapping
from typing import Any

GENESIS = "0" * 64
_INFO = b"sso-log audit chain v1"


def derive_key(person_key: str | bytes) -> bytes:
    """HKDF-SHA256 with an empty salt and one block: 32 bytes for this purpose alone."""
    secret = person_key.encode() if isinstance(person_key, str) else person_key
    extracted = hmac.digest(b"\0" * 32, secret, hashlib.sha256)
    return hmac.digest(extracted, _INFO + b"\x01", hashlib.sha256)


def _plain(value: object) -> str:
    if isinstance(value, dt.datetime):
        return value.astimezone(dt.UTC).isoformat(timespec="microseconds")
    if isinstance(value, uuid.UUID):
        return str(value)
    raise TypeError(f"{type(value).__name__} has no place in an audit event.")


def canonical(values: Mapping[str, Any]) -> bytes:
    """The one byte string that stands for these values, whichever engine gave them back."""
    return json.dumps(
        values, sort_keys=True, separators=(",", ":"), ensure_ascii=True, default=_plain
    ).encode()


def mac_of(key: bytes, purpose: str, values: Mapping[str, Any]) -> str:
    """Keyed MAC of `values`; `purpose` keeps an event from passing as a head or checkpoint."""
    return hmac.new(key, purpose.encode() + b"\0" + canonical(values), hashlib.sha256).hexdigest()


def event_mac(key: bytes, row: Mapping[str, Any]) -> str:
    """MAC of one event: every column but `mac` itself."""
    return mac_of(key, "event", {name: row[name] for name in row if name != "mac"})


def head_mac(key: bytes, seq: int, mac: str) -> str:
    """MAC of the head row, which says where the chain ends."""
    return mac_of(key, "head", {"seq": seq, "mac": mac})


def same(left: str, right: str) -> bool:
    """Compare two MACs without telling by time where they differ."""
    return hmac.compare_digest(left.encode(), right.encode())
