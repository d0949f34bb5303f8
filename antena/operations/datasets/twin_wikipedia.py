"""Pairs of twin towns with coordinates, as the lists of Wikipedia have them (CC BY-SA), joined to places."""

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Final

import msgspec
import numpy as np

from antena.lib.text import normalise, sort_key
from antena.matching.twins.world import Ints, Nation, Row, World, build, km_of, unit_vectors
from antena.operations.datasets.reading import NoDataError, csv_rows
from antena.places import geonames

FILE: Final = "twin_wikipedia/pairs.csv.gz"
# How far the coordinates of one settlement may lie apart in two registers.
_APART_KM: Final = 25.0
# What a list adds to a name: "Bunkyō (Tokyo)", "Seoul – Gangseo", "Bartoszyce County".
_ADDED: Final = re.compile(
    r"\s*\(.*\)|\s+(?:county|district|raion|municipality|province|city)$", re.IGNORECASE
)


class Town(msgspec.Struct, frozen=True):
    """An end of a pair as it is told; degrees WGS 84."""

    name: str
    country: str
    latitude: float
    longitude: float


class Twins(msgspec.Struct, frozen=True):
    """Two towns that are twinned."""

    one: Town
    other: Town


class Places(msgspec.Struct, frozen=True):
    """The world of the installed GeoNames package, and the positions each normalised name has in it."""

    world: World
    by_name: Mapping[str, Sequence[int]]


def read(data: Path) -> list[Twins]:
    """Every pair of the file in its order. Raises `NoDataError`."""
    try:
        return [Twins(_town(row, "1"), _town(row, "2")) for row in csv_rows(data / FILE)]
    except (KeyError, ValueError) as error:
        raise NoDataError(f"{data / FILE}: {error}") from error


def _town(row: Mapping[str, str], end: str) -> Town:
    return Town(row[f"city{end}"], row[f"country{end}"], float(row[f"lat{end}"]), float(row[f"lng{end}"]))


def places() -> Places:
    """The world as an installation loads it first. Takes some seconds."""
    nations = [
        Nation(
            code=country.code,
            continent=country.continent,
            in_eu=country.in_eu,
            languages=tuple(country.languages),
            neighbours=frozenset(country.neighbours),
        )
        for country in sorted(geonames.read_countries(), key=lambda country: country.code)
    ]
    codes = {nation.code for nation in nations}
    cities = sorted(
        (city for city in geonames.read_cities() if city.countrycode in codes),
        key=lambda city: city.geonameid,
    )
    rows = [
        Row(
            city.geonameid,
            sort_key(city.name).partition(", ")[0],
            city.countrycode,
            city.admin1code,
            city.latitude,
            city.longitude,
            city.population,
        )
        for city in cities
    ]
    by_name: defaultdict[str, list[int]] = defaultdict(list)
    for position, names in enumerate(geonames.search_names(cities)):
        for name in names:
            by_name[name].append(position)
    return Places(build(rows, nations, geonames.read_capitals()), by_name)


def joined(twins: Sequence[Twins], known: Places) -> Ints:
    """The pairs both ends of which are found, as positions (m, 2)."""
    found = {town: _position(town, known) for pair in twins for town in (pair.one, pair.other)}
    ends = np.array([(found[pair.one], found[pair.other]) for pair in twins], dtype=np.int64).reshape(-1, 2)
    return ends[(ends >= 0).all(axis=1)]


def _position(town: Town, known: Places) -> int:
    """The place of that name within 25 km: the nearer and the larger, where there are several; −1 if none."""
    world = known.world
    at = unit_vectors(np.array([town.latitude]), np.array([town.longitude]))[0]
    for name in _written(town.name):
        near = {
            position: km
            for position in known.by_name.get(name, ())
            if (km := km_of(float(world.xyz[position] @ at))) <= _APART_KM
        }
        if near:
            return max(near, key=lambda one: (float(world.log_population[one]) - near[one] / 3, -one))
    return -1


def _written(name: str) -> list[str]:
    """The name, then without what lists add, then its parts: normalised."""
    bare = _ADDED.sub("", name)
    return list(dict.fromkeys(normalise(one) for one in (name, bare, *re.split(r"\s[–-]\s|, ", bare))))
