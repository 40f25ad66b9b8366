"""What roles, units, states, steps and menus are called.

The words are those of `words.toml`, over which another force lays a file of its own
(`SSO_LOG_WORDS`). Code and templates hold codes and ask here; the words of a code list are in the
list, those of a kind of entry in its module under `entries.kinds`, over which the same file may
lay its own under `[kind.<code>]`. See docs/adr/0008.
"""

import tomllib
from collections.abc import Mapping
from importlib import resources
from pathlib import Path
from typing import Any

from sso_log.config import BadSettings

Tables = dict[str, dict[str, Any]]
KIND = "kind"  # the one table whose words are not in `words.toml`


def _packaged() -> Tables:
    text = resources.files("sso_log").joinpath("words.toml").read_text(encoding="utf-8")
    return tomllib.loads(text)


class _Words:
    """The words of this process: those of the package until `configure` lays others over them."""

    tables: Tables = _packaged()


def configure(path: Path | None, kinds: Mapping[str, Mapping[str, str]] | None = None) -> None:
    """Use the words of the package and of the kinds and, over them, those of a force's own file.

    `kinds` are the declared words of each kind of entry, by its code and their form. Raises
    BadSettings for a file that cannot be read or names something that has no word here.
    """
    tables = _packaged() | {KIND: dict(kinds or {})}
    if path is not None:
        _overlay(tables, _read(path), path)
    _Words.tables = tables


def word(table: str, key: str, form: str = "one") -> str:
    """The word for a key, such as `word("role", "sergeant", "many")`.

    `form` is read only where there are several. Raises LookupError when there is none.
    """
    try:
        entry = _Words.tables[table][key]
        return str(entry[form] if isinstance(entry, dict) else entry)
    except KeyError:
        raise LookupError(f"words.toml has no {form} for {table} “{key}”.") from None


def kind_word(code: str, form: str, declared: str) -> str:
    """The force's own word for a kind of entry, else the one its module declares."""
    words: Mapping[str, str] = _Words.tables.get(KIND, {}).get(code, {})
    return words.get(form, declared)


def capitalised(text: str) -> str:
    """The same with a capital first letter, and the others left as they are: `BCU` stays."""
    return text[:1].upper() + text[1:]


def _read(path: Path) -> Mapping[str, Any]:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise BadSettings(f"The words in {path} cannot be read: {error}") from error


def _overlay(tables: Tables, given: Mapping[str, Any], path: Path) -> None:
    """Replace words in place. Only words that exist may be replaced, by text."""
    for table, entries in given.items():
        if table not in tables or not isinstance(entries, dict):
            raise BadSettings(f"{path}: there are no words called [{table}].")
        for key, entry in entries.items():
            tables[table][key] = _replaced(tables[table].get(key), entry)
            if tables[table][key] is None:
                raise BadSettings(
                    f"{path}: “{key}” under [{table}] is not a word that can be replaced."
                )


def _replaced(before: Any, entry: Any) -> Any:
    """The word, or the words by form, as the file has them; None unless they can be replaced."""
    if isinstance(before, Mapping) and isinstance(entry, dict) and set(entry) <= set(before):
        if all(isinstance(text, str) and text.strip() for text in entry.values()):
            return {**before, **entry}
    elif isinstance(before, str) and isinstance(entry, str) and entry.strip():
        return entry
    return None
