"""The description of the JSON at /api/v1/openapi.json, in OpenAPI 3.1.

Routes are written out by hand and held to the route table by a test; the schemas of answers are
made from the catalogue, so that they cannot say anything else than the check of an entry.
"""

from typing import Any

from sso_log.api import body
from sso_log.entries.kinds import KINDS, Kind
from sso_log.entries.kinds.declare import Field, Type
from sso_log.reference import codes
from sso_log.weeks.services import MINUTES_IN_A_WEEK
from sso_log.workflow.states import Status

Schema = dict[str, Any]
ENTRY_ID = {"$ref": "#/components/parameters/entry_id"}
WEEK = {"$ref": "#/components/parameters/week"}
TEXT: Schema = {"type": "string"}
MAYBE_TEXT: Schema = {"type": ["string", "null"]}
MAYBE_INSTANT: Schema = {"type": ["string", "null"], "format": "date-time"}
VERSION: Schema = {"type": "integer", "minimum": 1}
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
DECISIONS = {
    "approve": "Approve the version that was looked at",
    "return": "Send it back with a coded reason, a sentence and the fields it is about",
    "reopen": "Unlock an approved entry, with a reason",
    "void": "Take it out of the record, with a reason",
    "withdraw": "Take back one’s own entry before it is approved",
}


def document() -> dict[str, Any]:
    """The whole description."""
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "SSO Log",
            "version": "1",
            "description": "Sign in through the page first: the same session cookie serves here. "
            "Every change carries the header X-CSRF-Token from GET /api/v1/session.",
        },
        "paths": _paths(),
        "components": {
            "parameters": _parameters(),
            "schemas": _schemas(),
            "securitySchemes": {
                "session": {"type": "apiKey", "in": "cookie", "name": "__Host-sso_log_session"},
                "csrf": {"type": "apiKey", "in": "header", "name": "X-CSRF-Token"},
            },
        },
    }


def _paths() -> Schema:
    entry, base = _ref("Summary"), "/api/v1/entries"
    paths = {
        "/api/v1/session": {"get": _operation("Who is signed in, and the CSRF token", _any())},
        "/api/v1/reference": {"get": _operation("Kinds, fields, code lists, own schools", _any())},
        "/api/v1/openapi.json": {"get": _operation("This description", _any())},
        base: {"get": _operation("Own entries, a page at a time", _ref("Page"), _filters())},
        f"{base}/{{entry_id}}": {
            "get": _operation("One entry whole", _ref("Whole"), [ENTRY_ID]),
            "put": _change("Save or submit an entry", "Entry", entry, [ENTRY_ID], created=True),
        },
        f"{base}/{{entry_id}}/conflicts/{{copy_id}}/resolve": {
            "post": _operation(
                "Note that a conflict copy has been dealt with",
                _any(),
                [ENTRY_ID, _path_parameter("copy_id", {"type": "string", "format": "uuid"})],
                writes=True,
            )
        },
        "/api/v1/weeks/{week_text}": {
            "get": _operation("A week of one’s own", _ref("Week"), [WEEK]),
            "put": _change(
                "Confirm or amend it", "WeekAnswers", _ref("Week"), [WEEK], created=True
            ),
        },
    }
    for action, words in DECISIONS.items():
        paths[f"{base}/{{entry_id}}/{action}"] = {
            "post": _change(words, "Decision", entry, [ENTRY_ID])
        }
    return paths


def _operation(
    words: str, answer: Schema, parameters: list[Schema] | None = None, *, writes: bool = False
) -> Schema:
    responses = {"200": _content("Done", answer)}
    for status, sentence in ERRORS.items():
        responses[status] = _content(sentence, _ref("Error"))
    security: Schema = {"session": []}
    if writes:
        security = {"session": [], "csrf": []}
    return {
        "summary": words,
        "parameters": parameters or [],
        "responses": responses,
        "security": [security],
    }


def _change(
    words: str, sent: str, answer: Schema, parameters: list[Schema], *, created: bool = False
) -> Schema:
    operation = _operation(words, answer, parameters, writes=True)
    operation["requestBody"] = {
        "required": True,
        "content": {"application/json": {"schema": _ref(sent)}},
    }
    if created:
        operation["responses"]["201"] = _content("Created", answer)
    sentence = "Taken by something else. For an entry both bodies come back; yours is kept."
    operation["responses"]["409"] = _content(sentence, _ref("Conflict"))
    return operation


def _content(words: str, schema: Schema) -> Schema:
    return {"description": words, "content": {"application/json": {"schema": schema}}}


def _ref(name: str) -> Schema:
    return {"$ref": f"#/components/schemas/{name}"}


def _any() -> Schema:
    return {"type": "object"}


def _path_parameter(name: str, schema: Schema) -> Schema:
    return {"name": name, "in": "path", "required": True, "schema": schema}


def _parameters() -> Schema:
    return {
        "entry_id": _path_parameter("entry_id", {"type": "string", "format": "uuid"}),
        "week": _path_parameter("week_text", {"type": "string", "pattern": "^[0-9]{4}-W[0-9]{2}$"}),
    }


def _filters() -> list[Schema]:
    statuses = {"type": "string", "enum": [status.value for status in Status]}
    schemas: dict[str, Schema] = {
        "status": {"type": "array", "items": statuses},
        "updated_since": {"type": "string", "format": "date-time"},
        "cursor": TEXT,
    }
    return [{"name": name, "in": "query", "schema": schema} for name, schema in schemas.items()]


