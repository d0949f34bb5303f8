"""What towns, and the municipalities beside them, did in funded projects, by family of programmes."""

from collections import Counter
from collections.abc import Collection, Mapping

import msgspec

from antena.matching.engine.programmes import family
from antena.places.models import Border, Place
from antena.records import queries as records


class Experience(msgspec.Struct, frozen=True):
    """``own``: family of programmes → number of projects; ``near``: family → a municipality beside."""

    own: Mapping[str, int] = {}
    near: Mapping[str, str] = {}


def experience_of(place_ids: Collection[int]) -> Mapping[int, Experience]:
    """The experience of places, those without any left out. Three queries.

    Of several municipalities beside a place, the one with most projects of the family is named.
    """
    beside = _beside(place_ids)
    whole = {*place_ids, *(neighbour for found in beside.values() for neighbour in found)}
    own = {place: _by_family(counts) for place, counts in records.experience(whole).items()}
    names = dict(Place.objects.filter(pk__in=own).values_list("pk", "name"))
    found = {
        place: Experience(own.get(place, {}), _near(beside.get(place, ()), own, names)) for place in place_ids
    }
    return {place: known for place, known in found.items() if known.own or known.near}


def _beside(place_ids: Collection[int]) -> Mapping[int, list[int]]:
    found: dict[int, list[int]] = {}
    rows = Border.objects.filter(place__in=place_ids, neighbours__isnull=False)
    for place, neighbour in rows.values_list("place_id", "neighbours"):
        found.setdefault(place, []).append(neighbour)
    return found


def _by_family(counts: Mapping[str, int]) -> dict[str, int]:
    found: Counter[str] = Counter()
    for programme, projects in counts.items():
        if known := family(programme):
            found[known] += projects
    return dict(found)


def _near(
    neighbours: Collection[int], own: Mapping[int, Mapping[str, int]], names: Mapping[int, str]
) -> dict[str, str]:
    best: dict[str, tuple[int, str]] = {}
    for neighbour in neighbours:
        for known, projects in own.get(neighbour, {}).items():
            best[known] = max(best.get(known, (0, "")), (projects, names[neighbour]))
    return {known: name for known, (_, name) in best.items()}
