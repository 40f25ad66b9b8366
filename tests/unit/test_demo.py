"""The invented force before any database: names, shape, chance, and what it keeps."""

import datetime as dt
import random
import stat
from pathlib import Path

import pytest

from sso_log.auth import passwords
from sso_log.demo import keys, outcomes, schools, words
from sso_log.demo.chance import about, id_at, pick
from sso_log.demo.people import FIRST_NAMES, SIGN_INS
from sso_log.demo.scale import FIRST_URN, Scale, share
from sso_log.demo.workload import season
from sso_log.entries.kinds import KINDS
from sso_log.entries.narrative import findings
from sso_log.ids import is_uuid7
from sso_log.importers.school_columns import setting_of

TODAY = dt.date(2026, 3, 4)


def test_the_whole_force_has_the_numbers_it_is_announced_with() -> None:
    scale = Scale(TODAY)
    assert (scale.boroughs, scale.officers, scale.schools) == (32, 370, 1014)
    assert scale.agreements + 392 == scale.schools
    assert set(share(scale.officers, scale.boroughs)) == {11, 12}
    assert sum(share(scale.schools, scale.boroughs)) == scale.schools


def test_the_story_is_over_before_today_begins() -> None:
    scale = Scale(TODAY, weeks=5)
    assert scale.now == dt.datetime(2026, 3, 4, tzinfo=dt.UTC)
    assert scale.mondays()[0] == dt.date(2026, 1, 26)
    assert scale.mondays()[-1] == dt.date(2026, 3, 2)


def test_the_same_subject_has_the_same_chance_and_another_day_another() -> None:
    same, other = Scale(TODAY), Scale(TODAY + dt.timedelta(days=1))
    assert same.chance("weeks", "a").random() == Scale(TODAY).chance("weeks", "a").random()
    assert same.chance("weeks", "a").random() != other.chance("weeks", "a").random()
    assert same.chance("weeks", "a").random() != same.chance("weeks", "b").random()


def test_every_school_has_a_name_of_its_own() -> None:
    found = schools.names(Scale(TODAY), 1014)
    assert len(set(found)) == 1014


def test_no_school_bears_the_name_or_number_of_a_real_one(shared_data: Path) -> None:
    text = "".join(
        path.read_bytes().decode("cp1252", "replace").casefold()
        for path in sorted((shared_data / "gias").glob("*.csv"))
    )
    assert len(text) > 100_000
    found = schools.names(Scale(TODAY), 1014)
    real = [name for name in found if f"{name} school".casefold() in text]
    assert not real
    assert f"\n{FIRST_URN}," not in text


def test_every_type_of_school_is_in_the_code_list() -> None:
    for kind, types in schools.TYPES.items():
        expected = kind if kind in ("special", "pru_ap") else "mainstream"
        assert {setting_of(name) for name in types} == {expected}, kind


@pytest.mark.parametrize("kind", sorted(KINDS))
def test_reasons_to_return_pin_questions_of_the_kind(kind: str) -> None:
    for reason in outcomes.RETURNS[kind]:
        assert reason.fields and all(KINDS[kind].has_field(name) for name in reason.fields)


def test_no_note_looks_as_if_it_identified_anybody() -> None:
    chance = random.Random(7)
    for _ in range(500):
        for text in (words.notes(chance, often=1.0) or "", words.matter_notes(chance)):
            assert not findings(text, TODAY), text
            assert not set(text.replace(".", " ").split()) & set(FIRST_NAMES)


def test_choosing_by_weight_keeps_to_the_weights() -> None:
    chance = random.Random(1)
    drawn = [pick(chance, {"often": 9.0, "never": 0.0, "seldom": 1.0}) for _ in range(4000)]
    assert "never" not in drawn
    assert 0.07 < drawn.count("seldom") / len(drawn) < 0.13


def test_a_number_near_a_mean_has_that_mean_and_is_never_negative() -> None:
    chance = random.Random(1)
    drawn = [about(chance, 1.62) for _ in range(8000)]
    assert min(drawn) >= 0
    assert 1.55 < sum(drawn) / len(drawn) < 1.69


def test_ids_are_of_version_seven_and_carry_their_moment() -> None:
    moment = dt.datetime(2026, 3, 1, 9, 30, tzinfo=dt.UTC)
    made = id_at(random.Random(1), moment)
    assert is_uuid7(made)
    assert made.int >> 80 == int(moment.timestamp() * 1000)
    assert made == id_at(random.Random(1), moment)


@pytest.mark.parametrize(
    ("day", "more"),
    [(dt.date(2026, 8, 10), True), (dt.date(2026, 12, 28), True), (dt.date(2026, 1, 2), True),
     (dt.date(2026, 3, 9), False)],
)  # fmt: skip
def test_abstractions_peak_in_summer_and_at_new_year(day: dt.date, more: bool) -> None:
    assert (season(day) > 1.5) is more


def test_decisions_come_by_day_and_after_the_submission() -> None:
    chance = random.Random(3)
    at = dt.datetime(2026, 3, 6, 22, 30, tzinfo=dt.UTC)
    found = [outcomes.decided_at(chance, at, 1.0) for _ in range(300)]
    assert all(moment > at and 7 <= moment.hour < 20 for moment in found)
    weekend = sum(moment.weekday() >= 5 for moment in found)
    assert weekend < len(found) / 3


def test_what_is_kept_is_for_its_owner_alone_and_comes_back(tmp_path: Path) -> None:
    kept = keys.read_or_make(tmp_path / "new")
    assert keys.read_or_make(tmp_path / "new") == kept
    assert stat.S_IMODE((tmp_path / "new" / keys.FILE).stat().st_mode) == 0o600
    assert [path.name for path in (tmp_path / "new").iterdir()] == [keys.FILE]
    assert kept.secret_key != kept.person_key


def test_a_demo_password_would_be_accepted_of_anybody() -> None:
    password = keys.new_keys().password
    assert all(passwords.problems(password, name, name) == [] for name in SIGN_INS)


def test_a_file_that_is_not_ours_is_refused_by_name(tmp_path: Path) -> None:
    (tmp_path / keys.FILE).write_text('{"something": "else"}')
    with pytest.raises(ValueError, match=r"demo\.json"):
        keys.read(tmp_path)
