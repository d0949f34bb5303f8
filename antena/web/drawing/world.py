"""The world as newspaper halftone: one dot per few degrees of land, and a place on it."""

from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from pathlib import Path

import numpy as np
from shapely import MultiPolygon, Polygon, contains_xy, make_valid, prepare

from antena.places.earth import Ring
from antena.places.topology import decode

STEP = 2.5  # degrees between dots
NORTH, SOUTH = 78.0, -56.0
SCALE = 4  # units of the drawing for one degree
WIDTH = 360 * SCALE
HEIGHT = int((NORTH - SOUTH) * SCALE)


@dataclass(frozen=True)
class Globe:
    """``dots`` is SVG path data, one zero-length line a dot; ``x`` and ``y`` are where the place is."""

    dots: str
    x: int
    y: int
    width: int = WIDTH
    height: int = HEIGHT


def globe(*, latitude: float, longitude: float, land: Path) -> Globe:
    """The world with a place on it. ``land`` is the TopoJSON of world-atlas."""
    x, y = _position(latitude, longitude)
    return Globe(dots=_dots(land), x=x, y=y)


def _position(latitude: float, longitude: float) -> tuple[int, int]:
    held = min(max(latitude, SOUTH), NORTH)
    return round((longitude + 180) * SCALE), round((NORTH - held) * SCALE)


@cache
def _dots(land: Path) -> str:
    topology = decode(land.read_bytes(), "land")
    outlines = [polygon for code in topology.shapes for polygon in topology.outline(code)]
    shape = make_valid(
        MultiPolygon(
            [Polygon(_unrolled(outer), [_unrolled(hole) for hole in holes]) for outer, *holes in outlines]
        )
    )
    prepare(shape)
    # every other row is shifted by half a step, as in a printer's screen
    grid = [
        (-180 + STEP * (column + (0.75 if row % 2 else 0.25)), NORTH - STEP * (row + 0.5))
        for row in range(int((NORTH - SOUTH) / STEP))
        for column in range(int(360 / STEP))
    ]
    longitudes, latitudes = np.array(grid).T
    is_land = np.any([contains_xy(shape, longitudes + turn, latitudes) for turn in (0, 360, -360)], axis=0)
    dots = (
        _position(latitude, longitude)
        for (longitude, latitude), is_dot in zip(grid, is_land, strict=True)
        if is_dot
    )
    return "".join(f"M{x} {y}h.1" for x, y in dots)


def _unrolled(ring: Ring) -> Ring:
    """An outline that crosses the date line, going on beyond 180 degrees instead of jumping back."""
    turns = 0
    points = [ring[0]]
    for (west, _), (east, latitude) in pairwise(ring):
        turns -= 1 if east - west > 180 else -1 if west - east > 180 else 0
        points.append((east + 360 * turns, latitude))
    return points
