"""Habits a linter does not know: names of timestamps and addresses, strict pages, one writer."""

import re
from pathlib import Path

import pytest
import sqlalchemy as sa
from flask import Flask

from sso_log.db import UtcDateTime, db
from tests.conftest import settings_for

ROOT = Path(__file__).resolve().parents[2]
# Questions of the log keep the names that the contract gives them.
FIELD_NAMES = {"started_at", "ended_at"}
UNSAFE_METHODS = {"POST", "PUT", "PATCH", "DELETE"}


@pytest.fixture(scope="module")
def bare_app(tmp_path_factory: pytest.TempPathFactory) -> Flask:
    """The application without a database behind it."""
    from sso_log import create_app

    folder = tmp_path_factory.mktemp("bare")
    return create_app(settings_for(f"sqlite:///{folder / 'none.sqlite3'}", folder))


def test_timestamps_are_utc_and_say_so(bare_app: Flask) -> None:
    wrong = [
        f"{table.name}.{column.name}"
        for table in db.metadata.tables.values()
        for column in table.columns
        if isinstance(column.type, sa.DateTime | UtcDateTime)
        and not (f"_{column.name}".endswith("_at_utc") or column.name in FIELD_NAMES)
    ]
    assert not wrong


def test_addresses_are_kebab_case(bare_app: Flask) -> None:
    wrong = [
        rule.rule
        for rule in bare_app.url_map.iter_rules()
        if rule.endpoint != "static" and re.search(r"[A-Z_]", re.sub(r"<[^>]*>", "", rule.rule))
    ]
    assert not wrong


def test_every_view_declares_exactly_one_audience(bare_app: Flask) -> None:
    from sso_log.auth.guards import audience_of

    undeclared = [
        rule.endpoint
        for rule in bare_app.url_map.iter_rules()
        if audience_of(bare_app, rule.endpoint) is None
    ]
    assert not undeclared


def test_pages_carry_no_inline_script_or_style() -> None:
    wrong = []
    for path in (ROOT / "templates").rglob("*.html"):
        text = path.read_text()
        if re.search(r"<style|\sstyle=|\son[a-z]+=|javascript:", text):
            wrong.append(str(path.relative_to(ROOT)))
        for tag in re.findall(r"<script\b[^>]*>", text):
            if "src=" not in tag:
                wrong.append(f"{path.relative_to(ROOT)}: {tag}")
    assert not wrong


def test_every_form_of_a_template_that_posts_begins_with_its_token() -> None:
    token = (
        r"\s*\{\{ (csrf_field\(\)|form\.csrf_token) \}\}|\s*<input type=.hidden. name=.csrf_token."
    )
    forms, without = 0, []
    for path in (ROOT / "templates").rglob("*.html"):
        text = path.read_text()
        for tag in re.finditer(r"<form\b[^>]*\bmethod=.post.[^>]*>", text, re.IGNORECASE):
            forms += 1
            if not re.match(token, text[tag.end() :]):
                without.append(f"{path.relative_to(ROOT)}: {tag[0]}")
    assert forms > 15
    assert not without


def test_only_the_database_module_commits() -> None:
    wrong = [
        f"{path.relative_to(ROOT)}:{number}"
        for path in (ROOT / "sso_log").rglob("*.py")
        for number, line in enumerate(path.read_text().splitlines(), start=1)
        if "session.commit(" in line and path.name != "db.py"
    ]
    assert not wrong


def test_nothing_reads_the_clock_but_the_clock() -> None:
    asked = re.compile(r"datetime\.now\(|datetime\.utcnow\(|date\.today\(|\bdt\.datetime\.now\(")
    wrong = [
        str(path.relative_to(ROOT))
        for path in (ROOT / "sso_log").rglob("*.py")
        if path.name != "clock.py" and asked.search(path.read_text())
    ]
    assert not wrong
