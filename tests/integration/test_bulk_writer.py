"""Writing many entries at once leaves what writing them one by one leaves, to the last column."""

import datetime as dt
import uuid
from collections.abc import Callable
from typing import Any

import pytest
import sqlalchemy as sa
import time_machine
from flask import Flask

from sso_log.audit.models import EVENT
from sso_log.audit.verify import verify
from sso_log.auth.identity import Role
from sso_log.db import db, writing
from sso_log.entries import services
from sso_log.entries.bulk import Author, Batch, BulkStep, BulkWriter
from sso_log.entries.models import Entry
from sso_log.errors import IllegalTransition, Invalid
from sso_log.ids import new_id
from sso_log.reference.models import PrioritySchool
from sso_log.reference.queries.units import unit_by_code, unit_path
from sso_log.workflow.reviewable import Reason
from sso_log.workflow.states import Action
from tests.factories.entries import answers
from tests.factories.force import FAR_TEAM, TEAM, Force

RETURNED = Reason("missing_information", "Please say more.", ("notes",))
VOIDED = Reason("duplicate", "It is there twice.")
FIRST = dt.datetime(2026, 3, 10, 9, tzinfo=dt.UTC)
HOUR = dt.timedelta(hours=1)
NOTES = {"notes": "A note that is long enough to be seen in two entries.", "notes_basis": "fact"}
# Raw answers on days before FIRST, with something for every flag that answers can raise.
DAY = "2026-03-03"
RAW: dict[str, dict[str, Any]] = {
    "engagement": answers(
        "engagement", started_at=f"{DAY}T09:00:00+00:00", duration_minutes=320, **NOTES
    ),
    "diversion": answers(
        "diversion", matter_on=DAY, reported_on=DAY, contact_child_on=DAY, offered_on=DAY,
        contact_parent_carer_on=DAY, child_key="DEMO-1", otherwise="no_action",
        contact_victim="not_made", contact_victim_reason="not_yet", **NOTES,
    ),
    "diversion_update": answers("diversion_update", stage_on="2026-03-05", **NOTES),
    "abstraction": answers(
        "abstraction", started_at=f"{DAY}T08:00:00+00:00", ended_at="2026-03-04T10:00:00+00:00",
        schools_affected=[{"school": "100002", "told": "no", "cover": "none", "visits_lost": 1}],
    ),
}  # fmt: skip
Write = Callable[[Force, str, uuid.UUID, list[tuple[Action, dict[str, Any] | None]]], None]


def life_of(raw: dict[str, Any]) -> list[tuple[Action, dict[str, Any] | None]]:
    """A draft, submitted, returned, corrected, approved, reopened, corrected, approved, void."""
    corrected = raw | {"notes": "Corrected once it had come back.", "notes_basis": "assessment"}
    corrected.pop("child_key", None)
    return [
        (Action.SAVE, raw), (Action.SUBMIT, raw), (Action.RETURN, None),
        (Action.SUBMIT, corrected), (Action.APPROVE, None), (Action.REOPEN, None),
        (Action.SUBMIT, corrected), (Action.APPROVE, None), (Action.VOID, None),
    ]  # fmt: skip


def reason_for(action: Action) -> Reason | None:
    if action is Action.RETURN:
        return RETURNED
    return VOIDED if action in (Action.REOPEN, Action.VOID) else None


def author(force: Force, username: str = "officer", team: str = TEAM) -> Author:
    unit = unit_by_code(team)
    assert unit is not None
    return Author(force.people[username].id, Role.OFFICER, unit_path(unit.id))


def one_by_one(
    force: Force, kind: str, entry_id: uuid.UUID, life: list[tuple[Action, dict[str, Any] | None]]
) -> None:
    """Take each step with the services, at its hour."""
    officer, sergeant = force.actor("officer"), force.actor("sergeant")
    version = 0
    for number, (action, raw) in enumerate(life):
        with time_machine.travel(FIRST + HOUR * number, tick=False), writing():
            if raw is not None:
                request = services.Request(entry_id, kind, raw, action, version or None)
                services.write(officer, request)
                version += 1
            else:
                entry = db.session.get_one(Entry, entry_id)
                services.change_state(sergeant, entry, action, version, reason_for(action))


