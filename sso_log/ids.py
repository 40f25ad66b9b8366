"""Identities of records, and the short references that people read out to each other.

Ids are UUID version 7 (RFC 9562), made by whoever creates the record, the tablet included, so
that an entry has its id and its reference before any server has seen it. Nothing here touches
the database.

How a client makes the same reference, in full:
  1. Write the id as 32 lower-case hexadecimal digits, without hyphens.
  2. Take the last 10 digits and read them as one unsigned 40-bit number, most significant first.
     (In JavaScript that is `parseInt(hex.slice(-10), 16)`: 2^40 is safely below 2^53. Do not use
     bitwise operators, which cut to 32 bits: use `Math.floor(n / 32)` and `n % 32`.)
  3. Write the number in base 32 with the digits 0123456789ABCDEFGHJKMNPQRSTVWXYZ (Crockford: no
     I, L, O, U), always 8 digits, padded on the left with 0.
  4. The reference is the letter of the kind, `-`, the first 4 digits, `-`, the last 4 digits.
     019b76da-a800-7000-8000-000000000000 with D gives D-0000-0000;
     019b76da-a800-7000-8000-0123456789ab with D gives D-4D2P-F2DB.

How a client makes an id: 48 bits of Unix time in milliseconds, the 4 bits 0111, 12 bits that
grow within the millisecond or are random, the 2 bits 10, and 62 random bits from
`crypto.getRandomValues`; written in lower case as 8-4-4-4-12 digits.
"""

import re
import secrets
import threading
from datetime import UTC, datetime, timedelta
from uuid import RFC_4122, UUID

from sso_log.clock import now_utc

CROCKFORD = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
REFERENCE_BITS = 40
REFERENCE_DIGITS = 8
UUID_VERSION = 7
# One tick is 1/4096 of a millisecond: the 12 bits after the version carry it (RFC 9562, 6.2,
# method 3), so that ids made in one process sort in the order in which they were made.
TICKS_PER_MILLISECOND = 4096
# A clock that steps back further than this is obeyed; a smaller step is bridged by counting on.
BRIDGED_TICKS = 1000 * TICKS_PER_MILLISECOND
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
CANONICAL = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", re.IGNORECASE)

_lock = threading.Lock()
_last_ticks = 0


def new_id() -> UUID:
    """A UUID version 7 of the present instant, larger than the one made before it here."""
    milliseconds, fraction = divmod(_next_ticks(), TICKS_PER_MILLISECOND)
    value = (milliseconds & ((1 << 48) - 1)) << 80
    value |= UUID_VERSION << 76
    value |= fraction << 64
    value |= 0b10 << 62
    value |= secrets.randbits(62)
    return UUID(int=value)


def is_uuid7(identity: UUID) -> bool:
    """Whether an id has the version and variant that records of this application have."""
    return identity.variant == RFC_4122 and identity.version == UUID_VERSION


def parse_uuid(text: str) -> UUID:
    """The UUID, of any version, written as 8-4-4-4-12 digits; ValueError otherwise."""
    if not isinstance(text, str) or CANONICAL.fullmatch(text) is None:
        raise ValueError("An id has 32 hexadecimal digits in groups of 8-4-4-4-12.")
    return UUID(text)


def parse_id(text: str) -> UUID:
    """The id written as 8-4-4-4-12 digits; ValueError if it is not a UUID version 7."""
    identity = parse_uuid(text)
    if not is_uuid7(identity):
        raise ValueError("An id must be a UUID of version 7.")
    return identity


def reference_of(letter: str, identity: UUID) -> str:
    """The reference people use, `D-7K3M-9QXA`: the kind's letter and the last 40 bits of the id."""
    if len(letter) != 1 or not "A" <= letter <= "Z":
        raise ValueError("The letter of a reference is one capital, A to Z.")
    number = identity.int & ((1 << REFERENCE_BITS) - 1)
    digits = ""
    for _ in range(REFERENCE_DIGITS):
        number, digit = divmod(number, len(CROCKFORD))
        digits = CROCKFORD[digit] + digits
    return f"{letter}-{digits[:4]}-{digits[4:]}"


def _next_ticks() -> int:
    global _last_ticks
    microseconds = (now_utc() - EPOCH) // timedelta(microseconds=1)
    ticks = microseconds * TICKS_PER_MILLISECOND // 1000
    with _lock:
        if ticks <= _last_ticks < ticks + BRIDGED_TICKS:
            ticks = _last_ticks + 1
        _last_ticks = ticks
    return ticks
