"""The places that files name by their city, all of a file at once."""

import re
from collections.abc import Collection
from typing import Final

from django.db import connection

from antena.lib.text import normalise

# What stands beside the name of a city in addresses: Paris Cedex 05; 1010 Wien; Torino (TO).
_CEDEX: Final = re.compile(r"\bcedex\b.*$")
_ASIDE: Final = re.compile(r"\(.*?\)|\[.*?\]")
_POSTCODE: Final = re.compile(r"^(?:[a-z]{1,2}[- ])?[\d -]{3,8}\s+|\s+\d+$")
_PART: Final = re.compile(r"\s*[,/;]\s*|\s+-\s+")

_FIND: Final = """
SELECT DISTINCT ON (asked.country, name.text) asked.country, name.text, place.id
FROM unnest(%s::text[], %s::text[]) AS asked(country, text)
JOIN places_placename name ON name.text = asked.text
JOIN places_place place ON place.id = name.place_id AND place.country_id = asked.country
ORDER BY asked.country, name.text, place.is_member DESC, name.weight DESC, place.id
"""

Named = tuple[str, str]


def places_named(asked: Collection[Named]) -> dict[Named, int]:
    """(country, city as written) → id of the place of that name there, the association's first, then the
    largest. What has no such place is left out. One query, whatever their number.

    A postcode, a remark in brackets, "cedex" and what follows a comma are left aside where the whole name is
    none.
    """
    spellings = {one: _spellings(one[1]) for one in asked}
    pairs = sorted({(country, name) for (country, _), names in spellings.items() for name in names})
    if not pairs:
        return {}
    with connection.cursor() as cursor:
        cursor.execute(_FIND, [[country for country, _ in pairs], [name for _, name in pairs]])
        known = {(country, name): place for country, name, place in cursor.fetchall()}
    found = {}
    for one, names in spellings.items():
        place = next((known[one[0], name] for name in names if (one[0], name) in known), None)
        if place is not None:
            found[one] = place
    return found


def _spellings(city: str) -> list[str]:
    """How the city may be written, the most faithful first."""
    whole = normalise(city.replace("\x00", ""))
    bare = _POSTCODE.sub("", _CEDEX.sub("", _ASIDE.sub(" ", whole)).strip()).strip()
    parts = [part for part in _PART.split(bare) if part]
    written = [whole, bare, *parts[:1], bare.replace("-", " "), bare.replace(" ", "-"), *parts[1:2]]
    saints = [re.sub(r"\b(st|ste)\b\.?", lambda found: f"sain{found[1][1:]}", name) for name in written[:2]]
    return [name for name in dict.fromkeys([*written, *saints]) if len(name) > 1]
