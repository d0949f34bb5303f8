"""What a practice rested on, set against a town: alike, different or not stated, never guessed."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, Final

import msgspec

from antena.matching.engine.evidence import POPULATION, EvidenceKind, EvidenceLink, Links, profile
from antena.matching.engine.features.effort import burden
from antena.matching.engine.vocabulary import BANDS, TERRITORIES, band
from antena.signals.reading.transfer import TransferReading

# A reading the reader is less sure of is not compared: the text may say something else.
SURE: Final = 0.4
# Degrees of latitude and metres within which a climate may be alike: the width of a band of Köppen's map in
# Europe, and two and a half degrees of temperature.
DEGREES, METRES = 4.0, 400.0
# Months: four years, the shortest term of a council in most of Europe.
TERM: Final = 48
# What a condition says that nobody stated, between alike and different.
UNSTATED: Final = 0.6


class State(StrEnum):
    """How a practice's condition compares with a town."""

    ALIKE = "alike"
    DIFFERENT = "different"
    NOT_STATED = "not_stated"


class Ground(msgspec.Struct, frozen=True, kw_only=True):
    """A place as conditions see it. Degrees, metres; ``traits`` are codes of `engine.vocabulary`."""

    place: int
    name: str
    population: int | None = None
    latitude: float | None = None
    longitude: float | None = None
    altitude_m: float | None = None
    traits: frozenset[str] = frozenset()
    capacity: str = "none"


@dataclass(frozen=True)
class Condition:
    """One comparison. ``score`` in [0, 1] is how little stands against doing it here."""

    kind: str
    state: State
    key: str
    score: float
    values: Mapping[str, Any] = field(default_factory=dict)
    evidence: Links = ()
    # of the reading, 1 where the values are facts of places
    confidence: float = 1.0


def conditions(
    readings: Iterable[TransferReading], done_in: Ground | None, town: Ground, *, signal: int
) -> tuple[Condition, ...]:
    """All conditions of the practice ``signal``, in a fixed order. ``done_in`` is None where unknown."""
    read = {reading.kind: reading for reading in readings if reading.confidence >= SURE}
    links = {kind: (_sentence(reading, signal),) for kind, reading in read.items()}
    found = (
        _size(read.get("size"), done_in, town),
        _territory(read.get("territory"), town),
        _climate(done_in, town),
        _competence(read.get("competence")),
        _cost(read.get("cost"), town),
        _time(read.get("time")),
    )
    return tuple(_with(condition, links.get(condition.kind, ()), read, signal) for condition in found)


def transferability(compared: Iterable[Condition]) -> float:
    """How little stands against doing it here, in [0, 1]: the weighted mean of the conditions."""
    pairs = [(WEIGHTS[condition.kind], condition.score) for condition in compared]
    whole = sum(weight for weight, _ in pairs)
    return sum(weight * score for weight, score in pairs) / whole if whole else UNSTATED


WEIGHTS: Mapping[str, float] = {
    "size": 0.25,
    "competence": 0.25,
    "territory": 0.15,
    "climate": 0.15,
    "cost": 0.15,
    "time": 0.05,
}


def _sentence(reading: TransferReading, signal: int) -> EvidenceLink:
    return EvidenceLink(
        kind=EvidenceKind.SENTENCE, words=reading.sentence, language=reading.language, signal=signal
    )


def _with(condition: Condition, links: Links, read: Mapping[str, TransferReading], signal: int) -> Condition:
    """The condition with the sentence it rests on first; one not stated rests on the whole text."""
    if condition.state is State.NOT_STATED:
        links = (EvidenceLink(kind=EvidenceKind.TEXT, signal=signal),)
    reading = read.get(condition.kind)
    return Condition(
        condition.kind,
        condition.state,
        condition.key,
        condition.score,
        condition.values,
        (*links, *condition.evidence),
        reading.confidence if reading and condition.state is not State.NOT_STATED else 1.0,
    )


def _unstated(kind: str) -> Condition:
    return Condition(kind, State.NOT_STATED, f"{kind}.unstated", UNSTATED)


_ORDER: Final = [code for code, _limit in BANDS]


