"""The family of errors that people may be told about.

Each is one plain sentence. Services raise them; `web` turns them into a page and `api` into JSON.
Nothing here knows HTTP beyond the status code that the contract gives to each meaning.
"""

from collections.abc import Mapping, Sequence


class DomainError(Exception):
    """Something a person asked for cannot be done; `sentence` says why, in their words."""

    status = 400
    retry_after_seconds: int | None = None

    def __init__(self, sentence: str) -> None:
        super().__init__(sentence)
        self.sentence = sentence


class NotFound(DomainError):
    """It does not exist, or the person may not know that it does: both answer alike."""

    status = 404

    def __init__(self, sentence: str = "There is nothing at this address.") -> None:
        super().__init__(sentence)


class NotPermitted(DomainError):
    """The person may see it but not do this to it."""

    status = 403


class Conflict(DomainError):
    """Someone else has changed it since it was looked at; nothing was changed now."""

    status = 409


class IllegalTransition(DomainError):
    """The entry is not in a state from which this can be done."""

    status = 409


class Gone(DomainError):
    """It existed and has been taken out of the record."""

    status = 410


class Invalid(DomainError):
    """Some answers need correcting. `errors` maps a field's name to its sentences."""

    status = 422

    def __init__(
        self,
        errors: Mapping[str, Sequence[str]],
        sentence: str = "Some answers need correcting.",
    ) -> None:
        super().__init__(sentence)
        self.errors = {name: list(sentences) for name, sentences in errors.items()}


class TooManyAttempts(DomainError):
    """Asked too often; worth trying again later."""

    status = 429


class Unavailable(DomainError):
    """The service cannot do this just now, and nothing was changed."""

    status = 503
    retry_after_seconds = 5
