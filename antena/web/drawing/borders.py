"""Outlines of municipalities as SVG path data in whole numbers, on one frame. Plain Python."""

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

Ring = Sequence[Sequence[float]]
Polygons = Iterable[Iterable[Ring]]


@dataclass(frozen=True)
class Frame:
    """A rectangle of the world drawn ``width`` units wide. Bounds in degrees; true shapes at its middle."""

    west: float
    south: float
    east: float
    north: float
    width: int

    @property
    def height(self) -> int:
        """Height of the drawing."""
        return round((self.north - self.south) * self._unit)

    @property
    def view_box(self) -> str:
        """The attribute of the svg element."""
        return f"0 0 {self.width} {self.height}"

    @property
    def _squeeze(self) -> float:
        return math.cos(math.radians((self.north + self.south) / 2))

    @property
    def _unit(self) -> float:
        return self.width / ((self.east - self.west) * self._squeeze)

    def at(self, longitude: float, latitude: float) -> tuple[int, int]:
        """Where a point is drawn."""
        unit = self._unit
        return round((longitude - self.west) * self._squeeze * unit), round((self.north - latitude) * unit)

    def path(self, polygons: Polygons) -> str:
        """Path data of polygons; a ring that shrinks to less than a triangle is left out."""
        return "".join(_closed(self._ring(ring)) for polygon in polygons for ring in polygon)

    def _ring(self, ring: Ring) -> list[tuple[int, int]]:
        points: list[tuple[int, int]] = []
        for longitude, latitude in ring:
            point = self.at(longitude, latitude)
            if not points or point != points[-1]:
                points.append(point)
        return points[:-1] if points and points[0] == points[-1] else points


def _closed(points: list[tuple[int, int]]) -> str:
    if len(points) < 3:
        return ""
    steps = [
        f"{x - past_x} {y - past_y}" for (past_x, past_y), (x, y) in zip(points, points[1:], strict=False)
    ]
    return f"M{points[0][0]} {points[0][1]}l{' '.join(steps)}z".replace(" -", "-")
