"""The catalogue and code lists as the tablet needs them to draw forms while it is offline."""

import hashlib
import json
from typing import Any

from sso_log.auth.identity import Actor
from sso_log.clock import today_london
from sso_log.entries.kinds import KINDS, Kind
from sso_log.entries.kinds.declare import Field, When
from sso_log.reference import codes
from sso_log.reference.queries.schools import schools_of

# Besides the lists of questions, those that decisions choose from.
OTHER_LISTS = ("return_reason",)


def reference(actor: Actor) -> dict[str, Any]:
    """Kinds, fields, code lists with their labels, and the officer's own schools.

    `version` changes whenever any of it does.
    """
    body: dict[str, Any] = {
        "kinds": [_kind(kind) for kind in KINDS.values()],
        "lists": {name: _codes(name) for name in used_lists()},
        "schools": [
            {"urn": str(school.urn), "name": school.name, "phase": school.phase}
            for school in schools_of(actor.id, today_london())
        ],
    }
    return {"version": fingerprint(body), **body}


def fingerprint(body: dict[str, Any]) -> str:
    """A short text that changes with the content."""
    plain = json.dumps(body, sort_keys=True, ensure_ascii=True)
    return hashlib.sha256(plain.encode()).hexdigest()[:16]


def used_lists() -> list[str]:
    """The name of every code list that some question chooses from."""
    names = set(OTHER_LISTS)
    for kind in KINDS.values():
        for field in kind.schema.fields:
            names |= {one.choices for one in (field, *field.columns) if one.choices}
    return sorted(names)


def _codes(list_name: str) -> list[dict[str, Any]]:
    return [
        {
            "code": choice.code,
            "label": choice.label,
            "hint": choice.hint,
            "valid_from": choice.valid_from.isoformat() if choice.valid_from else None,
            "valid_until": choice.valid_until.isoformat() if choice.valid_until else None,
            "facts": dict(choice.attributes),
        }
        for choice in codes.choices(list_name)
    ]


def _kind(kind: Kind) -> dict[str, Any]:
    return {
        "code": kind.code,
        "slug": kind.slug,
        "letter": kind.letter,
        "noun": kind.noun,
        "sections": [
            {
                "title": section.title,
                "intro": section.intro,
                "fields": [_field(field) for field in section.fields],
            }
            for section in kind.schema.sections
        ],
    }


def _field(field: Field) -> dict[str, Any]:
    required = field.required
    shape: dict[str, Any] = {
        "name": field.name,
        "label": field.label,
        "hint": field.hint,
        "type": field.type.value,
        "choices": field.choices or None,
        "asked": _when(field.applies_when),
        "required": _when(required) if isinstance(required, When) else required,
        "missing": field.missing,
        "low": field.low,
        "high": field.high,
        "max_length": field.max_length,
        "future": field.future,
        "repeatable": field.repeatable,
    }
    if field.columns:
        shape["columns"] = [_field(column) for column in field.columns]
        shape["gate"] = field.gate or None
    return shape


def _when(condition: When | None) -> dict[str, Any] | None:
    if condition is None:
        return None
    return {
        "field": condition.field,
        "values": list(condition.codes(codes.current())),
        "unless": condition.unless,
    }
