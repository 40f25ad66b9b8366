"""An abstraction is always other duty: not asked, ignored if sent, and old answers kept."""

import csv
import datetime as dt
import io
import json
from collections.abc import Callable
from uuid import uuid4

import pytest
import sqlalchemy as sa
from alembic import command
from flask import Flask

from sso_log.clock import format_week, from_london, today_london, week_start
from sso_log.db import db
from sso_log.entries.models import Entry, EntryVersion
from sso_log.entries.queries import fields_of
from sso_log.operations import services
from tests.client import Browser
from tests.factories.entries import an_entry, answers
from tests.factories.force import Force
from tests.schema import lines_of
from tests.tablet import Tablet, body_of

Open = Callable[[str], Browser]
BEFORE = "0002_audit_head"
QUESTION = "In which duty did you do this?"


def stored(entry_id: object) -> tuple[str | None, str | None]:
    """The duty of an entry as counted, and as answered in its version."""
    db.session.remove()
    entry = db.session.get_one(Entry, entry_id)
    version = db.session.get_one(EntryVersion, (entry.id, entry.version))
    return entry.capacity, version.fields.get("capacity")


def as_once_answered(entry: Entry, capacity: str) -> None:
    """Write an abstraction as the first release did, which asked for the duty."""
    row = db.session.get_one(EntryVersion, (entry.id, entry.version))
    fields = json.dumps({**row.fields, "capacity": capacity})
    key = entry.id if db.engine.dialect.name == "postgresql" else entry.id.hex
    db.session.rollback()
    for statement in (
        "UPDATE entry SET capacity = :capacity WHERE id = :id",
        "UPDATE entry_version SET fields = :fields WHERE entry_id = :id",
    ):
        given = {"id": key, "capacity": capacity, "fields": fields}
        used = {name: value for name, value in given.items() if f":{name}" in statement}
        db.session.execute(sa.text(statement), used)
    db.session.commit()


@pytest.mark.parametrize("sent", ["sso_duty", "other_duty", "nonsense", None])
def test_the_duty_of_an_abstraction_is_ignored_whatever_is_sent(
    force: Force, sent: str | None
) -> None:
    entry = an_entry(force.actor("officer"), "abstraction", capacity=sent)
    assert stored(entry.id) == ("other_duty", None)
    assert fields_of(entry.id, 1)["capacity"] == "other_duty"


def test_a_draft_of_an_abstraction_is_other_duty_too(force: Force) -> None:
    entry = an_entry(force.actor("officer"), "abstraction", submit=False, capacity=None)
    assert stored(entry.id) == ("other_duty", None)


def test_the_form_of_an_abstraction_does_not_ask_for_the_duty(browser: Open) -> None:
    officer = browser("officer")
    officer.get("/entries/new/abstraction")
    assert not officer.page.select("[name=capacity]")
    officer.get("/entries/new/engagement")
    assert officer.page.select("[name=capacity]")


def test_the_database_refuses_an_abstraction_in_schools_duty(force: Force) -> None:
    entry = an_entry(force.actor("officer"), "abstraction")
    with pytest.raises(sa.exc.IntegrityError):
        db.session.execute(sa.update(Entry).where(Entry.id == entry.id).values(capacity="sso_duty"))
    db.session.rollback()


@pytest.mark.parametrize("answered", ["sso_duty", "other_duty"])
def test_answers_from_before_are_counted_as_other_duty_and_restored_on_the_way_down(
    app: Flask, force: Force, browser: Open, answered: str
) -> None:
    officer = force.actor("officer")
    old = an_entry(officer, "abstraction").id
    draft = an_entry(officer, "abstraction", submit=False).id
    engaged = an_entry(officer, "engagement", capacity="sso_duty").id
    config, schema = services.alembic_config(), lines_of(db.engine)
    db.session.remove()
    command.downgrade(config, BEFORE)
    assert stored(old) == ("other_duty", None), "whoever was not asked stays in other duty"
    assert stored(draft) == (None, None)
    as_once_answered(db.session.get_one(Entry, old), answered)

    db.session.remove()
    services.migrate()
    assert lines_of(db.engine) == schema
    assert stored(old) == ("other_duty", answered)
    assert stored(draft) == ("other_duty", None)
    assert stored(engaged) == ("sso_duty", "sso_duty")
    assert fields_of(old, 1)["capacity"] == "other_duty"
    page = browser("officer")
    page.get(f"/entries/{old}/history")
    words = {"sso_duty": "Schools officer duty", "other_duty": "Other duty"}[answered]
    assert QUESTION in page.page.get_text(" ") and words in page.page.get_text(" ")

    db.session.remove()
    command.downgrade(config, BEFORE)
    assert stored(old) == (answered, answered)
    db.session.remove()
    services.migrate()
    assert stored(old) == ("other_duty", answered)


def test_hours_logged_as_other_duty_are_in_the_abstraction_rate(
    app: Flask, force: Force, browser: Open
) -> None:
    """Through HTTP: seven hours, answered as is natural and approved, are the hours of A1."""
    officer, sergeant = Tablet(app, "officer"), Tablet(app, "sergeant")
    monday = week_start(today_london()) - dt.timedelta(days=7)
    times = {"started_at": at(monday, 9).isoformat(), "ended_at": at(monday, 16).isoformat()}
    sent = answers("abstraction", capacity="other_duty", schools_affected=[], **times)
    entry_id = uuid4()
    received = officer.put(f"/entries/{entry_id}", body_of("abstraction", sent))
    assert (received.status_code, received.json["ignored"]) == (201, ["capacity"])
    week = {"on_duty_minutes": 2400, "absence_minutes": 0, "nothing_else": True}
    assert officer.put(f"/weeks/{format_week(monday)}", week).status_code == 201
    decided = sergeant.post(f"/entries/{entry_id}/approve", {"version": 1})
    assert decided.status_code == 200, decided.text
    period = f"from={monday}&until={monday + dt.timedelta(days=6)}"
    text = browser("sergeant").get(f"/framework?{period}&format=csv").text
    rows = list(csv.DictReader(io.StringIO(text.removeprefix("\ufeff"))))
    a1 = next(row for row in rows if row["indicator"] == "A1" and not row["part"])
    assert (a1["numerator"], a1["denominator"]) == ("420", "2400")


def at(day: dt.date, hour: int) -> dt.datetime:
    return from_london(day, dt.time(hour))
