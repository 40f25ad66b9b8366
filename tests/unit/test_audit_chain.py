"""The arithmetic of the chain, the vocabulary, and what a detail may hold."""

import datetime as dt
import uuid

import pytest

from sso_log.audit import chain
from sso_log.audit.context import clear_origin, origin, set_origin
from sso_log.audit.services import LONGEST_TEXT, NEVER_IN_DETAIL, _detail, clean
from sso_log.audit.tags import Processing, Tag

KEY = chain.derive_key("a person key that is long enough for this")
ROW = {
    "seq": 1,
    "at_utc": dt.datetime(2026, 3, 29, 1, 30, tzinfo=dt.UTC),
    "actor_id": uuid.UUID(int=7),
    "tag": "export",
    "detail": {"rows": 5},
    "previous_mac": chain.GENESIS,
}


def test_every_tag_says_which_processing_it_is() -> None:
    assert all(tag.processing in Processing for tag in Tag)


def test_the_key_derivation_is_hkdf_of_rfc_5869() -> None:
    from cryptography.hazmat.primitives.hashes import SHA256
    from cryptography.hazmat.primitives.kdf.hkdf import HKDF

    known = HKDF(SHA256(), 32, salt=None, info=b"sso-log audit chain v1").derive(b"secret")
    assert chain.derive_key("secret") == known


def test_the_mac_covers_every_column() -> None:
    first = chain.event_mac(KEY, ROW)
    changed = {
        "seq": 2,
        "at_utc": dt.datetime(2026, 3, 29, 1, 31, tzinfo=dt.UTC),
        "actor_id": None,
        "tag": "import",
        "detail": {"rows": 6},
        "previous_mac": "1" * 64,
    }
    for name, value in changed.items():
        assert chain.event_mac(KEY, {**ROW, name: value}) != first, name


def test_the_mac_does_not_depend_on_the_zone_or_order_in_which_a_row_comes_back() -> None:
    london = ROW["at_utc"].astimezone(dt.timezone(dt.timedelta(hours=1)))
    again = dict(reversed({**ROW, "at_utc": london}.items()))
    assert chain.event_mac(KEY, again) == chain.event_mac(KEY, ROW)


def test_an_event_cannot_pass_as_a_head() -> None:
    values = {"seq": 1, "mac": "x"}
    assert chain.mac_of(KEY, "event", values) != chain.head_mac(KEY, 1, "x")


def test_another_key_makes_another_mac() -> None:
    assert chain.event_mac(chain.derive_key("another"), ROW) != chain.event_mac(KEY, ROW)


@pytest.mark.parametrize("name", sorted(NEVER_IN_DETAIL))
def test_a_detail_never_holds_narrative_child_data_or_secrets(name: str) -> None:
    with pytest.raises(ValueError, match=name):
        _detail(name, "anything")
    with pytest.raises(ValueError, match=name):
        _detail("outer", {name: "anything"})


def test_details_are_brought_to_what_both_engines_give_back() -> None:
    assert _detail("on", dt.date(2026, 1, 2)) == "2026-01-02"
    assert _detail("schools", {100002, 100001}) == [100001, 100002]
    assert _detail("share", 0.5) == "0.5"
    assert _detail("ok", True) is True
    assert clean("a\0b\ud800" + "x" * 600) == ("ab?" + "x" * 600)[:LONGEST_TEXT]


def test_where_a_request_comes_from_is_forgotten_after_it() -> None:
    set_origin("192.0.2.1", "abc")
    assert origin().address == "192.0.2.1"
    clear_origin()
    assert origin().address == ""
