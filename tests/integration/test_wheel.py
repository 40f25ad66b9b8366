"""The wheel runs outside the checkout: templates, migrations and assets travel inside it."""

import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
KEYS = {
    "SSO_LOG_SECRET_KEY": "a-secret-of-more-than-thirty-two-characters-0123",
    "SSO_LOG_PERSON_KEY": "another-secret-of-more-than-32-characters-45678",
}
ASK = """
import sso_log, sys
from sso_log import create_app
app = create_app()
client = app.test_client()
home = client.get("/sign-in", base_url="https://localhost")
print(sso_log.__file__)
print(home.status_code, client.get("/readyz", base_url="https://localhost").status_code)
style = home.text.split('rel="stylesheet" href="')[1].split('"')[0]
print(client.get(style, base_url="https://localhost").status_code)
"""


def build(folder: Path, **environment: str) -> Path:
    """A wheel of this checkout, unpacked in a folder."""
    subprocess.run(
        [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(folder)],
        cwd=ROOT,
        check=True,
        capture_output=True,
        timeout=300,
        env=os.environ | environment,
    )
    with zipfile.ZipFile(next(folder.glob("*.whl"))) as wheel:
        wheel.extractall(folder / "site")
    return folder / "site"


@pytest.fixture(scope="module")
def unpacked(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel with everything in it."""
    return build(tmp_path_factory.mktemp("wheel"))


@pytest.fixture(scope="module")
def without_demo(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel for an installation that shall not have the demo force."""
    return build(tmp_path_factory.mktemp("production"), SSO_LOG_WITHOUT_DEMO="1")


def asked(site: Path, folder: Path, *command: str) -> subprocess.CompletedProcess[str]:
    environment = {
        **KEYS,
        "PYTHONPATH": str(site),
        "SSO_LOG_DATA_DIR": str(folder / "data"),
        "PATH": os.environ["PATH"],
    }
    return subprocess.run(
        [sys.executable, "-P", *command],
        cwd=folder,
        env=environment,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )


def run(site: Path, folder: Path, *command: str) -> str:
    done = asked(site, folder, *command)
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_the_wheel_creates_a_database_and_draws_a_page_away_from_the_checkout(
    unpacked: Path, tmp_path: Path
) -> None:
    assert "ready" in run(unpacked, tmp_path, "-m", "sso_log.cli", "init")
    where, pages, style = run(unpacked, tmp_path, "-c", ASK).splitlines()[-3:]
    assert Path(where).is_relative_to(unpacked)
    assert pages == "200 200"
    assert style == "200"


def test_a_wheel_has_the_demo_unless_it_is_left_out(unpacked: Path, tmp_path: Path) -> None:
    assert (unpacked / "sso_log" / "demo" / "commands.py").exists()
    assert "--no-serve" in run(unpacked, tmp_path, "-m", "sso_log.cli", "demo", "--help")


def test_a_wheel_without_the_demo_works_and_says_so_in_one_sentence(
    without_demo: Path, tmp_path: Path
) -> None:
    assert not (without_demo / "sso_log" / "demo").exists()
    assert "ready" in run(without_demo, tmp_path, "-m", "sso_log.cli", "init")
    refused = asked(without_demo, tmp_path, "-m", "sso_log.cli", "demo", "--no-serve")
    assert refused.returncode == 1
    assert refused.stderr.startswith("Error: This installation was built without the demo force.")
    assert "Traceback" not in refused.stderr
