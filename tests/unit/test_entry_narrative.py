"""Which texts look as if they identified a child, and which do not."""

import datetime as dt

import pytest

from sso_log.entries.narrative import digest, findings

TODAY = dt.date(2026, 3, 2)


def found(text: str, *known: str) -> list[str]:
    return [finding.what for finding in findings(text, TODAY, known)]


@pytest.mark.parametrize(
    "text",
    [
        "Call mum on 07700 900123 after school",
        "his number is +44 7700 900123.",
        "rang 020 7946 0958 twice",
    ],
)
def test_a_phone_number_is_noticed(text: str) -> None:
    assert found(text) == ["a phone number"]


@pytest.mark.parametrize("text", ["lives at 12 in E8 1EA", "postcode sw1a 2aa given", "SE10 9NN"])
def test_a_postcode_is_noticed(text: str) -> None:
    assert found(text) == ["a postcode"]


@pytest.mark.parametrize("text", ["child born 14/05/2011", "DOB 14-5-11", "date of birth: 14 May"])
def test_a_date_of_birth_is_noticed(text: str) -> None:
    assert found(text) == ["a date of birth"]


def test_an_e_mail_address_is_noticed() -> None:
    assert found("write to someone@example.org") == ["an e-mail address"]


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Spoke to Amara Okafor about it", "Amara Okafor"),
        ("Then Jean-Luc O’Neil came in", "Jean-Luc O’Neil"),
        ("Zoë Łukasiewicz was upset", "Zoë Łukasiewicz"),
        ("the meeting was with Mr Khan", "Mr Khan"),
        ("Today Tom Smith ran off", "Tom Smith"),
    ],
)
def test_a_name_is_noticed(text: str, name: str) -> None:
    assert [(one.what, one.words) for one in findings(text, TODAY)] == [("a name", name)]


@pytest.mark.parametrize(
    "text",
    [
        "",
        "Assembly for Year 9 about knife crime.",
        "The child was returned to class. Head of Year informed.",
        "Safer Neighbourhood Team told. Youth Justice Service will call.",
        "Visited on 27/02/2026 and again on 1/3/2026.",
        "Weapon found near Hackney Central Station at 15:40.",
        "28 pupils, 45 minutes, CAD 1234567/26.",
        "Spoke with the Designated Safeguarding Lead.",
        "Attended the Metropolitan Police Safer Schools Partnership meeting on Monday.",
        "Operation Sceptre week: St Thomas More School hosted.",
        "MASH referral made, CAMHS told.",
        "Knives. Robbery. Hate crime.",
        "Reference 01HK1234567/26 on CRIS.",
    ],
)
def test_ordinary_notes_are_left_alone(text: str) -> None:
    assert found(text) == []


def test_the_names_of_the_officers_schools_are_known() -> None:
    assert found("Walked to Alder Grange") == ["a name"]
    assert found("Walked to Alder Grange", "Alder Grange Free School") == []


def test_the_fingerprint_is_of_the_words_and_not_of_their_spacing() -> None:
    assert digest(["one  two\n"]) == digest(["one two"])
    assert digest(["one two"]) != digest(["one", "two"])
    assert digest(["\udc80"])
