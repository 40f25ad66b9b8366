"""A form that arrived after its session had expired, carried until its author is back.

It travels inside the sign-in page, encrypted and bound to the person whose session expired, so
that nobody else at the tablet can read or send it, and nothing half-written is in the database.
Forms with a password, and files, are not carried.
"""

import base64
import hashlib
import hmac
import uuid
from collections.abc import Sequence

import msgspec
from cryptography.fernet import Fernet, InvalidToken

LIFETIME_SECONDS = 24 * 3600


class InterruptedForm(msgspec.Struct, frozen=True):
    """Where the form was going, and every field as it was typed, in order."""

    path: str
    fields: tuple[tuple[str, str], ...]


def _box(secret_key: str, person_id: uuid.UUID) -> Fernet:
    # The person is part of the key: another person's form does not open at all.
    info = b"sso-log held form v1\0" + person_id.bytes
    return Fernet(base64.urlsafe_b64encode(hmac.digest(secret_key.encode(), info, hashlib.sha256)))


def may_be_sealed(fields: Sequence[tuple[str, str]]) -> bool:
    """Whether there is something to carry, and nothing secret in it."""
    return bool(fields) and not any("password" in name.casefold() for name, _ in fields)


def seal(secret_key: str, person_id: uuid.UUID, form: InterruptedForm) -> str:
    """The form as text that only this person's next sign-in can open."""
    return _box(secret_key, person_id).encrypt(msgspec.json.encode(form)).decode()


def unseal(secret_key: str, person_id: uuid.UUID, sealed: str) -> InterruptedForm | None:
    """The form again, or None for another person, another key, a day later or nonsense."""
    try:
        plain = _box(secret_key, person_id).decrypt(
            sealed.encode("utf-8", "replace"), ttl=LIFETIME_SECONDS
        )
    except InvalidToken:
        return None
    return msgspec.json.decode(plain, type=InterruptedForm)
