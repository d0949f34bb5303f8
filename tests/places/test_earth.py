"""Distances and areas against known ones."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from antena.places.earth import area_km2, distance_km

POINTS = st.tuples(st.floats(-180, 180), st.floats(-90, 90))


def test_barcelona_to_girona() -> None:
    assert distance_km((2.15899, 41.38879), (2.82493, 41.98311)) == pytest.approx(86.0, abs=0.5)


@given(POINTS, POINTS)
def test_distance_has_no_direction(one: tuple[float, float], other: tuple[float, float]) -> None:
    assert distance_km(one, other) == pytest.approx(distance_km(other, one))
    assert distance_km(one, one) == 0
    assert distance_km(one, other) <= 20_016


def test_area_of_a_degree_at_the_equator_and_of_a_hole() -> None:
    square = [(0.0, 0.0), (1.0, 0.0), (1.0, 1.0), (0.0, 1.0), (0.0, 0.0)]
    hole = [(0.25, 0.25), (0.75, 0.25), (0.75, 0.75), (0.25, 0.75), (0.25, 0.25)]
    assert area_km2([[square]]) == pytest.approx(12_364, rel=0.001)
    assert area_km2([[square, hole]]) == pytest.approx(12_364 * 0.75, rel=0.001)
