"""Asks whether a locked package has a known vulnerability: Python's by pip-audit, npm's by npm.

Exits 1 when there is one. An advisory database that cannot be reached is said and is no failure: a
checkout must pass its checks where there is no network.
"""

import json
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
LIMIT_SECONDS = 240
PYTHON_COMMAND = [
    sys.executable, "-m", "pip_audit", "--requirement", "requirements/dev.txt",
    "--disable-pip", "--require-hashes", "--format", "json",
    "--progress-spinner", "off", "--timeout", "10",
]  # fmt: skip


class NotReached(Exception):
    """Nobody who knows was there to answer."""


def answer_of(command: list[str], folder: Path) -> dict[str, Any]:
    """The JSON object that a command prints; its exit status says less than its answer.

    Raises NotReached when it prints none in time.
    """
    try:
        done = subprocess.run(
            command, cwd=folder, capture_output=True, text=True, timeout=LIMIT_SECONDS, check=False
        )
        answer = json.loads(done.stdout)
    except subprocess.TimeoutExpired as error:
        raise NotReached(f"no answer within {LIMIT_SECONDS} seconds") from error
    except ValueError as error:
        last = done.stderr.strip().splitlines()[-1:] or ["no answer"]
        raise NotReached(last[0][:200]) from error
    if not isinstance(answer, dict):
        raise NotReached("an answer that is no report")
    return answer


def python_vulnerabilities(report: dict[str, Any]) -> tuple[int, list[str]]:
    """(packages looked at, a line for each vulnerability) of pip-audit's report.

    Raises NotReached when no package could be looked up.
    """
    packages = [package for package in report.get("dependencies", []) if "vulns" in package]
    known = [package for package in packages if "skip_reason" not in package]
    if not known:
        raise NotReached("the index has no advisories for any package")
    lines = [
        f"{package['name']} {package['version']}: {found['id']}"
        f" (mended in {', '.join(found['fix_versions']) or 'no version yet'})"
        for package in known
        for found in package["vulns"]
    ]
    return len(known), lines


def npm_vulnerabilities(report: dict[str, Any]) -> tuple[int, list[str]]:
    """(packages looked at, a line for each vulnerable package) of npm's report.

    Raises NotReached when npm reports an error instead.
    """
    if "vulnerabilities" not in report:
        raise NotReached("the registry does not answer audits")
    lines = [f"{name}: {found['severity']}" for name, found in report["vulnerabilities"].items()]
    return int(report["metadata"]["dependencies"]["total"]), lines


def main() -> int:
    """Print a line for each of the two; 1 when a vulnerability is known."""
    status = 0
    npm = shutil.which("npm") or "npm"
    for name, command, folder, read in (
        ("Python packages", PYTHON_COMMAND, ROOT, python_vulnerabilities),
        ("npm packages", [npm, "audit", "--json"], ROOT / "assets", npm_vulnerabilities),
    ):
        try:
            looked_at, vulnerabilities = read(answer_of(command, folder))
        except (NotReached, OSError) as error:
            print(f"  not reached  {name}: {error}")
            continue
        if vulnerabilities:
            status = 1
            print(f"  FAILED       {name}:", *vulnerabilities, sep="\n    ")
        else:
            print(f"  ok           {name}: {looked_at} looked at, none known to be vulnerable")
    return status


if __name__ == "__main__":
    sys.exit(main())
