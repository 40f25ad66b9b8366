"""A known vulnerability fails the audit of packages; an advisory database out of reach does not."""

import json
import runpy
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

SCRIPT = runpy.run_path(str(Path(__file__).resolve().parents[2] / ".ci" / "audit.py"))
SAFE = {"name": "flask", "version": "3.1.3", "vulns": []}
NOT_LOOKED_UP = {"name": "rich", "skip_reason": "Dependency not found"}
ADVISORY = {"id": "PYSEC-2026-1", "fix_versions": ["3.1.4"]}
NPM_METADATA = {"dependencies": {"total": 30}}
Audited = Callable[[str, Any], tuple[int, str]]


@pytest.fixture
def audited(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Audited:
    """Exit status and words for a tool that prints this: an object as JSON, or a text."""

    def run(reader: str, printed: Any) -> tuple[int, str]:
        text = printed if isinstance(printed, str) else json.dumps(printed)
        command = [sys.executable, "-c", f"print({text!r})"]
        audit = SCRIPT["Audit"]("packages", command, tmp_path, SCRIPT[reader])
        return SCRIPT["main"]([audit]), capsys.readouterr().out

    return run


def test_packages_without_advisories_pass(audited: Audited) -> None:
    status, words = audited("python_answer", {"dependencies": [SAFE, NOT_LOOKED_UP]})
    assert status == 0 and "ok" in words and "1 looked up" in words
    status, words = audited("npm_answer", {"vulnerabilities": {}, "metadata": NPM_METADATA})
    assert status == 0 and "ok" in words and "30 looked up" in words


def test_a_known_vulnerability_fails_and_is_named(audited: Audited) -> None:
    status, words = audited("python_answer", {"dependencies": [{**SAFE, "vulns": [ADVISORY]}]})
    assert status == 1 and "flask 3.1.3: PYSEC-2026-1, mended in 3.1.4" in words
    report = {"vulnerabilities": {"sass": {"severity": "high"}}, "metadata": NPM_METADATA}
    status, words = audited("npm_answer", report)
    assert status == 1 and "sass: high" in words


@pytest.mark.parametrize(
    ("reader", "printed"),
    [
        ("python_answer", {"dependencies": [NOT_LOOKED_UP]}),
        ("python_answer", ""),
        ("npm_answer", {"message": "405 Method Not Allowed"}),
        ("npm_answer", "a page of a proxy"),
    ],
)
def test_advisories_out_of_reach_are_said_and_fail_nothing(
    audited: Audited, reader: str, printed: Any
) -> None:
    status, words = audited(reader, printed)
    assert status == 0 and "not reached" in words and "ok" not in words


def test_an_audit_that_hangs_or_is_not_installed_is_not_reached(tmp_path: Path) -> None:
    hanging = [sys.executable, "-c", "import time; time.sleep(60)"]
    for command in (hanging, [str(tmp_path / "no-such-tool")]):
        audit = SCRIPT["Audit"]("packages", command, tmp_path, SCRIPT["npm_answer"])
        with pytest.raises(SCRIPT["NotReached"]):
            SCRIPT["ask"](audit, limit_seconds=1)
