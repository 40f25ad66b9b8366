"""The `sso-log` command as the contract describes it, met from outside in a new folder."""

import json
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from tests.outside import HACKNEY, SCHOOLS, Site

NEVER_A_TRACEBACK = "Traceback"


@pytest.fixture(scope="module")
def fresh(tmp_path_factory: pytest.TempPathFactory) -> Site:
    """An installation that was only initialised."""
    installed = Site(tmp_path_factory.mktemp("fresh"))
    before = installed.run("check")
    assert before.returncode == 1
    assert "init" in before.stderr
    installed.done("init")
    return installed


def refused(
    site: Site, *words: str, code: int = 1, stdin: str = "", env: dict[str, str] | None = None
) -> str:
    """The sentence with which a command fails."""
    answer = site.run(*words, stdin=stdin, **(env or {}))
    assert answer.returncode == code, (answer.stdout, answer.stderr)
    assert NEVER_A_TRACEBACK not in answer.stderr
    assert answer.stderr.strip()
    return answer.stderr


def test_init_makes_the_force_and_a_second_init_adds_nothing(fresh: Site) -> None:
    assert "nothing" in fresh.done("init")
    checks = json.loads(fresh.done("check", "--json"))
    assert all(check["ok"] for check in checks)


def test_each_wrong_environment_is_one_sentence(fresh: Site) -> None:
    wrong = [
        {"SSO_LOG_SECRET_KEY": ""},
        {"SSO_LOG_PERSON_KEY": "short"},
        {"SSO_LOG_PERSON_KEY": "a" * 60},
        {"SSO_LOG_DATABASE_URL": "nonsense"},
        {"SSO_LOG_DATABASE_URL": "postgresql://nobody:x@127.0.0.1:1/none"},
        {"SSO_LOG_DATA_DIR": "/proc/nowhere"},
    ]
    with ThreadPoolExecutor(2) as two:
        said = list(two.map(lambda env: refused(fresh, "check", env=env), wrong))
    assert len(set(said)) >= 4


def test_a_database_that_was_never_made_is_one_sentence(fresh: Site, tmp_path: Path) -> None:
    empty = {"SSO_LOG_DATA_DIR": str(tmp_path)}
    period = ("--from", "2026-01-01", "--until", "2026-01-31")
    refused(fresh, "indicator", "D1", *period, env=empty)
    refused(fresh, "audit", "verify", env=empty)


def test_help_needs_no_settings_and_shows_no_traceback(fresh: Site) -> None:
    answer = fresh.run("--help", SSO_LOG_SECRET_KEY="", SSO_LOG_PERSON_KEY="")
    assert answer.returncode == 0
    assert not answer.stderr
    for command in ("demo", "init", "serve", "import", "indicator", "audit", "routes"):
        assert command in answer.stdout


def test_a_person_is_made_once_with_a_role_that_fits_the_unit(fresh: Site) -> None:
    words = ["--name", "Zoë O’Neill", "--password-stdin"]
    secret = "a tall ladder here\n"  # noqa: S105 - it is nobody's password
    officer = ["create-user", "zoe", "--role", "officer", *words]
    refused(fresh, *officer, "--unit", HACKNEY, stdin="short\n")
    refused(fresh, *officer, "--unit", "nowhere", stdin=secret)
    refused(fresh, *officer, "--unit", "met", stdin=secret)
    refused(fresh, *officer, "--unit", HACKNEY, stdin="bad\0 long password\n")
    refused(fresh, "create-user", "zoe", "--role", "king", *words, "--unit", "met", code=2)
    fresh.done(*officer, "--unit", HACKNEY, "--warrant-number", "W9", stdin=secret)
    refused(fresh, *officer, "--unit", HACKNEY, stdin=secret)


