"""The right place first: misspelt, half typed, in any script; nothing for nothing."""

from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from antena.lib.association import Association
from antena.places import actions, queries
from antena.places.geonames import City

pytestmark = pytest.mark.django_db


@pytest.fixture
def loaded(small_world: list[City], squares: Association) -> None:
    actions.load_world()
    actions.load_members(association=squares)


@pytest.mark.usefixtures("loaded")
@pytest.mark.parametrize(
    ("typed", "first"),
    [
        ("Gerona", "Girona"),
        ("Жирона", "Girona"),
        ("ジローナ", "Girona"),
        ("Girna", "Girona"),
        ("gi", "Girona"),
        ("hospitalet", "l'Hospitalet de Llobregat"),
        ("l hospitalet", "l'Hospitalet de Llobregat"),
        ("L’Hospitalet", "l'Hospitalet de Llobregat"),
        ("llobregat", "l'Hospitalet de Llobregat"),
        ("Ager", "Àger"),
        ("bisbal", "la Bisbal Nova"),
        ("sant antoni", "Calonge i Sant Antoni"),
        ("roma", "Roma"),
        ("Londres", "London"),
        ("barcelna", "Barcelona"),
        # what is a name of some place is no slip
        ("barcalona", "Barcelonne-du-Gers"),
        ("villeneuve-b27", "Villeneuve-b27"),
    ],
)
def test_the_right_place_first(typed: str, first: str) -> None:
    assert queries.search(typed)[0].name == first


@pytest.mark.usefixtures("loaded")
def test_members_lead_among_names_as_alike_then_the_larger() -> None:
    names = [place.name for place in queries.search("ba")]
    assert names[:2] == ["la Bisbal Nova", "Barcelona"]


@pytest.mark.usefixtures("loaded")
@pytest.mark.parametrize(
    "nothing", ["", " ", "g", "%", "%%", "__", "'; --", "\x00\x00", "…", "zzzzzzzz", "x" * 5000]
)
def test_nothing_for_nothing(nothing: str) -> None:
    assert queries.search(nothing) == []


@pytest.mark.usefixtures("loaded")
@pytest.mark.parametrize("limit", [-1, 0, 1, 3])
def test_no_more_than_asked(limit: int) -> None:
    assert len(queries.search("villeneuve", limit=limit)) == max(limit, 0)


@pytest.mark.usefixtures("loaded")
@pytest.mark.parametrize("limit", [1, 3])
def test_one_query_with_its_divisions(limit: int, django_assert_num_queries: Any) -> None:
    with django_assert_num_queries(1):
        found = queries.search("girona", limit=limit)
        assert [place.county.name for place in found if place.county] == ["Gironès"]
        assert [place.province.name for place in found if place.province] == ["Girona"]


@pytest.mark.usefixtures("loaded")
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60, deadline=None)
@given(st.text(max_size=30))
def test_any_text_is_answered(text: str) -> None:
    assert len(queries.search(text)) <= 8
