"""Ten tablets at once: one entry, one copy, one week, whatever the database."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any
from uuid import uuid4

import sqlalchemy as sa
from flask import Flask

from sso_log.api.models import ConflictCopy
from sso_log.audit.models import EVENT
from sso_log.clock import format_week, today_london
from sso_log.db import db
from sso_log.entries.models import Entry, EntryEvent, EntryVersion
from sso_log.weeks.models import DutyWeek
from tests.factories.entries import answers
from tests.factories.force import Force
from tests.tablet import API, Tablet, body_of

TABLETS = 10


def at_once(
    app: Flask, tablet: Tablet, method: str, path: str, body: Callable[[int], dict[str, Any]]
) -> list[int]:
    """Send ten requests of one session at the same moment; their statuses, sorted."""
    names = ("sso_log_session", "sso_log_form")
    cookies = {name: tablet.client.get_cookie(name) for name in names}
    start = Barrier(TABLETS)

    def send(number: int) -> int:
        client = app.test_client()
        for name, cookie in cookies.items():
            assert cookie is not None
            client.set_cookie(name, cookie.value)
        start.wait()
        headers = {"X-CSRF-Token": tablet.token}
        return client.open(
            API + path, method=method, json=body(number), headers=headers
        ).status_code

    db.session.remove()
    with ThreadPoolExecutor(TABLETS) as pool:
        return sorted(pool.map(send, range(TABLETS)))


def count(model: Any, *conditions: Any) -> int:
    query = sa.select(sa.func.count()).select_from(model).where(*conditions)
    return db.session.execute(query).scalar_one()


def test_ten_parallel_replays_make_one_entry(app: Flask, force: Force) -> None:
    tablet, entry_id = Tablet(app, "officer"), uuid4()
    body = body_of("engagement", answers("engagement"))
    statuses = at_once(app, tablet, "PUT", f"/entries/{entry_id}", lambda _: body)
    assert statuses == [200] * 9 + [201]
    assert (count(Entry), count(EntryVersion), count(EntryEvent)) == (1, 1, 1)
    assert count(EVENT, EVENT.c.tag == "entry_submitted") == 1


def test_ten_different_bodies_at_once_lose_none(app: Flask, force: Force) -> None:
    tablet, entry_id = Tablet(app, "officer"), uuid4()
    fields = answers("engagement")
    statuses = at_once(
        app,
        tablet,
        "PUT",
        f"/entries/{entry_id}",
        lambda number: body_of("engagement", {**fields, "pupils": number + 1}),
    )
    assert statuses == [201] + [409] * 9
    found = tablet.get(f"/entries/{entry_id}").json
    copies = [copy["body"]["fields"]["pupils"] for copy in found["conflicts"]]
    assert sorted([*copies, found["fields"]["pupils"]]) == list(range(1, 11))


def test_ten_times_the_same_conflict_at_once_is_kept_once(app: Flask, force: Force) -> None:
    tablet, entry_id = Tablet(app, "officer"), uuid4()
    tablet.put(f"/entries/{entry_id}", body_of("engagement", answers("engagement", pupils=1)))
    second = body_of("engagement", answers("engagement", pupils=2))
    assert at_once(app, tablet, "PUT", f"/entries/{entry_id}", lambda _: second) == [409] * 10
    assert count(ConflictCopy) == 1
    assert count(EVENT, EVENT.c.tag == "conflict_kept") == 1


def test_two_approvals_at_once_make_one(app: Flask, force: Force) -> None:
    officer, entry_id = Tablet(app, "officer"), uuid4()
    officer.put(f"/entries/{entry_id}", body_of("engagement", answers("engagement")))
    sergeant = Tablet(app, "sergeant")
    path = f"/entries/{entry_id}/approve"
    assert at_once(app, sergeant, "POST", path, lambda _: {"version": 1}) == [200] + [409] * 9
    assert count(EVENT, EVENT.c.tag == "entry_approved") == 1


def test_a_week_confirmed_ten_times_at_once_is_one_week(app: Flask, force: Force) -> None:
    tablet, path = Tablet(app, "officer"), f"/weeks/{format_week(today_london())}"
    body = {"on_duty_minutes": 2400, "absence_minutes": 0, "nothing_else": True}
    assert at_once(app, tablet, "PUT", path, lambda _: body) == [200] * 9 + [201]
    assert count(DutyWeek) == 1
    assert count(EVENT, EVENT.c.tag == "week_confirmed") == 1
