"""Algorithms by name. An old name stays here as long as matches made with it are stored."""

import tomllib
from collections.abc import Mapping
from functools import cache
from pathlib import Path

import msgspec

from antena.matching.engine.facts import ANSWERABLE, LAW, Signal
from antena.matching.engine.features import FEATURES, Feature
from antena.matching.engine.gates import GATES, Gate

BUCKETS = ("act", "follow", "inspire")
CURRENT = "radar-2"
DATA = Path(__file__).parent / "data"


class UnknownAlgorithmError(Exception):
    """No algorithm has this name."""


class Repetition(msgspec.Struct, frozen=True, kw_only=True):
    """What each earlier match of the same programme, family or first theme leaves of a candidate's worth."""

    programme: float
    family: float
    theme: float


class Algorithm(msgspec.Struct, frozen=True, kw_only=True):
    """Gates and weighted features under a name, and how many matches are chosen from how many candidates.

    ``places`` and ``candidates`` are by bucket. ``weights`` need not add up to 1: what counts is their share
    among the features that do not abstain. A pair that scores less than ``least``, by bucket, is not
    suggested, nor one that scores less than ``lent`` in a place lent by another bucket.
    """

    name: str
    provenance: str
    gates: tuple[str, ...]
    weights: Mapping[str, float]
    least: Mapping[str, float]
    lent: float
    places: Mapping[str, int]
    candidates: Mapping[str, int]
    repetition: Repetition

    def gate_list(self) -> tuple[Gate, ...]:
        """The gates, in the order they are told."""
        return tuple(GATES[name] for name in self.gates)

    def features(self) -> tuple[tuple[Feature, float], ...]:
        """The features with their weights."""
        return tuple((FEATURES[name], weight) for name, weight in self.weights.items())


@cache
def algorithm(name: str = CURRENT) -> Algorithm:
    """The algorithm called ``name``. Raises `UnknownAlgorithmError`."""
    path = DATA / f"{name}.toml"
    if name not in names():
        raise UnknownAlgorithmError(name)
    with path.open("rb") as file:
        return msgspec.convert(tomllib.load(file), Algorithm)


def names() -> tuple[str, ...]:
    """Every algorithm there is."""
    return tuple(sorted(path.stem for path in DATA.glob("radar-*.toml")))


def bucket_of(signal: Signal) -> str:
    """What a signal that passes the gates asks of a town.

    To act: a call, consultation or partner search that is open, or announced with a date. To follow: law, or
    what leads to it, that brings a duty, money or a service. To be inspired: the rest.
    """
    if signal.kind in ANSWERABLE and (
        signal.status == "open" or (signal.status == "forthcoming" and signal.deadline is not None)
    ):
        return "act"
    if signal.kind in LAW and signal.impact in ("duty", "money", "service"):
        return "follow"
    return "inspire"
