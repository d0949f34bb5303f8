"""Rules about places that need no database."""

from collections.abc import Iterable, Mapping
from typing import Any, Final

import msgspec

from antena.places.enums import PopulationBand

_BANDS: Final = (
    (500, PopulationBand.TO_500),
    (2_000, PopulationBand.TO_2000),
    (5_000, PopulationBand.TO_5000),
    (20_000, PopulationBand.TO_20000),
    (50_000, PopulationBand.TO_50000),
    (100_000, PopulationBand.TO_100000),
)


def population_band(population: int | None) -> PopulationBand:
    """The band of a number of inhabitants; the upper bound belongs to it."""
    if population is None:
        return PopulationBand.UNKNOWN
    return next((band for most, band in _BANDS if population <= most), PopulationBand.OVER_100000)


# What a place shows of itself, one entry a fact: the columns that go together because one source says them.
FACTS: Final[dict[str, tuple[str, ...]]] = {
    "population": ("population", "population_year"),
    "coordinates": ("latitude", "longitude"),
    "area_km2": ("area_km2",),
    "altitude_m": ("altitude_m",),
    "degurba": ("degurba",),
    "website": ("website",),
    "email": ("email",),
}

# Whose word stands where several speak of one fact. A contract's authority is at most 100; a person's word
# stands above them all, which is what locks a corrected field. GeoNames is what there is for the whole
# world before any source has spoken, and the association's register is its own.
PERSON: Final = "person"
GAZETTEER: Final = "geonames"
REGISTER: Final = "register"
AUTHORITY: Final = {PERSON: 1_000, REGISTER: 60, GAZETTEER: 10}


class Said(msgspec.Struct, frozen=True, kw_only=True):
    """What one statement says; ``values`` is column → value, absent where it says nothing."""

    source: str
    record: str = ""
    authority: int
    values: Mapping[str, Any]
    is_listed: bool = True


def leading(statements: Iterable[Said]) -> dict[str, Said]:
    """Fact → the statement that is shown. Facts nobody speaks of are left out.

    A record that its source still lists comes before one that is gone; then the higher authority, then, of
    populations, the later year. Among equals the names of source and record decide, so that the order they
    came in never does.
    """
    ordered = sorted(statements, key=lambda one: (one.source, one.record))
    found: dict[str, Said] = {}
    for fact, columns in FACTS.items():
        speaking = [one for one in ordered if one.values.get(columns[0]) is not None]
        if speaking:
            found[fact] = max(speaking, key=lambda one: _weight(one, fact))
    return found


def _weight(one: Said, fact: str) -> tuple[bool, int, int]:
    year = one.values.get("population_year") or 0 if fact == "population" else 0
    return one.is_listed or one.source == PERSON, one.authority, year