def _schemas() -> Schema:
    kinds = {f"Fields_{kind.code}": _fields(kind) for kind in KINDS.values()}
    return {
        **kinds,
        "Error": _object(
            {
                "error": TEXT,
                "errors": {"type": "object", "additionalProperties": _list(TEXT)},
            },
            ["error"],
        ),
        "Entry": _entry(),
        "Decision": _object(
            {
                "version": VERSION,
                "reason_code": MAYBE_TEXT,
                "reason": MAYBE_TEXT,
                "fields": _list(TEXT),
            },
            ["version"],
        ),
        "Summary": _object(_summary(), list(_summary())),
        "Whole": _whole(),
        "Page": _object({"entries": _list(_ref("Summary")), "next": MAYBE_TEXT}, ["entries"]),
        "Conflict": _object(
            {
                "error": TEXT,
                "yours": _any(),
                "stored": {"type": ["object", "null"]},
                "conflict": {"type": "string", "format": "uuid"},
            },
            ["error"],
        ),
        **_weeks(),
    }


def _entry() -> Schema:
    return _object(
        {
            "kind": {"type": "string", "enum": list(KINDS)},
            "base_version": {"type": ["integer", "null"], "minimum": 1},
            "action": {"type": "string", "enum": list(body.ACTIONS)},
            "device_time": MAYBE_INSTANT,
            "fields": {"anyOf": [_ref(f"Fields_{code}") for code in KINDS]},
        },
        ["kind", "action", "fields"],
    )


def _summary() -> Schema:
    return {
        "id": {"type": "string", "format": "uuid"},
        "reference": TEXT,
        "kind": {"type": "string", "enum": list(KINDS)},
        "status": {"type": "string", "enum": [status.value for status in Status]},
        "version": VERSION,
        "school": MAYBE_TEXT,
        "happened_on": {"type": ["string", "null"], "format": "date"},
        "submitted_at": MAYBE_INSTANT,
        "decided_at": MAYBE_INSTANT,
        "updated_at": MAYBE_INSTANT,
        "return": {"type": ["object", "null"]},
    }


def _whole() -> Schema:
    more = {
        "officer": _any(),
        "decided_by": {"type": ["object", "null"]},
        "fields": _any(),
        "flags": _list(_object({"code": TEXT, "sentence": TEXT}, ["code", "sentence"])),
        "history": _list(_any()),
        "conflicts": _list(_any()),
    }
    return _object({**_summary(), **more}, [*_summary(), *more])


def _weeks() -> Schema:
    minutes = {"type": "integer", "minimum": 0, "maximum": MINUTES_IN_A_WEEK}
    answers: Schema = {"on_duty_minutes": minutes, "absence_minutes": minutes}
    return {
        "WeekAnswers": _object(
            {
                **answers,
                "nothing_else": {"const": True},
                "base_version": {"type": ["integer", "null"], "minimum": 1},
            },
            ["on_duty_minutes", "absence_minutes", "nothing_else"],
        ),
        "Week": _object(
            {
                "week": TEXT,
                "status": TEXT,
                **answers,
                "nothing_else": {"type": "boolean"},
                "version": {"type": ["integer", "null"]},
                "first_confirmed_at": MAYBE_INSTANT,
                "confirmed_at": MAYBE_INSTANT,
                "abstractions": _list(_any()),
            },
            ["week", "status"],
        ),
    }


def _object(properties: Schema, required: list[str]) -> Schema:
    return {"type": "object", "properties": properties, "required": required}


def _list(items: Schema) -> Schema:
    return {"type": "array", "items": items}


def _fields(kind: Kind) -> Schema:
    return {
        "type": "object",
        "properties": {
            field.name: field_schema(field) for field in (*kind.schema.fields, *kind.schema.retired)
        },
    }


def field_schema(field: Field) -> Schema:
    """The JSON schema of one question of the catalogue."""
    shape = _shape(field)
    return {"description": field.label, **shape}


def _shape(field: Field) -> Schema:
    one_code: Schema = {"type": "string"}
    if field.choices:
        one_code["enum"] = [choice.code for choice in codes.choices(field.choices)]
    columns = {column.name: field_schema(column) for column in field.columns}
    record: Schema = {"type": "object", "properties": columns}
    shapes: dict[Type, Schema] = {
        Type.CODE: one_code,
        Type.CODES: _list(one_code),
        Type.INTEGER: {"type": "integer", **_limits(field)},
        Type.DATE: {"type": "string", "format": "date"},
        Type.INSTANT: {"type": "string", "format": "date-time"},
        Type.TEXT: {"type": "string", "maxLength": field.max_length},
        Type.LONG_TEXT: {"type": "string", "maxLength": field.max_length},
        Type.SCHOOL: {"type": "string", "pattern": "^[0-9]{5,7}$"},
        Type.ENTRY: {"type": "string", "format": "uuid"},
        Type.SECRET: {"type": "string", "maxLength": field.max_length, "writeOnly": True},
        Type.GROUP: record,
        Type.ROWS: {**_list(record), "maxItems": field.high or 50},
    }
    return shapes[field.type]


def _limits(field: Field) -> Schema:
    limits = {"minimum": field.low, "maximum": field.high}
    return {name: value for name, value in limits.items() if value is not None}
