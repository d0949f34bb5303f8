"""From the facts of a place to its traits, and from its traits to what such a town usually needs.

Traits are facts with a threshold and are never guessed. Themes are: a town that said nothing gets those its
traits suggest, each with the sentence that defends it, and every screen says that they are assumed.
"""

from collections.abc import Iterable

import msgspec

from antena.matching.engine.data.assumptions import ASSUMPTIONS, Assumption
from antena.matching.engine.vocabulary import band

# Inhabitants per square kilometre. Below 12.5 Eurostat and the Spanish strategy speak of sparse population;
# 150 is the OECD's threshold of the countryside; 1,500 is that of an urban centre in the degree of
# urbanisation.
SPARSE, RURAL, DENSE = 12.5, 150.0, 1_500.0
# Metres above the sea from which Spanish law (25/1982) takes a municipality for one of the mountain; town
# halls stand in the valleys, so what is around lies higher.
HIGH = 1_000.0
# Eurostat's degree of urbanisation, made of a grid of a kilometre: it sees a town in a large municipality,
# and a village in a small one, where density does not.
CITY_BY_GRID, COUNTRYSIDE_BY_GRID = 1, 3
# Inhabitants from which a neighbour is a city, as in the degree of urbanisation.
CITY = 50_000

# Rough boxes of sea basins and rivers: west, south, east, north in degrees. Good enough to tell a text on the
# Baltic from one for a town in the Mediterranean, and for nothing finer.
BASINS: dict[str, tuple[tuple[float, float, float, float], ...]] = {
    "mediterranean": ((-5.6, 35.0, 3.5, 42.95), (3.0, 30.0, 16.5, 46.0), (16.5, 30.0, 36.5, 42.5)),
    "atlantic": ((-31.5, 32.0, -6.0, 44.0), (-6.0, 43.0, -1.0, 49.0), (-11.0, 49.0, -1.5, 60.0)),
    "baltic": ((12.0, 53.8, 30.5, 66.0),),
    "danube": ((8.0, 43.5, 30.0, 50.0),),
    "black_sea": ((26.5, 41.0, 42.0, 47.0),),
    "arctic": ((-25.0, 66.0, 45.0, 82.0), (-1.5, 51.0, 9.0, 62.0)),
}


class PlaceFacts(msgspec.Struct, frozen=True, kw_only=True):
    """What is known of a municipality; None where nobody says.

    Area in km², altitude in metres, coordinates in degrees; ``degurba`` is 1 city, 2 town or suburb, 3
    countryside.
    """

    population: int | None = None
    area_km2: float | None = None
    latitude: float | None = None
    longitude: float | None = None
    altitude_m: float | None = None
    degurba: int | None = None
    is_coastal: bool = False
    in_mountain_county: bool = False
    is_province_capital: bool = False
    is_county_capital: bool = False
    is_largest_of_county: bool = False
    # inhabitants of its most populated neighbour
    largest_neighbour: int | None = None


def traits_of(facts: PlaceFacts) -> frozenset[str]:
    """The traits of a place: codes of `vocabulary.SIZES`, `TERRITORIES` and `STANDINGS`."""
    found = {
        code
        for code, holds in (
            ("coastal", facts.is_coastal),
            ("mountain", facts.in_mountain_county or (facts.altitude_m or 0.0) >= HIGH),
            ("province_capital", facts.is_province_capital),
            ("county_capital", facts.is_county_capital),
            ("county_centre", facts.is_largest_of_county),
            ("beside_city", (facts.largest_neighbour or 0) >= CITY > (facts.population or 0)),
        )
        if holds
    }
    if facts.population is not None:
        found.add(band(facts.population))
        found |= _by_density(facts.population, facts.area_km2)
    if facts.degurba is not None:
        found = (found - {"urban", "rural"}) | _by_grid(facts.degurba)
    return frozenset(found | _basins(facts.longitude, facts.latitude))


def _by_density(population: int, area_km2: float | None) -> set[str]:
    if not area_km2:
        return {"urban"} if population >= CITY else set()
    density = population / area_km2
    return {
        code
        for code, holds in (
            ("sparse", density < SPARSE),
            ("rural", density < RURAL and population < CITY),
            ("dense", density >= DENSE),
            ("urban", population >= CITY or (density >= DENSE and population >= 5_000)),
        )
        if holds
    }


def _by_grid(degurba: int) -> set[str]:
    return {
        code
        for code, holds in (("urban", degurba == CITY_BY_GRID), ("rural", degurba == COUNTRYSIDE_BY_GRID))
        if holds
    }


def _basins(longitude: float | None, latitude: float | None) -> set[str]:
    if longitude is None or latitude is None:
        return set()
    return {
        name
        for name, boxes in BASINS.items()
        for west, south, east, north in boxes
        if west <= longitude <= east and south <= latitude <= north
    }


def assumptions_for(traits: Iterable[str]) -> tuple[Assumption, ...]:
    """What is assumed of a town with ``traits``, the strongest first; of each theme only the strongest."""
    traits = frozenset(traits)
    best: dict[str, Assumption] = {}
    for assumption in ASSUMPTIONS:
        known = best.get(assumption.theme)
        if assumption.trait in traits and (known is None or assumption.weight > known.weight):
            best[assumption.theme] = assumption
    return tuple(sorted(best.values(), key=lambda assumption: (-assumption.weight, assumption.theme)))


def assumed_themes(traits: Iterable[str]) -> dict[str, float]:
    """Theme code → weight in [0, 1] for a town that said nothing."""
    return {assumption.theme: assumption.weight for assumption in assumptions_for(traits)}
