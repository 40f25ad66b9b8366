"""The description of the JSON at /api/v1/openapi.json, in OpenAPI 3.1.

Routes come from the table that serves them, bodies from `api.messages`, and the fields of each
kind from its declared questions, so that nothing is said here that is not so.
"""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

import msgspec
from flask.typing import ResponseReturnValue

from sso_log.api import messages
from sso_log.entries.kinds import KINDS, Kind
from sso_log.entries.kinds.declare import Field, Type
from sso_log.reference import codes
from sso_log.workflow.states import Status

Schema = dict[str, Any]
TEMPLATE = "#/components/schemas/{name}"
PLACEHOLDER = re.compile(r"<(?:(\w+):)?(\w+)>")
MOST_ROWS = 50
ERRORS = {
    "400": "What was sent is not JSON that can be read, or the CSRF token is missing.",
    "401": "Signed out, or the password is needed again before deciding.",
    "403": "May be seen but not done: another officer’s entry, or another role’s work.",
    "404": "It does not exist, or this person may not know that it does.",
    "410": "Erased or void.",
    "413": "Larger than an entry can be.",
    "415": "Not JSON.",
    "422": "Answers need correcting: a sentence for each field.",
    "429": "Asked too often.",
    "503": "Busy or out of reach; nothing was changed. Try again after Retry-After seconds.",
}
CONFLICT = "Taken by something else. For an entry both bodies come back; yours is kept."


@dataclass(frozen=True, slots=True)
class Route:
    """One route: how it is served, and what it takes and answers.

    `conflict` is its answer 409; `summary` is the first line of the view's docstring if not given.
    """

    method: str
    rule: str
    view: Callable[..., ResponseReturnValue]
    answer: type[msgspec.Struct] | None = None
    body: type[msgspec.Struct] | None = None
    creates: bool = False
    conflict: type[msgspec.Struct] = messages.Error
    filters: tuple[str, ...] = ()
    endpoint: str | None = None
    summary: str = ""


def document(prefix: str, routes: Iterable[Route]) -> Schema:
    """The whole description."""
    paths: dict[str, Schema] = {}
    for route in routes:
        path = PLACEHOLDER.sub(r"{\2}", prefix + route.rule)
        paths.setdefault(path, {})[route.method.lower()] = _operation(route)
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "SSO Log",
            "version": "1",
            "description": "Sign in through the page first: the same session cookie serves here. "
            "Every change carries the header X-CSRF-Token from GET /api/v1/session.",
        },
        "paths": paths,
        "components": {
            "schemas": _schemas(),
            "securitySchemes": {
                "session": {"type": "apiKey", "in": "cookie", "name": "__Host-sso_log_session"},
                "csrf": {"type": "apiKey", "in": "header", "name": "X-CSRF-Token"},
            },
        },
    }


def _operation(route: Route) -> Schema:
    done = _content("Done", route.answer)
    responses = {"200": done} | {
        status: _content(sentence, messages.Error) for status, sentence in ERRORS.items()
    }
    operation: Schema = {
        "summary": route.summary or (route.view.__doc__ or "").splitlines()[0],
        "parameters": [*_path_parameters(route.rule), *_filters(route.filters)],
        "responses": responses,
        "security": [{"session": []} | ({"csrf": []} if route.method != "GET" else {})],
    }
    if route.body is not None:
        content = {"application/json": {"schema": _ref(route.body)}}
        operation["requestBody"] = {"required": True, "content": content}
        responses["409"] = _content(CONFLICT, route.conflict)
    if route.creates:
        responses["201"] = _content("Created", route.answer)
    return operation


def _content(words: str, answer: type[msgspec.Struct] | None) -> Schema:
    schema = _ref(answer) if answer else {"type": "object"}
    return {"description": words, "content": {"application/json": {"schema": schema}}}


def _ref(body: type[msgspec.Struct]) -> Schema:
    return {"$ref": TEMPLATE.format(name=body.__name__)}


def _path_parameters(rule: str) -> list[Schema]:
    shapes: dict[str, Schema] = {
        "uuid": {"type": "string", "format": "uuid"},
        "": {"type": "string", "pattern": "^[0-9]{4}-W[0-9]{2}$"},
    }
    return [
        {"name": name, "in": "path", "required": True, "schema": shapes[converter]}
        for converter, name in PLACEHOLDER.findall(rule)
    ]


def _filters(names: tuple[str, ...]) -> list[Schema]:
    statuses = {"type": "string", "enum": [status.value for status in Status]}
    shapes: dict[str, Schema] = {
        "status": {"type": "array", "items": statuses},
        "updated_since": {"type": "string", "format": "date-time"},
        "cursor": {"type": "string"},
    }
    return [{"name": name, "in": "query", "schema": shapes[name]} for name in names]


def _schemas() -> Schema:
    declared = [
        each
        for each in vars(messages).values()
        if isinstance(each, type)
        and issubclass(each, msgspec.Struct)
        and each is not msgspec.Struct
    ]
    _, components = msgspec.json.schema_components(declared, ref_template=TEMPLATE)
    return {**components, **{f"Fields_{kind.code}": _fields(kind) for kind in KINDS.values()}}


def _fields(kind: Kind) -> Schema:
    declared = (*kind.schema.fields, *kind.schema.retired)
    questions = {question.name: question_schema(question) for question in declared}
    return {"type": "object", "properties": questions}


def question_schema(question: Field) -> Schema:
    """The JSON schema of one declared question."""
    return {"description": question.label, **_shape(question)}


def _shape(question: Field) -> Schema:
    text: Schema = {"type": "string", "maxLength": question.max_length}
    one_code: Schema = {"type": "string"}
    if question.choices:
        one_code["enum"] = [choice.code for choice in codes.choices(question.choices)]
    columns = {column.name: question_schema(column) for column in question.columns}
    record: Schema = {"type": "object", "properties": columns}
    limits = {"minimum": question.low, "maximum": question.high}
    shapes: dict[Type, Schema] = {
        Type.CODE: one_code,
        Type.CODES: {"type": "array", "items": one_code},
        Type.INTEGER: {"type": "integer"}
        | {name: value for name, value in limits.items() if value is not None},
        Type.DATE: {"type": "string", "format": "date"},
        Type.INSTANT: {"type": "string", "format": "date-time"},
        Type.TEXT: text,
        Type.LONG_TEXT: text,
        Type.SCHOOL: {"type": "string", "pattern": "^[0-9]{5,7}$"},
        Type.ENTRY: {"type": "string", "format": "uuid"},
        Type.SECRET: {**text, "writeOnly": True},
        Type.GROUP: record,
        Type.ROWS: {"type": "array", "items": record, "maxItems": question.high or MOST_ROWS},
    }
    return shapes[question.type]
