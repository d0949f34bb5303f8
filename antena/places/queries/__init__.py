"""What is read of places."""

from antena.places.facts import Facts, facts
from antena.places.queries.known import (
    KnownFact,
    KnownFigure,
    KnownTwin,
    Told,
    contact,
    known_facts,
    known_figures,
    known_twins,
    unplaced_counts,
)
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
    "KnownFact",
    "KnownFigure",
    "KnownTwin",
    "MunicipalityPage",
    "Neighbour",
    "ServedCounty",
    "Told",
    "UnknownPlaceError",
    "any_member",
    "association_map",
    "by_slug",
    "contact",
    "county_map",
    "facts",
    "known_facts",
    "known_figures",
    "known_twins",
    "locator",
    "members",
    "nearby",
    "neighbours",
    "page",
    "search",
    "served_counties",
    "unplaced_counts",
]
