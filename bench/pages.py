"""What each page costs the server at the size of the demo: CPU time, queries, bytes.

    python bench/pages.py --data-dir instance-demo        # a table
    python bench/pages.py --data-dir instance-demo --json # the same for a program

The folder is one that `sso-log demo --no-serve --data-dir …` has built. It is copied first, so
nothing is written to it. Requests go through the whole application in this process; time is CPU
time of the process, because wall time on a shared machine measures the neighbours. Compare pages
within one run by the last column, the ratio to the page that does nothing.
"""

import argparse
import gc
import gzip
import json
import logging
import re
import shutil
import sqlite3
import statistics
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path

import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import event

from sso_log import create_app
from sso_log.auth.models import Person
from sso_log.config import Settings
from sso_log.db import db
from sso_log.demo import keys
from sso_log.entries.kinds import KINDS
from sso_log.entries.models import Entry
from sso_log.summaries.framework.indicators import INDICATORS

DATABASE = "sso-log.sqlite3"
NOTHING = "nothing (/healthz)"
MILLISECONDS = 1_000.0
# What a page may cost, in milliseconds; a name ending in * stands for all that begin so.
GOALS = {
    "home of *": 5.0,
    "form: *": 8.0,
    "inbox": 40.0,
    "entry page: *": 15.0,
    "review page": 15.0,
    "abstraction, force": 120.0,
    "framework, force": 250.0,
    "framework *": 150.0,
}


@dataclass(frozen=True)
class Page:
    """One page: whose it is, and where."""

    name: str
    username: str
    path: str


@dataclass(frozen=True)
class Cost:
    """What one page took: medians over the repetitions."""

    name: str
    path: str
    cpu_ms: float
    first_ms: float
    queries: int
    bytes_compressed: int
    ratio: float
    goal_ms: float | None

    @property
    def verdict(self) -> str:
        """Whether it keeps to its goal."""
        if self.goal_ms is None:
            return ""
        return "ok" if self.cpu_ms <= self.goal_ms else "OVER"


@contextmanager
def copied(folder: Path) -> Iterator[Path]:
    """A copy of a demo folder, gone afterwards; the database is copied whole, journal and all."""
    with tempfile.TemporaryDirectory(prefix="sso-log-bench-") as place:
        copy = Path(place)
        shutil.copy2(folder / keys.FILE, copy / keys.FILE)
        source = sqlite3.connect(f"file:{folder / DATABASE}?mode=ro", uri=True)
        target = sqlite3.connect(copy / DATABASE)
        with source, target:
            source.backup(target)
        source.close()
        target.close()
        yield copy


def application(folder: Path) -> tuple[Flask, str]:
    """The application on that folder, as the demo serves it, and the password of everybody."""
    kept = keys.read(folder)
    if kept is None:
        raise SystemExit(f"{folder} holds no demo: build one with sso-log demo --no-serve.")
    settings = Settings.from_environment(
        {},
        data_dir=folder,
        secret_key=kept.secret_key,
        person_key=kept.person_key,
        demo=True,
        insecure_cookies=True,
    )
    return create_app(settings), kept.password


def signed_in(app: Flask, username: str, password: str) -> FlaskClient:
    """A client that has signed in through the form."""
    client = app.test_client()
    token = re.search(r'name="csrf_token"[^>]*?value="([^"]+)"', client.get("/sign-in").text)
    if token is None:
        raise SystemExit("The sign-in page has no CSRF token.")
    data = {"username": username, "password": password, "csrf_token": token[1]}
    answer = client.post("/sign-in", data=data)
    if answer.status_code not in (302, 303):
        raise SystemExit(f"{username} could not sign in: {answer.status_code}")
    return client


def pages(app: Flask, clients: dict[str, FlaskClient]) -> list[Page]:
    """Every page that is measured, with entries found in this database."""
    found = [Page(NOTHING, "officer", "/healthz")]
    found += [Page(f"home of {name}", name, "/") for name in ("officer", "sergeant", "analyst")]
    found += [
        Page(f"form: {kind.noun}", "officer", f"/entries/new/{kind.slug}")
        for kind in KINDS.values()
    ]
    found += [Page("own entries", "officer", "/entries"), Page("inbox", "sergeant", "/review")]
    found += _entry_pages(app, clients)
    found += [
        Page("team", "sergeant", "/review/team"),
        Page("weeks", "officer", "/weeks"),
        Page("schools", "sergeant", "/schools"),
        Page("own figures", "officer", "/summaries/own"),
        Page("abstraction, force", "analyst", "/summaries/abstraction"),
        Page("framework, force", "analyst", "/framework"),
    ]
    found += [
        Page(f"framework {identity}", "analyst", f"/framework/{identity}")
        for identity in INDICATORS
    ]
    return found


