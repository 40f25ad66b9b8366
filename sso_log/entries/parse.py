"""From a raw answer (what was typed, or what JSON carried) to a value, or one sentence why not.

Each parser takes the field, the raw answer and the lookups, and returns a value or None for
"not answered". It raises `Refused` with the sentence that goes beside the field.
"""

import datetime as dt
import re
import unicodedata
import uuid
from collections.abc import Callable
from typing import Any, Protocol

from sso_log.clock import from_london, to_london
from sso_log.entries.kinds.declare import Field, Type
from sso_log.reference.snapshot import CodeLists

CLOCK_TOLERANCE = dt.timedelta(minutes=5)
EARLIEST = dt.date(2000, 1, 1)
EMPTY: tuple[Any, ...] = (None, "", [], {})  # what is no answer
NOT_LISTED = "Select one of the answers listed"
_DAY_FIRST = re.compile(r"(\d{1,2})[/. -](\d{1,2})[/. -](\d{4})")
_TIME = re.compile(r"(\d{1,2})[:.]?(\d{2})")
# Control characters, halves of characters, and code points that no page may carry.
_ENDS = "".join(chr(plane << 16 | end) for plane in range(17) for end in (0xFFFE, 0xFFFF))
_CONTROL = re.compile(f"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufdd0-\ufdef{_ENDS}]")


class Refused(Exception):
    """The answer cannot be taken; the message is the sentence for the person."""


class Lookups(Protocol):
    """What a check needs to know of the database and the clock; see `entries.lookups`."""

    now: dt.datetime
    today: dt.date

    @property
    def lists(self) -> CodeLists:
        """The code lists, for what a code means."""

    def has_code(self, choices: str, code: str, on: dt.date | None = None) -> bool:
        """Say whether the list holds the code, at all or on a date."""

    def school_exists(self, urn: int) -> bool:
        """Say whether the register holds the school."""

    def is_own_diversion(self, entry_id: uuid.UUID) -> bool:
        """Say whether the person may log an update of that diversion."""


def parse(field: Field, raw: Any, lookups: Lookups) -> Any:
    """Return the value of one answer, None when it is empty. Raises Refused."""
    if raw in EMPTY:
        return None
    return PARSERS[field.type](field, raw, lookups)


def shown(text: str) -> str:
    """The text without what cannot be shown, to put it back into a page."""
    return _CONTROL.sub("", text)


def clean_text(raw: Any) -> str:
    """Return text in NFC without surrounding space. Raises Refused for what is not text."""
    if isinstance(raw, bool) or not isinstance(raw, str | int):
        raise Refused("Enter text")
    text = str(raw)
    if _CONTROL.search(text):
        raise Refused("Remove the characters that cannot be shown")
    return unicodedata.normalize("NFC", text).replace("\r\n", "\n").strip()


def _text(field: Field, raw: Any, lookups: Lookups) -> str | None:
    text = clean_text(raw)
    if field.type is not Type.LONG_TEXT:
        text = " ".join(text.split())
    if len(text) > field.max_length:
        over = len(text) - field.max_length
        raise Refused(
            f"Shorten this to {field.max_length:,} characters or fewer: it is {over:,} too long"
        )
    return text or None


def _code(field: Field, raw: Any, lookups: Lookups) -> str | None:
    code = clean_text(raw)
    if not code:
        return None
    if len(code) > 40:
        raise Refused(NOT_LISTED)
    # Whoever writes a script from the codes' printed names says "Merlin" or "ic3".
    for spelling in (code, code.lower(), code.upper()):
        if lookups.has_code(field.choices, spelling):
            return spelling
    raise Refused(NOT_LISTED)


def _codes(field: Field, raw: Any, lookups: Lookups) -> list[str] | None:
    if isinstance(raw, str):
        raw = [raw]
    if not isinstance(raw, list):
        raise Refused("Select one or more of the answers listed")
    codes = [code for item in raw if (code := _code(field, item, lookups))]
    return list(dict.fromkeys(codes)) or None


def _integer(field: Field, raw: Any, lookups: Lookups) -> int | None:
    if isinstance(raw, bool) or not isinstance(raw, int | str):
        raise Refused("Enter a whole number")
    text = str(raw).strip()
    if not text:
        return None
    if not re.fullmatch(r"-?\d{1,12}", text, flags=re.ASCII):
        raise Refused("Enter a whole number, in figures")
    number = int(text)
    low, high = field.low, field.high
    if (low is not None and number < low) or (high is not None and number > high):
        raise Refused(f"Enter a number from {low:,} to {high:,}")
    return number


