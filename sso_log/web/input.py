"""Refuses input that nothing further in should have to think about, and tidies the rest.

NUL characters, bytes that are not UTF-8, lone surrogates and thousands of parameters are answered
with a sentence before any view runs. Text is brought to Unicode's composed form (NFC), so that the
same name typed on two devices is the same text. `read_json` does this for the JSON routes.
"""

import json
import math
import unicodedata
from collections.abc import Iterable
from typing import Any
from urllib.parse import unquote_to_bytes

from flask import Flask, Request, request
from werkzeug.datastructures import ImmutableMultiDict

from sso_log.errors import DomainError, Invalid

MAX_PARAMETERS = 1000
MAX_DIGITS = 18
MAX_DEPTH = 20
FORM_TYPE = "application/x-www-form-urlencoded"


class BadInput(DomainError):
    """The request itself is malformed; no field is to blame."""

    status = 400


class TooMuchInput(DomainError):
    """More than any form of ours sends."""

    status = 413


TOO_MANY = "Too many answers were sent at once."
NOT_TEXT = "Part of what was sent is not text that can be kept."
NOT_JSON = "What was sent is not valid JSON."


def clean_text(text: str) -> str:
    """The text in composed form. Raises BadInput for NUL and for lone surrogates."""
    if text.isascii():
        if "\x00" in text:
            raise BadInput(NOT_TEXT)
        return text
    if "\x00" in text or any("\ud800" <= letter <= "\udfff" for letter in text):
        raise BadInput(NOT_TEXT)
    return unicodedata.normalize("NFC", text)


def _check_bytes(raw: bytes) -> None:
    """Count the parameters and decode strictly, where the framework would quietly replace."""
    if raw.count(b"&") >= MAX_PARAMETERS:
        raise TooMuchInput(TOO_MANY)
    if b"%" in raw or not raw.isascii():
        try:
            unquote_to_bytes(raw).decode("utf-8")
        except UnicodeDecodeError:
            raise BadInput(NOT_TEXT) from None


def _clean_pairs(pairs: Iterable[tuple[str, str]]) -> tuple[list[tuple[str, str]], bool]:
    """The pairs cleaned, and whether anything changed."""
    before = list(pairs)
    if len(before) > MAX_PARAMETERS:
        raise TooMuchInput(TOO_MANY)
    after = [(clean_text(name), clean_text(value)) for name, value in before]
    return after, after != before


def _replace_if_changed(incoming: Request, attribute: str) -> None:
    cleaned, changed = _clean_pairs(getattr(incoming, attribute).items(multi=True))
    if changed:  # `args` and `form` are cached properties: what is in __dict__ is what views read.
        incoming.__dict__[attribute] = ImmutableMultiDict(cleaned)
        incoming.__dict__.pop("values", None)


def check_request() -> None:
    """Refuse or tidy the request in hand."""
    path = request.environ.get("PATH_INFO", "")
    try:
        clean_text(path.encode("latin-1").decode("utf-8"))
    except UnicodeDecodeError:
        raise BadInput("That address is not valid text.") from None
    _check_bytes(request.query_string)
    _replace_if_changed(request, "args")
    if request.method in ("POST", "PUT", "PATCH", "DELETE"):
        if request.mimetype == FORM_TYPE:
            _check_bytes(request.get_data(cache=True))
        if request.mimetype in (FORM_TYPE, "multipart/form-data"):
            _replace_if_changed(request, "form")


def _no_constants(name: str) -> Any:
    raise BadInput(f"{name} is not a number that can be kept.")


def _whole_number(digits: str) -> int:
    if len(digits.lstrip("-")) > MAX_DIGITS:
        raise BadInput("One of the numbers is too large.")
    return int(digits)


def _decimal(digits: str) -> float:
    number = float(digits)
    if not math.isfinite(number):
        raise BadInput("One of the numbers is too large.")
    return number


def _once_each(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    named: dict[str, Any] = {}
    for raw_name, value in pairs:
        name = clean_text(raw_name)
        if name in named:
            raise BadInput(f"“{name[:80]}” was sent twice.")
        named[name] = value
    return named


def _clean_tree(node: Any, depth: int = 0) -> Any:
    if depth > MAX_DEPTH:
        raise BadInput("What was sent is nested too deeply.")
    if isinstance(node, str):
        return clean_text(node)
    if isinstance(node, list):
        return [_clean_tree(item, depth + 1) for item in node]
    if isinstance(node, dict):
        return {name: _clean_tree(value, depth + 1) for name, value in node.items()}
    return node


def parse_json(raw: bytes) -> dict[str, Any]:
    """One JSON object, cleaned. Raises BadInput for anything else, NaN and duplicate names too."""
    try:
        tree = json.loads(
            raw.decode("utf-8"),
            parse_constant=_no_constants,
            parse_int=_whole_number,
            parse_float=_decimal,
            object_pairs_hook=_once_each,
        )
        if not isinstance(tree, dict):
            raise Invalid({}, "A JSON object is expected.")
        cleaned: dict[str, Any] = _clean_tree(tree)
    except (UnicodeDecodeError, json.JSONDecodeError):
        raise BadInput(NOT_JSON) from None
    except RecursionError:
        raise BadInput("What was sent is nested too deeply.") from None
    return cleaned


def read_json() -> dict[str, Any]:
    """The JSON object sent with the request in hand. Raises BadInput or Invalid."""
    return parse_json(request.get_data(cache=True))


def init_app(app: Flask) -> None:
    """Check each request before any view or extension reads it."""
    app.before_request(check_request)
