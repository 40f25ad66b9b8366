"""A code list with a gap or an unknown word is refused, with the place where it stands."""

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest

from sso_log.reference.files import list_files, read_rows
from sso_log.reference.lists import LISTS, Limit, OutcomeClass
from sso_log.reference.verification import BadLists, from_files, packaged

Files = dict[str, list[dict[str, Any]]]
LATE_2027 = {"code": "late_2027", "label": "Late", "hint": "", "source": "Test", "valid_until": "",
             "limit": "late_days", "value": "7"}  # fmt: skip


@pytest.fixture
def files() -> Files:
    return {name: read_rows("lists", f"{name}.csv") for name in list_files()}


def refusal(files: Files) -> tuple[str, ...]:
    with pytest.raises(BadLists) as refused:
        from_files(files)
    return refused.value.faults


def put(list_name: str, code: str, /, **cells: str | None) -> Callable[[Files], None]:
    def change(files: Files) -> None:
        next(row for row in files[list_name] if row["code"] == code).update(cells)

    return change


def drop(list_name: str, code: str) -> Callable[[Files], None]:
    def change(files: Files) -> None:
        files[list_name] = [row for row in files[list_name] if row["code"] != code]

    return change


def late_limits(ends: str, begins: str) -> Callable[[Files], None]:
    def change(files: Files) -> None:
        put("limit", "late_days", valid_until=ends)(files)
        files["limit"].append({**LATE_2027, "valid_from": begins})

    return change


CLASSES = "open, formal, diversion, deferred, no_action, other"
REFUSALS = {
    "an unknown word": (
        put("police_outcome", "22", diversion_class="diverted"),
        f"police_outcome.csv, row 24, column diversion_class: “diverted” is not one of {CLASSES}.",
    ),
    "a gap": (
        put("police_outcome", "22", diversion_class=""),
        "police_outcome.csv, row 24, column diversion_class: it is empty; it must be one of "
        f"{CLASSES}.",
    ),
    "a code that is there twice": (
        put("cover", "snt", code="none"),
        "cover.csv, row 2, column code: none is there more than once.",
    ),
    "a code of another list that is not there": (
        put("route", "outcome_22", police_outcome="8 99"),
        "route.csv, row 12, column police_outcome: police_outcome has no code 99.",
    ),
    "a missing list": (lambda files: files.pop("stage"), "The code list stage is missing."),
    "a list that is not declared": (
        lambda files: files.update(colours=[{"code": "red"}]),
        "colours.csv: there is no code list of this name.",
    ),
    "an empty list": (
        lambda files: files.update(stage=[]), "stage.csv, row 1: the list has no codes."
    ),
    "a column that is not there": (
        lambda files: [row.pop("covered") for row in files["cover"]],
        "cover.csv, row 1: the columns must be "
        "code,label,hint,valid_from,valid_until,source,covered.",
    ),
    "a column that nothing reads": (
        lambda files: [row.update(colour="") for row in files["yes_no"]],
        "yes_no.csv, row 1: the columns must be code,label,hint,valid_from,valid_until,source.",
    ),
    "a row with a cell too few": (
        put("cover", "snt", covered=None),
        "cover.csv, row 4, column code: the row has not as many cells as there are columns.",
    ),
    "no words for a code": (
        put("topics", "vawg", label=" "), "topics.csv, row 3, column label: it is empty."
    ),
    "words that are too long": (
        put("topics", "vawg", label="v" * 201),
        "topics.csv, row 3, column label: it is longer than 200 characters.",
    ),
    "a date that is none": (
        put("route", "outcome_22", valid_from="1 April 2019"),
        "route.csv, row 12, column valid_from: a date is not written YYYY-MM-DD.",
    ),
    "an end before the beginning": (
        put("route", "outcome_22", valid_until="2019-03-31"),
        "route.csv, row 12, column valid_until: it is before valid_from.",
    ),
    "no code that rules name": (
        drop("child_role", "suspect"),
        "The code list child_role has no code suspect, which rules need.",
    ),
    "no limit that flags need": (
        drop("limit", "late_days"),
        "The code list limit: late_days must hold on every day: its first row from ever, its last "
        "without an end.",
    ),
    "a limit that ends": (
        put("limit", "late_days", valid_until="2026-12-31"),
        "The code list limit: late_days must hold on every day: its first row from ever, its last "
        "without an end.",
    ),
    "two limits on one day": (
        late_limits("2026-12-31", "2026-12-31"),
        "The code list limit: late_days and late_2027 hold on the same day.",
    ),
    "two limits without an end": (
        late_limits("", "2027-01-01"),
        "The code list limit: late_days and late_2027 hold on the same day.",
    ),
    "a day without a limit": (
        late_limits("2026-12-31", "2027-01-02"),
        "The code list limit: no code holds between late_days and late_2027.",
    ),
    "two gravity matrices on one day": (
        put("gravity_matrix", "npcc_2025_02", valid_from="2025-01-31"),
        "The code list gravity_matrix: npcc_2023_10 and npcc_2025_02 hold on the same day.",
    ),
    "a number that is none": (
        put("limit", "late_days", value="five"),
        "limit.csv, row 2, column value: “five” is not a whole number from 0 to 99999.",
    ),
    "a number that is out of range": (
        put("gravity_matrix", "acpo_2013", scale="1"),
        "gravity_matrix.csv, row 2, column scale: “1” is not a whole number from 2 to 9.",
    ),
    "a time that is none": (
        put("school_hours", "standard", ends="4.30 pm"),
        "school_hours.csv, row 2, column ends: “4.30 pm” is not a time such as 08:00.",
    ),
    "a time without minutes": (
        put("school_hours", "standard", starts="08"),
        "school_hours.csv, row 2, column starts: “08” is not a time such as 08:00.",
    ),
    "a pattern that is none": (
        put("police_reference_type", "cris", pattern="(["),
        "police_reference_type.csv, row 2, column pattern: “([” is not a regular expression.",
    ),
}  # fmt: skip


