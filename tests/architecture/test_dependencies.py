"""The locks that make installs are those of pyproject.toml, and the version stands in one place."""

import re
import tomllib
from pathlib import Path
from typing import NamedTuple

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

import sso_log

ROOT = Path(__file__).resolve().parents[2]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
EXTRAS = PROJECT["optional-dependencies"]
LOCKED = {
    "run": PROJECT["dependencies"],
    "dev": [*PROJECT["dependencies"], *EXTRAS["dev"]],
}
STALE = "the lock is not that of pyproject.toml: run `make lock`"
every_lock = pytest.mark.parametrize("lock", LOCKED)


class Pin(NamedTuple):
    """One version of one package in a lock. There is more than one where Python decides."""

    name: str
    version: str
    direct: bool
    hashed: bool


def text_of(lock: str) -> str:
    """A lock as it is written."""
    return (ROOT / "requirements" / f"{lock}.txt").read_text()


def pins(lock: str) -> list[Pin]:
    """Every pin of a lock."""
    blocks = re.split(r"^(?=[\w.-]+==)", text_of(lock), flags=re.MULTILINE)[1:]
    return [
        Pin(
            *re.split("==", block.split()[0]),
            direct=f"{PROJECT['name']} (pyproject.toml)" in block,
            hashed="--hash=sha256:" in block,
        )
        for block in blocks
    ]


def required(texts: list[str]) -> list[Requirement]:
    """What the project needs, an extra of its own that another names included."""
    needed = []
    for requirement in map(Requirement, texts):
        if requirement.name == PROJECT["name"]:
            needed += required([text for extra in requirement.extras for text in EXTRAS[extra]])
        else:
            needed.append(requirement)
    return needed


@every_lock
def test_a_lock_is_of_exactly_what_the_project_needs(lock: str) -> None:
    names = {canonicalize_name(requirement.name) for requirement in required(LOCKED[lock])}
    assert names == {pin.name for pin in pins(lock) if pin.direct}, STALE


@every_lock
def test_every_pin_is_a_version_that_the_project_allows(lock: str) -> None:
    refused = [
        f"{requirement}, not {pin.version}"
        for requirement in required(LOCKED[lock])
        for pin in pins(lock)
        if pin.name == canonicalize_name(requirement.name)
        and not requirement.specifier.contains(pin.version)
    ]
    assert not refused, STALE


def test_tests_run_on_the_versions_that_people_run() -> None:
    tested = {(pin.name, pin.version) for pin in pins("dev")}
    assert {(pin.name, pin.version) for pin in pins("run")} - tested == set()


@every_lock
def test_every_pin_has_hashes_and_no_lock_names_an_address(lock: str) -> None:
    assert [pin.name for pin in pins(lock) if not pin.hashed] == []
    assert not re.search(r"://|--(extra-)?index-url|--find-links", text_of(lock))


def test_the_version_is_written_once() -> None:
    assert "version" not in PROJECT
    written = re.compile(rf'"?version"?\s*[:=]\s*"{re.escape(sso_log.__version__)}"')
    named = ("pyproject.toml", "assets/package.json")
    assert [name for name in named if written.search((ROOT / name).read_text())] == []
