"""A running server and Chromium: the same things a person has.

The server is the real application behind waitress on a fresh SQLite database with the small force
of the factories. Each test gets a browser context of its own at the size of a tablet.
"""

import os
import shutil
import socket
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
import waitress
from flask import Flask
from playwright.sync_api import Browser, BrowserContext, Page
from waitress.server import BaseWSGIServer

from sso_log import create_app
from sso_log.clock import now_utc
from sso_log.db import db
from sso_log.operations.services import initialise
from tests.client import PASSWORD
from tests.conftest import settings_for
from tests.factories.force import Force, build_force

TABLET = {"width": 820, "height": 1180}
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-dev-shm-usage",
]


@dataclass
class Server:
    """Where the application answers, and the force it serves."""

    url: str
    app: Flask
    force: Force


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict[str, Any]) -> dict[str, Any]:
    """Chromium from the system; browser downloads by the test tool are not used."""
    found = os.environ.get("SSO_LOG_TEST_CHROMIUM") or shutil.which("chromium")
    return {**browser_type_launch_args, "executable_path": found, "args": FLAGS}


@pytest.fixture
def server(tmp_path: Path) -> Iterator[Server]:
    """The application on a free port, on a fresh database."""
    app = create_app(settings_for(f"sqlite:///{tmp_path / 'e2e.sqlite3'}", tmp_path))
    with app.app_context():
        initialise()
        force = build_force()
        db.session.remove()
    port = free_port()
    running: BaseWSGIServer = waitress.create_server(app, host="127.0.0.1", port=port, threads=4)
    thread = threading.Thread(target=running.run, daemon=True)
    thread.start()
    yield Server(f"http://127.0.0.1:{port}", app, force)
    running.close()
    thread.join(timeout=5)


def free_port() -> int:
    """A port that nothing listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


OpenPage = Callable[..., Page]


@pytest.fixture(scope="session")
def chromium(launch_browser: Callable[[], Browser]) -> Iterator[Browser]:
    """One Chromium for the run."""
    launched = launch_browser()
    yield launched
    launched.close()


@pytest.fixture
def open_page(chromium: Browser, server: Server) -> Iterator[OpenPage]:
    """Open a page in which somebody has signed in: `open_page("officer", javascript=False)`."""
    contexts: list[BrowserContext] = []

    def opened(username: str = "", *, javascript: bool = True, **size: int) -> Page:
        context = chromium.new_context(
            base_url=server.url,
            viewport=size or TABLET,  # type: ignore[arg-type]
            java_script_enabled=javascript,
            locale="en-GB",
            timezone_id="Europe/London",
        )
        context.set_default_timeout(10_000)
        context.clock.set_fixed_time(now_utc())  # the clock of the run, not of the machine
        contexts.append(context)
        page = context.new_page()
        if username:
            sign_in(page, username)
        return page

    yield opened
    for context in contexts:
        context.close()


def sign_in(page: Page, username: str) -> None:
    """Sign in through the form."""
    page.goto("/sign-in")
    page.fill("input[name=username]", username)
    page.fill("input[name=password]", PASSWORD)
    page.click("main button[type=submit]")
    page.wait_for_url("**/")


def answer(page: Page, answers: dict[str, str | list[str]]) -> None:
    """Answer questions by their names, as they come on the page."""
    for name, wanted in answers.items():
        for value in [wanted] if isinstance(wanted, str) else wanted:
            one = page.locator(f'[name="{name}"][value="{value}"]')
            if one.count():
                one.first.check()
                continue
            select = page.locator(f'select[name="{name}"]')
            if select.count():
                select.select_option(value)
            else:
                page.locator(f'[name="{name}"]:not([type=hidden])').first.fill(value)
