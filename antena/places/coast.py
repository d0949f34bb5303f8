"""Which edges are coast, told by the coastline of a map of the world. Plain Python."""

from collections.abc import Iterable
from typing import Final

import shapely

from antena.places.earth import Point, Ring, flat
from antena.places.topology import Topology

# Between the simplified edge of a coastal municipality and a coastline at 1:10 million lie up to 0.7 km, and
# the nearest inland border of a country is further off than this.
_NEAR_KM: Final = 3.0
_MARGIN: Final = 1.0  # degrees of coastline kept around what is asked


class Coast:
    """The coastline around some edges, ready to be asked which of them lie on it."""

    def __init__(self, land: Topology, edges: Iterable[Ring]) -> None:
        points = [point for edge in edges for point in edge]
        self._latitude = sum(y for _, y in points) / len(points) if points else 0.0
        west, east = min((x for x, _ in points), default=0.0), max((x for x, _ in points), default=0.0)
        south, north = min((y for _, y in points), default=0.0), max((y for _, y in points), default=0.0)

        def is_near(point: Point) -> bool:
            return (
                west - _MARGIN <= point[0] <= east + _MARGIN
                and south - _MARGIN <= point[1] <= north + _MARGIN
            )

        lines = [edge for code in land.shapes for edge in land.outer_edges(code)]
        near = [flat(line, self._latitude) for line in lines if any(map(is_near, line))]
        self._line = shapely.MultiLineString(near)
        shapely.prepare(self._line)

    def touches(self, edges: Iterable[Ring]) -> bool:
        """Whether any point of ``edges`` (borders with nothing else on the map) is at the sea."""
        points = [shapely.Point(point) for edge in edges for point in flat(edge, self._latitude)]
        return bool(shapely.dwithin(self._line, points, _NEAR_KM).any()) if points else False
