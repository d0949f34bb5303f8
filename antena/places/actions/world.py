"""Every place of the world from GeoNames, by COPY, once per version of the package."""

from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from time import perf_counter
from typing import Final

import msgspec
from django.db import connection, transaction
from django.db.backends.utils import CursorWrapper
from django.utils import timezone

from antena.lib.text import sort_key
from antena.places import bulk, geonames
from antena.places.actions import settling
from antena.places.models import Country, Load, Place, PlaceName
from antena.places.naming import weight

# Called with what is done and the whole, in steps of the load.
Progress = Callable[[int, int], None]

WORLD: Final = "world"
_STEPS: Final = 6

_PLACE_COLUMNS: Final = (
    "geonames_id",
    "country_id",
    "name",
    "sort_key",
    "latitude",
    "longitude",
    "population",
    "admin1",
)
NAME_COLUMNS: Final = ("place_id", "text", "is_member", "weight")

_STAGE_PLACES: Final = """
DROP TABLE IF EXISTS pg_temp.incoming_place;
CREATE TEMPORARY TABLE incoming_place ON COMMIT DROP AS
SELECT geonames_id, country_id, name, sort_key, latitude, longitude, population, admin1
FROM places_place WITH NO DATA
"""
_UPSERT_PLACES: Final = """
INSERT INTO places_place AS place (
    kind, lau_code, slug, is_member, is_coastal,
    geonames_id, country_id, name, sort_key, latitude, longitude, population, admin1)
SELECT 'settlement', '', '', false, false,
    geonames_id, country_id, name, sort_key, latitude, longitude, population, admin1
FROM incoming_place
ON CONFLICT (geonames_id) DO UPDATE SET
    (country_id, name, sort_key, latitude, longitude, population, admin1) = ROW(
        excluded.country_id, excluded.name, excluded.sort_key, excluded.latitude, excluded.longitude,
        excluded.population, excluded.admin1)
WHERE place.kind = 'settlement' AND (
        place.country_id, place.name, place.sort_key, place.latitude, place.longitude,
        place.population, place.admin1) IS DISTINCT FROM (
        excluded.country_id, excluded.name, excluded.sort_key, excluded.latitude, excluded.longitude,
        excluded.population, excluded.admin1)
"""
_PLACE_IDS: Final = """
SELECT place.id, place.is_member, place.population
FROM incoming_place JOIN places_place place USING (geonames_id) ORDER BY geonames_id
"""
_STAGE_NAMES: Final = """
DROP TABLE IF EXISTS pg_temp.incoming_name;
CREATE TEMPORARY TABLE incoming_name ON COMMIT DROP AS
SELECT place_id, text, is_member, weight FROM places_placename WITH NO DATA
"""
_DROP_OLD_NAMES: Final = """
DELETE FROM places_placename name USING places_place place
WHERE place.id = name.place_id AND place.kind = 'settlement'
  AND EXISTS (SELECT FROM incoming_name WHERE incoming_name.place_id = name.place_id)
  AND NOT EXISTS (
    SELECT FROM incoming_name
    WHERE incoming_name.place_id = name.place_id AND incoming_name.text = name.text)
"""
_UPSERT_NAMES: Final = """
INSERT INTO places_placename AS name (place_id, text, is_member, weight)
SELECT place_id, text, is_member, weight FROM incoming_name
ON CONFLICT (place_id, text) DO UPDATE SET (is_member, weight) = ROW(excluded.is_member, excluded.weight)
WHERE (name.is_member, name.weight) IS DISTINCT FROM (excluded.is_member, excluded.weight)
"""


class WorldLoaded(msgspec.Struct, frozen=True, kw_only=True):
    """What a load did: rows written (new or changed) and the seconds each part took, in their order."""

    places: int
    names: int
    seconds: dict[str, float]


def world_is_loaded() -> bool:
    """Whether the world of the installed package's version is in the database. One query."""
    return Load.objects.filter(name=WORLD, version=geonames.version()).exists()


