"""Prints how long each stage of the checks took and, last, the one line that ends `make test`.

Reads the folder that `.ci/checks` fills: `stages` has a line `name status seconds` for each stage,
`name.xml` is the JUnit report of a stage of tests, `coverage*` what was covered. A stage that ended
with an error counts as one failure unless its report has failures; so does a stage of tests without
a report, and a stage that never came, so that silence is never a success.
"""

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple
from xml.etree import ElementTree

CHECKS = ("lint", "audit")
TESTS = ("fast", "integration", "postgresql", "browser")


class Count(NamedTuple):
    """How many tests ended in which way."""

    passed: int
    failed: int
    skipped: int


class Stage(NamedTuple):
    """One stage: its counts, and seconds or None when it never ended."""

    name: str
    count: Count
    seconds: int | None


def report_count(report: Path) -> Count | None:
    """What a JUnit report counts, or None when there is none to read."""
    try:
        suites = list(ElementTree.parse(report).getroot().iter("testsuite"))
    except (OSError, ElementTree.ParseError):
        return None
    total, failed, skipped = (
        sum(sum(int(suite.get(name, 0)) for name in names) for suite in suites)
        for names in (("tests",), ("failures", "errors"), ("skipped",))
    )
    return Count(max(total - failed - skipped, 0), failed, skipped)


def stages(folder: Path) -> Iterator[Stage]:
    """Every stage that there should be, with its counts."""
    ended: dict[str, tuple[int, int]] = {}
    if (folder / "stages").exists():
        for line in (folder / "stages").read_text().splitlines():
            name, status, seconds = line.split()
            ended[name] = int(status), int(seconds)
    for name in (*CHECKS, *TESTS):
        status, seconds = ended.get(name, (1, None))
        count = report_count(folder / f"{name}.xml") if name in TESTS else Count(0, 0, 0)
        if count is None or (status and not count.failed):
            passed, _, skipped = count or (0, 0, 0)
            count = Count(passed, 1, skipped)
        yield Stage(name, count, seconds)


def coverage_line(folder: Path) -> str:
    """Share of the lines of sso_log that the tests ran, or nothing when it was not measured."""
    data = folder / "coverage"
    if not data.exists():
        return ""
    command = [sys.executable, "-m", "coverage", "report", "--format=total"]
    done = subprocess.run(
        [*command, "--data-file", str(data)], capture_output=True, text=True, check=False
    )
    return f"Coverage: {done.stdout.strip()}% of lines\n" if done.returncode == 0 else done.stderr


def main(folder: str) -> int:
    """Print the table and the line; the exit status of the whole."""
    done = list(stages(Path(folder)))
    for name, count, seconds in done:
        took = "did not end" if seconds is None else f"{seconds // 60:3d} min {seconds % 60:2d} s"
        sys.stdout.write(f"{name:<12} {took:>12}  {count.failed} failed\n")
    sys.stdout.write(coverage_line(Path(folder)))
    passed, failed, skipped = (
        sum(column) for column in zip(*(row.count for row in done), strict=True)
    )
    if passed == 0 and not failed:
        failed = 1
    sys.stdout.write(f"{passed} passed, {failed} failed, {skipped} skipped\n")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
