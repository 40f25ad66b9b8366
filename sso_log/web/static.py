"""Serves the built browser assets, compressed ahead of time and kept by browsers for good.

Their address carries a digest of all of them (`/static/3f9c…/app.css`), so a new build is a new
address. Without a build the pages still work, unstyled, and the log says how to build.
"""

import hashlib
from pathlib import Path
from wsgiref.headers import Headers

from flask import Flask
from whitenoise import WhiteNoise

DIST = Path(__file__).resolve().parents[1] / "static" / "dist"
EXTENSION = "sso_log_assets"


def digest_of(folder: Path) -> str:
    """Twelve characters that change when any built file does."""
    digest = hashlib.sha256()
    for path in sorted(folder.rglob("*")):
        if path.is_file():
            digest.update(path.relative_to(folder).as_posix().encode())
            digest.update(path.read_bytes())
    return digest.hexdigest()[:12]


class Assets:
    """Knows the addresses of the built files."""

    def __init__(self, folder: Path = DIST) -> None:
        self.folder = folder
        self.version = digest_of(folder) if folder.is_dir() else "none"
        self.prefix = f"/static/{self.version}/"

    def url(self, name: str) -> str:
        """The address of one built file, for example of `app.css`."""
        return self.prefix + name


def _add_headers(headers: Headers, _path: str, _url: str) -> None:
    headers["X-Content-Type-Options"] = "nosniff"
    headers["Cross-Origin-Resource-Policy"] = "same-origin"


def init_app(app: Flask) -> None:
    """Put the asset server in front of the application, and `asset_url` into its templates."""
    assets = Assets()
    app.extensions[EXTENSION] = assets
    if assets.version == "none":
        app.logger.warning("The browser assets are not built: run `make assets`.")
        return
    server = WhiteNoise(
        app.wsgi_app,
        autorefresh=False,
        add_headers_function=_add_headers,
        allow_all_origins=False,
        immutable_file_test=lambda _path, url: url.startswith(assets.prefix),
    )
    server.add_files(str(assets.folder), prefix=assets.prefix)
    app.wsgi_app = server  # type: ignore[method-assign]
