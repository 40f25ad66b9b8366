"""Prints the one line that ends `make test`, and exits 1 unless everything passed.

Reads pytest's JUnit report. A lint that failed counts as one failure, and so does a test run that
ended without a report or with an error of its own, so that silence is never a success.
"""

import sys
from pathlib import Path
from xml.etree import ElementTree


def counts(report: Path) -> tuple[int, int, int] | None:
    """(passed, failed, skipped) of the report, or None when there is none to read."""
    try:
        suites = list(ElementTree.parse(report).getroot().iter("testsuite"))
    except (OSError, ElementTree.ParseError):
        return None
    total, failed, skipped = (
        sum(sum(int(suite.get(name, 0)) for name in names) for suite in suites)
        for names in (("tests",), ("failures", "errors"), ("skipped",))
    )
    return max(total - failed - skipped, 0), failed, skipped


def main(report: str, lint_status: str, test_status: str) -> int:
    """Print the line; the exit status of the whole."""
    passed, failed, skipped = counts(Path(report)) or (0, 0, 0)
    if test_status != "0" and not failed:
        failed += 1
    if lint_status != "0":
        failed += 1
    if passed == 0 and not failed:
        failed = 1
    sys.stdout.write(f"{passed} passed, {failed} failed, {skipped} skipped\n")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
