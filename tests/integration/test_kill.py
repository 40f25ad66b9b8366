"""kill -9 under load: what was acknowledged is there, once, and the audit chain is whole."""

import json
import random
import threading
import time
import urllib.error
import urllib.request
import uuid
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask

from sso_log.audit.models import EVENT
from sso_log.audit.verify import verify
from sso_log.db import db
from sso_log.entries.models import Engagement, Entry, EntryEvent, EntryVersion
from tests.conftest import settings_for
from tests.factories.entries import answers
from tests.factories.force import Force
from tests.server import Server, free_port
from tests.tablet import Tablet, body_of

KILLS = 20
WRITERS = 3


class Writer(threading.Thread):
    """Sends entries one after another, each again until it is answered, as a tablet does."""

    def __init__(self, base: str, cookie: str, token: str, stop: threading.Event) -> None:
        super().__init__(daemon=True)
        self.base, self.stop = base, stop
        self.headers = {"Cookie": cookie, "X-CSRF-Token": token, "Content-Type": "application/json"}
        self.acknowledged: list[str] = []
        self.unexpected: list[str] = []
        self.again = 0

    def run(self) -> None:
        while not self.stop.is_set():
            entry_id = str(uuid.uuid4())
            body = json.dumps(body_of("engagement", answers("engagement"))).encode()
            while not self.stop.is_set() and not self._send(entry_id, body):
                self.again += 1
                time.sleep(0.02)

    def _send(self, entry_id: str, body: bytes) -> bool:
        request = urllib.request.Request(
            f"{self.base}/api/v1/entries/{entry_id}", body, self.headers, method="PUT"
        )
        try:
            with urllib.request.urlopen(request, timeout=20) as answer:
                answer.read()
                self.acknowledged.append(entry_id)
                return True
        except urllib.error.HTTPError as error:
            if error.code != 503:
                self.unexpected.append(f"{error.code} {error.read()[:200]!r}")
                return True
        except (OSError, ValueError, ConnectionError):
            pass
        except Exception as error:  # a torn answer, in whatever way http.client says it
            if type(error).__module__ != "http.client":
                raise
        return False


def environment(app: Flask, folder: Path) -> dict[str, str]:
    settings = settings_for(str(app.config["SETTINGS"].database_url), folder)
    return {
        "SSO_LOG_DATABASE_URL": settings.database_url,
        "SSO_LOG_DATA_DIR": str(folder),
        "SSO_LOG_SECRET_KEY": settings.secret_key,
        "SSO_LOG_PERSON_KEY": settings.person_key,
        "SSO_LOG_INSECURE_COOKIES": "1",
    }


def cookie_of(tablet: Tablet) -> str:
    names = ("sso_log_session", "sso_log_form")
    found = ((name, tablet.client.get_cookie(name)) for name in names)
    return "; ".join(f"{name}={cookie.value}" for name, cookie in found if cookie)


@pytest.mark.slow
def test_nothing_acknowledged_is_lost_or_doubled_when_the_server_is_killed(
    app: Flask, force: Force, tmp_path: Path
) -> None:
    tablet = Tablet(app, "officer")
    port, chance, stop = free_port(), random.Random(7), threading.Event()
    server = Server(environment(app, tmp_path), port)
    base = f"http://127.0.0.1:{port}"
    writers = [Writer(base, cookie_of(tablet), tablet.token, stop) for _ in range(WRITERS)]
    db.session.rollback()
    try:
        server.start()
        for writer in writers:
            writer.start()
        for _ in range(KILLS):
            before = sum(len(writer.acknowledged) for writer in writers)
            deadline = time.monotonic() + 30
            while sum(len(one.acknowledged) for one in writers) < before + 3:
                assert time.monotonic() < deadline, [one.unexpected for one in writers]
                time.sleep(0.005)
            time.sleep(chance.uniform(0, 0.15))
            server.kill()
            server.start()
    finally:
        stop.set()
        for writer in writers:
            writer.join(30)
        server.close()
    assert sum(writer.again for writer in writers) > KILLS / 2, "the kills hit nobody"
    assert [one for writer in writers for one in writer.unexpected] == []
    check_nothing_lost([one for writer in writers for one in writer.acknowledged])


def check_nothing_lost(acknowledged: list[str]) -> None:
    """Each acknowledged entry is whole and there once; what was not acknowledged is whole too."""
    db.session.rollback()
    kept = [str(one) for one in db.session.scalars(sa.select(Entry.id))]
    assert set(acknowledged) <= set(kept)
    assert len(acknowledged) == len(set(acknowledged))
    for table in (EntryVersion, EntryEvent, Engagement):
        rows = [str(one) for one in db.session.scalars(sa.select(_entry_id(table)))]
        assert sorted(rows) == sorted(kept), table.__name__
    audited = db.session.scalars(
        sa.select(EVENT.c.subject_id).where(EVENT.c.subject_type == "entry")
    ).all()
    assert sorted(audited) == sorted(kept)
    assert verify(db.session()).ok


def _entry_id(table: Any) -> Any:
    return table.entry_id
