"""Which of the places that bear a name a source means: by coordinates, else by inhabitants. Plain Python."""

from collections.abc import Sequence
from math import log
from typing import Final

import msgspec

from antena.places.earth import distance_km
from antena.places.enums import Unplaced

# From here on a join counts; below it the source's word is kept apart and nobody is told.
ENOUGH: Final = 0.7

# Where two registers put one town: its hall, its main square, or the middle of its territory.
_SAME_KM, _NEAR_KM, _FAR_KM = 8.0, 25.0, 60.0
# Logarithm of the ratio of two counts of inhabitants: 1.65 times apart, and three times.
_LIKE, _UNLIKE = 0.5, 1.1
# How many times as many inhabitants the largest must have to be meant where nothing else is said.
_TOWERS: Final = 20.0


class Candidate(msgspec.Struct, frozen=True, kw_only=True):
    """A place that bears the name, degrees WGS 84. ``is_taken``: it has another code of the same register.

    ``is_own``: the name is the one it goes by, not one of its others; ``is_part``: only a part of the name
    asked for is its name.
    """

    place_id: int
    latitude: float
    longitude: float
    population: int | None = None
    is_own: bool = True
    is_part: bool = False
    is_taken: bool = False


class Asked(msgspec.Struct, frozen=True, kw_only=True):
    """What else is known of the place a source means."""

    latitude: float | None = None
    longitude: float | None = None
    population: int | None = None


class Choice(msgspec.Struct, frozen=True, kw_only=True):
    """The place meant, or the reason nobody is sure. ``evidence`` are codes such as "name:exact", "km:3"."""

    place_id: int | None = None
    confidence: float = 0.0
    evidence: tuple[str, ...] = ()
    reason: Unplaced | None = None


def choose(candidates: Sequence[Candidate], asked: Asked) -> Choice:
    """Return the place meant, with a confidence of at least `ENOUGH`, or why there is none."""
    free = [one for one in candidates if not one.is_taken]
    if not free:
        return Choice(reason=Unplaced.NOT_FOUND)
    chosen = _by_point(free, asked) if asked.latitude is not None else _by_people(free, asked)
    if chosen.place_id is None:
        return chosen
    by_id = {one.place_id: one for one in free}
    found = by_id[chosen.place_id]
    confidence = chosen.confidence - 0.12 * found.is_part - 0.03 * (not found.is_own)
    evidence = ("name:part" if found.is_part else "name:exact", *chosen.evidence)
    if confidence < ENOUGH:
        return Choice(confidence=confidence, evidence=evidence, reason=Unplaced.UNSURE)
    return Choice(place_id=found.place_id, confidence=round(confidence, 3), evidence=evidence)


def _by_point(candidates: Sequence[Candidate], asked: Asked) -> Choice:
    here = (asked.longitude or 0.0, asked.latitude or 0.0)
    away = [(distance_km(here, (one.longitude, one.latitude)), one) for one in candidates]
    near = [(km, one) for km, one in away if km <= _NEAR_KM]
    if not near:
        km, one = min(away, key=lambda pair: pair[0])
        alone = len(away) == 1 and km <= _FAR_KM
        if alone and _unlike(one, asked) < _LIKE:
            return _choice(one, 0.75, f"km:{km:.0f}", "population:like")
        return Choice(evidence=(f"km:{km:.0f}",), reason=Unplaced.FAR_AWAY)
    # Of two places beside each other, a town and its old quarter, the town is meant.
    km, one = min(near, key=lambda pair: (pair[0] > _SAME_KM, not pair[1].is_own, -_people(pair[1]), pair[0]))
    return _choice(one, 0.97 if km <= _SAME_KM else 0.86, f"km:{km:.0f}")


def _by_people(candidates: Sequence[Candidate], asked: Asked) -> Choice:
    if asked.population is None:
        return _by_size(candidates)
    ordered = sorted(candidates, key=lambda one: (_unlike(one, asked), not one.is_own))
    best = _unlike(ordered[0], asked)
    if len(ordered) == 1:
        if best <= _UNLIKE:
            return _choice(ordered[0], 0.93 if best <= _LIKE else 0.8, "population:like")
        return Choice(reason=Unplaced.UNSURE, evidence=("population:unlike",))
    if best <= _LIKE and _unlike(ordered[1], asked) - best >= _LIKE:
        return _choice(ordered[0], 0.88, "population:like", f"rivals:{len(ordered) - 1}")
    return Choice(reason=Unplaced.SEVERAL, evidence=(f"rivals:{len(ordered) - 1}",))


def _by_size(candidates: Sequence[Candidate]) -> Choice:
    if len(candidates) == 1:
        return _choice(candidates[0], 0.8, "only")
    first, second = sorted(candidates, key=_people, reverse=True)[:2]
    if first.is_own and _people(first) >= _TOWERS * _people(second):
        return _choice(first, 0.75, "largest", f"rivals:{len(candidates) - 1}")
    return Choice(reason=Unplaced.SEVERAL, evidence=(f"rivals:{len(candidates) - 1}",))


def _choice(one: Candidate, confidence: float, *evidence: str) -> Choice:
    return Choice(place_id=one.place_id, confidence=confidence, evidence=evidence)


def _people(one: Candidate) -> int:
    return one.population or 0


def _unlike(one: Candidate, asked: Asked) -> float:
    """0 for the same number of inhabitants; `_UNLIKE` where nobody says, so that it settles nothing."""
    if one.population is None or asked.population is None:
        return _UNLIKE
    return abs(log((10 + one.population) / (10 + asked.population)))
