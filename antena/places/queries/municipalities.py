"""The association's municipalities: one by its address, its page, its neighbours, lists to browse."""

from itertools import groupby
from math import cos, radians

import msgspec
from django.db.models import F, QuerySet

from antena.places.earth import distance_km
from antena.places.facts import Facts, facts
from antena.places.models import Border, Place, Region


class UnknownPlaceError(LookupError):
    """No member of the association has this address."""


class Neighbour(msgspec.Struct, frozen=True):
    """A municipality beside another, and the kilometres between their main settlements."""

    place: Place
    km: float


class MunicipalityPage(msgspec.Struct, frozen=True, kw_only=True):
    """What a municipality's page says. ``rank`` is its place by inhabitants, 1 the largest of ``of``."""

    place: Place
    facts: Facts
    neighbours: list[Neighbour]
    rank: int
    of: int
    rank_in_county: int
    of_county: int


class ServedCounty(msgspec.Struct, frozen=True):
    """A county and the members in it, both in alphabetical order."""

    region: Region
    members: list[Place]


def members() -> QuerySet[Place]:
    """Every member, by name, county and province with it."""
    found = Place.objects.filter(is_member=True).select_related("county", "province", "country")
    return found.order_by("sort_key", "lau_code")


def by_slug(slug: str) -> Place:
    """The member with this address. One query. Raises `UnknownPlaceError`."""
    place = members().filter(slug=slug).first() if slug else None
    if place is None:
        raise UnknownPlaceError(slug)
    return place


def neighbours(place: Place) -> list[Place]:
    """The members whose border touches that of ``place``, by name; none where it has no border. One query."""
    beside = Border.neighbours.through.objects.filter(border_id=place.pk)
    return list(members().filter(pk__in=beside.values("place_id")))


def page(slug: str) -> MunicipalityPage:
    """Everything the page of a municipality says of it. Three queries. Raises `UnknownPlaceError`."""
    place = by_slug(slug)
    here = (place.longitude, place.latitude)
    around = [
        Neighbour(other, round(distance_km(here, (other.longitude, other.latitude)), 1))
        for other in neighbours(place)
    ]
    sizes = Place.objects.filter(is_member=True).values_list("population", "county_id")
    all_sizes = [population or 0 for population, _ in sizes]
    county_sizes = [population or 0 for population, county in sizes if county == place.county_id]
    own = place.population or 0
    return MunicipalityPage(
        place=place,
        facts=facts(place),
        neighbours=sorted(around, key=lambda neighbour: neighbour.km),
        rank=1 + sum(size > own for size in all_sizes),
        of=len(all_sizes),
        rank_in_county=1 + sum(size > own for size in county_sizes),
        of_county=len(county_sizes),
    )


def nearby(place: Place, *, limit: int = 8) -> list[Place]:
    """The other members whose main settlements lie nearest, nearest first. One query."""
    across = cos(radians(place.latitude))
    north = F("latitude") - place.latitude
    east = (F("longitude") - place.longitude) * across
    return list(
        members()
        .exclude(pk=place.pk)
        .annotate(away=north * north + east * east)
        .order_by("away", "pk")[:limit]
    )


def any_member() -> Place | None:
    """A member drawn by lot, for an example on a first page. One query."""
    return members().order_by("?").first()


def served_counties() -> list[ServedCounty]:
    """Every county that has members, with them, for browsing. One query."""
    found = members().filter(county__isnull=False).order_by("county__sort_key", "county_id", "sort_key")
    return [
        ServedCounty(county, list(group))
        for county, group in groupby(found, key=lambda place: place.county)
        if county is not None
    ]
