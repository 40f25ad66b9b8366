"""Asks whether a locked package has a known vulnerability: Python's by pip-audit, npm's by npm.

Exits 1 when there is one. An advisory database that cannot be reached is said and is no failure: a
checkout must pass its checks where there is no network.
"""

import json
import shutil
import subprocess
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, NamedTuple

ROOT = Path(__file__).resolve().parents[1]
LIMIT_SECONDS = 240


class NotReached(Exception):
    """Nobody who knows of vulnerabilities answered."""


class Answer(NamedTuple):
    """How many packages were looked up, and a line for each vulnerability of one."""

    looked_up: int
    vulnerabilities: list[str]


class Audit(NamedTuple):
    """A command that prints a report in JSON, and how to read it."""

    name: str
    command: list[str]
    folder: Path
    read: Callable[[dict[str, Any]], Answer]


def python_answer(report: dict[str, Any]) -> Answer:
    """Read pip-audit's report. Raises NotReached when no package could be looked up."""
    known = [package for package in report.get("dependencies", []) if "vulns" in package]
    if not known:
        raise NotReached("the index has no advisories for any package")
    return Answer(
        len(known),
        [
            f"{package['name']} {package['version']}: {advisory['id']},"
            f" mended in {', '.join(advisory['fix_versions']) or 'no version yet'}"
            for package in known
            for advisory in package["vulns"]
        ],
    )


def npm_answer(report: dict[str, Any]) -> Answer:
    """Read npm's report. Raises NotReached when it is of an error."""
    if "vulnerabilities" not in report:
        raise NotReached("the registry does not answer audits")
    return Answer(
        report["metadata"]["dependencies"]["total"],
        [f"{name}: {one['severity']}" for name, one in report["vulnerabilities"].items()],
    )


AUDITS = (
    Audit(
        "Python packages",
        [
            sys.executable, "-m", "pip_audit", "--requirement", "requirements/dev.txt",
            "--disable-pip", "--require-hashes", "--format", "json",
            "--progress-spinner", "off", "--timeout", "10",
        ],
        ROOT,
        python_answer,
    ),
    Audit(
        "npm packages",
        [shutil.which("npm") or "npm", "audit", "--json"],
        ROOT / "assets",
        npm_answer,
    ),
)  # fmt: skip


def ask(audit: Audit, limit_seconds: float = LIMIT_SECONDS) -> Answer:
    """Run an audit; what it prints says more than its exit status.

    Raises NotReached when it prints no report in time.
    """
    try:
        done = subprocess.run(
            audit.command,
            cwd=audit.folder,
            capture_output=True,
            text=True,
            timeout=limit_seconds,
            check=False,
        )
        return audit.read(json.loads(done.stdout))
    except OSError as error:
        raise NotReached(f"{audit.command[0]}: {error.strerror}") from error
    except subprocess.TimeoutExpired as error:
        raise NotReached(f"no answer within {limit_seconds:g} seconds") from error
    except ValueError as error:
        said = done.stderr.strip().splitlines() or ["no answer"]
        raise NotReached(said[-1][:200]) from error


def main(audits: Sequence[Audit] = AUDITS) -> int:
    """Print what each audit says; 1 when a vulnerability is known."""
    status = 0
    for audit in audits:
        try:
            looked_up, vulnerabilities = ask(audit)
        except NotReached as error:
            print(f"  not reached  {audit.name}: {error}")
            continue
        if vulnerabilities:
            status = 1
            print(f"  FAILED       {audit.name}:", *vulnerabilities, sep="\n    ")
        else:
            print(f"  ok           {audit.name}: {looked_up} looked up, no known vulnerability")
    return status


if __name__ == "__main__":
    sys.exit(main())
