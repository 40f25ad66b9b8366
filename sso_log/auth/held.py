"""A form that arrived after its session had expired, kept until its author is back.

It travels inside the sign-in page, encrypted and bound to the person whose session expired, so
that nobody else at the tablet can read or send it, and nothing half-written is in the database.
Forms with a password, and files, are not held.
"""

import base64
import hashlib
import hmac
import json
import uuid
from collections.abc import Sequence
from dataclasses import dataclass

from cryptography.fernet import Fernet, InvalidToken

LONGEST_HELD_SECONDS = 24 * 3600


@dataclass(frozen=True, slots=True)
class HeldForm:
    """Where the form was going, and every field as it was typed, in order."""

    path: str
    fields: tuple[tuple[str, str], ...]


def _box(secret_key: str, person_id: uuid.UUID) -> Fernet:
    # The person is part of the key: another person's form does not open at all.
    info = b"sso-log held form v1\0" + person_id.bytes
    return Fernet(base64.urlsafe_b64encode(hmac.digest(secret_key.encode(), info, hashlib.sha256)))


def worth_holding(fields: Sequence[tuple[str, str]]) -> bool:
    """Whether there is something to keep, and nothing secret in it."""
    return bool(fields) and not any("password" in name.casefold() for name, _ in fields)


def seal(secret_key: str, person_id: uuid.UUID, form: HeldForm) -> str:
    """The form as text that only this person's next sign-in can open."""
    plain = json.dumps({"path": form.path, "fields": form.fields})
    return _box(secret_key, person_id).encrypt(plain.encode()).decode()


def unseal(secret_key: str, person_id: uuid.UUID, sealed: str) -> HeldForm | None:
    """The form again, or None for another person, another key, a day later or nonsense."""
    try:
        plain = _box(secret_key, person_id).decrypt(
            sealed.encode("utf-8", "replace"), ttl=LONGEST_HELD_SECONDS
        )
    except InvalidToken:
        return None
    kept = json.loads(plain)
    return HeldForm(kept["path"], tuple((name, value) for name, value in kept["fields"]))
