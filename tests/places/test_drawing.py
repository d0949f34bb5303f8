"""Maps: whole numbers, shared edges, dots for what is too small, bows between towns."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from antena.places.drawing import WORLD, Frame, Outline, arc, bounds_of, dissolve, draw, middle
from antena.places.topology import decode
from tests.places.small import topology

BOX = (2.75, 41.85, 2.95, 42.05)


def _outlines() -> list[Outline]:
    squares = decode(topology(), "towns")
    return [
        Outline(code, shape.name, squares.outline(code), squares.centre(code))
        for code, shape in squares.shapes.items()
    ]


def _corners(path: str) -> list[tuple[int, int]]:
    start, steps = re.fullmatch(r"M(\d+ \d+)l([-\d ]+)z", path).groups()  # type: ignore[union-attr]  # it must match
    x, y = map(int, start.split())
    numbers = [int(number) for number in re.findall(r"-?\d+", steps)]
    found = [(x, y)]
    for dx, dy in zip(numbers[::2], numbers[1::2], strict=True):
        x, y = x + dx, y + dy
        found.append((x, y))
    return found


def test_neighbours_share_their_corners_exactly() -> None:
    drawing = draw(_outlines(), Frame(BOX, width=100, margin=0))
    first, second = (set(_corners(shape.path)) for shape in drawing.shapes[:2])
    assert len(first) == 4
    assert len(first & second) == 2
    assert drawing.width == 100
    assert drawing.height == pytest.approx(134, abs=1)


def test_what_is_too_small_or_has_no_outline_is_a_dot() -> None:
    tiny = [[[(2.8, 41.9), (2.8001, 41.9), (2.8001, 41.9001), (2.8, 41.9)]]]
    drawing = draw(
        [Outline("a", "A", tiny, (2.8, 41.9)), Outline("b", "B", [], (2.8, 41.9))],
        Frame(BOX, width=100, margin=0),
    )
    assert drawing.shapes[0].path == drawing.shapes[1].path == "M25 98l3 3-3 3-3-3z"


@given(st.floats(-179, 179), st.floats(-59, 84))
def test_the_world_lies_inside_its_frame(longitude: float, latitude: float) -> None:
    frame = Frame(WORLD, width=800)
    x, y = frame.place((longitude, latitude))
    assert 0 <= x <= frame.width
    assert 0 <= y <= frame.height


def test_dissolving_leaves_the_outer_border() -> None:
    squares = decode(topology(), "towns")
    whole = dissolve({"all": [squares.outline(code) for code in squares.shapes]})["all"]
    assert len(whole) == 1
    assert len(whole[0]) == 1
    assert bounds_of([Outline("all", "", whole, (2.8, 41.9))]) == pytest.approx(BOX)
    assert middle(whole) == pytest.approx((2.85, 41.95), abs=0.06)


def test_bounds_have_a_margin() -> None:
    assert bounds_of(_outlines()) == pytest.approx(BOX)
    assert bounds_of(_outlines(), margin=0.5) == pytest.approx((2.65, 41.75, 3.05, 42.15))


def test_a_bow_bends_north_whichever_way_it_goes() -> None:
    frame = Frame(WORLD, width=1000)
    east, west = arc((2, 42), (30, 42), frame), arc((30, 42), (2, 42), frame)
    assert re.fullmatch(r"M\d+ \d+Q\d+ \d+ \d+ \d+", east)
    start_y, middle_y = (int(east.split()[1].split("Q")[0]), int(east.split()[2]))
    assert middle_y < start_y
    assert int(west.split()[2]) == middle_y
    assert arc((2, 42), (2, 42), frame).startswith("M")
