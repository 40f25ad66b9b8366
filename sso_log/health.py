"""Two addresses for monitors: `/healthz` without the database, so that a slow one does not get
processes restarted, and `/readyz` with all that a person's next click needs. Anyone may call them,
so no answer names a version, path or host.
"""

import structlog
from flask import Blueprint
from flask.typing import ResponseReturnValue
from sqlalchemy.exc import SQLAlchemyError

from sso_log.auth.guards import public
from sso_log.db import db
from sso_log.operations.checks import free_bytes
from sso_log.operations.services import head_of_code, head_of_database

LEAST_FREE_BYTES = 100 * 1024 * 1024
RETRY_AFTER_SECONDS = "5"

blueprint = Blueprint("health", __name__)
log = structlog.get_logger(__name__)


@blueprint.get("/healthz")
@public
def healthz() -> ResponseReturnValue:
    return {"status": "ok"}


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
        return {"status": "ready", "checks": words}
    return {"status": "not ready", "checks": words}, 503, {"Retry-After": RETRY_AFTER_SECONDS}


def _disk() -> bool:
    try:
        return free_bytes() >= LEAST_FREE_BYTES
    except OSError:
        return False
