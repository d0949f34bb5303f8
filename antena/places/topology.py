"""TopoJSON: shapes that share their borders as arcs, decoded into rings, neighbours and outer edges.

https://github.com/topojson/topojson-specification. A ring is a list of arc numbers; ``~n`` is arc n
backwards; each arc begins where the one before it ended. In a quantised file the points of an arc are steps
from the one before, in units of ``transform``. Plain Python.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator
from functools import cached_property
from typing import Any

import msgspec

from antena.places.earth import Point, Polygon, Ring, has_area


class TopologyError(ValueError):
    """The file is no TopoJSON, or points to an object or an arc it does not have; the message names it."""


class _Transform(msgspec.Struct):
    scale: Point
    translate: Point


class _Geometry(msgspec.Struct):
    type: str | None
    id: str | int | None = None
    arcs: list[Any] = []
    properties: dict[str, Any] = {}


class _Collection(msgspec.Struct):
    geometries: list[_Geometry]


class _File(msgspec.Struct):
    objects: dict[str, _Collection]
    arcs: list[list[list[float]]]
    transform: _Transform | None = None


class Shape(msgspec.Struct, frozen=True):
    """One geometry of the file: ``polygons`` are lists of rings, each a list of arc numbers."""

    code: str
    name: str
    polygons: list[list[list[int]]]

    def arcs(self) -> Iterator[int]:
        """The arcs of every ring, whichever way they are walked."""
        for polygon in self.polygons:
            for ring in polygon:
                for arc in ring:
                    yield arc if arc >= 0 else ~arc


class Topology:
    """A decoded file's object: its shapes by code, and what follows from the arcs they share."""

    def __init__(self, file: _File, shapes: dict[str, Shape]) -> None:
        self.shapes = shapes
        self._file = file

    def outline(self, code: str) -> list[Polygon]:
        """The polygons of a shape in degrees, without islets and holes that were simplified to a line."""
        polygons = ([self._ring(ring) for ring in polygon] for polygon in self.shapes[code].polygons)
        return [
            [rings[0], *(hole for hole in rings[1:] if has_area(hole))]
            for rings in polygons
            if has_area(rings[0])
        ]

    def centre(self, code: str) -> Point:
        """The middle of the shape's points: where it is, even when simplification left no area of it."""
        points = [p for polygon in self.shapes[code].polygons for ring in polygon for p in self._ring(ring)]
        return sum(x for x, _ in points) / len(points), sum(y for _, y in points) / len(points)

    def neighbours(self, code: str) -> set[str]:
        """The shapes that share at least one arc with this one."""
        return {other for arc in self.shapes[code].arcs() for other in self._owners[arc]} - {code}

    def outer_edges(self, code: str) -> list[Ring]:
        """The arcs that no other shape shares: coast, or a border with what is not in the file."""
        return [self._arc(arc) for arc in self.shapes[code].arcs() if len(self._owners[arc]) == 1]

    @cached_property
    def _owners(self) -> dict[int, set[str]]:
        owners: defaultdict[int, set[str]] = defaultdict(set)
        for shape in self.shapes.values():
            for arc in shape.arcs():
                owners[arc].add(shape.code)
        return dict(owners)

    def _ring(self, arcs: Iterable[int]) -> Ring:
        points: Ring = []
        for number in arcs:
            arc = self._arc(number) if number >= 0 else self._arc(~number)[::-1]
            points.extend(arc[1:] if points else arc)
        return points

    def _arc(self, number: int) -> Ring:
        try:
            steps = self._file.arcs[number]
        except IndexError:
            raise TopologyError(f"there is no arc {number}") from None
        transform = self._file.transform
        if transform is None:
            return [(point[0], point[1]) for point in steps]
        (kx, ky), (dx, dy) = transform.scale, transform.translate
        x = y = 0.0
        points: Ring = []
        for step in steps:
            x, y = x + step[0], y + step[1]
            points.append((x * kx + dx, y * ky + dy))
        return points


def decode(data: bytes, object_name: str, *, only: Collection[str] | None = None) -> Topology:
    """Read one object of a TopoJSON file; ``only`` keeps the shapes of these codes. Raises `TopologyError`.

    Neighbours and outer edges are then those among the shapes kept: give ``only`` where that is what you ask.
    """
    try:
        file = msgspec.json.decode(data, type=_File)
        geometries = file.objects[object_name].geometries
    except msgspec.DecodeError as error:
        raise TopologyError(f"no TopoJSON: {error}") from error
    except KeyError:
        raise TopologyError(f"there is no object {object_name!r}") from None
    shapes = [_shape(geometry) for geometry in geometries if geometry.type is not None]
    found = {shape.code: shape for shape in shapes if only is None or shape.code in only}
    return Topology(file, found)


def _shape(geometry: _Geometry) -> Shape:
    code = "" if geometry.id is None else str(geometry.id)
    name = str(geometry.properties.get("name") or "")
    if geometry.type == "Polygon":
        return Shape(code, name, [geometry.arcs])
    if geometry.type == "MultiPolygon":
        return Shape(code, name, geometry.arcs)
    raise TopologyError(f"shape {code!r} is a {geometry.type}, not a polygon")
