"""Answers as a browser sends them: pairs of name and text, from the shapes of the JSON contract."""

import datetime as dt
from collections.abc import Mapping
from typing import Any

from sso_log.clock import to_london
from tests.factories.entries import answers

Pairs = list[tuple[str, str]]


def form_of(kind: str, action: str = "submit", **changes: Any) -> Pairs:
    """A complete form of a kind; any answer can be replaced, and None removes it."""
    return [*pairs_of(answers(kind, **changes)), ("action", action)]


def pairs_of(raw: Mapping[str, Any]) -> Pairs:
    """Raw answers as form fields: lists repeated, instants split, records numbered."""
    pairs: Pairs = []
    for name, value in raw.items():
        if name in ("started_at", "ended_at"):
            pairs += _instant(name, value)
        elif name == "powers" and value == []:
            pairs.append(("powers_used", "none"))
        elif name == "schools_affected" and isinstance(value, list):
            pairs.append(("schools_were_affected", "yes" if value else "no"))
            pairs += _rows(name, value)
        elif isinstance(value, list) and value and isinstance(value[0], dict):
            pairs += [("powers_used", "some"), *_rows(name, value)]
        elif isinstance(value, dict):
            pairs += [(f"{name}-{inner}", str(answer)) for inner, answer in value.items()]
        elif isinstance(value, list):
            pairs += [(name, str(one)) for one in value]
        else:
            pairs.append((name, str(value)))
    return pairs


def _instant(name: str, value: str) -> Pairs:
    there = to_london(dt.datetime.fromisoformat(value))
    stem = name.removesuffix("_at")
    return [(f"{stem}_on", there.date().isoformat()), (f"{stem}_time", f"{there:%H:%M}")]


def _rows(name: str, rows: list[dict[str, Any]]) -> Pairs:
    return [
        (f"{name}-{position}-{inner}", str(answer))
        for position, row in enumerate(rows)
        for inner, answer in row.items()
    ]


def without(pairs: Pairs, *names: str) -> Pairs:
    """The form without some fields."""
    return [(name, value) for name, value in pairs if name not in names]


def replaced(pairs: Pairs, **fields: str) -> Pairs:
    """The form with some fields answered differently."""
    return without(pairs, *fields) + list(fields.items())
