"""What each action leaves in the audit trail: exactly the events it should, and nothing about a
child in any of them."""

import json
from collections.abc import Callable

import pytest
import sqlalchemy as sa
from flask import Flask

from sso_log.audit.models import EVENT
from sso_log.audit.verify import verify
from sso_log.db import db
from tests.client import Browser
from tests.factories.entries import an_approved_entry, an_entry
from tests.factories.force import Force

Open = Callable[[str], Browser]
REASON = {"version": "1", "reason_code": "other", "reason": "Not what we meant.", "fields": ""}


def tags_since(seq: int) -> list[str]:
    db.session.rollback()
    found = db.session.execute(
        sa.select(EVENT.c.tag).where(EVENT.c.seq > seq).order_by(EVENT.c.seq)
    )
    return list(found.scalars())


def last_seq() -> int:
    db.session.rollback()
    return db.session.execute(sa.select(sa.func.max(EVENT.c.seq))).scalar_one() or 0


# Who, the method, the address of a diversion or of an approved one, the form, the tags left.
ACTIONS = [
    ("officer", "GET", "/entries/{waiting}", {}, ["entry_read"]),
    ("officer", "GET", "/entries/{engagement}", {}, []),
    ("officer", "GET", "/entries", {}, []),
    ("sergeant", "GET", "/review/{waiting}", {}, ["entry_read"]),
    ("inspector", "GET", "/entries/{engagement}", {}, ["entry_read"]),
    ("auditor", "GET", "/entries/{waiting}/history", {}, ["entry_history_read"]),
    ("officer", "POST", "/entries/{waiting}/withdraw", {"version": "1"}, ["entry_withdrawn"]),
    ("sergeant", "POST", "/review/{waiting}/approve", {"version": "1"}, ["entry_approved"]),
    ("sergeant", "POST", "/review/{waiting}/return", REASON, ["entry_returned"]),
    ("sergeant", "POST", "/review/{approved}/reopen", REASON, ["entry_reopened"]),
    ("sergeant", "POST", "/review/{approved}/void", REASON, ["entry_voided"]),
    ("sergeant", "POST", "/review/{waiting}/approve", {"version": "7"}, []),
    ("inspector", "GET", "/summaries/abstraction?format=csv&table=units", {}, ["export"]),
    ("inspector", "GET", "/framework?format=csv", {}, ["export"]),
    ("auditor", "GET", "/audit", {}, ["audit_read"]),
    ("officer", "POST", "/sign-out", {}, ["sign_out"]),
]


@pytest.mark.parametrize("action", ACTIONS, ids=[f"{a[0]} {a[1]} {a[2]}" for a in ACTIONS])
def test_an_action_leaves_exactly_its_events(
    app: Flask, force: Force, browser: Open, action: tuple[str, str, str, dict[str, str], list[str]]
) -> None:
    who, method, path, form, expected = action
    officer, sergeant = force.actor("officer"), force.actor("sergeant")
    ids = {
        "waiting": an_entry(officer, "diversion").id,
        "engagement": an_entry(officer, "engagement").id,
        "approved": an_approved_entry(officer, sergeant, "diversion").id,
    }
    someone = browser(who)
    address = path.format(**ids)
    before = last_seq()
    if method == "GET":
        someone.client.get(address)
    else:
        someone.post_raw(address, form, status=None)
    after = tags_since(before)
    # A refused decision shows the entry again, which is a reading of its own.
    assert [tag for tag in after if expected or tag != "entry_read"] == expected
    assert verify(db.session()).ok


def test_no_event_tells_anything_about_a_child(app: Flask, force: Force, browser: Open) -> None:
    officer, sergeant = force.actor("officer"), force.actor("sergeant")
    secret = "An unmistakable narrative of one afternoon"
    answers = {"notes": secret, "notes_basis": "fact", "child_key": "PNC-9917-X"}
    entry = an_approved_entry(officer, sergeant, "diversion", **answers)
    browser("officer").get(f"/entries/{entry.id}")
    db.session.rollback()
    everything = json.dumps(
        [dict(row._mapping) for row in db.session.execute(sa.select(EVENT))], default=str
    )
    for told in (secret, "PNC-9917-X", '"B1"', "IC3", "restorative_approach"):
        assert told not in everything
