"""The summary of the checks counts every stage, and takes silence for a failure."""

import runpy
from collections.abc import Callable
from pathlib import Path

import pytest

SCRIPT = Path(__file__).resolve().parents[2] / ".ci" / "summary.py"
STAGES = ("lint", "audit", "fast", "integration", "postgresql", "browser")
REPORT = '<testsuites><testsuite tests="{}" failures="{}" errors="{}" skipped="{}"/></testsuites>'
Summarise = Callable[[], tuple[int, str]]


@pytest.fixture
def summarise(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Summarise:
    """The exit status and the last line of a run in which every stage passed, or as changed."""
    (tmp_path / "stages").write_text("".join(f"{name} 0 61\n" for name in STAGES))
    for name in STAGES[2:]:
        (tmp_path / f"{name}.xml").write_text(REPORT.format(10, 0, 0, 1))

    def summary() -> tuple[int, str]:
        status = runpy.run_path(str(SCRIPT))["main"](str(tmp_path))
        return status, capsys.readouterr().out.splitlines()[-1]

    return summary


def change(folder: Path, stage: str, status: int) -> None:
    """Let a stage end with another status."""
    path = folder / "stages"
    path.write_text(path.read_text().replace(f"{stage} 0", f"{stage} {status}"))


def test_stages_that_pass_are_added_up(summarise: Summarise) -> None:
    assert summarise() == (0, "36 passed, 0 failed, 4 skipped")


@pytest.mark.parametrize("stage", ["lint", "audit"])
def test_a_check_of_the_code_that_fails_is_one_failure(
    summarise: Summarise, tmp_path: Path, stage: str
) -> None:
    change(tmp_path, stage, 1)
    assert summarise() == (1, "36 passed, 1 failed, 4 skipped")


def test_failures_and_errors_of_a_report_are_counted_once(
    summarise: Summarise, tmp_path: Path
) -> None:
    (tmp_path / "fast.xml").write_text(REPORT.format(10, 2, 1, 0))
    change(tmp_path, "fast", 1)
    assert summarise() == (1, "34 passed, 3 failed, 3 skipped")


def test_a_run_that_ended_badly_without_a_failed_test_is_a_failure(
    summarise: Summarise, tmp_path: Path
) -> None:
    change(tmp_path, "browser", 3)
    assert summarise() == (1, "36 passed, 1 failed, 4 skipped")


@pytest.mark.parametrize("stage", STAGES[2:])
def test_a_stage_without_a_report_is_a_failure(
    summarise: Summarise, tmp_path: Path, stage: str
) -> None:
    (tmp_path / f"{stage}.xml").unlink()
    assert summarise() == (1, "27 passed, 1 failed, 3 skipped")


@pytest.mark.parametrize("stage", STAGES)
def test_a_stage_that_never_ended_is_a_failure(
    summarise: Summarise, tmp_path: Path, stage: str
) -> None:
    lines = (tmp_path / "stages").read_text().splitlines(keepends=True)
    (tmp_path / "stages").write_text("".join(line for line in lines if stage not in line))
    status, line = summarise()
    assert (status, line.split(", ")[1]) == (1, "1 failed")


def test_a_run_of_nothing_is_a_failure(summarise: Summarise, tmp_path: Path) -> None:
    for path in tmp_path.glob("*.xml"):
        path.write_text(REPORT.format(0, 0, 0, 0))
    assert summarise() == (1, "0 passed, 1 failed, 0 skipped")
