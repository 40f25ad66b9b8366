"""A form carried over a sign-in, and where a sign-in may lead."""

import uuid

import pytest

from sso_log.auth.interrupted_form import InterruptedForm, may_be_sealed, seal, unseal
from sso_log.auth.views import safe_next

SECRET = "0123456789abcdefghijklmnopqrstuvwxyz"
FORM = InterruptedForm(
    "/entries/new/engagement?x=1", (("notes", "Zażółć\r\nline 2"), ("t", "a"), ("t", "b"))
)


def test_a_form_comes_back_to_its_author_exactly_as_it_was() -> None:
    author = uuid.uuid4()
    assert unseal(SECRET, author, seal(SECRET, author, FORM)) == FORM


def test_nothing_of_a_sealed_form_can_be_read_from_the_page() -> None:
    sealed = seal(SECRET, uuid.uuid4(), FORM)
    assert "notes" not in sealed
    assert "line" not in sealed


def test_a_sealed_form_opens_for_nobody_else_and_with_no_other_key() -> None:
    author = uuid.uuid4()
    sealed = seal(SECRET, author, FORM)
    assert unseal(SECRET, uuid.uuid4(), sealed) is None
    assert unseal(SECRET[::-1], author, sealed) is None


@pytest.mark.parametrize("damage", ["", "nonsense", "\ud800", "gAAAAA"])
def test_a_damaged_form_is_ignored(damage: str) -> None:
    assert unseal(SECRET, uuid.uuid4(), damage) is None


def test_a_form_with_a_password_is_never_sealed() -> None:
    assert may_be_sealed([("notes", "x")])
    assert not may_be_sealed([("notes", "x"), ("new_password", "y")])
    assert not may_be_sealed([])


@pytest.mark.parametrize(
    "path", ["/", "/entries", "/entries/new/diversion?school=100001", "/a%20b"]
)
def test_a_path_of_this_site_is_followed_after_signing_in(path: str) -> None:
    assert safe_next(path) == path


@pytest.mark.parametrize(
    "path",
    [
        "",
        "entries",
        "//evil.example",
        "///evil.example",
        "/\\evil.example",
        "\\\\evil.example",
        "https://evil.example/",
        "javascript:alert(1)",
        "/entries\r\nSet-Cookie: a=b",
        "/\tevil",
        "http:evil",
        "/sign-in?next=/sign-in",
        "/" + "x" * 3_000,
    ],
)
def test_any_other_address_leads_home_after_signing_in(path: str) -> None:
    assert safe_next(path) == "/"
