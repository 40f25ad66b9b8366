"""Two addresses for whatever watches the service: is it alive, and is it ready for people?

`/healthz` asks nothing of the database, so a slow database does not get processes restarted.
`/readyz` asks everything that a person's next click needs; its answer names no version, path or
host, since anyone may call it.
"""

import shutil

import structlog
from flask import Blueprint, current_app, jsonify
from flask.typing import ResponseReturnValue
from sqlalchemy.exc import SQLAlchemyError

from sso_log.auth.guards import public
from sso_log.config import Settings
from sso_log.db import db
from sso_log.operations.services import head_of_code, head_of_database

LEAST_FREE_BYTES = 100 * 1024 * 1024
RETRY_AFTER_SECONDS = "5"

blueprint = Blueprint("health", __name__)
log = structlog.get_logger(__name__)


@blueprint.get("/healthz")
@public
def healthz() -> ResponseReturnValue:
    """The process answers."""
    return jsonify(status="ok")


@blueprint.get("/readyz")
@public
def readyz() -> ResponseReturnValue:
    """Database, schema and disk, each `ok` or not; 503 unless all are."""
    checks = {"database": False, "schema": False, "disk": _disk()}
    try:
        checks["schema"] = head_of_database() == head_of_code()
        checks["database"] = True
    except (SQLAlchemyError, OSError) as error:
        log.warning("not_ready", error=type(error).__name__)
    finally:
        db.session.rollback()
    words = {name: "ok" if good else "failed" for name, good in checks.items()}
    if all(checks.values()):
        return jsonify(status="ready", checks=words)
    body = jsonify(status="not ready", checks=words)
    return body, 503, {"Retry-After": RETRY_AFTER_SECONDS}


def _disk() -> bool:
    settings: Settings = current_app.config["SETTINGS"]
    try:
        return shutil.disk_usage(settings.data_dir).free >= LEAST_FREE_BYTES
    except OSError:
        return False
