"""A migration is history: it holds what it makes and imports nothing that may change later."""

import ast
from pathlib import Path

import pytest

MIGRATIONS = Path(__file__).resolve().parents[2] / "migrations"
ALLOWED = {"alembic", "sqlalchemy", "datetime", "json", "uuid"}
FILES = sorted((MIGRATIONS / "versions").glob("*.py"))


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_a_migration_imports_nothing_of_the_application(path: Path) -> None:
    imported = set()
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Import):
            imported |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            imported.add("." * node.level + (node.module or ""))
    assert {name.partition(".")[0] for name in imported} <= ALLOWED
