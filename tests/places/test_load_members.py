"""The register becomes places: joined to GeoNames, drawn, beside each other; again, only what differs."""

from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from antena.lib.association import Association
from antena.places import actions, queries
from antena.places.enums import PlaceKind
from antena.places.geonames import City
from antena.places.models import Border, Place, Region
from tests.places.small import MEMBERS

pytestmark = pytest.mark.django_db


@pytest.fixture
def loaded(small_world: list[City], squares: Association) -> Association:
    actions.load_world()
    actions.load_members(association=squares)
    return squares


def _member(code: str) -> Place:
    return Place.objects.select_related("county", "province").get(lau_code=code)


def test_a_member_and_its_main_settlement_are_one_place(
    small_world: list[City], squares: Association
) -> None:
    actions.load_world()
    key = Place.objects.get(geonames_id=1).pk
    found = actions.load_members(association=squares)
    assert (found.members, found.with_geonames, found.with_border) == (4, 2, 4)
    assert {code: join.how for code, join in found.joins.items()} == {"17A": "name", "08D": "part"}
    girona = _member("17A")
    assert (girona.pk, girona.geonames_id, girona.kind) == (key, 1, PlaceKind.MUNICIPALITY)
    assert (girona.population, girona.population_year, girona.slug) == (101852, 2024, "girona")


def test_a_member_unknown_to_geonames_is_a_new_place_inside_its_outline(loaded: Association) -> None:
    bisbal = _member("17B")
    assert (bisbal.name, bisbal.slug, bisbal.sort_key) == (
        "la Bisbal Nova",
        "la-bisbal-nova",
        "bisbal nova, la",
    )
    assert bisbal.geonames_id is None
    assert 2.85 < bisbal.longitude < 2.95
    assert 41.95 < bisbal.latitude < 42.05
    assert set(bisbal.names.values_list("text", flat=True)) == {"la bisbal nova", "bisbal nova", "banyoles"}


def test_divisions_area_and_coast(loaded: Association) -> None:
    girona = _member("17A")
    assert (girona.county.name, girona.province.name) == ("Gironès", "Girona")  # type: ignore[union-attr]  # it has
    assert girona.area_km2 == pytest.approx(91.9, abs=0.3)
    assert [code for code in ("17A", "17B", "08C", "08D") if _member(code).is_coastal] == ["17B", "08D"]
    facts = queries.facts(girona)
    assert (facts.is_mountain, facts.is_county_capital, facts.is_province_capital) == (True, True, True)
    assert (facts.band, facts.county, facts.density) == ("over-100000", "1", pytest.approx(1108, abs=5))


def test_borders_and_neighbours(loaded: Association) -> None:
    border = Border.objects.get(place__lau_code="17A")
    assert border.bounds == [2.75, 41.95, 2.85, 42.05]
    assert len(border.rings[0][0]) == 5
    assert [place.lau_code for place in queries.neighbours(_member("17A"))] == ["17B", "08C"]


def test_a_second_load_changes_nothing(loaded: Association) -> None:
    def everything() -> list[object]:
        tables = (Place, Region, Border, Place._meta.get_field("names").related_model)
        return [list(table.objects.order_by("pk").values()) for table in tables]  # type: ignore[union-attr]  # models

    before = everything()
    assert actions.members_are_loaded(association=loaded)
    assert actions.load_members(association=loaded).joins == {}
    assert everything() == before


def test_who_leaves_stays_a_municipality(loaded: Association) -> None:
    loaded.members.write_text(MEMBERS.replace("17B,1,900,2024\n", "").replace("101852", "102000"))
    assert not actions.members_are_loaded(association=loaded)
    actions.load_members(association=loaded)
    bisbal = _member("17B")
    assert (bisbal.is_member, bisbal.kind) == (False, PlaceKind.MUNICIPALITY)
    assert not bisbal.names.filter(is_member=True).exists()
    assert _member("17A").population == 102000
    assert queries.members().count() == 3


def test_a_member_under_a_new_code_takes_its_address_along(loaded: Association, tmp_path: Path) -> None:
    loaded.members.write_text(MEMBERS.replace("17B", "17C"))
    for name, old, new in (("names.json", '"B"', '"C"'), ("towns.json", '"17B"', '"17C"')):
        (tmp_path / name).write_text((tmp_path / name).read_text().replace(old, new))
    actions.load_members(association=loaded)
    assert queries.by_slug("la-bisbal-nova").lau_code == "17C"
    assert _member("17B").slug == ""


def test_another_country_with_its_register_alone(small_world: list[City], flanders: Association) -> None:
    actions.load_world()
    found = actions.load_members(association=flanders)
    assert (found.members, found.with_geonames, found.with_border) == (3, 2, 0)
    brugge = _member("31005")
    assert (brugge.admin1, brugge.population, brugge.province) == ("VLG", 119500, None)
    koksijde = _member("38014")
    assert (koksijde.latitude, koksijde.area_km2, koksijde.is_coastal) == (51.1167, None, False)
    assert queries.neighbours(brugge) == []
    assert queries.locator(brugge) is None
    assert len(queries.association_map().shapes) == 3
    assert queries.county_map().shapes == ()
    assert [place.name for place in queries.search("Брюгге")] == ["Brugge"]
    assert [county.region.name for county in queries.served_counties()] == ["Kust"]


def test_a_member_nobody_can_place_is_named(small_world: list[City], flanders: Association) -> None:
    actions.load_world()
    lines = flanders.members.read_text().replace(",51.1167,2.6333", ",,")
    flanders.members.write_text(lines)
    with pytest.raises(actions.RegisterError, match="38014"):
        actions.load_members(association=flanders)
    assert not Place.objects.filter(is_member=True).exists()


def test_the_world_comes_first(squares: Association) -> None:
    with pytest.raises(actions.WorldNotLoadedError, match="ES"):
        actions.load_members(association=squares)


def test_commands(
    small_world: list[City], squares: Association, settings: object, capsys: pytest.CaptureFixture[str]
) -> None:
    settings.ASSOCIATION = squares  # type: ignore[attr-defined]  # a fixture without a type
    with pytest.raises(CommandError, match="load-places"):
        call_command("load_members")
    call_command("load_places")
    call_command("load_places")
    call_command("load_members")
    assert capsys.readouterr().out.endswith(
        "The world is loaded.\n4 members: 2 in GeoNames, 4 with a border\n"
    )
    Path(squares.members).unlink()
    with pytest.raises(CommandError, match=r"members\.csv"):
        call_command("load_members")
