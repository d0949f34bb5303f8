"""Pages, lists and maps of the members, with as many queries for three rows as for one."""

from typing import Any

import pytest

from antena.lib.association import Association
from antena.places import actions, queries
from antena.places.geonames import City
from antena.places.models import Place
from tests.places.small import MEMBERS

pytestmark = pytest.mark.django_db


@pytest.fixture(params=[1, 3])
def some(request: pytest.FixtureRequest, small_world: list[City], squares: Association) -> int:
    """The association with its first one or three members."""
    count = int(request.param)
    squares.members.write_text("".join(line + "\n" for line in MEMBERS.splitlines()[: count + 1]))
    actions.load_world()
    actions.load_members(association=squares)
    return count


def test_by_slug(some: int, django_assert_num_queries: Any) -> None:
    with django_assert_num_queries(1):
        place = queries.by_slug("girona")
        assert place.county is not None
    assert place.name == "Girona"
    for unknown in ("", "atlantis", "granada"):
        with pytest.raises(queries.UnknownPlaceError):
            queries.by_slug(unknown)


def test_page(some: int, django_assert_num_queries: Any) -> None:
    with django_assert_num_queries(3):
        page = queries.page("girona")
    assert page.facts.is_county_capital
    if some == 1:
        assert (page.rank, page.of, page.neighbours) == (1, 1, [])
    else:
        assert (page.rank, page.of, page.rank_in_county, page.of_county) == (2, 3, 1, 2)
        assert [(beside.place.lau_code, beside.km > 0) for beside in page.neighbours] == [
            ("17B", True),
            ("08C", True),
        ]
        assert page.neighbours[0].km < page.neighbours[1].km


def test_lists(some: int, django_assert_num_queries: Any) -> None:
    with django_assert_num_queries(1):
        counties = [place.county.name for place in queries.members() if place.county]
    with django_assert_num_queries(1):
        served = queries.served_counties()
    with django_assert_num_queries(1):
        near = queries.nearby(Place(pk=0, latitude=41.9, longitude=2.8))
    with django_assert_num_queries(1):
        assert queries.any_member() is not None
    if some == 3:
        # By name: la Bisbal, Girona, l'Hospitalet.
        assert counties == ["Gironès", "Gironès", "Barcelonès"]
        assert [(one.region.name, [place.lau_code for place in one.members]) for one in served] == [
            ("Barcelonès", ["08C"]),
            ("Gironès", ["17B", "17A"]),
        ]
        assert [place.lau_code for place in near] == ["08C", "17A", "17B"]


def test_maps_are_drawn_once(some: int, django_assert_num_queries: Any) -> None:
    girona = queries.by_slug("girona")
    with django_assert_num_queries(2):
        whole = queries.association_map()
    with django_assert_num_queries(2):
        located = queries.locator(girona)
    with django_assert_num_queries(3):
        assert queries.association_map() is whole
        assert queries.locator(girona) is located
        counties = queries.county_map()
    assert len(whole.shapes) == some
    assert len(counties.shapes) == (1 if some == 1 else 2)
    assert located is not None
    assert located.shapes[-1].role == "town"
    if some == 3:
        assert {shape.key: shape.role for shape in located.shapes} == {
            "girona": "town",
            "la-bisbal-nova": "neighbour",
            "l-hospitalet-de-llobregat": "neighbour",
        }


def test_new_data_are_drawn_anew(some: int, squares: Association) -> None:
    before = queries.association_map()
    squares.members.write_text(MEMBERS)
    actions.load_members(association=squares)
    assert len(before.shapes) == some
    assert len(queries.association_map().shapes) == 4


def test_without_members_there_is_nothing_to_draw() -> None:
    assert queries.association_map().shapes == ()
    assert queries.any_member() is None
    assert queries.served_counties() == []
