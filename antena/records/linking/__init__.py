"""Which place a body belongs to, from its name, country and city. Plain Python."""

from antena.records.linking.index import Atlas, CountryIndex, PlaceRow
from antena.records.linking.judging import LINKED, PROPOSED
from antena.records.linking.linker import Linker
from antena.records.linking.types import Found, Kind, Link, Wanted

__all__ = [
    "LINKED",
    "PROPOSED",
    "Atlas",
    "CountryIndex",
    "Found",
    "Kind",
    "Link",
    "Linker",
    "PlaceRow",
    "Wanted",
]