def _rank(inhabitants: int) -> int:
    code = band(inhabitants)
    return _ORDER.index(code) if code in _ORDER else len(_ORDER)


def _size(reading: TransferReading | None, done_in: Ground | None, town: Ground) -> Condition:
    known = reading.value["inhabitants"] if reading else done_in.population if done_in else None
    if not known or not town.population:
        return _unstated("size")
    values = {"inhabitants": known, "own": town.population}
    evidence = (POPULATION,) if reading or done_in is None else (_figure(done_in, "population"), POPULATION)
    above = _rank(known) - _rank(town.population)
    if above >= 2:
        return Condition(
            "size", State.DIFFERENT, "size.larger", max(0.1, 0.7 - 0.2 * above), values, evidence
        )
    if above <= -2:
        return Condition("size", State.ALIKE, "size.smaller", 0.8, values, evidence)
    return Condition("size", State.ALIKE, "size.same", 1.0 - 0.1 * abs(above), values, evidence)


def _figure(ground: Ground, fact: str) -> EvidenceLink:
    return EvidenceLink(kind=EvidenceKind.FIGURE, ref=fact, place=ground.place, place_name=ground.name)


_OWN_TERRITORY: Final = EvidenceLink(kind=EvidenceKind.FIGURE, ref="territory")


def _territory(reading: TransferReading | None, town: Ground) -> Condition:
    if reading is None:
        return _unstated("territory")
    named = set(reading.value["territories"]) & TERRITORIES.keys()
    shared = sorted(named & town.traits)
    evidence = (_OWN_TERRITORY,)
    if shared:
        return Condition("territory", State.ALIKE, "territory.shared", 1.0, {"territories": shared}, evidence)
    return Condition(
        "territory", State.DIFFERENT, "territory.others", 0.3, {"territories": sorted(named)}, evidence
    )


def _climate(done_in: Ground | None, town: Ground) -> Condition:
    if done_in is None or done_in.latitude is None or town.latitude is None:
        return _unstated("climate")
    values: dict[str, Any] = {
        "place": done_in.name,
        "latitude": round(done_in.latitude, 1),
        "own_latitude": round(town.latitude, 1),
    }
    evidence = [_figure(done_in, "coordinates"), EvidenceLink(kind=EvidenceKind.FIGURE, ref="coordinates")]
    alike = abs(done_in.latitude - town.latitude) <= DEGREES
    suffix = ""
    if done_in.altitude_m is not None and town.altitude_m is not None:
        alike = alike and abs(done_in.altitude_m - town.altitude_m) <= METRES
        values |= {"metres": round(done_in.altitude_m), "own_metres": round(town.altitude_m)}
        suffix = ".altitude"
    if alike:
        return Condition("climate", State.ALIKE, f"climate.alike{suffix}", 1.0, values, tuple(evidence))
    return Condition("climate", State.DIFFERENT, f"climate.other{suffix}", 0.4, values, tuple(evidence))


def _competence(reading: TransferReading | None) -> Condition:
    if reading is None:
        return _unstated("competence")
    level = reading.value["level"]
    if level == "municipality":
        return Condition("competence", State.ALIKE, "competence.own", 1.0)
    score = {"county": 0.6, "region": 0.25, "state": 0.1}[level]
    return Condition("competence", State.DIFFERENT, f"competence.{level}", score)


def _cost(reading: TransferReading | None, town: Ground) -> Condition:
    if reading is None or town.population is None:
        return _unstated("cost")
    amount = reading.value["amount"]
    compared = burden((band(town.population), town.capacity), (amount, None))
    values = {"amount": amount, "own": town.population}
    evidence = (POPULATION, profile("capacity"))
    if compared.key.startswith("burden.heavy"):
        return Condition("cost", State.DIFFERENT, "cost.heavy", min(0.5, compared.score), values, evidence)
    return Condition("cost", State.ALIKE, "cost.fits", 1.0, values, evidence)


def _time(reading: TransferReading | None) -> Condition:
    if reading is None:
        return _unstated("time")
    months = reading.value["months"]
    if months <= TERM:
        return Condition("time", State.ALIKE, "time.short", 1.0, {"count": months})
    return Condition("time", State.DIFFERENT, "time.long", 0.5, {"count": months})
