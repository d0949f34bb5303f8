"""What a place shows of all that is said of it: the leading statement of each fact, in its columns."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime
from typing import Any, Final

import msgspec
from django.db.backends.utils import CursorWrapper

from antena.places import bulk
from antena.places.rules import AUTHORITY, FACTS, GAZETTEER, REGISTER, Said, leading

# What GeoNames and the register had said before the first source spoke: on record like any other.
_BASE: Final = """
INSERT INTO places_statement AS known (
    source, external_id, place_id, area, authority, confidence, evidence, reason, ref, figures, url, licence,
    attribution, content_hash, first_seen, last_seen, said)
SELECT CASE WHEN is_member THEN %(register)s ELSE %(gazetteer)s END, 'place-' || id, id, '',
    CASE WHEN is_member THEN %(register_authority)s ELSE %(gazetteer_authority)s END,
    1, '[]', '', '{}', '[]', '', '', '', '', %(at)s, %(at)s,
    jsonb_strip_nulls(jsonb_build_object('population', population, 'latitude', latitude,
        'longitude', longitude) || CASE WHEN is_member OR %(is_first)s THEN jsonb_build_object(
        'population_year', population_year, 'area_km2', area_km2) ELSE '{}' END)
FROM places_place WHERE id = ANY(%(places)s)
ON CONFLICT (source, external_id) DO UPDATE SET
    said = known.said || excluded.said, last_seen = excluded.last_seen
WHERE NOT %(is_first)s
"""
_SAID: Final = """
SELECT place_id, source, external_id, authority, delisted_at IS NULL, said FROM places_statement
WHERE place_id IS NOT NULL AND place_id = ANY(%s)
"""
_ROOM: Final = (
    "CREATE TEMP TABLE IF NOT EXISTS settled (place_id bigint, population bigint, population_year smallint,"
    " latitude float8, longitude float8, area_km2 float8, altitude_m float8, degurba smallint, website text,"
    " email text) ON COMMIT DELETE ROWS",
    "TRUNCATE settled",
)
_ON_PLACE: Final = (
    "population", "population_year", "latitude", "longitude", "area_km2", "altitude_m", "degurba",
)  # fmt: skip
_COLUMNS: Final = (*_ON_PLACE, "website", "email")
_UPDATE_PLACES: Final = """
UPDATE places_place place
SET (population, population_year, latitude, longitude, area_km2, altitude_m, degurba) = ROW(
    settled.population, settled.population_year, coalesce(settled.latitude, place.latitude),
        coalesce(settled.longitude, place.longitude), settled.area_km2, settled.altitude_m, settled.degurba)
FROM settled WHERE settled.place_id = place.id AND place.id = ANY(%s) AND (
    place.population, place.population_year, place.latitude, place.longitude, place.area_km2,
    place.altitude_m, place.degurba) IS DISTINCT FROM (
    settled.population, settled.population_year, coalesce(settled.latitude, place.latitude),
    coalesce(settled.longitude, place.longitude), settled.area_km2, settled.altitude_m, settled.degurba)
"""
_UPSERT_CONTACTS: Final = """
INSERT INTO places_placecontact AS contact (place_id, website, email)
SELECT place_id, coalesce(website, ''), coalesce(email, '') FROM settled
WHERE website <> '' OR email <> '' OR EXISTS (
    SELECT FROM places_placecontact known WHERE known.place_id = settled.place_id)
ON CONFLICT (place_id) DO UPDATE SET (website, email) = ROW(excluded.website, excluded.email)
WHERE (contact.website, contact.email) IS DISTINCT FROM (excluded.website, excluded.email)
"""
_WITH_STATEMENTS: Final = """
SELECT DISTINCT place_id FROM places_statement WHERE place_id IS NOT NULL AND source NOT IN (%s, %s)
"""


def settle(cursor: CursorWrapper, places: Sequence[int], *, at: datetime) -> None:
    """Let these places show what the best of their statements says; only what differs is written."""
    if not places:
        return
    _store_base(cursor, places, at, is_first=True)
    _show(cursor, places)


def settle_after_load(cursor: CursorWrapper, *, at: datetime) -> int:
    """After GeoNames or the register was loaded again: their new word is one among the others.

    Returns how many places were settled: those that somebody else speaks of too.
    """
    cursor.execute(_WITH_STATEMENTS, [REGISTER, GAZETTEER])
    places = [place_id for (place_id,) in cursor.fetchall()]
    if places:
        _store_base(cursor, places, at, is_first=False)
        _show(cursor, places)
    return len(places)


def _store_base(cursor: CursorWrapper, places: Sequence[int], at: datetime, *, is_first: bool) -> None:
    terms: dict[str, Any] = {
        "register": REGISTER,
        "gazetteer": GAZETTEER,
        "register_authority": AUTHORITY[REGISTER],
        "gazetteer_authority": AUTHORITY[GAZETTEER],
        "at": at,
        "places": list(places),
        "is_first": is_first,
    }
    cursor.execute(_BASE, terms)


def _show(cursor: CursorWrapper, places: Sequence[int]) -> None:
    cursor.execute(_SAID, [list(places)])
    spoken: defaultdict[int, list[Said]] = defaultdict(list)
    for place_id, source, record, authority, is_listed, text in cursor.fetchall():
        values = msgspec.json.decode(text, type=dict[str, Any])
        said = Said(source=source, record=record, authority=authority, values=values, is_listed=is_listed)
        spoken[place_id].append(said)
    for statement in _ROOM:
        cursor.execute(statement)
    bulk.copy(
        cursor,
        "settled",
        ("place_id", *_COLUMNS),
        ((pk, *_shown(all_said)) for pk, all_said in spoken.items()),
    )
    cursor.execute(_UPDATE_PLACES, [list(places)])
    cursor.execute(_UPSERT_CONTACTS)


def _shown(statements: Sequence[Said]) -> list[object]:
    best = leading(statements)
    values = {column: said.values.get(column) for fact, said in best.items() for column in FACTS[fact]}
    return [values.get(column) for column in _COLUMNS]
