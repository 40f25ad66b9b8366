"""What roles, units, states, steps and menus are called, and another force's words over them."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from sso_log import words
from sso_log.auth.identity import Actor, Grant, Role
from sso_log.config import BadSettings
from sso_log.entries.kinds import KINDS
from sso_log.ids import new_id
from sso_log.reference.models import UnitKind
from sso_log.web.navigation import NavItem, register
from sso_log.weeks.queries import WeekState
from sso_log.workflow.states import Action, Status


@pytest.fixture(autouse=True)
def packaged_words() -> Iterator[None]:
    yield
    words.configure(None)


def a_file(tmp_path: Path, text: str) -> Path:
    path = tmp_path / "words.toml"
    path.write_text(text, encoding="utf-8")
    return path


def test_every_role_unit_state_and_step_has_a_word() -> None:
    assert all(words.word("role", role, form) for role in Role for form in ("one", "many"))
    assert all(words.word("unit", kind, form) for kind in UnitKind for form in ("one", "many"))
    assert all(state.words for state in (*Status, *WeekState))
    assert all(step.past for step in Action)


def test_a_menu_item_without_a_word_is_refused_when_it_is_registered() -> None:
    with pytest.raises(LookupError, match="nowhere"):
        register(NavItem("nowhere.at_all", 1, lambda who: True))


def test_a_force_calls_its_sergeants_something_else_by_one_line_of_its_own_file(
    tmp_path: Path,
) -> None:
    words.configure(a_file(tmp_path, '[role.sergeant]\none = "team leader"\n'))
    sergeant = Actor(new_id(), "x", "X", grants=(Grant(Role.SERGEANT, new_id()),))
    assert Role.SERGEANT.words == "Team leader"
    assert sergeant.role_label == "Team leader"
    assert words.word("role", "sergeant", "many") == "sergeants"
    assert Role.OFFICER.words == "Officer"


def test_a_force_calls_a_kind_of_entry_something_else_by_one_line(tmp_path: Path) -> None:
    declared = {kind.code: kind.words for kind in KINDS.values()}
    words.configure(a_file(tmp_path, '[kind.engagement]\nnoun = "school visit"\n'), declared)
    assert KINDS["engagement"].noun == "school visit"
    assert KINDS["engagement"].with_article == "an school visit"
    assert KINDS["engagement"].plural == "engagements"
    assert KINDS["diversion"].noun == "diversion"
    words.configure(None, declared)
    assert KINDS["engagement"].noun == "engagement"


@pytest.mark.parametrize(
    "text",
    [
        '[kind.patrol]\nnoun = "x"\n',
        '[kind.engagement]\nletter = "x"\n',
        '[kind.engagement]\nnoun = ""\n',
        '[kind]\nengagement = "x"\n',
    ],
)
def test_a_word_that_no_kind_declares_stops_the_start_with_a_sentence(
    tmp_path: Path, text: str
) -> None:
    declared = {kind.code: kind.words for kind in KINDS.values()}
    with pytest.raises(BadSettings, match=r"words\.toml: “\w+” under \[kind\] is not a word"):
        words.configure(a_file(tmp_path, text), declared)


def test_a_word_with_a_capital_of_its_own_keeps_it() -> None:
    assert words.capitalised(words.word("unit", "bcu")) == "BCU"


@pytest.mark.parametrize(
    "text",
    [
        '[rank.sergeant]\none = "x"\n',
        '[role.superintendent]\none = "x"\n',
        '[role.sergeant]\nthree = "x"\n',
        '[role.sergeant]\none = ""\n',
        "[role.sergeant]\none = 3\n",
        '[status.draft]\none = "x"\n',
        "[status]\ndraft = 1\n",
        "not toml at all",
    ],
)
def test_words_that_cannot_be_replaced_stop_the_start_with_a_sentence(
    tmp_path: Path, text: str
) -> None:
    with pytest.raises(BadSettings, match=r"words\.toml"):
        words.configure(a_file(tmp_path, text))
    assert words.word("role", "sergeant") == "sergeant"


def test_a_missing_file_of_words_stops_the_start(tmp_path: Path) -> None:
    with pytest.raises(BadSettings, match="cannot be read"):
        words.configure(tmp_path / "none.toml")
