"""Places as arrays, the graph of twinnings, and what languages have in common."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from antena.matching.twins import languages
from antena.matching.twins.graph import Graph, lift
from antena.matching.twins.world import (
    CAPITAL,
    FIRST_OF_REGION,
    ORDINARY,
    SECOND,
    bands_of,
    build,
    cosine_of,
    km_of,
    unit_vectors,
)
from tests.matching.twins.conftest import NATIONS


def test_standing_is_of_capitals_and_the_largest_of_regions(world):
    assert world.standing.tolist() == [
        CAPITAL, SECOND, FIRST_OF_REGION, FIRST_OF_REGION, SECOND, FIRST_OF_REGION, CAPITAL,
    ]  # fmt: skip
    assert ORDINARY not in world.standing


def test_positions_of_ids_that_are_here_and_that_are_not(world):
    assert world.positions([30, 10, 99, 1]).tolist() == [6, 0, -1, -1]


def test_no_places_are_a_world_too():
    empty = build([], NATIONS, {})
    assert len(empty) == 0
    assert empty.positions([1]).tolist() == [-1]


def test_bands_begin_where_they_say():
    assert bands_of(np.array([0, 1, 999, 1_000, 2_000_000])).tolist() == [0, 1, 1, 2, 10]


@settings(max_examples=20)
@given(st.floats(0, 19_000))
def test_kilometres_and_cosines_are_each_other(km):
    assert km_of(cosine_of(km)) == pytest.approx(km, abs=0.5)


def test_distance_of_two_cities():
    barcelona, paris = unit_vectors(np.array([41.39, 48.85]), np.array([2.17, 2.35]))
    assert km_of(float(barcelona @ paris)) == pytest.approx(830, abs=5)


def test_a_pair_told_twice_is_one(graph):
    assert graph.pairs.tolist() == [[0, 3], [0, 5], [1, 3]]
    assert graph.degree.tolist() == [2, 1, 0, 2, 0, 1, 0]
    assert graph.twins_of(3).tolist() == [0, 1]
    assert graph.twins_of(6).tolist() == []


def test_a_place_is_no_twin_of_itself(world):
    assert len(Graph(world, np.array([[2, 2]])).pairs) == 0


def test_friends_share_a_twin_that_counts_by_how_few_it_has(graph):
    places, shares = graph.friends_of(0)
    assert dict(zip(places.tolist(), shares.tolist(), strict=True)) == {1: pytest.approx(1 / np.log(3))}


def test_twins_around_are_of_others_near(graph):
    assert graph.twins_around(0, cosine_of(100), 10).tolist() == [3]
    assert graph.twins_around(6, cosine_of(100), 10).tolist() == []


def test_counts_between_countries_and_regions(graph, world):
    assert graph.countries[0, 1] == graph.countries[1, 0] == 3
    assert graph.between_regions(world.region[[0, 0]], world.region[[3, 6]]).tolist() == [2.0, 0.0]


def test_holds_either_way(graph):
    assert graph.holds(np.array([3, 1, 4]), np.array([0, 3, 0])).tolist() == [True, True, False]


def test_lift_is_nothing_where_all_is_as_expected():
    degrees = np.array([4.0, 4.0])
    expected = degrees[:, None] * degrees / degrees.sum()
    assert lift(expected, degrees, 3.0).tolist() == [[0.0, 0.0], [0.0, 0.0]]
    assert lift(expected * 3, degrees, 3.0)[0, 1] > 0


@pytest.mark.parametrize(
    ("one", "other", "common"),
    [
        (("ca",), ("ca", "fr"), languages.MAIN),
        (("es-ES", "ca"), ("ca",), languages.SECOND),
        (("es",), ("it",), languages.BRANCH),
        (("sv", "xx"), ("fi", "yy", "zz", "xx"), languages.MINORITY),
        (("es",), ("ru",), languages.FAMILY),
        (("fi",), ("de",), languages.SCRIPT),
        (("ja",), ("de",), languages.NOTHING),
        ((), ("de",), languages.UNKNOWN),
    ],
)
def test_what_languages_have_in_common(one, other, common):
    assert languages.in_common(one, other) == common
    assert languages.in_common(other, one) == common
