"""What a demo keeps beside its database: its keys, the password of its sign-ins, its shape.

Everything is random and made once. The file is readable by its owner alone. The keys are the
demo's own: an installation's keys are never used for it, nor the other way round.
"""

import json
import os
import secrets
from dataclasses import asdict, dataclass
from pathlib import Path

FILE = "demo.json"
WORDS = (
    "acorn", "amber", "anchor", "apricot", "barley", "basket", "beacon", "bramble", "button",
    "candle", "canvas", "cedar", "cherry", "clover", "cobble", "copper", "cricket", "dapple",
    "ember", "falcon", "feather", "fiddle", "gable", "garden", "ginger", "harbour", "hazel",
    "heron", "island", "ivory", "juniper", "kettle", "lantern", "lemon", "linen", "lupin", "maple",
    "marble", "meadow", "nutmeg", "orchard", "otter", "paddle", "pebble", "pepper", "pigeon",
    "plover", "quarry", "rafter", "ribbon", "saddle", "saffron", "silver", "sparrow", "spindle",
    "teapot", "thimble", "timber", "tulip", "velvet", "walnut", "willow", "window",
)  # fmt: skip


@dataclass(slots=True)
class DemoKeys:
    """The content of the file; `weeks` and `seed` are those of the force that was built last."""

    secret_key: str
    person_key: str
    password: str
    weeks: int | None = None
    seed: int | None = None
    built_on: str | None = None


def new_keys() -> DemoKeys:
    """New random keys, and a password of four words that can be read out."""
    words = "-".join(secrets.choice(WORDS) for _ in range(4))
    return DemoKeys(secrets.token_urlsafe(48), secrets.token_urlsafe(48), words)


def read(folder: Path) -> DemoKeys | None:
    """What is stored in a folder; None when nothing is. Raises ValueError for a broken file."""
    path = folder / FILE
    if not path.exists():
        return None
    try:
        return DemoKeys(**json.loads(path.read_text(encoding="utf-8")))
    except TypeError as error:
        raise ValueError(f"{path} is not what a demo keeps.") from error


def read_or_make(folder: Path) -> DemoKeys:
    """What is stored in a folder, made now unless it is there: of two at once the first counts."""
    stored = read(folder)
    if stored is not None:
        return stored
    stored = new_keys()
    fresh = _fresh_file(folder, stored)
    try:
        os.link(fresh, folder / FILE)
    except FileExistsError:
        stored = read(folder) or stored
    finally:
        fresh.unlink()
    return stored


def write(folder: Path, stored: DemoKeys) -> None:
    """Keep it, for the owner's eyes only; either the old or the new file is there, whole."""
    _fresh_file(folder, stored).replace(folder / FILE)


def _fresh_file(folder: Path, stored: DemoKeys) -> Path:
    """The content in a file of this process, before it gets its name."""
    folder.mkdir(parents=True, exist_ok=True)
    fresh = folder / f"{FILE}.{os.getpid()}"
    fresh.unlink(missing_ok=True)
    handle = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "w", encoding="utf-8") as file:
        json.dump(asdict(stored), file, indent=2)
    return fresh
