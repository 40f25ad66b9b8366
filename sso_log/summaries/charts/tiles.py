"""A map of London as tiles, one for each borough, arranged by `reference/data/boroughs.csv`.

The City of London is drawn blank: it has a police force of its own.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from sso_log.reference.files import borough_rows
from sso_log.summaries.charts.scale import STEPS, highest_of, nice_step, step_of
from sso_log.web.filters import percentage

SIZE, SPACE = 96, 6
LONGEST_LINE = 11


@dataclass(frozen=True, slots=True)
class Tile:
    """One borough; `text` is its share in per cent. `step` is 0 for no data, None for not shown."""

    code: str
    name: str
    lines: tuple[str, ...]
    x: int
    y: int
    value: float | None
    text: str
    step: int | None


@dataclass(frozen=True, slots=True)
class LegendStep:
    step: int
    text: str


@dataclass(frozen=True, slots=True)
class TileMap:
    width: int
    height: int
    size: int
    tiles: tuple[Tile, ...]
    legend: tuple[LegendStep, ...]


_boroughs = cache(borough_rows)


def _corner(place: str) -> int:
    """How far from the edge the tile of a column or row begins."""
    return int(place) * (SIZE + SPACE)


def break_name(name: str) -> tuple[str, ...]:
    """A name in lines that fit a tile: as few as can be, broken between words."""
    lines: list[str] = []
    for word in name.split():
        if lines and len(lines[-1]) + 1 + len(word) <= LONGEST_LINE:
            lines[-1] += f" {word}"
        else:
            lines.append(word)
    return tuple(lines)


def tile_map(shares: Mapping[str, float | None]) -> TileMap:
    """The map of shares by GSS code; a borough that is not among them is drawn empty."""
    step = nice_step(highest_of(shares.values()), STEPS)
    tiles = []
    for borough in _boroughs():
        code = borough["code"]
        shown = bool(borough["bcu"]) and code in shares
        value = shares.get(code) if shown else None
        tiles.append(
            Tile(
                code=code,
                name=borough["name"],
                lines=break_name(borough["short_name"]),
                x=_corner(borough["tile_col"]),
                y=_corner(borough["tile_row"]),
                value=value,
                text=percentage(value, nothing="no data").rstrip("%") if shown else "",
                step=None if not shown else 0 if value is None else step_of(value, step),
            )
        )
    return TileMap(
        width=max(tile.x for tile in tiles) + SIZE,
        height=max(tile.y for tile in tiles) + SIZE,
        size=SIZE,
        tiles=tuple(tiles),
        legend=legend(step),
    )


def legend(step: float) -> tuple[LegendStep, ...]:
    if not step:
        return ()
    places = 0 if round(step * 100, 6).is_integer() else 1
    words = [f"up to {percentage(step, places)}"]
    words += [
        f"{percentage(step * n, places)} to {percentage(step * (n + 1), places)}"
        for n in range(1, STEPS)
    ]
    return tuple(LegendStep(n + 1, text) for n, text in enumerate(words))
