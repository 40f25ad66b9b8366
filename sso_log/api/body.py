"""Reading what a tablet sent and writing the answer: strict JSON of a sensible size.

Text is cleaned by `web.input`, types are those of `api.messages`. Fields of an entry are only
carried along; `entries.rules` checks them.
"""

from collections.abc import Callable, Mapping
from typing import Any, TypeVar

import msgspec
from flask import Response, request

from sso_log.api.messages import EntryBody
from sso_log.entries.kinds import kind_of
from sso_log.entries.kinds.declare import Type
from sso_log.entries.parse import Refused
from sso_log.errors import DomainError, Invalid
from sso_log.web.input import TooMuchInput, parse_json

# An entry of the largest allowed answers is about a tenth of this.
MAX_BYTES = 512 * 1024
# Larger whole numbers are not the same number in every JSON reader.
LARGEST_NUMBER = 2**53 - 1
LONGEST_NAME = 100
Body = TypeVar("Body", bound=msgspec.Struct)


class NotJson(DomainError):
    """The body says that it is something else than JSON."""

    status = 415


def read_object() -> dict[str, Any]:
    """The JSON object of the request in hand. Raises NotJson, TooMuchInput, BadInput, Invalid."""
    if not request.is_json:
        raise NotJson("Send JSON, with the content type application/json.")
    if (request.content_length or 0) > MAX_BYTES or len(request.get_data(cache=True)) > MAX_BYTES:
        raise TooMuchInput(f"An entry can be {MAX_BYTES // 1024} kilobytes at most.")
    body = parse_json(request.get_data(cache=True))
    _check_numbers(body)
    return body


def _check_numbers(node: object) -> None:
    if isinstance(node, dict):
        node = list(node.values())
    if isinstance(node, list):
        for item in node:
            _check_numbers(item)
    elif isinstance(node, int) and abs(node) > LARGEST_NUMBER:
        raise Invalid({}, "One of the numbers is too large to be kept exactly.")


def read(body_type: type[Body], sent: Mapping[str, Any]) -> Body:
    """A body as its declaration says. Raises Invalid with a sentence for each part at fault."""
    values, errors = {}, {}
    for part in msgspec.structs.fields(body_type):
        if part.encode_name not in sent and not part.required:
            continue
        try:
            values[part.name] = _read_part(part.type, sent.get(part.encode_name))
        except Refused as refusal:
            errors[part.encode_name] = [str(refusal)]
    if errors:
        raise Invalid(errors)
    return body_type(**values)


def _read_part(declared: Any, raw: Any) -> Any:
    meta = _metadata(declared)
    if "read" in meta:
        reader: Callable[[Any], Any] = meta["read"]
        return reader(raw)
    try:
        return msgspec.convert(raw, declared)
    except msgspec.ValidationError as error:
        raise Refused(meta["sentence"]) from error


def _metadata(declared: Any) -> dict[str, Any]:
    """What the declaration of a part says beyond its type; of `X | None` what X says."""
    for candidate in (declared, *getattr(declared, "__args__", ())):
        for meta in getattr(candidate, "__metadata__", ()):
            if meta.extra:
                return dict(meta.extra)
    return {}


def ignored_names(body: EntryBody, sent: Mapping[str, Any]) -> list[str]:
    """The names sent that are no part of an entry and no question of its kind."""
    parts = {part.encode_name for part in msgspec.structs.fields(EntryBody)}
    questions = {question.name for question in kind_of(body.kind).schema.fields}
    return sorted(
        name[:LONGEST_NAME] for name in (set(sent) - parts) | (set(body.fields) - questions)
    )


def without_secrets(
    body: EntryBody, sent: Mapping[str, Any], keyed: Callable[[str], str]
) -> dict[str, Any]:
    """The body as it may be stored: questions of the kind only, person numbers as keyed codes."""
    fields: dict[str, Any] = {}
    for question in kind_of(body.kind).schema.fields:
        answer = body.fields.get(question.name)
        if answer is not None:
            is_secret = question.type is Type.SECRET
            fields[question.name] = keyed(str(answer)) if is_secret else answer
    return {
        "kind": body.kind,
        "base_version": body.base_version,
        "action": body.action,
        "device_time": sent.get("device_time"),
        "fields": fields,
    }


def answer(body: msgspec.Struct, status: int = 200) -> Response:
    """A declared body as JSON."""
    return Response(msgspec.json.encode(body), status, mimetype="application/json")
