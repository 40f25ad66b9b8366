"""The data files of the package, as rows of text."""

import csv
import io
from importlib import resources

DATA = resources.files("sso_log.reference").joinpath("data")


def read_rows(*path: str) -> list[dict[str, str]]:
    """The rows of one of the data files, as text; a cell that is not there is None."""
    text = DATA.joinpath(*path).read_text(encoding="utf-8")
    return list(csv.DictReader(io.StringIO(text, newline="")))


def borough_rows() -> list[dict[str, str]]:
    """The 33 boroughs with their tile in a map of squares; the City of London has no `bcu`."""
    return read_rows("boroughs.csv")


def list_files() -> list[str]:
    """The names of the code lists that have a file."""
    names = (entry.name for entry in DATA.joinpath("lists").iterdir())
    return sorted(name.removesuffix(".csv") for name in names if name.endswith(".csv"))
