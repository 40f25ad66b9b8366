"""One story from the empty database to a figure, from outside, on a real PostgreSQL."""

import json
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from tests.contract_bodies import diversion, update
from tests.outside import HACKNEY, Site, term_monday


@pytest.fixture
def served(
    engine_of: Callable[[str], Any], tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Site]:
    """An installation on PostgreSQL with an officer and a sergeant."""
    engine = engine_of("postgresql")
    url = engine.empty()  # the installation makes and signs everything itself
    site = Site(tmp_path_factory.mktemp("on-postgresql"), database_url=url)
    site.furnish(["alice", "sam"])
    site.serve()
    yield site
    site.stop()
    engine.drop(url)


@pytest.mark.postgres
def test_a_diversion_is_logged_approved_counted_and_audited(served: Site) -> None:
    monday = term_monday()
    alice, sam = served.person("alice"), served.person("sam")
    matter = alice.submitted("diversion", diversion(monday, police_outcome="22",
                             police_outcome_on=monday.isoformat()))  # fmt: skip
    sam.approve(matter, alice_update(alice, matter))
    period = ("--from", monday.isoformat(), "--until", monday.isoformat(), "--unit", HACKNEY)
    figure = served.indicator("D1", *period)
    assert (figure["numerator"], figure["denominator"], figure["waiting"]) == (1, 1, 0)
    assert "whole" in served.done("audit", "verify")
    assert all(check["ok"] for check in json.loads(served.done("check", "--json")))


def alice_update(alice: Any, matter: str) -> str:
    """What came of the matter a day after."""
    entry: str = alice.submitted("diversion_update", update(matter, "completed", term_monday()))
    return entry
