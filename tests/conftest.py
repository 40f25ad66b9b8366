"""Fixtures that every test may use: both engines, the application, a small force, a browser.

`app` runs each integration test once on SQLite and once on PostgreSQL; `force` is a small world
to act in; `browser(username)` is somebody signed in.

A run begins at noon in London of the day on which it is started, in every process: whatever it
takes to end, no test sees midnight go by.
"""

import datetime as dt
import os
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import time_machine
from flask import Flask

from sso_log import create_app
from sso_log.clock import LONDON, today_london
from sso_log.config import Settings
from sso_log.db import db
from sso_log.operations.services import initialise
from tests.client import Browser, FreshClient
from tests.engines import ENGINES, PostgresEngine, SqliteEngine
from tests.factories.force import Force, build_force, the_force

Engine = SqliteEngine | PostgresEngine
ROOT = Path(__file__).resolve().parents[1]
SHARED_DATA = ROOT.parent / "shared" / "data"
SLOW_SECONDS = 900


def pytest_configure() -> None:
    """Begin at noon. Processes started from here follow: tests/clock/sitecustomize.py."""
    if "TESTS_CLOCK_AHEAD" in os.environ:
        return
    noon = dt.datetime.combine(today_london(), dt.time(12), LONDON).timestamp()
    os.environ["TESTS_CLOCK_AHEAD"] = str(noon - time.time())
    paths = [str(ROOT / "tests" / "clock"), str(ROOT), os.environ.get("PYTHONPATH", "")]
    os.environ["PYTHONPATH"] = os.pathsep.join(filter(None, paths))
    time_machine.travel(noon).start()


def pytest_itemcollected(item: pytest.Item) -> None:
    """Mark the half of a test that is on PostgreSQL, and give slow tests more time."""
    callspec = getattr(item, "callspec", None)
    if callspec and callspec.params.get("engine_name") == "postgresql":
        item.add_marker("postgres")
    if item.get_closest_marker("slow") and not item.get_closest_marker("timeout"):
        item.add_marker(pytest.mark.timeout(SLOW_SECONDS))


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Files with slow tests first, so that none is left to one worker while the others are done."""
    slow = {item.path for item in items if item.get_closest_marker("slow")}
    items.sort(key=lambda item: item.path not in slow)


def settings_for(url: str, folder: Path) -> Settings:
    """Settings of a test application: plain http, cheap password hashing."""
    return Settings(
        data_dir=folder,
        database_url=url,
        secret_key="0123456789abcdefghijklmnopqrstuvwxyz-secret",
        person_key="zyxwvutsrqponmlkjihgfedcba9876543210-person",
        insecure_cookies=True,
        testing=True,
        argon2_cost=(1, 8, 1),
    )


@pytest.fixture(scope="session")
def engine_of(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Callable[[str], Engine]]:
    """Start an engine when a test first asks for it, with its template built."""
    started: dict[str, Engine] = {}

    def get(name: str) -> Engine:
        if name not in started:
            folder = tmp_path_factory.mktemp(name)
            engine = started[name] = ENGINES[name](folder)
            engine.prepare("plain", lambda url: build_template(url, folder, initialise))
            engine.prepare("force", lambda url: build_template(url, folder, build_force), "plain")
        return started[name]

    yield get
    for engine in started.values():
        engine.close()


def build_template(url: str, folder: Path, build: Callable[[], object]) -> None:
    """Put into a database what every copy of it begins with."""
    app = create_app(settings_for(url, folder))
    with app.app_context():
        build()
        db.session.remove()
        db.engine.dispose()


@pytest.fixture(params=["sqlite", "postgresql"])
def engine_name(request: pytest.FixtureRequest) -> str:
    """The engine that this run of the test is on."""
    return str(request.param)


@pytest.fixture
def app(
    request: pytest.FixtureRequest,
    engine_name: str,
    engine_of: Callable[[str], Engine],
    tmp_path: Path,
) -> Iterator[Flask]:
    """The application on a fresh database that holds reference data, and the force if asked."""
    from sso_log.reference import codes

    engine = engine_of(engine_name)
    url = engine.fresh("force" if "force" in request.fixturenames else "plain")
    application = create_app(settings_for(url, tmp_path))
    application.test_client_class = FreshClient
    codes.forget()
    with application.app_context():
        yield application
        db.session.remove()
        db.engine.dispose()
    engine.drop(url)


@pytest.fixture
def force(app: Flask) -> Force:
    """A BCU with a borough, two teams, people in every role and a few schools."""
    return the_force()


@pytest.fixture
def browser(app: Flask, force: Force) -> Callable[[str], Browser]:
    """Make a browser in which somebody has signed in; `browser("")` is signed out."""

    def open_browser(username: str) -> Browser:
        fresh = Browser(app.test_client())
        return fresh.sign_in(username) if username else fresh

    return open_browser


@pytest.fixture
def shared_data() -> Path:
    """The folder of real public data, where it is present."""
    if not SHARED_DATA.is_dir():
        pytest.skip("the real public data are not beside the project")
    return SHARED_DATA
