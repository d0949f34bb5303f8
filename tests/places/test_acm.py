"""The association this product was made for: 947 members from installed packages, against known figures."""

import csv
import gzip
from pathlib import Path

import pytest
from django.conf import settings

from antena.places import actions, geonames, queries
from antena.places.earth import distance_km
from antena.places.models import Place

pytestmark = pytest.mark.django_db


@pytest.fixture
def loaded(monkeypatch: pytest.MonkeyPatch) -> actions.MembersLoaded:
    """The members on the places of their country; the rest of the world is not needed for them."""
    spain = [city for city in geonames.read_cities() if city.countrycode == "ES"]
    monkeypatch.setattr(geonames, "read_cities", lambda: spain)
    actions.load_world()
    return actions.load_members(association=settings.ASSOCIATION)


@pytest.mark.real_data
def test_every_municipality_of_catalonia(loaded: actions.MembersLoaded, real_data: Path) -> None:
    with (real_data / "cat_municipis" / "municipis.csv").open() as file:
        known = {row["ine5"]: row for row in csv.DictReader(file)}
    places = {place.lau_code: place for place in queries.members()}
    assert places.keys() == known.keys()
    assert (loaded.members, loaded.with_geonames, loaded.with_border) == (947, 617, 947)
    assert not [join for join in loaded.joins.values() if join.rivals]
    # The table still has Brunyola under its old name.
    differing = {code for code, place in places.items() if place.name.lower() != known[code]["name"].lower()}
    assert differing == {"17028"}
    off = {
        code: distance_km(
            (place.longitude, place.latitude), (float(known[code]["lon"]), float(known[code]["lat"]))
        )
        for code, place in places.items()
    }
    assert sum(km > 5 for km in off.values()) <= 22
    assert sum(km > 5 for code, km in off.items() if places[code].geonames_id) <= 3
    assert sum(place.population or 0 for place in places.values()) == 8_012_231
    areas = [
        abs(place.area_km2 / float(known[code]["area_km2"]) - 1)
        for code, place in places.items()
        if place.area_km2
    ]
    assert sum(areas) / len(areas) < 0.06
    assert sum(place.is_coastal for place in places.values()) == 70
    assert sum(queries.facts(place).is_county_capital for place in places.values()) == 44
    assert Place.objects.filter(county__is_mountain=True, is_member=True).count() == 165
    _check_maps_and_addresses()


def _check_maps_and_addresses() -> None:
    whole = queries.association_map()
    paths = "\n".join(shape.path for shape in whole.shapes)
    assert len({shape.key for shape in whole.shapes}) == 947
    assert len(gzip.compress(paths.encode())) <= 25_000
    assert len(queries.county_map().shapes) == 43
    page = queries.page("banyoles")
    assert {beside.place.name for beside in page.neighbours} == {
        "Porqueres",
        "Fontcoberta",
        "Cornellà del Terri",
    }
    assert page.place.name == "Banyoles"
    assert queries.by_slug("l-hospitalet-de-llobregat").name == "l'Hospitalet de Llobregat"
    assert queries.search("sant pere de torello")[0].name == "Sant Pere de Torelló"
    assert queries.search("Girna")[0].name == "Girona"
