"""Which passwords will do, and how they are kept."""

from collections.abc import Iterator

import pytest

from sso_log.auth import passwords


@pytest.fixture(autouse=True)
def cheap_hashing() -> Iterator[None]:
    passwords.configure((1, 8, 1))
    yield
    passwords.configure((1, 8, 1))


def test_a_kept_password_matches_itself_and_nothing_else() -> None:
    kept = passwords.hash_password("three words together")
    assert kept.startswith("$argon2id$")
    assert passwords.matches(kept, "three words together")
    assert not passwords.matches(kept, "three words togethe")
    assert not passwords.matches(kept, "")


def test_composed_and_decomposed_letters_are_the_same_password() -> None:
    kept = passwords.hash_password("caf\u00e9 au lait matin")
    assert passwords.matches(kept, "cafe\u0301 au lait matin")


def test_nothing_matches_when_there_is_no_such_person() -> None:
    assert not passwords.matches(None, "three words together")


def test_a_damaged_hash_matches_nothing() -> None:
    assert not passwords.matches("not a hash", "three words together")


def test_a_lone_surrogate_is_only_a_wrong_password() -> None:
    kept = passwords.hash_password("three words together")
    assert not passwords.matches(kept, "three\ud800words")


def test_a_hash_of_another_cost_is_made_again() -> None:
    kept = passwords.hash_password("three words together")
    assert not passwords.needs_rehash(kept)
    passwords.configure((2, 16, 1))
    assert passwords.needs_rehash(kept)


@pytest.mark.parametrize(
    "password",
    [
        "elevenchars",
        "passwordpassword",
        "PASSWORD 123456",
        "123456789012",
        "aaaaaaaabbbb",
        "ann.officer2026",
        "Ann-Officer",
        "x" * 257,
    ],
)
def test_a_password_that_is_short_long_or_guessable_is_refused(password: str) -> None:
    assert passwords.problems(password, "ann.officer", "Ann Officer")


@pytest.mark.parametrize(
    "password", ["harbour lemon cricket", "Tz7-kQ2w!pL9x", "ein Wort für Ämter"]
)
def test_a_long_password_of_any_letters_will_do(password: str) -> None:
    assert passwords.problems(password, "ann.officer", "Ann Officer") == []
