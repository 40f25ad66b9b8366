"""The main job at a real school: the London register imported, then logged, approved, counted."""

import datetime as dt
import json
from collections.abc import Callable
from pathlib import Path

from flask import Flask

from sso_log.auth.identity import SYSTEM
from sso_log.cli import main
from sso_log.db import writing
from sso_log.importers.csv_files import read_csv
from sso_log.importers.schools import import_schools
from sso_log.reference.services.schools import assign_school
from tests.client import Browser
from tests.factories.entries import an_approved_entry
from tests.factories.force import BEGAN, Force, yesterday

REGISTER = "gias_london_register_2024-06-17.csv"


def test_the_story_runs_at_a_school_of_the_real_register(
    app: Flask, force: Force, browser: Callable[[str], Browser], shared_data: Path
) -> None:
    with writing():
        report = import_schools(SYSTEM, read_csv(shared_data / "gias" / REGISTER), REGISTER)
    assert "5,78" in report.sentence, report.sentence
    officer, sergeant = force.actor("officer"), force.actor("sergeant")
    urn, name = open_school_of_hackney(browser("officer"))
    with writing():
        assign_school(SYSTEM, officer.id, urn, BEGAN + dt.timedelta(days=2000), lead=True)

    at_school = {"school": str(urn)}
    an_approved_entry(officer, sergeant, "engagement", **at_school)
    an_approved_entry(officer, sergeant, "diversion", **at_school)
    lost = [{"school": str(urn), "told": "yes", "cover": "none", "visits_lost": 2}]
    an_approved_entry(officer, sergeant, "abstraction", schools_affected=lost)

    period = ["--from", f"{yesterday() - dt.timedelta(days=3)}", "--until", f"{yesterday()}"]
    result = app.test_cli_runner().invoke(main, ["indicator", "D5", *period, "--json"])
    figure = json.loads(result.output)
    assert [part["numerator"] for part in figure["parts"]][:3] == [1, 1, 1]
    inspector = browser("inspector")
    inspector.get(f"/summaries/abstraction?from={period[1]}&until={period[3]}")
    assert name in inspector.page.get_text(" ", strip=True)


def open_school_of_hackney(officer: Browser) -> tuple[int, str]:
    """An open school of the register, found as an officer finds it."""
    found = officer.client.get("/schools/search.json?q=hackney").get_json()["schools"]
    real = [school for school in found if school["borough"] == "Hackney"]
    assert real, "the register holds no school of Hackney"
    return int(real[0]["urn"]), real[0]["name"]
