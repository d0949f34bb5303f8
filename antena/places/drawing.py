"""Maps as SVG path data, drawn from borders: small enough to stand in the page. Plain Python.

Equirectangular, scaled across by the cosine of the middle latitude: true in shape for one country, and the
plain map everybody knows for the world. Coordinates are whole units of a view box, rounded once per corner,
so that neighbours share their edge exactly.
"""

from collections.abc import Iterable, Mapping, Sequence
from itertools import groupby, pairwise
from math import cos, hypot, radians
from typing import Final

import msgspec
import shapely

from antena.places.earth import Point, Polygon

Bounds = tuple[float, float, float, float]  # west, south, east, north in degrees

WORLD: Final[Bounds] = (-180.0, -60.0, 180.0, 85.0)
_DOT: Final = 3  # half the width of what has no outline, in units of the view box


class Outline(msgspec.Struct, frozen=True):
    """Something to draw: its polygons, or a dot ``at`` a point when it has none (or they are too small)."""

    key: str
    name: str
    polygons: Sequence[Polygon]
    at: Point
    role: str = ""


class Shape(msgspec.Struct, frozen=True):
    """A drawn outline. ``path`` goes into ``d``; ``x`` and ``y`` are a point of it, for a label or dot."""

    key: str
    name: str
    path: str
    x: int
    y: int
    role: str = ""


class Drawing(msgspec.Struct, frozen=True):
    """A map: its view box is ``0 0 width height``."""

    width: int
    height: int
    shapes: tuple[Shape, ...]


class Frame:
    """Degrees to units of a view box ``width`` wide whose height follows from ``bounds``."""

    def __init__(self, bounds: Bounds, *, width: int = 1000, margin: int = 4) -> None:
        self._west, south, east, self._north = bounds
        across = cos(radians((south + self._north) / 2)) if (east - self._west) < 90 else 1.0
        span = max((east - self._west) * across, 1e-6)
        self._margin = margin
        self._down = (width - 2 * margin) / span
        self._right = self._down * across
        self.width = width
        self.height = round((self._north - south) * self._down) + 2 * margin

    def place(self, point: Point) -> tuple[int, int]:
        """Where a point lies in the view box; outside the bounds it lies outside the box."""
        x = (point[0] - self._west) * self._right + self._margin
        y = (self._north - point[1]) * self._down + self._margin
        return round(x), round(y)


def draw(outlines: Iterable[Outline], frame: Frame) -> Drawing:
    """The outlines in their order, the last on top."""
    shapes = []
    for outline in outlines:
        x, y = frame.place(outline.at)
        path = _path(outline.polygons, frame) or _dot(x, y)
        shapes.append(Shape(outline.key, outline.name, path, x, y, outline.role))
    return Drawing(frame.width, frame.height, tuple(shapes))


def bounds_of(outlines: Iterable[Outline], *, margin: float = 0.0) -> Bounds:
    """The bounds of outlines, at least one; ``margin`` is a share of their size added on each side."""
    points = [
        point
        for outline in outlines
        for point in (outline.at, *(p for rings in outline.polygons for p in rings[0]))
    ]
    west, east = min(x for x, _ in points), max(x for x, _ in points)
    south, north = min(y for _, y in points), max(y for _, y in points)
    extra = margin * max(east - west, north - south, 0.02)
    return west - extra, south - extra, east + extra, north + extra


def dissolve(parts: Mapping[str, Iterable[Sequence[Polygon]]]) -> dict[str, list[Polygon]]:
    """The outline of each group of neighbours, their common borders gone."""
    return {key: _union(outlines) for key, outlines in parts.items()}


def middle(polygons: Sequence[Polygon]) -> Point:
    """A point well inside the largest of polygons, at least one: where a label stands."""
    largest = max((shapely.Polygon(rings[0], rings[1:]) for rings in polygons), key=lambda area: area.area)
    point = shapely.make_valid(largest).representative_point()
    return point.x, point.y


def arc(one: Point, other: Point, frame: Frame, *, bend: float = 0.2) -> str:
    """The path of a bow between two points; ``bend`` is its height as a share of their distance.

    It bends towards the north, so that bows from one town part like a fountain.
    """
    (x1, y1), (x2, y2) = frame.place(one), frame.place(other)
    length = hypot(x2 - x1, y2 - y1)
    if not length:
        return f"M{x1} {y1}"
    side = -1 if x2 >= x1 else 1
    x = (x1 + x2) / 2 - side * (y2 - y1) * bend * 2
    y = (y1 + y2) / 2 + side * (x2 - x1) * bend * 2
    return f"M{x1} {y1}Q{round(x)} {round(y)} {x2} {y2}"


def _path(polygons: Iterable[Polygon], frame: Frame) -> str:
    return "".join(_ring([frame.place(point) for point in ring]) for rings in polygons for ring in rings)


def _ring(corners: Sequence[tuple[int, int]]) -> str:
    kept = [corner for corner, _ in groupby(corners)]
    if kept and kept[0] == kept[-1]:
        kept.pop()
    if len(set(kept)) < 3:
        return ""
    steps = (
        f"{_number(x - before_x)}{_number(y - before_y)}" for (before_x, before_y), (x, y) in pairwise(kept)
    )
    return f"M{kept[0][0]} {kept[0][1]}l{''.join(steps).lstrip()}z"


def _number(step: int) -> str:
    return str(step) if step < 0 else f" {step}"


def _dot(x: int, y: int) -> str:
    return f"M{x} {y - _DOT}l{_DOT} {_DOT}-{_DOT} {_DOT}-{_DOT}-{_DOT}z"


def _union(outlines: Iterable[Sequence[Polygon]]) -> list[Polygon]:
    areas = [
        shapely.make_valid(shapely.Polygon(rings[0], rings[1:]))
        for polygons in outlines
        for rings in polygons
    ]
    whole = shapely.union_all(areas)
    parts = [part for part in shapely.get_parts(whole) if part.geom_type == "Polygon"]
    return [[list(part.exterior.coords), *(list(hole.coords) for hole in part.interiors)] for part in parts]
