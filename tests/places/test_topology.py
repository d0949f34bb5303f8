"""TopoJSON: what is encoded comes back; neighbours and edges follow from the arcs; bad files are named."""

import json
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from antena.places.topology import TopologyError, decode
from tests.places.small import topology

CORNERS = st.lists(
    st.tuples(st.integers(-5000, 5000), st.integers(-5000, 5000)), min_size=3, max_size=12, unique=True
)


def _encoded(corners: list[tuple[int, int]], cut: int, backwards: bool) -> bytes:
    """One polygon whose ring is two arcs, the second stored backwards if told."""
    ring = [*corners, corners[0]]
    arcs = [ring[: cut + 1], ring[cut:]]
    if backwards:
        arcs[1] = arcs[1][::-1]
    steps = [[arc[0], *((x - p, y - q) for (p, q), (x, y) in pairwise(arc))] for arc in arcs]
    polygon = {"type": "Polygon", "id": 7, "arcs": [[0, ~1 if backwards else 1]]}
    return json.dumps(
        {
            "arcs": steps,
            "transform": {"scale": [0.5, 0.25], "translate": [10, -3]},
            "objects": {"o": {"geometries": [polygon]}},
        }
    ).encode()


@given(CORNERS, st.data(), st.booleans())
def test_a_ring_comes_back(corners: list[tuple[int, int]], data: st.DataObject, backwards: bool) -> None:
    cut = data.draw(st.integers(1, len(corners) - 1))
    outline = decode(_encoded(corners, cut, backwards), "o").outline("7")
    expected = [(x * 0.5 + 10, y * 0.25 - 3) for x, y in [*corners, corners[0]]]
    # A ring without area is left out.
    assert outline in ([[expected]], [])


@given(st.binary(max_size=200))
def test_what_is_no_topology_is_refused(data: bytes) -> None:
    with pytest.raises(TopologyError):
        decode(data, "o")


def test_neighbours_share_an_arc_not_a_corner() -> None:
    squares = decode(topology(), "towns")
    assert squares.neighbours("17A") == {"17B", "08C"}
    assert squares.neighbours("08D") == {"17B", "08C"}


def test_outer_edges_belong_to_one_shape() -> None:
    edges = decode(topology(), "towns").outer_edges("17A")
    assert sorted(len(edge) for edge in edges) == [2, 2]
    assert edges[0][0] == pytest.approx((2.75, 42.05))


def test_a_choice_of_shapes_has_its_own_neighbours() -> None:
    assert decode(topology(), "towns", only={"17A", "08D"}).neighbours("17A") == set()


def test_missing_object_and_missing_arc_are_named() -> None:
    with pytest.raises(TopologyError, match="villages"):
        decode(topology(), "villages")
    broken = json.loads(topology())
    broken["arcs"] = broken["arcs"][:3]
    with pytest.raises(TopologyError, match="no arc 8"):
        decode(json.dumps(broken).encode(), "towns").outline("17A")


def test_a_line_is_no_shape() -> None:
    broken = json.loads(topology())
    broken["objects"]["towns"]["geometries"][0]["type"] = "LineString"
    with pytest.raises(TopologyError, match="LineString"):
        decode(json.dumps(broken).encode(), "towns")
