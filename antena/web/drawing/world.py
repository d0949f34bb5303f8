"""The world as newspaper halftone: one dot per few degrees of land, and a place on it."""

from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from pathlib import Path

import numpy as np
from shapely import MultiPolygon, Polygon, contains_xy, make_valid, prepare

from antena.places.earth import Ring
from antena.places.topology import decode


@dataclass(frozen=True)
class View:
    """A part of the world, in degrees, and how it is drawn.

    ``step`` degrees lie between two dots; a degree is ``across`` units wide and ``down`` units high.
    """

    west: float
    south: float
    east: float
    north: float
    step: float
    across: int
    down: int

    @property
    def width(self) -> int:
        return int((self.east - self.west) * self.across)

    @property
    def height(self) -> int:
        return int((self.north - self.south) * self.down)

    def holds(self, latitude: float, longitude: float) -> bool:
        """Whether a point is inside."""
        return self.south <= latitude <= self.north and self.west <= longitude <= self.east

    def position(self, latitude: float, longitude: float) -> tuple[int, int]:
        """Where a point is drawn; above and below the view it stands at its edge."""
        held = min(max(latitude, self.south), self.north)
        return round((longitude - self.west) * self.across), round((self.north - held) * self.down)


WORLD = View(-180, -56, 180, 78, step=2.5, across=4, down=4)
WIDTH, HEIGHT = WORLD.width, WORLD.height
# Europe is as wide as it is at 50 degrees north.
EUROPE = View(-25, 34, 45, 71, step=0.8, across=13, down=20)


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
    x, y = WORLD.position(latitude, longitude)
    return Globe(dots=dots(land, WORLD), x=x, y=y)


@cache
def dots(land: Path, view: View) -> str:
    """The land in ``view`` as path data. ``land`` is a TopoJSON of world-atlas."""
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
        (view.west + view.step * (column + (0.75 if row % 2 else 0.25)), view.north - view.step * (row + 0.5))
        for row in range(int((view.north - view.south) / view.step))
        for column in range(int((view.east - view.west) / view.step))
    ]
    longitudes, latitudes = np.array(grid).T
    is_land = np.any([contains_xy(shape, longitudes + turn, latitudes) for turn in (0, 360, -360)], axis=0)
    drawn = (
        view.position(latitude, longitude)
        for (longitude, latitude), is_dot in zip(grid, is_land, strict=True)
        if is_dot
    )
    return "".join(f"M{x} {y}h.1" for x, y in drawn)


def _unrolled(ring: Ring) -> Ring:
    """An outline that crosses the date line, going on beyond 180 degrees instead of jumping back."""
    turns = 0
    points = [ring[0]]
    for (west, _), (east, latitude) in pairwise(ring):
        turns -= 1 if east - west > 180 else -1 if west - east > 180 else 0
        points.append((east + 360 * turns, latitude))
    return points
