"""Measures on a sphere of the Earth's mean radius, within 0.5 % of the ellipsoid's. Plain Python.

Coordinates are degrees, WGS 84, longitude first as in GeoJSON.
"""

from collections.abc import Iterable
from itertools import pairwise
from math import asin, cos, radians, sin, sqrt
from typing import Final

Point = tuple[float, float]  # longitude, latitude
Ring = list[Point]  # closed: the last point is the first
Polygon = list[Ring]  # the outer ring, then holes

_RADIUS_KM: Final = 6371.0088
KM_PER_DEGREE: Final = 111.195


def distance_km(one: Point, other: Point) -> float:
    """The great-circle distance, by the haversine."""
    (west, south), (east, north) = one, other
    middle = sin(radians(north - south) / 2) ** 2
    middle += cos(radians(south)) * cos(radians(north)) * sin(radians(east - west) / 2) ** 2
    return 2 * _RADIUS_KM * asin(sqrt(min(1.0, middle)))


def area_km2(polygons: Iterable[Polygon]) -> float:
    """The area of polygons, holes taken out."""
    return sum(
        abs(_ring_km2(rings[0])) - sum(abs(_ring_km2(hole)) for hole in rings[1:]) for rings in polygons
    )


def has_area(ring: Ring) -> bool:
    """Whether a ring is more than a point or a line walked back and forth."""
    return len(set(ring)) > 2 and abs(_ring_km2(ring)) > 1e-9


def flat(points: Iterable[Point], latitude: float) -> list[Point]:
    """Points in kilometres on a plane that is true near ``latitude`` (equirectangular)."""
    across = KM_PER_DEGREE * cos(radians(latitude))
    return [(x * across, y * KM_PER_DEGREE) for x, y in points]


def bounds(polygons: Iterable[Polygon]) -> tuple[float, float, float, float]:
    """West, south, east and north of polygons that have at least one point."""
    points = [point for rings in polygons for ring in rings for point in ring]
    longitudes, latitudes = [x for x, _ in points], [y for _, y in points]
    return min(longitudes), min(latitudes), max(longitudes), max(latitudes)


def _ring_km2(ring: Ring) -> float:
    doubled = sum(
        radians(east - west) * (2 + sin(radians(south)) + sin(radians(north)))
        for (west, south), (east, north) in pairwise(ring)
    )
    return _RADIUS_KM**2 * doubled / 2
