"""Sets up the drawing of pages: where templates are, how strict they are, what they may call.

An undefined name in a template is an error, not an empty space. Compiled templates are kept beside
the data, so that the first page after a start is not slow. Filters are in `filters`, GOV.UK
components in `components`, form fields in `fields`.
"""

from importlib import metadata
from pathlib import Path
from typing import Any

from flask import Flask
from jinja2 import FileSystemBytecodeCache, FileSystemLoader, StrictUndefined

from sso_log.web import static
from sso_log.web.components import Components
from sso_log.web.fields import field_drawer
from sso_log.web.filters import FILTERS
from sso_log.web.navigation import links_for
from sso_log.web.paging import pager
from sso_log.words import word

PACKAGE = Path(__file__).resolve().parents[1]


def template_folder() -> Path:
    """The templates inside the installed package, else those of the source tree one level up."""
    inside = PACKAGE / "templates"
    return inside if inside.is_dir() else PACKAGE.parent / "templates"


def _bytecode_cache(app: Flask) -> FileSystemBytecodeCache | None:
    """Compiled templates in a private folder of the data directory, where one can be made."""
    settings = app.config.get("SETTINGS")
    if settings is None:
        return None
    folder = Path(settings.data_dir) / "template-cache"
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError:
        return None
    return FileSystemBytecodeCache(str(folder))


def _version() -> str:
    try:
        return metadata.version("sso-log")
    except metadata.PackageNotFoundError:  # run from a source tree that was never installed
        return "(not installed)"


def init_app(app: Flask) -> None:
    """Prepare the template environment of this application."""
    app.jinja_loader = FileSystemLoader(template_folder())
    # Set on the environment itself: an extension may have made it before this runs.
    environment = app.jinja_env
    environment.undefined = StrictUndefined
    environment.trim_blocks = True
    environment.lstrip_blocks = True
    environment.bytecode_cache = _bytecode_cache(app)
    components = Components()
    assets = app.extensions[static.EXTENSION]
    names: dict[str, Any] = {
        "govuk": components,
        "form_field": field_drawer(components),
        "asset_url": assets.url,
        "navigation_for": links_for,
        "word": word,
        "pager_params": pager,
        "app_version": _version(),
    }
    environment.globals.update(names)
    environment.filters.update(FILTERS)
