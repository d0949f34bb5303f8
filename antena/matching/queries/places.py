"""The facts of the member municipalities that their traits are made of."""

from collections.abc import Iterator

from antena.matching.engine.traits import PlaceFacts
from antena.places.models import Border, Place, Region


def member_facts() -> Iterator[tuple[Place, PlaceFacts]]:
    """Every member municipality with its facts. Three queries."""
    members = list(Place.objects.filter(is_member=True).select_related("county", "province").order_by("pk"))
    largest = _largest_of_county(members)
    neighbours = _largest_neighbours()
    for place in members:
        yield (
            place,
            PlaceFacts(
                population=place.population,
                area_km2=place.area_km2,
                latitude=place.latitude,
                longitude=place.longitude,
                altitude_m=place.altitude_m,
                degurba=place.degurba,
                is_coastal=place.is_coastal,
                in_mountain_county=place.county is not None and place.county.is_mountain,
                is_province_capital=_is_seat(place, place.province),
                is_county_capital=_is_seat(place, place.county),
                is_largest_of_county=place.pk in largest,
                largest_neighbour=neighbours.get(place.pk),
            ),
        )


def _is_seat(place: Place, region: Region | None) -> bool:
    return region is not None and place.lau_code in region.capital_codes


def _largest_of_county(members: list[Place]) -> frozenset[int]:
    best: dict[int, Place] = {}
    for place in members:
        if place.county_id is None or place.population is None:
            continue
        known = best.get(place.county_id)
        if known is None or place.population > (known.population or 0):
            best[place.county_id] = place
    return frozenset(place.pk for place in best.values())


def _largest_neighbours() -> dict[int, int]:
    """Place id → inhabitants of its most populated neighbour."""
    best: dict[int, int] = {}
    rows = Border.objects.filter(place__is_member=True).values_list("place_id", "neighbours__population")
    for place, population in rows:
        if population is not None and population > best.get(place, 0):
            best[place] = population
    return best
