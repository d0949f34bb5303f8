"""What is read of places."""

from antena.places.facts import Facts, facts
from antena.places.queries.maps import association_map, county_map, locator
from antena.places.queries.municipalities import (
    MunicipalityPage,
    Neighbour,
    ServedCounty,
    UnknownPlaceError,
    any_member,
    by_slug,
    members,
    nearby,
    neighbours,
    page,
    served_counties,
)
from antena.places.queries.search import search

__all__ = [
    "Facts",
    "MunicipalityPage",
    "Neighbour",
    "ServedCounty",
    "UnknownPlaceError",
    "any_member",
    "association_map",
    "by_slug",
    "county_map",
    "facts",
    "locator",
    "members",
    "nearby",
    "neighbours",
    "page",
    "search",
    "served_counties",
]
