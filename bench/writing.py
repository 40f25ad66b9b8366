"""What writing costs at the size of the demo: entries received and approved in a CPU second.

    python bench/writing.py --data-dir instance-demo --count 200

Takes the answers of the demo officer's latest approved engagements and sends them again as new
entries through `entries.services.receive`, then has the demo sergeant approve each. Every entry is
a transaction of its own, with its history, flags and audit, as in use. Works on a copy.
"""

import argparse
import json
import logging
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pages
import sqlalchemy as sa

from sso_log.auth.identity import Actor
from sso_log.auth.models import Person
from sso_log.auth.sessions import actor_of
from sso_log.db import db, writing
from sso_log.entries.models import Entry, EntryVersion
from sso_log.entries.services import Request, receive
from sso_log.ids import new_id
from sso_log.review.services import approve
from sso_log.workflow.states import Action


def actor(username: str) -> Actor:
    """One of the demo's people."""
    person_id = db.session.scalar(sa.select(Person.id).where(Person.username == username))
    found = actor_of(person_id) if person_id else None
    if found is None:
        raise SystemExit(f"There is no {username} in this demo.")
    return found


def answers(officer: Actor) -> list[dict[str, Any]]:
    """What the officer answered in approved engagements."""
    found = db.session.scalars(
        sa.select(EntryVersion.fields)
        .join(Entry, sa.and_(Entry.id == EntryVersion.entry_id, EntryVersion.version == 1))
        .where(
            Entry.officer_id == officer.id,
            Entry.kind == "engagement",
            Entry.status == "approved",
        )
        .order_by(Entry.happened_on.desc())
    )
    return [dict(fields) for fields in found]


def timed(count: int, one: Callable[[int], None], queries: pages.Queries) -> dict[str, float]:
    """Run it so many times: how many in a CPU second, and queries for each."""
    one(0)
    queries.count, before = 0, time.process_time()
    for place in range(1, count + 1):
        one(place)
    took = time.process_time() - before
    return {
        "per_cpu_second": round(count / took, 1),
        "queries_each": round(queries.count / count, 1),
    }


def measured(folder: Path, count: int) -> dict[str, dict[str, float]]:
    """Receiving, then approving."""
    app, _ = pages.application(folder)
    queries = pages.Queries(app)
    with app.app_context():
        officer, sergeant = actor("officer"), actor("sergeant")
        given = answers(officer)
        waiting: list[tuple[Any, int]] = []

        def submit(place: int) -> None:
            raw = given[place % len(given)]
            entry = receive(officer, Request(new_id(), "engagement", raw, Action.SUBMIT)).entry
            waiting.append((entry.id, entry.version))
            db.session.remove()

        def decide(place: int) -> None:
            with writing():
                approve(sergeant, *waiting[place])
            db.session.remove()

        return {
            "receive": timed(count, submit, queries),
            "approve": timed(count, decide, queries),
        }


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--data-dir", type=Path, required=True, help="folder of a demo")
    parser.add_argument("--count", type=int, default=200, help="entries")
    parser.add_argument("--json", action="store_true", help="print JSON instead of a table")
    asked = parser.parse_args()
    logging.disable(logging.INFO)
    with pages.copied(asked.data_dir) as folder:
        found = measured(folder, max(1, asked.count))
    if asked.json:
        json.dump(found, sys.stdout, indent=2)
        print()
        return
    for name, each in found.items():
        speed, queries = each["per_cpu_second"], each["queries_each"]
        print(f"{name:10} {speed:8} a CPU second {queries:6} queries each")


if __name__ == "__main__":
    main()