@bulk.collector_paused()
def load_world(progress: Progress | None = None) -> WorldLoaded:
    """Load countries and places, new or changed, keeping every id that other rows point to.

    Municipalities of the association keep the facts of its own register. Names no longer in GeoNames go,
    places no longer in it stay. All in one transaction; a second run writes only what differs.
    """
    clock = _Clock(progress)
    cities = sorted(geonames.read_cities(), key=lambda city: city.geonameid)
    clock.lap("read")
    # Names are normalised here while the server stores the places: one waits for the other's processor.
    with ThreadPoolExecutor(1) as aside, transaction.atomic(), connection.cursor() as cursor:
        names = aside.submit(geonames.search_names, cities)
        cursor.execute("SET LOCAL maintenance_work_mem = '256MB'")
        is_first = not PlaceName.objects.exists()
        _store_countries()
        places = _store_places(cursor, cities, is_first=is_first)
        clock.lap("places")
        normalised = names.result()
        clock.lap("names normalised")
        written = _store_names(cursor, normalised, is_first=is_first, clock=clock)
        clock.lap("indexes" if is_first else "names changed")
        # Where others speak of a place too, GeoNames is one voice among them.
        settling.settle_after_load(cursor, at=timezone.now())
        Load.objects.update_or_create(
            name=WORLD,
            defaults={"version": geonames.version(), "rows": len(cities), "loaded_at": timezone.now()},
        )
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE places_place, places_placename")
    clock.lap("statistics")
    return WorldLoaded(places=places, names=written, seconds=clock.laps)


class _Clock:
    def __init__(self, progress: Progress | None) -> None:
        self.laps: dict[str, float] = {}
        self._progress = progress
        self._since = perf_counter()

    def lap(self, part: str) -> None:
        now = perf_counter()
        self.laps[part] = now - self._since
        self._since = now
        if self._progress:
            self._progress(len(self.laps), _STEPS)


def _store_countries() -> None:
    Country.objects.bulk_create(
        [Country(**msgspec.structs.asdict(facts)) for facts in geonames.read_countries()],
        update_conflicts=True,
        unique_fields=["code"],
        update_fields=["iso3", "continent", "in_eu", "languages", "neighbours"],
    )


def _store_places(cursor: CursorWrapper, cities: Iterable[geonames.City], *, is_first: bool) -> int:
    cursor.execute(_STAGE_PLACES)
    bulk.copy(cursor, "incoming_place", _PLACE_COLUMNS, map(_place_row, cities))
    cursor.execute("ANALYZE incoming_place")
    if not is_first:
        cursor.execute(_UPSERT_PLACES)
        return int(cursor.rowcount)
    with bulk.indexes_afterwards(cursor, Place._meta.db_table):
        cursor.execute(_UPSERT_PLACES)
        return int(cursor.rowcount)


def _place_row(city: geonames.City) -> tuple[object, ...]:
    return (
        city.geonameid,
        city.countrycode,
        city.name,
        sort_key(city.name),
        city.latitude,
        city.longitude,
        city.population or None,
        city.admin1code,
    )


def _store_names(cursor: CursorWrapper, names: Iterable[list[str]], *, is_first: bool, clock: _Clock) -> int:
    cursor.execute(_PLACE_IDS)
    rows = _name_rows(cursor.fetchall(), names)
    if is_first:
        with bulk.indexes_afterwards(cursor, PlaceName._meta.db_table):
            bulk.copy(cursor, PlaceName._meta.db_table, NAME_COLUMNS, rows)
            clock.lap("names")
            return int(cursor.rowcount)
    cursor.execute(_STAGE_NAMES)
    bulk.copy(cursor, "incoming_name", NAME_COLUMNS, rows)
    cursor.execute("ANALYZE incoming_name")
    clock.lap("names")
    cursor.execute(_DROP_OLD_NAMES)
    cursor.execute(_UPSERT_NAMES)
    return int(cursor.rowcount)


def _name_rows(
    places: Iterable[tuple[int, bool, int | None]], names: Iterable[list[str]]
) -> Iterator[tuple[int, str, bool, float]]:
    for (place_id, is_member, population), group in zip(places, names, strict=True):
        heft = weight(population)
        for name in group:
            yield place_id, name, is_member, heft
