"""Reading what a tablet sent: strict JSON of a sensible size, one sentence for anything else.

Text is cleaned by `web.input`. Here are the envelopes of the contract: an entry, a decision, a
week. Fields of an entry are only carried along; `entries.rules` checks them.
"""

import datetime as dt
import uuid
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from flask import request

from sso_log.entries.kinds import KINDS, Kind
from sso_log.entries.kinds.declare import Type
from sso_log.entries.parse import Refused, read_instant
from sso_log.entries.services import Request
from sso_log.errors import DomainError, Invalid
from sso_log.web.input import parse_json
from sso_log.workflow.states import Action

# An entry of the largest allowed answers is about a tenth of this.
MAX_BYTES = 512 * 1024
# Larger whole numbers are not the same number in every JSON reader.
LARGEST_NUMBER = 2**53 - 1
LONGEST_NAME = 100
ACTIONS = {"save": Action.SAVE, "submit": Action.SUBMIT}
ENTRY_NAMES = frozenset({"kind", "base_version", "action", "device_time", "fields"})
Errors = dict[str, list[str]]


class TooLarge(DomainError):
    """The body is larger than any entry of ours."""

    status = 413

    def __init__(self) -> None:
        super().__init__(f"An entry can be {MAX_BYTES // 1024} kilobytes at most.")


class NotJson(DomainError):
    """The body says that it is something else than JSON."""

    status = 415

    def __init__(self) -> None:
        super().__init__("Send JSON, with the content type application/json.")


@dataclass(frozen=True, slots=True)
class EntryBody:
    """An entry as it was sent: the request for the services, and the names nobody asked for."""

    request: Request
    kind: Kind
    sent: dict[str, Any]
    ignored: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class DecisionBody:
    """A decision as it was sent."""

    version: int
    reason_code: str | None
    reason: str | None
    fields: tuple[str, ...]


def read_object() -> dict[str, Any]:
    """The JSON object of the request in hand. Raises NotJson, TooLarge, BadInput, Invalid."""
    if not request.is_json:
        raise NotJson
    length = request.content_length
    if length is not None and length > MAX_BYTES:
        raise TooLarge
    raw = request.get_data(cache=True)
    if len(raw) > MAX_BYTES:
        raise TooLarge
    body = parse_json(raw)
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


def entry_body(entry_id: uuid.UUID) -> EntryBody:
    """The entry sent to this id. Raises Invalid with a sentence per part that is wrong."""
    sent = read_object()
    errors: Errors = {}
    kind = _part(errors, "kind", sent, _kind)
    action = _part(errors, "action", sent, _action)
    base = _part(errors, "base_version", sent, _base_version)
    device_at = _part(errors, "device_time", sent, _device_time)
    fields = _part(errors, "fields", sent, _fields)
    if errors or kind is None or action is None or fields is None:
        raise Invalid(errors)
    ignored = (set(sent) - ENTRY_NAMES) | (set(fields) - {one.name for one in kind.schema.fields})
    return EntryBody(
        Request(entry_id, kind.code, fields, action, base, device_at),
        kind,
        sent,
        tuple(sorted(name[:LONGEST_NAME] for name in ignored)),
    )


def decision_body() -> DecisionBody:
    """The decision that was sent. Raises Invalid with a sentence per part that is wrong."""
    sent = read_object()
    errors: Errors = {}
    version = _part(errors, "version", sent, _version)
    code = _part(errors, "reason_code", sent, _text)
    reason = _part(errors, "reason", sent, _text)
    fields = _part(errors, "fields", sent, _names)
    if errors or version is None:
        raise Invalid(errors)
    return DecisionBody(version, code, reason, fields or ())


def week_body() -> dict[str, Any]:
    """The answers of a week, under the names that the service takes; it checks the minutes."""
    sent = read_object()
    errors: Errors = {}
    base = _part(errors, "base_version", sent, _base_version)
    if errors:
        raise Invalid(errors)
    names = ("on_duty_minutes", "absence_minutes", "nothing_else")
    return {name: sent.get(name) for name in names} | {"base_version": base}


def without_secrets(body: EntryBody, keyed: Callable[[str], str]) -> dict[str, Any]:
    """The body as it may be kept: questions of the kind only, person numbers as keyed codes."""
    kept: dict[str, Any] = {}
    for field in body.kind.schema.fields:
        answer = body.request.raw.get(field.name)
        if answer is None:
            continue
        if field.type is Type.SECRET:
            answer = keyed(str(answer))
        kept[field.name] = answer
    return {
        "kind": body.kind.code,
        "base_version": body.request.base_version,
        "action": str(body.request.action),
        "device_time": body.sent.get("device_time"),
        "fields": kept,
    }


def _part(errors: Errors, name: str, sent: dict[str, Any], read: Callable[[Any], Any]) -> Any:
    try:
        return read(sent.get(name))
    except Refused as refusal:
        errors[name] = [str(refusal)]
        return None


def _kind(raw: Any) -> Kind:
    kind = KINDS.get(raw.replace("-", "_")) if isinstance(raw, str) else None
    if kind is None:
        raise Refused("Say which kind of entry this is: " + ", ".join(KINDS))
    return kind


def _action(raw: Any) -> Action:
    action = ACTIONS.get(raw) if isinstance(raw, str) else None
    if action is None:
        raise Refused("Say “save” for a draft or “submit”")
    return action


def _version(raw: Any) -> int:
    if type(raw) is not int or not 1 <= raw < 2**31:
        raise Refused("Give the number of the version that was looked at")
    return raw


def _base_version(raw: Any) -> int | None:
    return None if raw is None else _version(raw)


def _device_time(raw: Any) -> dt.datetime | None:
    return None if raw is None or raw == "" else read_instant(raw)


def _fields(raw: Any) -> dict[str, Any]:
    if not isinstance(raw, dict):
        raise Refused("Give the answers as one object, keyed by the names of the fields")
    return raw


def _text(raw: Any) -> str | None:
    if raw is not None and not isinstance(raw, str):
        raise Refused("Give this as text")
    return raw


def _names(raw: Any) -> tuple[str, ...]:
    if raw is None:
        return ()
    if not isinstance(raw, list) or not all(isinstance(name, str) for name in raw):
        raise Refused("Give a list of names of fields")
    return tuple(raw)