@pytest.mark.parametrize("what", REFUSALS)
def test_a_file_is_refused_for(what: str, files: Files) -> None:
    change, sentence = REFUSALS[what]
    change(files)
    assert sentence in refusal(files)


def test_a_refusal_names_the_first_fault_and_how_many_more_there_are(files: Files) -> None:
    put("cover", "snt", covered="maybe")(files)
    put("cover", "none", covered="")(files)
    put("stage", "started", end="soon")(files)
    with pytest.raises(BadLists) as refused:
        from_files(files)
    assert str(refused.value) == (
        "cover.csv, row 2, column covered: it is empty; it must be one of yes, no. "
        "There are 2 more such."
    )


def test_a_limit_that_changes_holds_from_its_day(files: Files) -> None:
    late_limits("2026-12-31", "2027-01-01")(files)
    lists = from_files(files)
    days = [lists.late_days(dt.date(2026, 12, 31)), lists.late_days(dt.date(2027, 1, 1))]
    assert days == [5, 7]
    assert lists.limit(Limit.LONG_ENGAGEMENT_MINUTES, dt.date(2027, 1, 1)) == 300


def test_the_matrix_expects_outcomes_of_a_score_only_where_the_scales_are_the_same() -> None:
    lists = packaged()
    expected = {score: lists.expected_outcomes(score, None) for score in "12345"}
    assert expected == {
        "1": {"8", "9", "10", "20", "21", "22"},
        "2": {"8", "20", "21", "22"},
        "3": {"2"},
        "4": {"2"},
        "5": {"1"},
    }
    assert lists.expected_outcomes("2", "npcc_2025_02") == expected["2"]
    assert lists.expected_outcomes("2", "acpo_2013") == frozenset()
    assert lists.expected_outcomes("not_scored", None) == frozenset()
    assert lists.expected_outcomes(None, None) == frozenset()


def test_the_matrix_has_no_say_where_nobody_chose_the_outcome() -> None:
    prevented = packaged().codes_where("police_outcome", "matrix_applies", "no")
    assert prevented == {"0", "5", *map(str, range(11, 20))}


def test_year_groups_of_an_audience_are_those_of_a_child_without_not_known() -> None:
    lists = packaged()
    of_child = lists.choices("year_group")
    assert lists.choices("year_groups") == [c for c in of_child if c.code != "not_known"]
    assert len(of_child) == 21


def test_a_list_column_or_word_that_is_not_declared_is_a_mistake_seen_at_once() -> None:
    lists = packaged()
    assert "22" in lists.codes_where("police_outcome", "diversion_class", OutcomeClass.DIVERSION)
    for asked in (
        ("police_outcomes", "diversion_class"),
        ("police_outcome", "class"),
        ("police_outcome", "diversion_class", "diverted"),
    ):
        with pytest.raises(LookupError, match=r"no (code list|column|word)"):
            lists.codes_where(*asked)
    with pytest.raises(LookupError, match="no column"):
        lists.attribute("cover", "snt", "cover")


def test_facts_may_be_asked_by_several_words_or_by_none() -> None:
    lists = packaged()
    both = lists.codes_where("gravity_score", "disposal", "caution", "charge")
    assert both == {"3", "4", "5"}
    assert lists.codes_where("gravity_score", "scale") == set("12345")


def test_every_list_is_declared_and_every_declared_list_is_there() -> None:
    assert packaged().lists.keys() == LISTS.keys()