def _entry_pages(app: Flask, clients: dict[str, FlaskClient]) -> list[Page]:
    """The officer's latest approved entry of each kind, and one that the sergeant is to decide."""
    found = []
    with app.app_context():
        for kind in KINDS.values():
            entry_id = db.session.scalar(
                sa.select(Entry.id)
                .where(Entry.kind == kind.code, Entry.status == "approved", _of("officer"))
                .order_by(Entry.happened_on.desc())
                .limit(1)
            )
            if entry_id is not None:
                found.append(Page(f"entry page: {kind.noun}", "officer", f"/entries/{entry_id}"))
    listed = re.search(
        r'href="(/review/[0-9a-f-]{36})[?"]', clients["sergeant"].get("/review").text
    )
    if listed:
        found.append(Page("review page", "sergeant", listed[1]))
    return found


def _of(username: str) -> sa.ColumnElement[bool]:
    person = sa.select(Person.id).where(Person.username == username).scalar_subquery()
    return Entry.officer_id == person


class Queries:
    """Counts the statements sent to the database."""

    def __init__(self, app: Flask) -> None:
        self.count = 0
        with app.app_context():
            event.listen(db.engine, "before_cursor_execute", self._one)

    def _one(self, _connection: object, _cursor: object, statement: str, *_rest: object) -> None:
        self.count += not statement.startswith("BEGIN")


def cost_of(page: Page, client: FlaskClient, queries: Queries, repeat: int) -> Cost:
    """Ask for the page a few times; the first is told apart, because it fills caches."""
    times, counted, body = [], 0, b""
    for _ in range(repeat + 1):
        gc.collect()
        queries.count, before = 0, time.process_time()
        answer = client.get(page.path)
        body = answer.get_data()
        times.append((time.process_time() - before) * MILLISECONDS)
        counted = queries.count
        if answer.status_code != 200:
            raise SystemExit(f"{page.path} ({page.username}): {answer.status_code}")
    return Cost(
        name=page.name,
        path=page.path,
        cpu_ms=round(statistics.median(times[1:]), 2),
        first_ms=round(times[0], 2),
        queries=counted,
        bytes_compressed=len(gzip.compress(body, 6)),
        ratio=0.0,
        goal_ms=_goal(page.name),
    )


def _goal(name: str) -> float | None:
    for pattern, goal in GOALS.items():
        if pattern == name or (pattern.endswith("*") and name.startswith(pattern[:-1])):
            return goal
    return None


def measured(folder: Path, repeat: int, only: str) -> list[Cost]:
    """The cost of every page of which the name contains `only`."""
    app, password = application(folder)
    names = ("officer", "sergeant", "analyst")
    clients = {name: signed_in(app, name, password) for name in names}
    queries = Queries(app)
    chosen = [page for page in pages(app, clients) if page.name == NOTHING or only in page.name]
    costs = [cost_of(page, clients[page.username], queries, repeat) for page in chosen]
    least = costs[0].cpu_ms or 1.0
    return [Cost(**{**asdict(cost), "ratio": round(cost.cpu_ms / least, 1)}) for cost in costs]


def table(costs: list[Cost]) -> str:
    """The costs as text."""
    head = (
        f"{'page':30} {'CPU ms':>8} {'first':>8} {'queries':>7} {'KB':>6} {'ratio':>7} {'goal':>6}"
    )
    lines = [head, "-" * len(head)]
    for cost in costs:
        goal = f"{cost.goal_ms:.0f}" if cost.goal_ms is not None else ""
        lines.append(
            f"{cost.name:30} {cost.cpu_ms:8.2f} {cost.first_ms:8.1f} {cost.queries:7d} "
            f"{cost.bytes_compressed / 1024:6.1f} {cost.ratio:7.1f} {goal:>6} {cost.verdict}"
        )
    return "\n".join(lines)


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--data-dir", type=Path, required=True, help="folder of a demo")
    parser.add_argument("--repeat", type=int, default=15, help="requests of each page")
    parser.add_argument("--only", default="", help="pages whose name contains this")
    parser.add_argument("--json", action="store_true", help="print JSON instead of a table")
    asked = parser.parse_args()
    logging.disable(logging.INFO)
    with copied(asked.data_dir) as folder:
        costs = measured(folder, max(1, asked.repeat), asked.only)
    if asked.json:
        json.dump([asdict(cost) for cost in costs], sys.stdout, indent=2)
        print()
    else:
        print(table(costs))


if __name__ == "__main__":
    main()
