"""Rooms stay liveable: files, functions and templates have limits, and no drawer is nameless."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
LIMITS = (("sso_log", "*.py", 400), ("tests", "*.py", 600), ("templates", "*.html", 120))
FUNCTION_LINES = 40
DRAWERS = {"utils", "util", "helpers", "helper", "common", "misc", "stuff", "tools"}


def files(folder: str, pattern: str) -> Iterator[Path]:
    return (path for path in sorted((ROOT / folder).rglob(pattern)) if "dist" not in path.parts)


@pytest.mark.parametrize(("folder", "pattern", "limit"), LIMITS)
def test_no_file_outgrows_its_room(folder: str, pattern: str, limit: int) -> None:
    sizes = {path: len(path.read_text().splitlines()) for path in files(folder, pattern)}
    assert sizes, f"no {pattern} under {folder}"
    too_long = {str(path.relative_to(ROOT)): size for path, size in sizes.items() if size > limit}
    assert not too_long


def test_no_function_is_longer_than_a_screen() -> None:
    too_long = [
        f"{path.relative_to(ROOT)}:{node.lineno} {node.name} ({length(node)} lines)"
        for path in files("sso_log", "*.py")
        for node in ast.walk(ast.parse(path.read_text()))
        if isinstance(node, ast.FunctionDef) and length(node) > FUNCTION_LINES
    ]
    assert not too_long


def length(node: ast.FunctionDef) -> int:
    """Lines of a function below its docstring."""
    first = node.body[0]
    documented = isinstance(first, ast.Expr) and isinstance(first.value, ast.Constant)
    start = (first.end_lineno or node.lineno) if documented else node.lineno
    return (node.end_lineno or start) - start


def test_every_module_says_what_lives_there() -> None:
    silent = [
        str(path.relative_to(ROOT))
        for path in files("sso_log", "*.py")
        if not ast.get_docstring(ast.parse(path.read_text()))
    ]
    assert not silent


def test_no_drawer_is_nameless() -> None:
    named = [path for path in files("sso_log", "*.py") if path.stem in DRAWERS]
    assert not named
