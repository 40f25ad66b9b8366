"""Whatever an interrupted or broken start leaves in .venv, the next `make` begins again soundly.

Real make, real venvs and pip in a folder with nothing in it but the Makefile and a lock; the index
that pip asks is a socket of the test.
"""

import os
import shutil
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
LOCK = f"a-package==1.0 --hash=sha256:{'0' * 64}\n"
REBUILT = "-m venv --clear .venv"


def begin(folder: Path) -> Path:
    """Fill a new folder with what make needs to begin."""
    for name in ("requirements", "assets", "sso_log", "tests", "migrations"):
        (folder / name).mkdir(parents=True)
    shutil.copy(ROOT / "Makefile", folder)
    (folder / "requirements" / "run.txt").write_text(LOCK)
    for name in ("pyproject.toml", "hatch_build.py"):
        (folder / name).touch()
    return folder


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    """A folder in which nothing was started yet; its name has a space."""
    return begin(tmp_path / "a checkout")


@pytest.fixture(scope="module")
def finished(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A .venv that make made."""
    folder = begin(tmp_path_factory.mktemp("first-run") / "first")
    finish(folder)
    return folder / ".venv"


@pytest.fixture
def whole(checkout: Path, finished: Path) -> Path:
    """A folder with a whole .venv into which nothing was installed yet."""
    shutil.copytree(finished, checkout / ".venv", symlinks=True)
    (checkout / ".venv" / "whole").write_text(f"{checkout}\n")
    return checkout


@pytest.fixture
def index() -> Iterator[socket.socket]:
    """An index of packages that takes calls and never answers."""
    with socket.create_server(("127.0.0.1", 0)) as listening:
        listening.settimeout(60)
        yield listening


def environment(port: int = 9) -> dict[str, str]:
    """The environment of somebody at a shell, with an index on this machine and no other source."""
    ours = {k: v for k, v in os.environ.items() if not k.startswith(("MAKE", "MFLAGS", "PIP_"))}
    settings = {
        "PIP_CONFIG_FILE": os.devnull,
        "PIP_INDEX_URL": f"http://127.0.0.1:{port}/simple",
        "PIP_RETRIES": "0",
        "PIP_NO_CACHE_DIR": "1",
    }
    return ours | settings


def make(folder: Path, *words: str) -> subprocess.CompletedProcess[str]:
    """Run make to its end."""
    return subprocess.run(
        ["make", *words],
        cwd=folder,
        env=environment(),
        capture_output=True,
        text=True,
        timeout=110,
        check=False,
    )


def plan(folder: Path) -> str:
    """What make would do to have the application installed."""
    planned = make(folder, "-n", ".venv/installed")
    assert planned.returncode == 0, planned.stderr
    return planned.stdout


def finish(folder: Path) -> None:
    """Make .venv whole; what its pip then says of itself proves it."""
    made = make(folder, ".venv/whole")
    assert made.returncode == 0, made.stderr
    python = folder / ".venv" / "bin" / "python"
    subprocess.run([python, "-m", "pip", "--version"], check=True, capture_output=True, timeout=60)


def pretend_installed(folder: Path) -> None:
    """Leave every sign of an installation that ended well."""
    (folder / ".venv" / "whole").write_text(f"{folder}\n")
    (folder / ".venv" / "installed").touch()


def test_a_venv_without_pip_is_made_again(checkout: Path) -> None:
    make_venv = [sys.executable, "-m", "venv", "--without-pip", ".venv"]
    subprocess.run(make_venv, cwd=checkout, check=True)
    assert REBUILT in plan(checkout)
    pretend_installed(checkout)
    assert REBUILT in plan(checkout)
    finish(checkout)
    assert REBUILT not in plan(checkout)


def test_an_empty_folder_and_a_python_that_is_gone_are_made_again(checkout: Path) -> None:
    (checkout / ".venv" / "bin").mkdir(parents=True)
    assert REBUILT in plan(checkout)
    pretend_installed(checkout)
    (checkout / ".venv" / "bin" / "python").symlink_to(checkout / "no-longer-there")
    assert REBUILT in plan(checkout)


def test_what_ended_well_is_left_alone_until_its_folder_moves(whole: Path) -> None:
    pretend_installed(whole)
    assert plan(whole).strip().endswith("is up to date.")
    moved = whole.with_name("moved")
    whole.rename(moved)
    assert REBUILT in plan(moved)


@pytest.mark.parametrize("blow", [signal.SIGINT, signal.SIGKILL])
def test_an_interrupted_installation_is_never_taken_for_a_whole_one(
    whole: Path, index: socket.socket, blow: signal.Signals
) -> None:
    running = subprocess.Popen(
        ["make", ".venv/installed"],
        cwd=whole,
        env=environment(index.getsockname()[1]),
        start_new_session=True,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    call, _ = index.accept()
    with call:
        os.killpg(running.pid, blow)
        assert running.wait(60) != 0
    assert not (whole / ".venv" / "whole").exists()
    assert REBUILT in plan(whole)


def test_without_a_network_the_venv_that_there_was_stays(whole: Path) -> None:
    assert make(whole, ".venv/installed").returncode != 0
    assert REBUILT not in plan(whole)
    assert "--require-hashes" in plan(whole)


def test_clean_leaves_a_clone_and_the_data(whole: Path) -> None:
    (whole / "instance").mkdir()
    assert make(whole, "clean").returncode == 0
    assert not (whole / ".venv").exists()
    assert (whole / "instance").exists()
