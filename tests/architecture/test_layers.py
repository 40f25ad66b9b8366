"""The direction of imports holds, and the check that says so can fail."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
MUTANTS = {
    "a slice imports one above it": ("sso_log/reference/loader.py", "import sso_log.entries.rules"),
    "a service knows the web framework": ("sso_log/entries/services.py", "import flask"),
    "a model knows its service": (
        "sso_log/auth/models.py",
        "import sso_log.auth.services",
    ),
}


def lint(folder: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [Path(sys.executable).parent / "lint-imports", "--no-cache"],
        cwd=folder,
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
        env={"PYTHONPATH": str(folder), "PATH": "/usr/bin:/bin"},
    )


def test_imports_go_one_way() -> None:
    result = lint(ROOT)
    assert result.returncode == 0, result.stdout[-4000:]


@pytest.mark.parametrize("mutant", MUTANTS)
def test_an_import_in_the_wrong_direction_is_found(mutant: str, tmp_path: Path) -> None:
    shutil.copytree(
        ROOT / "sso_log", tmp_path / "sso_log", ignore=shutil.ignore_patterns("dist", "__pycache__")
    )
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    name, line = MUTANTS[mutant]
    path = tmp_path / name
    path.write_text(path.read_text() + f"\n{line}  # mutant\n")
    assert lint(tmp_path).returncode != 0