def test_a_wrong_file_is_refused_whole_with_row_and_column(fresh: Site, tmp_path: Path) -> None:
    lines = SCHOOLS.splitlines()
    rows = [lines[1].replace("900001", str(200000 + n)) for n in range(5000)]
    bad = rows.copy()
    bad[4320] = bad[4320].replace("204320", "not-one", 1)
    formula = [*rows[:20], "300000,=HYPERLINK(1)," + lines[1].split(",", 2)[2]]
    table: dict[str, tuple[bytes, tuple[str, ...]]] = {
        "row": ("\n".join([lines[0], *bad]).encode(), ("4322", "urn")),
        "formula": ("\n".join([lines[0], *formula]).encode(), ("22", "name", "formula")),
        "nul": (SCHOOLS.encode().replace(b"Mixed", b"Mi\0xed", 1), ("2", "gender")),
        "utf16": (SCHOOLS.encode("utf-16"), ("UTF-16",)),
        "semicolons": (SCHOOLS.replace(",", ";").encode(), ("semicolons",)),
        "empty": (b"", ("empty",)),
        "archive": (b"PK\x03\x04" + bytes(range(256)), ("archive",)),
        "latin": (SCHOOLS.encode() + b"\x81,\x8f", ("5", "UTF-8")),
        "heading": (SCHOOLS.replace("urn,", "foo,", 1).encode(), ("urn",)),
        "quote": (SCHOOLS.encode() + b'"900009,open', ("5",)),
    }
    for name, (content, _told) in table.items():
        (tmp_path / f"{name}.csv").write_bytes(content)
    with ThreadPoolExecutor(2) as two:
        files = [str(tmp_path / f"{name}.csv") for name in table]
        answers = list(two.map(lambda file: refused(fresh, "import", "schools", file), files))
    for (name, (_content, told)), said in zip(table.items(), answers, strict=True):
        assert all(word.lower() in said.lower() for word in told), (name, said)
    refused(fresh, "import", "schools", str(tmp_path / "none.csv"), code=2)


def test_a_register_changes_nothing_dry_or_the_second_time(fresh: Site, tmp_path: Path) -> None:
    file = tmp_path / "register.csv"
    file.write_text(SCHOOLS, encoding="utf-8")
    words = ("import", "schools", str(file), "--json")
    assert json.loads(fresh.done(*words, "--dry-run"))["created"] == 3
    first, second = json.loads(fresh.done(*words)), json.loads(fresh.done(*words))
    assert (first["created"], second["created"], second["updated"]) == (3, 0, 0)
    assert second["unchanged"] == 3


def test_the_real_register_is_imported_with_its_other_layouts(
    fresh: Site, shared_data: Path
) -> None:
    folder = shared_data / "gias"
    files = ("gias_london_register", "gias_subset", "edubase_sample", "links_edubase")
    for start in files:
        path = str(next(folder.glob(start + "*.csv")))
        fresh.done("import", "schools", path)
    again = str(next(folder.glob("gias_london_register*.csv")))
    counted = json.loads(fresh.done("import", "schools", again, "--json"))
    assert (counted["rows"], counted["created"], counted["updated"]) == (5787, 0, 0)


def test_every_route_says_who_may_use_it(fresh: Site) -> None:
    routes = json.loads(fresh.done("routes", "--json"))
    rules = {route["rule"] for route in routes}
    assert {"/sign-in", "/review/bulk-approve", "/framework/<indicator_id>"} <= rules
    assert all(route["methods"] and route["audience"] for route in routes)


def test_the_trail_is_whole_also_against_a_checkpoint(fresh: Site, tmp_path: Path) -> None:
    kept = tmp_path / "checkpoint.json"
    kept.write_text(fresh.done("audit", "checkpoint"), encoding="utf-8")
    fresh.done("create-unit", "E09000012-sso-2", "--name", "Second", "--parent", "E09000012")
    fresh.done("audit", "verify", "--checkpoint", str(kept))
    kept.write_text(kept.read_text().replace('"seq": ', '"seq": 9'), encoding="utf-8")
    refused(fresh, "audit", "verify", "--checkpoint", str(kept))
