"""The world as newspaper halftone: one dot per few degrees of land, and a place on it."""

import json
import math
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from shapely import MultiPolygon, Point, Polygon, make_valid, prepare
from shapely.geometry.base import BaseGeometry

STEP = 3.0  # degrees between dots
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
    shape = _land(json.loads(land.read_text(encoding="utf-8")))
    prepare(shape)
    rows = int((NORTH - SOUTH) / STEP)
    columns = int(360 / STEP)
    path = []
    for row in range(rows):
        latitude = NORTH - STEP * (row + 0.5)
        # every other row is shifted by half a step, as in a printer's screen
        shift = STEP / 2 if row % 2 else 0.0
        for column in range(columns):
            longitude = -180 + STEP * (column + 0.25) + shift
            if shape.contains(Point(longitude, latitude)):
                x, y = _position(latitude, longitude)
                path.append(f"M{x} {y}h.1")
    return "".join(path)


def _land(topology: dict[str, Any]) -> BaseGeometry:
    """The land of a TopoJSON file as one shape, in degrees."""
    (scale_x, scale_y) = topology["transform"]["scale"]
    (move_x, move_y) = topology["transform"]["translate"]
    arcs = []
    for arc in topology["arcs"]:
        x = y = 0
        points = []
        for step_x, step_y in arc:
            x, y = x + step_x, y + step_y
            points.append((x * scale_x + move_x, y * scale_y + move_y))
        arcs.append(points)
    polygons = []
    for geometry in topology["objects"]["land"]["geometries"]:
        parts = geometry["arcs"] if geometry["type"] == "MultiPolygon" else [geometry["arcs"]]
        for rings in parts:
            outline, *holes = (_ring(ring, arcs) for ring in rings)
            polygons.append(Polygon(outline, holes))
    return make_valid(MultiPolygon(polygons))


def _ring(numbers: list[int], arcs: list[list[tuple[float, float]]]) -> list[tuple[float, float]]:
    """Join arcs end to end; a negative number is the arc ~number walked backwards."""
    ring: list[tuple[float, float]] = []
    for number in numbers:
        points = arcs[number] if number >= 0 else arcs[~number][::-1]
        ring.extend(points[1:] if ring else points)
    return ring if len(ring) >= 4 and not math.isnan(ring[0][0]) else [(0, 0)] * 4
