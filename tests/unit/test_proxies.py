"""Addresses come from the proxies that are known to stand in front, and from nobody else."""

from pathlib import Path

import pytest
from flask import Flask, request

from sso_log import create_app
from sso_log.auth.guards import public
from tests.conftest import settings_for


def application(tmp_path: Path, proxies: int) -> Flask:
    from dataclasses import replace

    settings = settings_for(f"sqlite:///{tmp_path / 'none.sqlite3'}", tmp_path)
    app = create_app(replace(settings, proxies=proxies))

    @app.get("/who")
    @public
    def who() -> str:
        return f"{request.remote_addr} {request.scheme}"

    return app


@pytest.mark.parametrize(
    ("proxies", "expected"),
    [(0, "127.0.0.1 http"), (1, "10.0.0.9 https"), (2, "203.0.113.7 https")],
)
def test_only_counted_proxies_are_believed(tmp_path: Path, proxies: int, expected: str) -> None:
    headers = {
        "X-Forwarded-For": "198.51.100.1, 203.0.113.7, 10.0.0.9",
        "X-Forwarded-Proto": "https, https, https",
    }
    app = application(tmp_path, proxies)
    from sso_log.operations.services import migrate

    with app.app_context():
        migrate()
    assert app.test_client().get("/who", headers=headers).text == expected