def steps(force: Force, life: list[tuple[Action, dict[str, Any] | None]]) -> list[BulkStep]:
    officer_id, sergeant_id = force.people["officer"].id, force.people["sergeant"].id
    return [
        BulkStep(
            action, FIRST + HOUR * number, officer_id if raw is not None else sergeant_id, raw,
            reason=reason_for(action),
        )
        for number, (action, raw) in enumerate(life)
    ]  # fmt: skip


def written(add: Callable[[BulkWriter], Any]) -> Any:
    """Whatever is added, written in one transaction with its events."""
    with writing():
        batch = Batch()
        writer = BulkWriter(batch)
        result = add(writer)
        writer.write()
        batch.write_events()
    return result


def in_bulk(
    force: Force, kind: str, entry_id: uuid.UUID, life: list[tuple[Action, dict[str, Any] | None]]
) -> None:
    """Write the same steps with the bulk writer."""
    taken = steps(force, life)
    written(lambda writer: writer.add(author(force), kind, entry_id, taken))


def rows_about(entry_id: uuid.UUID) -> dict[str, Any]:
    """Every row that belongs to an entry, without what differs because it is another entry."""
    db.session.rollback()
    rows: dict[str, Any] = {}
    for table in db.metadata.sorted_tables:
        key = table.c.get("entry_id") if table.name != "entry" else table.c.id
        if key is None:
            continue
        found = db.session.execute(sa.select(table).where(key == entry_id))
        left_out = {"id", "entry_id", "reference", "request_digest"}
        rows[table.name] = sorted(
            (
                {name: value for name, value in row._mapping.items() if name not in left_out}
                for row in found
            ),
            key=str,
        )
    events = sa.select(
        EVENT.c.tag, EVENT.c.at_utc, EVENT.c.actor_id, EVENT.c.unit_id, EVENT.c.reason,
        EVENT.c.detail,
    ).where(EVENT.c.subject_id == str(entry_id)).order_by(EVENT.c.seq)  # fmt: skip
    rows["audit"] = [tuple(row) for row in db.session.execute(events)]
    return rows


@pytest.fixture
def diversion_id(app: Flask, force: Force) -> uuid.UUID:
    """A diversion that stands, for updates to be about."""
    entry_id = new_id()
    one_by_one(force, "diversion", entry_id, [(Action.SUBMIT, RAW["diversion"] | {"notes": None})])
    return entry_id


@pytest.mark.parametrize("kind", sorted(RAW))
@pytest.mark.parametrize(("first", "many"), [(0, n) for n in range(1, 10)] + [(1, 2)])
def test_what_is_written_in_bulk_is_what_the_services_write(
    force: Force, diversion_id: uuid.UUID, kind: str, first: int, many: int, engine_name: str
) -> None:
    if engine_name == "postgresql" and many != 9:
        pytest.skip("the whole life is enough on a second engine")
    raw = RAW[kind]
    if kind == "diversion_update":
        raw = raw | {"diversion": str(diversion_id)}
    life = life_of(raw)[first:many]
    found: list[dict[str, Any]] = []
    for write in (one_by_one, in_bulk):
        entry_id = new_id()
        write(force, kind, entry_id, life)
        found.append(rows_about(entry_id))
        with writing():  # out of the way of the next: no overlap and no second copy of its notes
            db.session.execute(
                sa.update(Entry).where(Entry.id == entry_id).values(
                    notes_digest=None, started_at=None, ended_at=None
                )
            )  # fmt: skip
    assert found[0] == found[1]
    assert verify(db.session()).ok


