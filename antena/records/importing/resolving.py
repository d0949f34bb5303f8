"""From a place as a source names it to one of ours: by its codes, by name and country, by the linker.

Codes and names are looked up for a whole batch at once. A municipality's code of which we only know the name
is joined by exact name: a join like it would give a village the figures of another.
"""

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any, Final, Protocol

import msgspec
from django.db import connection

from antena.lib.text import normalise
from antena.places.enums import Unplaced
from antena.places.models import Country
from antena.places.naming import LONGEST, bare
from antena.records.importing.choosing import ENOUGH, Asked, Candidate, choose
from antena.records.linking import Found, Wanted
from antena.sources.drafts import PlaceRef


class Finder(Protocol):
    """What finds a place by an official name: `antena.records.linking.Linker`."""

    def find(self, wanted: Wanted) -> Found:
        """Say which place is meant, and how sure it is."""
        ...


class Sought(msgspec.Struct, frozen=True, kw_only=True):
    """A place to find: ``ref`` as the source names it, and what the same record says besides."""

    ref: PlaceRef
    codes: dict[str, str] = {}
    names: tuple[str, ...] = ()
    population: int | None = None
    latitude: float | None = None
    longitude: float | None = None


class Target(msgspec.Struct, frozen=True, kw_only=True):
    """The place or the ``area`` meant; of neither where ``reason`` says why."""

    place_id: int | None = None
    area: str = ""
    confidence: float = 0.0
    evidence: tuple[str, ...] = ()
    reason: str = ""


_NUTS: Final = re.compile(r"[A-Z]{2}[A-Z0-9]{1,3}")
_GEONAMES_DIGITS: Final = 18
# NUTS writes two countries in its own way.
_ISO_OF_NUTS: Final = {"EL": "GR", "UK": "GB"}
# Two names of one town stand side by side; what stands in brackets or after a comma only says where it is.
_BESIDE: Final = re.compile(r"\s*/\s*|\s+[-–]\s+")
_ASIDE: Final = re.compile(r"\s*[(,].*")

# Arrays rather than joins with a list: PostgreSQL then goes through the indexes whatever the tables' sizes.
_BY_CODE: Final = """
SELECT scheme, code, country_id, place_id, confidence FROM places_placecode
WHERE identifies AND scheme = ANY(%(schemes)s) AND code = ANY(%(codes)s)
UNION ALL
SELECT 'lau', lau_code, country_id, id, 1 FROM places_place
WHERE lau_code <> '' AND country_id = ANY(%(countries)s) AND lau_code = ANY(%(codes)s)
UNION ALL
SELECT 'geonames', geonames_id::text, country_id, id, 1 FROM places_place
WHERE geonames_id = ANY(%(numbers)s)
"""
_BY_NAME: Final = """
SELECT named.text, place.country_id, place.id, place.latitude, place.longitude, place.population, place.name,
    coalesce(nullif(place.lau_code, ''), (
        SELECT code FROM places_placecode code WHERE code.place_id = place.id AND scheme = 'lau' LIMIT 1), '')
FROM places_placename named JOIN places_place place ON place.id = named.place_id
WHERE named.text = ANY(%(names)s) AND (%(anywhere)s OR place.country_id = ANY(%(countries)s))
"""

# Names to look for, normalised, and whether each is only a part; the whole name first.
_Forms = list[tuple[str, bool]]
_Row = tuple[int, float, float, int | None, str, str]


class Resolver:
    """Finds the places of one batch after another. ``finder`` is made when the first name needs it."""

    def __init__(self, finder: Callable[[], Finder] | None = None) -> None:
        self._make_finder = finder
        self._finder: Finder | None = None
        self._countries = frozenset(Country.objects.values_list("code", flat=True))

    def resolve(self, sought: Sequence[Sought]) -> list[Target]:
        """Return what each means, in the same order. Two queries however many there are."""
        found: dict[int, Target] = {}
        for number, one in enumerate(sought):
            if (area := self._area(one.ref)) is not None:
                found[number] = area
        rest = [number for number in range(len(sought)) if number not in found]
        by_code = _by_codes([sought[number] for number in rest])
        found |= {number: target for number, target in zip(rest, by_code, strict=True) if target}
        rest = [number for number in rest if number not in found]
        named = [(sought[number], _forms(sought[number])) for number in rest]
        found |= dict(zip(rest, self._by_names(named), strict=True))
        return [found[number] for number in range(len(sought))]

    def _area(self, ref: PlaceRef) -> Target | None:
        if ref.scheme not in ("nuts", "country"):
            return None
        code = ref.code or ref.country
        country = _ISO_OF_NUTS.get(code[:2], code[:2])
        is_known = country in self._countries and (len(code) == 2 or bool(_NUTS.fullmatch(code)))
        if not is_known:
            return Target(reason=Unplaced.NOT_FOUND)
        return Target(area=country if len(code) == 2 else code, confidence=1.0, evidence=("code:area",))

    def _by_names(self, named: Sequence[tuple[Sought, _Forms]]) -> Iterator[Target]:
        rows = _rows_of({(name, one.ref.country) for one, forms in named for name, _is_part in forms})
        for one, forms in named:
            yield self._by_name(one, forms, rows)

    def _by_name(self, one: Sought, forms: _Forms, rows: Mapping[tuple[str, str], Sequence[_Row]]) -> Target:
        if not forms:
            return Target(reason=Unplaced.NO_NAME)
        asked = _asked(one)
        if not one.ref.country and asked.latitude is None:
            return Target(reason=Unplaced.NO_COUNTRY)
        choice = choose(_candidates(one, forms, rows), asked)
        if choice.place_id is not None:
            return Target(place_id=choice.place_id, confidence=choice.confidence, evidence=choice.evidence)
        linked = self._by_linker(one, asked)
        return linked or Target(
            confidence=choice.confidence, evidence=choice.evidence, reason=choice.reason or ""
        )

    def _by_linker(self, one: Sought, asked: Asked) -> Target | None:
        if self._make_finder is None or (one.ref.scheme == "lau" and asked.latitude is None):
            return None
        if self._finder is None:
            self._finder = self._make_finder()
        name = one.ref.name or one.names[0]
        best = self._finder.find(
            Wanted(
                name=name,
                country=one.ref.country,
                city=name,
                nuts=one.codes.get("nuts3", ""),
                latitude=asked.latitude,
                longitude=asked.longitude,
            )
        ).best
        if best is None or best.confidence < ENOUGH:
            return None
        return Target(place_id=best.place_id, confidence=best.confidence, evidence=best.evidence)


