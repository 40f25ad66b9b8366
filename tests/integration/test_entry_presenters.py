"""Answers in words, and versions held against each other."""

from typing import Any

import pytest
from flask import Flask

from sso_log.entries.kinds import KINDS
from sso_log.entries.presenters import MASKED, PresentedSection, differences, present
from tests.factories.force import Force

POWER = {
    "power": "stop_search", "legislation": "s.1 PACE", "sex": "male", "age": "15", "bwv": "yes",
    "bwv_reference": "BWV-1", "ethnicity_self_defined": "B1",
}  # fmt: skip


def said(sections: list[PresentedSection]) -> dict[str, str]:
    return {row.name: row.words for section in sections for row in section.rows}


@pytest.mark.parametrize(
    ("kind", "fields", "name", "words"),
    [
        ("engagement", {"school": "100001"}, "school", "Alder Grove School"),
        ("engagement", {"school": "999999"}, "school", "URN 999999"),
        ("engagement", {"duration_minutes": 90}, "duration_minutes", "1 hour 30 minutes"),
        ("engagement", {"duration_minutes": 45}, "duration_minutes", "45 minutes"),
        ("engagement", {"pupils": 0}, "pupils", "0"),
        ("engagement", {"started_at": "2026-06-01T10:30:00+01:00"}, "started_at",
         "1 June 2026 at 10:30am"),
        ("diversion", {"matter_on": "2026-03-01"}, "matter_on", "1 March 2026"),
        ("diversion", {"child_role": "at_risk"}, "child_role", "At risk"),
    ],
)  # fmt: skip
def test_an_answer_is_said_in_words(
    force: Force, kind: str, fields: dict[str, Any], name: str, words: str
) -> None:
    assert said(present(KINDS[kind], fields))[name] == words


def test_each_record_is_a_section_of_its_own(app: Flask) -> None:
    sections = present(KINDS["engagement"], {"powers_used": "some", "powers": [POWER, POWER]})
    assert [one.title for one in sections][-2:] == ["Power used 1", "Power used 2"]


def test_masking_hides_the_child_and_the_narrative_and_nothing_else(app: Flask) -> None:
    fields = {"notes": "Said so", "place": "on_site", "powers": [POWER]}
    words = said(present(KINDS["engagement"], fields, mask_child=True))
    assert words["notes"] == words["powers-0-sex"] == words["powers-0-bwv_reference"] == MASKED
    assert words["place"] != MASKED and words["powers-0-power"] != MASKED


def test_differences_name_what_changed_in_the_order_of_the_questions(force: Force) -> None:
    before = {"school": "100001", "duration_minutes": 45, "place": "on_site"}
    after = {"school": "100002", "duration_minutes": 45, "pupils": 3}
    changes = differences(KINDS["engagement"], before, after)
    assert [(one.label, one.before, one.after) for one in changes] == [
        ("Which school?", "Alder Grove School", "Beech Hill Academy"),
        ("Pupils", None, "3"),
        ("Where was it?", "In the school", None),
    ]


def test_a_masked_difference_is_told_without_saying_what_it_was(app: Flask) -> None:
    changes = differences(KINDS["diversion"], {"age": "13"}, {"age": "14"}, mask_child=True)
    assert [(one.before, one.after) for one in changes] == [(MASKED, MASKED)]


def test_equal_versions_have_no_differences(app: Flask) -> None:
    assert differences(KINDS["engagement"], {"powers": [POWER]}, {"powers": [POWER]}) == []
