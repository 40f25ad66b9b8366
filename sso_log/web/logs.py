"""How the running service logs: one line of JSON per event, on standard error.

Tracebacks name files and lines and never show local variables: those hold what people typed.
"""

import json
import logging
import sys
from typing import Any

import structlog
from structlog.types import EventDict, WrappedLogger

from sso_log.web.request_context import request_facts


def _add_request(_logger: WrappedLogger, _method: str, event: EventDict) -> EventDict:
    if facts := request_facts():
        event.setdefault("request_id", facts.request_id)
        event.setdefault("method", facts.method)
    return event


def _as_json(event: Any, **options: Any) -> str:
    return json.dumps(event, ensure_ascii=False, **options)


def configure() -> None:
    """Set the format for the whole process; calling it again changes nothing."""
    structlog.configure(
        processors=[
            structlog.contextvars.merge_contextvars,
            _add_request,
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            structlog.processors.format_exc_info,
            structlog.processors.JSONRenderer(serializer=_as_json),
        ],
        wrapper_class=structlog.make_filtering_bound_logger(logging.INFO),
        logger_factory=lambda *_args: structlog.PrintLogger(sys.stderr),
        cache_logger_on_first_use=False,
    )
