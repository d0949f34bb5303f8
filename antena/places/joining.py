"""Which settlement of GeoNames is which member: by name, place and inhabitants. Plain Python."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from difflib import SequenceMatcher
from math import log
from typing import Final

import msgspec
import shapely

from antena.places.earth import Point, Polygon, flat

# How far outside a simplified outline its own settlement may seem to lie, and how far from a stated point.
_OUTSIDE_KM: Final = 1.5
_FROM_POINT_KM: Final = 5.0
_ALIKE: Final = 0.85


class Settlement(msgspec.Struct, frozen=True):
    """A row of GeoNames. ``names`` are normalised; ``population`` 0 where nobody says."""

    key: int
    names: frozenset[str]
    at: Point
    population: int


class Wanted(msgspec.Struct, frozen=True):
    """A member to find: normalised names, inhabitants; where it is: an outline, a point, or nothing."""

    code: str
    names: list[str]
    population: int
    outline: list[Polygon]
    at: Point | None


class Join(msgspec.Struct, frozen=True):
    """A settlement found for a member. ``how``: "name", "part" of a compound name, or "spelling".

    ``km`` is its distance from the member's outline or point; ``rivals`` how many others had the name there.
    """

    key: int
    how: str
    km: float
    rivals: int = 0


# Nearest first, then the inhabitants most alike.
_Offer = tuple[float, float, str, Join]


def join(wanted: Sequence[Wanted], settlements: Sequence[Settlement]) -> dict[str, Join]:
    """The settlement of each member by the member's code; members without one are left out.

    The same name first, then, only inside a member's outline, the first part of a compound name ("Calonge"
    for "Calonge i Sant Antoni") or a name spelled almost alike. Among several the nearest wins, then the one
    with the inhabitants most alike. Where it is not known where a member lies, the inhabitants alone decide.
    A settlement is given once.
    """
    by_name: defaultdict[str, list[Settlement]] = defaultdict(list)
    for settlement in settlements:
        for name in settlement.names:
            by_name[name].append(settlement)
    found = _settle((offer for one in wanted for offer in _of_that_name(one, by_name)), {})
    tree = shapely.STRtree([shapely.Point(one.at) for one in settlements])
    missing = [one for one in wanted if one.code not in found and one.outline]
    return _settle((offer for one in missing for offer in _inside(one, settlements, tree)), found)


def _settle(offers: Iterable[_Offer], found: Mapping[str, Join]) -> dict[str, Join]:
    settled = dict(found)
    taken = {joined.key for joined in found.values()}
    for _, _, code, joined in sorted(offers, key=lambda offer: offer[:3]):
        if code not in settled and joined.key not in taken:
            settled[code] = joined
            taken.add(joined.key)
    return settled


def _of_that_name(one: Wanted, by_name: Mapping[str, list[Settlement]]) -> Iterator[_Offer]:
    named = {settlement.key: settlement for name in one.names for settlement in by_name.get(name, ())}
    limit = _OUTSIDE_KM if one.outline else _FROM_POINT_KM
    near = [(km, settlement) for settlement in named.values() if (km := _km(one, settlement)) <= limit]
    for km, settlement in near:
        joined = Join(settlement.key, "name", km, rivals=len(near) - 1)
        yield km, _unlike(one, settlement), one.code, joined


def _inside(one: Wanted, settlements: Sequence[Settlement], tree: shapely.STRtree) -> Iterator[_Offer]:
    outline = shapely.union_all([shapely.make_valid(shapely.Polygon(rings[0])) for rings in one.outline])
    for number in tree.query(outline, predicate="intersects"):
        settlement = settlements[number]
        how = _likeness(one.names[0], settlement.names)
        if how:
            yield 0.0, _unlike(one, settlement), one.code, Join(settlement.key, how, 0.0)


def _likeness(official: str, names: Iterable[str]) -> str:
    for name in names:
        rest = official.removeprefix(name)
        if len(name) > 3 and rest != official and not rest[:1].isalnum():
            return "part"
        if SequenceMatcher(None, official, name).ratio() >= _ALIKE:
            return "spelling"
    return ""


def _km(one: Wanted, settlement: Settlement) -> float:
    latitude = settlement.at[1]
    point = shapely.Point(flat([settlement.at], latitude))
    if one.outline:
        parts = [shapely.make_valid(shapely.Polygon(flat(rings[0], latitude))) for rings in one.outline]
        return float(min(shapely.distance(parts, point)))
    if one.at:
        return float(shapely.distance(shapely.Point(flat([one.at], latitude)), point))
    return 0.0


def _unlike(one: Wanted, settlement: Settlement) -> float:
    return abs(log((1 + one.population) / (1 + settlement.population)))
