"""What is said of a pair: for each topic the key of a sentence and the values it compares."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from antena.matching.twins import languages
from antena.matching.twins.features import Case
from antena.matching.twins.world import CAPITAL, FIRST_OF_REGION, km_of

# How many towns a sentence names.
NAMED = 3
# Inhabitants this many times as many are "about as many".
_ALIKE = 1.5

_Words = tuple[str, Mapping[str, Any]]


@dataclass(frozen=True)
class Said:
    """What a topic adds to the log-odds of a pair, and its sentence. Values called ``towns`` are positions of
    the world.
    """

    topic: str
    contribution: float
    key: str
    values: Mapping[str, Any]


def say(case: Case, number: int, topic: str, contribution: float) -> Said:
    """The sentence of a topic of `features.FEATURES`, or "openness", for the pair ``number`` of a case."""
    key, values = _SPEAKERS[topic](case, number)
    return Said(topic, contribution, f"twin.{key}", values)


def _size(case: Case, number: int) -> _Words:
    world = case.setting.world
    own, other = int(world.population[case.town]), int(world.population[case.others[number]])
    values = {"inhabitants": other, "own": own}
    if not own or not other:
        return "size.unknown", {}
    ratio = max(own, other) / min(own, other)
    if ratio <= _ALIKE:
        return "size.alike", values
    return ("size.larger" if other > own else "size.smaller"), values


def _distance(case: Case, number: int) -> _Words:
    km = km_of(float(case.closeness[number]))
    nations = case.setting.world.nations
    own, other = nations[case.country], nations[int(case.countries[number])]
    values = {"km": _rounded(km)}
    if other.code in own.neighbours or own.code in other.neighbours:
        return "distance.neighbours", values
    return ("distance.continent" if own.continent == other.continent else "distance.far"), values


def _rounded(km: float) -> int:
    """Kilometres to two figures: an honest distance between two towns has no more."""
    step = 10 ** max(0, len(str(int(km))) - 2)
    return int(round(km / step) * step)


_TONGUES = {
    languages.MAIN: "main",
    languages.SECOND: "second",
    languages.MINORITY: "minority",
    languages.BRANCH: "branch",
    languages.FAMILY: "family",
    languages.SCRIPT: "script",
    languages.NOTHING: "nothing",
    languages.UNKNOWN: "unknown",
}


def _language(case: Case, number: int) -> _Words:
    level = int(case.setting.tongues[case.country, case.countries[number]])
    return f"language.{_TONGUES[level]}", {"country": _code(case, number)}


def _history(case: Case, number: int) -> _Words:
    history = case.setting.history
    country = int(case.countries[number])
    count = int(history.counts[case.country, country])
    values = {"country": _code(case, number), "count": count}
    if not count:
        return "history.none", values
    return ("history.many" if history.lift[case.country, country] > 0 else "history.few"), values


def _funding(case: Case, number: int) -> _Words:
    level = int(case.setting.funding[case.country, case.countries[number]])
    return f"funding.{('unknown', 'none', 'one', 'both')[level]}", {"country": _code(case, number)}


def _regions(case: Case, number: int) -> _Words:
    graph, world = case.setting.graph, case.setting.world
    other = world.region[case.others[number : number + 1]]
    count = int(graph.between_regions(world.region[case.town : case.town + 1], other)[0])
    return ("regions.some" if count else "regions.none"), {"count": count}


def _around(case: Case, number: int) -> _Words:
    if not len(case.around):
        return "around.unknown", {}
    world = case.setting.world
    points = np.unique(case.around)
    closeness = world.xyz[points] @ world.xyz[case.others[number]]
    best = int(np.argmax(closeness))
    twin = int(points[best])
    beside = [place for place in case.setting.graph.twins_of(twin).tolist() if place != case.town]
    near = world.xyz[beside] @ world.xyz[case.town]
    town = beside[int(np.argmax(near))]
    if twin == case.others[number]:
        return "around.same", {"towns": [town]}
    km = _rounded(km_of(float(closeness[best])))
    return "around.near", {"towns": [town], "twins": [twin], "km": km}


def _friends(case: Case, number: int) -> _Words:
    graph = case.setting.graph
    shared = np.intersect1d(case.twins, graph.twins_of(int(case.others[number]))).tolist()
    if not len(case.twins):
        return "friends.unknown", {}
    if not shared:
        return "friends.none", {}
    shared.sort(key=lambda place: (len(graph.twins_of(place)), place))
    return "friends.some", {"towns": shared[:NAMED], "count": len(shared)}


def _again(case: Case, number: int) -> _Words:
    world = case.setting.world
    mine = [twin for twin in case.twins.tolist() if world.country[twin] == case.countries[number]]
    if not len(case.twins):
        return "again.unknown", {}
    return ("again.some" if mine else "again.none"), {"country": _code(case, number), "towns": mine[:NAMED]}


def _openness(case: Case, number: int) -> _Words:
    count = int(case.setting.graph.degree[case.others[number]])
    return ("openness.some" if count else "openness.none"), {"count": count}


def _standing(case: Case, number: int) -> _Words:
    kinds = case.setting.world.standing
    own, other = int(kinds[case.town]), int(kinds[case.others[number]])
    if own == other == CAPITAL:
        return "standing.capitals", {}
    if own >= FIRST_OF_REGION and other >= FIRST_OF_REGION:
        return "standing.firsts", {}
    if other == CAPITAL:
        return "standing.capital", {}
    if other == FIRST_OF_REGION:
        return "standing.first", {}
    return "standing.ordinary", {}


def _name(case: Case, number: int) -> _Words:
    world = case.setting.world
    other = case.others[number]
    if world.name[case.town] == world.name[other]:
        return "name.same", {}
    words = {word for word in world.words[case.town].tolist() if word >= 0}
    return ("name.word" if words & set(world.words[other].tolist()) else "name.other"), {}


def _code(case: Case, number: int) -> str:
    return case.setting.world.nations[int(case.countries[number])].code


_SPEAKERS: Mapping[str, Callable[[Case, int], _Words]] = {
    "size": _size,
    "distance": _distance,
    "language": _language,
    "history": _history,
    "funding": _funding,
    "regions": _regions,
    "around": _around,
    "friends": _friends,
    "again": _again,
    "openness": _openness,
    "standing": _standing,
    "name": _name,
}
