"""An entry's answers are kept twice, as columns and whole as a version; both say the same."""

from typing import Any

import pytest
import sqlalchemy as sa

from sso_log.db import db
from sso_log.entries.kinds import KINDS
from sso_log.entries.kinds.declare import Type
from sso_log.entries.models import Entry, EntryCode
from sso_log.entries.parse import as_json
from sso_log.entries.queries import fields_of
from tests.factories.entries import an_approved_entry, an_entry
from tests.factories.force import Force

POWER = {
    "power": "stop_search",
    "legislation": "s.1 PACE 1984",
    "place": "At the gate",
    "outcome": "Nothing found",
    "sex": "female",
    "age": "15",
    "ethnicity_self_defined": "not_obtained",
    "ethnicity_self_defined_reason": "declined",
    "ethnicity_officer_defined": "IC1",
    "send": "none",
    "bwv": "yes",
    "bwv_reference": "BWV-1",
}
MORE: dict[str, dict[str, Any]] = {
    "engagement": {
        "powers": [POWER],
        "feedback": {"stage": "post", "responses": 20, "rated_7_to_10": 15},
        "notes": "A good session.",
    },
    "diversion": {"notes": "Went well.", "notes_basis": "assessment", "child_key": "PNC-1"},
    "abstraction": {"notes": "Back late."},
    "diversion_update": {"school_sanction": "internal"},
}


def shaped(value: Any, type_: Type) -> Any:
    return str(value) if type_ is Type.SCHOOL and value is not None else as_json(value)


@pytest.mark.parametrize("kind", KINDS)
def test_the_columns_and_the_version_say_the_same(force: Force, kind: str) -> None:
    officer, changes = force.actor("officer"), dict(MORE[kind])
    if kind == "diversion_update":
        parent = an_approved_entry(officer, force.actor("sergeant"), "diversion")
        changes["diversion"] = str(parent.id)
    entry = an_entry(officer, kind, **changes)
    kept = fields_of(entry.id, entry.version)
    db.session.expire_all()
    entry = db.session.get_one(Entry, entry.id)
    detail = db.session.get_one(KINDS[kind].detail, entry.id)
    compared = 0
    for field in KINDS[kind].schema.fields:
        found: Any
        if field.type is Type.CODES:
            found = list(
                db.session.scalars(
                    sa.select(EntryCode.code)
                    .where(EntryCode.entry_id == entry.id, EntryCode.field == field.name)
                    .order_by(EntryCode.position)
                )
            )
        elif field.type is Type.ROWS:
            table = KINDS[kind].rows[field.name]
            rows = db.session.scalars(sa.select(table).where(table.entry_id == entry.id))  # type: ignore[attr-defined]
            found = [record(row, field, "") for row in rows]
        elif field.type is Type.GROUP:
            found = record(detail, field, f"{field.name}_")
        elif field.type is Type.SECRET:
            found = "recorded" if getattr(detail, field.name) else None
        else:
            owner = entry if field.on_entry else detail
            found = shaped(getattr(owner, field.name), field.type)
        if field.type is Type.INSTANT:
            found = as_json(getattr(entry, field.name))
        assert (found or None) == (kept.get(field.name) or None), field.name
        compared += 1
    assert compared == len(KINDS[kind].schema.fields)


def record(row: object, field: Any, prefix: str) -> dict[str, Any]:
    answers = {c.name: shaped(getattr(row, prefix + c.name), c.type) for c in field.columns}
    return {name: value for name, value in answers.items() if value is not None}
