"""Code lists in a database: what one more line does, and what a list with a gap stops."""

import datetime as dt
import json
from typing import Any
from uuid import uuid4

import pytest
import sqlalchemy as sa
from click.testing import CliRunner, Result
from flask import Flask
from flask.cli import ScriptInfo

from sso_log.cli import main
from sso_log.clock import now_utc
from sso_log.db import db, writing
from sso_log.reference import codes
from sso_log.reference.lists import OutcomeClass
from sso_log.reference.loader import load_reference
from sso_log.reference.models import Code
from sso_log.reference.verification import BadLists
from tests.client import Browser
from tests.factories.entries import an_approved_entry, answers
from tests.factories.force import HACKNEY, Force, yesterday
from tests.tablet import Tablet, body_of

OUTCOME_24 = {"diversion_class": "diversion", "matrix_applies": "yes", "expected_for": "1 2"}


def run(app: Flask, *arguments: str) -> Result:
    """Run a command as from a shell: nobody else is reading."""
    db.session.rollback()
    return CliRunner().invoke(main, arguments, obj=ScriptInfo(create_app=lambda: app))


def add_outcome(**facts: str) -> None:
    with writing():
        db.session.add(
            Code(
                list_name="police_outcome", code="24", label="24 Youth pledge", position=99,
                source="Test", changed_at_utc=now_utc(), attributes=facts,
            )
        )  # fmt: skip
    codes.forget()


def set_facts(list_name: str, code: str, facts: dict[str, str]) -> None:
    with writing():
        row = sa.update(Code).where(Code.list_name == list_name, Code.code == code)
        db.session.execute(row.values(attributes=facts, changed_at_utc=now_utc()))
    codes.forget()


def rate(app: Flask) -> tuple[int, int]:
    day = yesterday()
    period = ("--from", (day - dt.timedelta(days=1)).isoformat(), "--until", day.isoformat())
    answer = run(app, "indicator", "D1", *period, "--unit", HACKNEY, "--json")
    figure = json.loads(answer.stdout)
    return figure["numerator"], figure["denominator"]


def test_one_more_outcome_is_offered_accepted_and_counted_with_nothing_else_touched(
    app: Flask, force: Force
) -> None:
    add_outcome(**OUTCOME_24)
    form = Browser(app.test_client()).sign_in("officer").client.get("/entries/new/diversion")
    assert "24 Youth pledge" in form.text

    matter: dict[str, Any] = {
        "police_outcome": "24", "police_outcome_on": yesterday().isoformat(),
        "route": "none_declined", "offered_on": None, "provider": None, "accepted": None,
    }  # fmt: skip
    body = body_of("diversion", answers("diversion", **matter))
    sent = Tablet(app, "officer").put(f"/entries/{uuid4()}", body)
    assert sent.status_code == 201, sent.text
    assert rate(app) == (0, 0)

    officer, sergeant = force.actor("officer"), force.actor("sergeant")
    an_approved_entry(officer, sergeant, "diversion", **matter)
    assert rate(app) == (1, 1)
    set_facts("police_outcome", "24", {**OUTCOME_24, "diversion_class": "formal"})
    assert rate(app) == (0, 1)


@pytest.mark.parametrize(
    ("facts", "fault"),
    [
        ({"diversion_class": "diversion"}, "column matrix_applies: it is empty"),
        (OUTCOME_24 | {"diversion_class": "pledge"}, "column diversion_class: “pledge” is not one"),
        (OUTCOME_24 | {"expected_for": "6"}, "column expected_for: gravity_score has no code 6."),
        (OUTCOME_24 | {"colour": "red"}, "column colour: the list has no such column."),
    ],
)
def test_a_fault_in_a_list_stops_the_start_and_whatever_counts(
    app: Flask, force: Force, facts: dict[str, str], fault: str
) -> None:
    reader = Browser(app.test_client()).sign_in("analyst").client
    add_outcome(**facts)
    with pytest.raises(BadLists):
        codes.current()
    sentence = f"Code list police_outcome, code 24, {fault}"
    for command in ("serve", "check"):
        refused = run(app, command)
        assert refused.exit_code == 1, command
        assert sentence in refused.stderr, command
    page = reader.get("/framework")
    assert page.status_code == 503
    assert "police_outcome" in page.text


def test_a_list_that_is_missing_stops_the_start_until_migrate_brings_it_back(app: Flask) -> None:
    with writing():
        db.session.execute(sa.delete(Code).where(Code.list_name == "stage"))
    codes.forget()
    refused = run(app, "serve")
    assert refused.exit_code == 1
    assert "The code list stage is missing." in refused.stderr
    assert "run “sso-log migrate”" in refused.stderr.casefold()
    loaded = run(app, "migrate")
    assert "Added: 5 codes." in loaded.stdout, loaded.stderr
    assert run(app, "check").exit_code == 0


def test_migrate_brings_an_old_database_to_the_lists_of_this_version_and_says_what_it_did(
    app: Flask,
) -> None:
    old: dict[str, Any] = {"home_office_group": "Out-of-court (informal)"}
    set_facts("police_outcome", "22", old | {"diversion_class": "diversion", "children": "yes"})
    with writing():
        db.session.execute(sa.delete(Code).where(Code.code == "trust"))
        db.session.execute(sa.update(Code).where(Code.code == "vawg").values(label="Old words"))
    answer = run(app, "check")
    assert answer.exit_code == 1
    behind = "behind the code lists of this version: rows of police_outcome (1), ssp_aims (1), "
    assert f"{behind}topics (1). Run “sso-log migrate”." in answer.stderr

    assert "Added: 1 code. Changed: 2 codes." in run(app, "migrate").stdout
    assert codes.current().find("ssp_aims", "trust")
    assert "22" in codes.current().codes_where(
        "police_outcome", "diversion_class", OutcomeClass.DIVERSION
    )
    assert run(app, "check").exit_code == 0
    assert "Added: nothing, it was all there." in run(app, "migrate").stdout
    assert "Added: nothing, it was all there." in run(app, "init").stdout


def test_a_code_that_is_in_no_file_stays_and_check_names_it(app: Flask) -> None:
    add_outcome(**OUTCOME_24)
    with writing():
        assert not load_reference()
    checked = run(app, "check", "--json")
    assert checked.exit_code == 0
    sentences = {row["check"]: row["sentence"] for row in json.loads(checked.stdout)}
    assert "In no file, and still offered: police_outcome 24." in sentences["lists_of_version"]
