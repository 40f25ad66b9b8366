"""Passwords: hashing with Argon2id, and which passwords are good enough.

The cost comes from the settings. An unknown username is checked against a hash of nothing, made
with the same cost, so that the time of an answer does not tell who exists.
"""

import functools
import secrets
import unicodedata
from pathlib import Path

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

SHORTEST = 12
LONGEST = 256
FEWEST_DIFFERENT = 5
UNTYPABLE = {"Cc", "Cs", "Co", "Cn"}
COMMON = Path(__file__).parent / "data" / "common_passwords.txt"


class _Hashing:
    """The hasher of this process and its hash of nothing, set by `configure`."""

    hasher = PasswordHasher()
    decoy = ""


def configure(cost: tuple[int, int, int]) -> None:
    """Set the cost: passes, memory in KiB, lanes."""
    passes, memory, lanes = cost
    _Hashing.hasher = PasswordHasher(time_cost=passes, memory_cost=memory, parallelism=lanes)
    _Hashing.decoy = ""


def hash_password(password: str) -> str:
    """The Argon2id hash to keep for a password."""
    return _Hashing.hasher.hash(_normal(password))


def matches(stored_hash: str | None, password: str) -> bool:
    """Whether the password is that of the stored hash; takes as long when there is none."""
    if not _Hashing.decoy:
        _Hashing.decoy = _Hashing.hasher.hash(secrets.token_hex(16))
    try:
        right = _Hashing.hasher.verify(
            stored_hash or _Hashing.decoy, _normal(password[: LONGEST + 1])
        )
    except (VerificationError, InvalidHashError):
        return False
    return right and stored_hash is not None


def needs_rehash(stored_hash: str) -> bool:
    """Whether a hash was made at another cost than today's."""
    return _Hashing.hasher.check_needs_rehash(stored_hash)


def problems(password: str, username: str = "", name: str = "") -> list[str]:
    """Sentences saying why a new password will not do; none when it will."""
    plain = _normal(password)
    squeezed = "".join(plain.casefold().split())
    if len(plain) < SHORTEST:
        return [f"Use at least {SHORTEST} characters. Three words in a row make a good password."]
    if any(unicodedata.category(character) in UNTYPABLE for character in password):
        return ["Use only letters, digits, signs and spaces that can be typed."]
    if len(plain) > LONGEST:
        return [f"Use at most {LONGEST} characters."]
    bare = squeezed.strip("0123456789.!?-_*#")
    if bare in (username.casefold(), "".join(name.casefold().split())):
        return ["Use a password that is not your name or username."]
    if len(set(squeezed)) < FEWEST_DIFFERENT or squeezed in common_passwords():
        return ["That password is easy to guess. Choose another."]
    return []


@functools.cache
def common_passwords() -> frozenset[str]:
    """Long passwords that are tried first by anyone guessing."""
    return frozenset(COMMON.read_text(encoding="utf-8").split())


def _normal(password: str) -> str:
    # The same keys on another keyboard may send composed or decomposed letters.
    return unicodedata.normalize("NFC", password.encode("utf-8", "replace").decode())
