"""Finding a place by what somebody typed: in any script, misspelt, or only its first letters."""

from collections.abc import Sequence
from typing import Any, Final

from django.db import connection

from antena.lib.text import normalise
from antena.places.likeness import likeness
from antena.places.models import Place, Region
from antena.places.naming import LONGEST

# Below this many letters trigrams say nothing, and the world is searched by first letters only.
_ENOUGH_TO_COMPARE: Final = 4

_PLACE: Final = [str(field.column) for field in Place._meta.concrete_fields]
_REGION: Final = [str(field.column) for field in Region._meta.concrete_fields]

# A score is likeness plus these, so that among names as alike members lead, then the larger place.
_FOR_MEMBERS: Final = 0.25
_FOR_SIZE: Final = 0.25
# What is less like what was typed than this, or than this share of the best, was not meant.
_LEAST: Final = 0.5
_LEAST_OF_BEST: Final = 0.8

# Candidates only; `likeness` decides. Members are compared by trigrams whatever was typed: they are few. The
# world is read in the order of its first letters, and by trigrams only where that found too little, no place
# has exactly that name and no member one much like it. What is alike at all is left to PostgreSQL's own
# thresholds: 0.3 of the whole name, 0.6 of some words of it.
_FIND: Final = """
WITH member AS (
    SELECT place_id, text, weight, is_member, similarity(text, %(typed)s) AS alike FROM places_placename
    WHERE is_member AND (text %% %(typed)s OR %(typed)s <%% text OR text LIKE %(first)s)
    ORDER BY text = %(typed)s DESC, CASE WHEN starts_with(text, %(typed)s) THEN 1 + weight
        ELSE similarity(text, %(typed)s) END DESC LIMIT 30
), beginning AS (
    SELECT place_id, text, weight, is_member, 1 AS alike FROM places_placename
    WHERE text >= %(typed)s AND text < %(after)s
    ORDER BY text = %(typed)s DESC, weight DESC LIMIT 30
), world AS (
    SELECT place_id, text, weight, is_member, similarity(text, %(typed)s) AS alike FROM places_placename
    WHERE %(compare)s AND (text %% %(typed)s OR text LIKE %(within)s)
      AND NOT EXISTS (SELECT FROM beginning WHERE text = %(typed)s)
      AND NOT EXISTS (SELECT FROM member WHERE member.alike >= 0.4)
      AND (SELECT count(DISTINCT place_id) FROM beginning) < %(limit)s
    ORDER BY alike DESC, weight DESC LIMIT 30
), found AS (
    SELECT place_id, array_agg(text) AS texts, max(weight) AS weight
    FROM (TABLE member UNION TABLE beginning UNION TABLE world) AS one GROUP BY place_id
)
SELECT found.texts, found.weight, place.*, county.*, province.* FROM found
JOIN places_place place ON place.id = found.place_id
LEFT JOIN places_region county ON county.id = place.county_id
LEFT JOIN places_region province ON province.id = place.province_id
"""


def search(text: str, *, limit: int = 8) -> list[Place]:
    """The places most likely meant by ``text``, best first, county and province with them. One query.

    From two letters on; less, or nothing that can be a name, finds nothing. Members of the association come
    first among names as alike, then the larger place.
    """
    typed = normalise(text[: 2 * LONGEST].replace("\x00", ""))[:LONGEST]
    if len(typed) < 2 or not any(sign.isalnum() for sign in typed) or limit < 1:
        return []
    literal = typed.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
    with connection.cursor() as cursor:
        cursor.execute(
            _FIND,
            {
                "typed": typed,
                "after": typed + "\U0010ffff",
                "first": f"{literal}%",
                "within": f"% {literal}%",
                "compare": len(typed) >= _ENOUGH_TO_COMPARE,
                "limit": limit,
            },
        )
        names = [column.name for column in cursor.description or ()][2:]
        rows = cursor.fetchall()
    alike = [max(likeness(typed, name) for name in row[0]) for row in rows]
    least = max(_LEAST, _LEAST_OF_BEST * max(alike, default=0))
    found = [
        (like + _FOR_SIZE * row[1], _place(names, row[2:]))
        for like, row in zip(alike, rows, strict=True)
        if like >= least
    ]
    found.sort(key=lambda one: (-one[0] - _FOR_MEMBERS * one[1].is_member, one[1].pk))
    return [place for _, place in found[:limit]]


def _place(names: Sequence[str], row: Sequence[Any]) -> Place:
    # Three rows in one, each beginning with its id.
    starts = [number for number, name in enumerate(names) if name == "id"]
    parts = [
        dict(zip(names[start:end], row[start:end], strict=True))
        for start, end in zip(starts, [*starts[1:], len(names)], strict=True)
    ]
    place = Place.from_db(connection.alias, _PLACE_FIELDS, [parts[0][column] for column in _PLACE])
    place.county, place.province = _region(parts[1]), _region(parts[2])
    return place


def _region(values: dict[str, Any]) -> Region | None:
    if values["id"] is None:
        return None
    return Region.from_db(connection.alias, _REGION_FIELDS, [values[column] for column in _REGION])


_PLACE_FIELDS: Final = [field.attname for field in Place._meta.concrete_fields]
_REGION_FIELDS: Final = [field.attname for field in Region._meta.concrete_fields]