def _date(field: Field, raw: Any, lookups: Lookups) -> dt.date | None:
    text = clean_text(raw)
    if not text:
        return None
    day = read_date(text)
    if day < EARLIEST:
        raise Refused("Check the year")
    if day > lookups.today and not field.future:
        raise Refused("The date cannot be in the future")
    return day


def read_date(text: str) -> dt.date:
    """Read `2026-03-01`, or `1/3/2026` as people type it. Raises Refused."""
    try:
        if match := _DAY_FIRST.fullmatch(text):
            day, month, year = (int(part) for part in match.groups())
            return dt.date(year, month, day)
        if re.fullmatch(r"\d{4}-\d{2}-\d{2}", text, flags=re.ASCII):
            return dt.date.fromisoformat(text)
    except ValueError as error:
        raise Refused("Enter a real date, like 27 3 2026") from error
    raise Refused("Enter a date like 27/3/2026")


def _instant(field: Field, raw: Any, lookups: Lookups) -> dt.datetime | None:
    """JSON sends one ISO text with its offset; a form sends {"on": …, "time": …} in London."""
    moment = _form_instant(raw) if isinstance(raw, dict) else read_instant(raw)
    if moment is None:
        return None
    if moment.date() < EARLIEST:
        raise Refused("Check the year")
    if moment > lookups.now + CLOCK_TOLERANCE:
        raise Refused("The date and time cannot be in the future")
    return moment.replace(second=0, microsecond=0)


def _form_instant(raw: dict[str, Any]) -> dt.datetime | None:
    on, time = clean_text(raw.get("on") or ""), clean_text(raw.get("time") or "")
    if not on and not time:
        return None
    if not on:
        raise Refused("Enter the date as well as the time")
    if not time:
        raise Refused("Enter the time as well as the date")
    match = _TIME.fullmatch(time)
    if not match or int(match[1]) > 23 or int(match[2]) > 59:
        raise Refused("Enter a time like 14:30")
    try:
        return from_london(read_date(on), dt.time(int(match[1]), int(match[2])))
    except ValueError as error:
        raise Refused(str(error)) from error


def read_instant(raw: Any) -> dt.datetime:
    """Read an ISO 8601 instant with its offset, as UTC. Raises Refused."""
    text = clean_text(raw)
    try:
        moment = dt.datetime.fromisoformat(text)
        if moment.tzinfo is None:
            raise Refused("Give the time with its offset, like 2026-03-01T09:30:00+00:00")
        return moment.astimezone(dt.UTC)
    except (ValueError, OverflowError) as error:
        raise Refused("Give a date and time like 2026-03-01T09:30:00+00:00") from error


def _school(field: Field, raw: Any, lookups: Lookups) -> int | None:
    text = clean_text(raw)
    if not text:
        return None
    if not re.fullmatch(r"\d{5,7}", text, flags=re.ASCII) or not lookups.school_exists(int(text)):
        raise Refused("Select a school from the list, or enter its six-figure URN")
    return int(text)


def _entry(field: Field, raw: Any, lookups: Lookups) -> uuid.UUID | None:
    text = clean_text(raw)
    if not text:
        return None
    try:
        entry_id = uuid.UUID(text)
    except ValueError as error:
        raise Refused("Select one from the list") from error
    if not lookups.is_own_diversion(entry_id):
        raise Refused("Select one of the diversions you logged")
    return entry_id


PARSERS: dict[Type, Callable[[Field, Any, Lookups], Any]] = {
    Type.CODE: _code,
    Type.CODES: _codes,
    Type.INTEGER: _integer,
    Type.DATE: _date,
    Type.INSTANT: _instant,
    Type.TEXT: _text,
    Type.LONG_TEXT: _text,
    Type.SCHOOL: _school,
    Type.ENTRY: _entry,
    Type.SECRET: _text,
}


def as_json(value: Any) -> Any:
    """Return a value in the shape of the JSON contract; instants carry London's offset."""
    if isinstance(value, dt.datetime):
        return to_london(value).isoformat()
    if isinstance(value, dt.date):
        return value.isoformat()
    if isinstance(value, uuid.UUID):
        return str(value)
    if isinstance(value, list):
        return [as_json(item) for item in value]
    if isinstance(value, dict):
        return {name: as_json(item) for name, item in value.items()}
    return value