def test_flags_name_entries_of_the_same_writing_and_of_the_database(force: Force) -> None:
    stored, late = new_id(), {"started_at": f"{DAY}T10:00:00+00:00"}
    one_by_one(force, "engagement", stored, [(Action.SUBMIT, RAW["engagement"])])
    ids = [new_id(), new_id()]

    def add(writer: BulkWriter) -> None:
        for number, entry_id in enumerate(ids, start=1):
            life = [(Action.SUBMIT, RAW["engagement"] | late)]
            step = steps(force, life)[0]
            moved = BulkStep(step.action, step.at + HOUR * number, step.by, step.raw)
            writer.add(author(force), "engagement", entry_id, [moved])

    written(add)
    names = [db.session.get_one(Entry, entry_id).reference for entry_id in (stored, ids[0])]
    flags = [
        {row["code"]: row["sentence"] for row in rows_about(entry_id)["entry_flag"]}
        for entry_id in ids
    ]
    assert flags[0]["overlap"] == f"Overlaps in time with {names[0]}."
    assert flags[1]["overlap"] == f"Overlaps in time with {names[0]}, {names[1]}."
    assert flags[0]["same_text"] == f"The notes are the same as those of {names[0]}."
    assert flags[1]["same_text"] == f"The notes are the same as those of {names[0]}, {names[1]}."


def test_only_a_school_that_was_a_priority_on_the_day_is_flagged_as_uncovered(
    force: Force,
) -> None:
    entry_id = new_id()
    in_bulk(force, "abstraction", entry_id, [(Action.SUBMIT, RAW["abstraction"])])
    assert "no_cover_priority" in {row["code"] for row in rows_about(entry_id)["entry_flag"]}
    with writing():
        db.session.execute(sa.update(PrioritySchool).values(valid_until=dt.date(2026, 3, 2)))
    entry_id = new_id()
    in_bulk(force, "abstraction", entry_id, [(Action.SUBMIT, RAW["abstraction"])])
    assert "no_cover_priority" not in {row["code"] for row in rows_about(entry_id)["entry_flag"]}


def test_another_officers_time_is_no_overlap(force: Force) -> None:
    one_by_one(force, "engagement", new_id(), [(Action.SUBMIT, RAW["engagement"])])
    entry_id, far = new_id(), author(force, "far_officer", FAR_TEAM)
    step = BulkStep(Action.SUBMIT, FIRST + HOUR, far.person_id, RAW["engagement"])
    written(lambda writer: writer.add(far, "engagement", entry_id, [step]))
    codes = {row["code"] for row in rows_about(entry_id)["entry_flag"]}
    assert "overlap" not in codes and "same_text" in codes


@pytest.mark.parametrize("school", ["999999", None])
def test_a_refused_answer_is_told_by_field_and_nothing_is_written(
    force: Force, school: str | None
) -> None:
    life = [(Action.SUBMIT, RAW["engagement"] | {"school": school})]
    with pytest.raises(Invalid) as refused:
        in_bulk(force, "engagement", new_id(), life)
    assert list(refused.value.errors) == ["school"]
    assert db.session.scalar(sa.select(sa.func.count()).select_from(Entry)) == 0


def test_a_step_that_the_table_does_not_have_is_refused(force: Force) -> None:
    life = [(Action.SAVE, RAW["engagement"]), (Action.APPROVE, None)]
    with pytest.raises(IllegalTransition):
        in_bulk(force, "engagement", new_id(), life)


def test_an_update_of_another_officers_diversion_is_refused(
    force: Force, diversion_id: uuid.UUID
) -> None:
    far = author(force, "far_officer", FAR_TEAM)
    raw = RAW["diversion_update"] | {"diversion": str(diversion_id)}
    step = BulkStep(Action.SUBMIT, FIRST + HOUR, far.person_id, raw)
    with pytest.raises(Invalid) as refused:
        written(lambda writer: writer.add(far, "diversion_update", new_id(), [step]))
    assert list(refused.value.errors) == ["diversion"]
