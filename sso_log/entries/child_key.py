"""The keyed code under which repeat contacts with one child are recognised.

The police system's person number is hashed with HMAC-SHA-256 under a key derived from the
installation's person key, which is not in the database; the number is never stored or logged.
"""

import hashlib
import hmac

_LABEL = b"sso-log child key v1"


class _Key:
    """The derived key of this process, set once by `configure`."""

    value: bytes = b""


def configure(person_key: str) -> None:
    """Derive this process's key; called once when the application starts."""
    _Key.value = hmac.new(person_key.encode(), _LABEL, hashlib.sha256).digest()


def child_key(person_number: str) -> str:
    """Return the code of a person number, the same however it is spaced or cased."""
    if not _Key.value:
        raise RuntimeError("configure() has not been called")
    normal = "".join(person_number.split()).upper()
    return hmac.new(_Key.value, normal.encode(), hashlib.sha256).hexdigest()