def _asked(one: Sought) -> Asked:
    at = (one.ref.latitude, one.ref.longitude)
    latitude, longitude = at if at[0] is not None else (one.latitude, one.longitude)
    return Asked(latitude=latitude, longitude=longitude, population=one.population)


def _by_codes(sought: Sequence[Sought]) -> list[Target | None]:
    wanted = {(scheme, code) for one in sought for scheme, code in _own_codes(one)}
    known: dict[tuple[str, str, str], tuple[int, float]] = {}
    if wanted:
        terms: dict[str, Any] = {
            "schemes": sorted({scheme for scheme, _code in wanted}),
            "codes": sorted({code for _scheme, code in wanted}),
            "countries": sorted({one.ref.country for one in sought}),
            "numbers": [int(code) for scheme, code in wanted if scheme == "geonames" and _is_number(code)],
        }
        with connection.cursor() as cursor:
            cursor.execute(_BY_CODE, terms)
            for scheme, code, country, place_id, confidence in cursor.fetchall():
                # A municipality's own code stands before one joined by name.
                if known.get((scheme, code, country), (0, 0.0))[1] < confidence:
                    known[scheme, code, country] = (place_id, confidence)
                # A number of Wikidata or GeoNames says the country by itself; a municipality's does not.
                if scheme != "lau":
                    known[scheme, code, ""] = (place_id, confidence)
    return [_of_code(one, known) for one in sought]


def _of_code(one: Sought, known: Mapping[tuple[str, str, str], tuple[int, float]]) -> Target | None:
    for scheme, code in _own_codes(one):
        if (scheme, code, one.ref.country) in known:
            place_id, confidence = known[scheme, code, one.ref.country]
            return Target(place_id=place_id, confidence=confidence, evidence=(f"code:{scheme}",))
    return None


def _is_number(code: str) -> bool:
    return code.isascii() and code.isdigit() and len(code) <= _GEONAMES_DIGITS


def _own_codes(one: Sought) -> Iterator[tuple[str, str]]:
    """The codes that name one place, the one the source goes by first."""
    if one.ref.code:
        yield one.ref.scheme, one.ref.code
    for scheme, code in sorted(one.codes.items()):
        if not scheme.startswith("nuts") and (scheme, code) != (one.ref.scheme, one.ref.code):
            yield scheme, code


def _forms(one: Sought) -> _Forms:
    whole = [form for name in (one.ref.name, *one.names) if name for form in (normalise(name), bare(name))]
    parts = [
        normalise(part)
        for name in (one.ref.name, *one.names)
        for part in _BESIDE.split(_ASIDE.sub("", name))
        if len(part) > 2
    ]
    forms = dict.fromkeys(((name, False) for name in whole), None)
    forms |= dict.fromkeys(((name, True) for name in parts if name not in whole), None)
    return [(name, is_part) for name, is_part in forms if 0 < len(name) <= LONGEST]


def _rows_of(pairs: Iterable[tuple[str, str]]) -> dict[tuple[str, str], list[_Row]]:
    found: defaultdict[tuple[str, str], list[_Row]] = defaultdict(list)
    wanted = set(pairs)
    if wanted:
        terms: dict[str, Any] = {
            "names": sorted({name for name, _country in wanted}),
            "countries": sorted({country for _name, country in wanted}),
            "anywhere": any(not country for _name, country in wanted),
        }
        with connection.cursor() as cursor:
            cursor.execute(_BY_NAME, terms)
            for name, country, *row in cursor.fetchall():
                for pair in {(name, country), (name, "")} & wanted:
                    found[pair].append(tuple(row))
    return found


def _candidates(
    one: Sought, forms: _Forms, rows: Mapping[tuple[str, str], Sequence[_Row]]
) -> list[Candidate]:
    """The places of the whole name; where there is none, of a part of it."""
    for wants_part in (False, True):
        found = {
            row[0]: _candidate(one, name, row, is_part=wants_part)
            for name, is_part in reversed(forms)
            if is_part == wants_part
            for row in rows.get((name, one.ref.country), ())
        }
        if found:
            return list(found.values())
    return []


def _candidate(one: Sought, name: str, row: _Row, *, is_part: bool) -> Candidate:
    place_id, latitude, longitude, population, own_name, lau = row
    wants_lau = one.ref.code if one.ref.scheme == "lau" else one.codes.get("lau", "")
    return Candidate(
        place_id=place_id,
        latitude=latitude,
        longitude=longitude,
        population=population,
        is_own=name in (normalise(own_name), bare(own_name)),
        is_part=is_part,
        is_taken=bool(wants_lau and lau and lau != wants_lau),
    )
