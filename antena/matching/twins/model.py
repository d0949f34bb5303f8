"""What each level of each feature weighs, learned from real twinnings, added up to a chance.

The score is additive: a constant and one number a feature, so that "why this one" is the sum itself. The sum
is the logarithm of odds; the score is the chance that makes, that the two are a real pair rather than one
put together by chance of towns that twin as much.
"""

from dataclasses import dataclass
from functools import cache
from typing import Final

import numpy as np
from numpy.typing import NDArray

from antena.lib.learned import Provenance, Weights, load
from antena.matching.twins.features import FEATURES, Case, Feature, History, Setting
from antena.matching.twins.graph import Graph
from antena.matching.twins.world import Floats, Ints, Levels, World

# What is known of twinnings decides what weighs how much: nothing; those of the town's own country alone,
# as an association knows them; those of the other country too.
NOTHING, OWN, BOTH = range(3)
KNOWLEDGE: Final = ("nothing", "own", "both")
# From how many twinnings of the town's own country on they are called known: an association knows those of
# its members, which are few of the country's and all that is around them.
_FEWEST: Final = 20
# The share of a country's twinnings with third countries that must be known to call them known.
_KNOWN_SHARE: Final = 0.3

NAME: Final = "twins"
PACKAGE: Final = "antena.matching.twins.learned"


class WeightsOfOthersError(Exception):
    """The weights were learned with other features than this version has."""


@dataclass(frozen=True, eq=False)
class Openness:
    """How many twins a place is expected to have, by what it is: logarithms that add up.

    ``by_band`` of population and ``by_standing`` as in `world`; ``by_country`` in the order of the model's
    countries. ``steadiness`` is how much the expectation counts against what is known of the place, in
    twins.
    """

    by_band: Floats
    by_standing: Floats
    by_country: Floats
    steadiness: float


@dataclass(frozen=True, eq=False)
class Model:
    """``weights`` (knowledge, levels of all features), ``base`` (knowledge,). A level that is the middle of
    chance pairs weighs 0. ``lift`` and ``counts`` are `History` by ``countries``.
    """

    weights: Floats
    base: Floats
    openness: Openness
    countries: tuple[str, ...]
    lift: Floats
    counts: Floats
    provenance: Provenance | None = None

    def history(self, world: World) -> History:
        """History in the order of the world's countries; of a country not in the data, as expected."""
        order, known = self._order(world)
        both = known[:, None] & known
        lift = np.where(both, self.lift[np.ix_(order, order)], 0.0).astype(np.float32)
        counts = np.where(both, self.counts[np.ix_(order, order)], 0.0).astype(np.float64)
        return History(lift=lift, counts=counts)

    def openness_of(self, setting: Setting, places: Ints, knowledge: Levels) -> Floats:
        """How open places are to a twin: the logarithm of the twins each is expected to have, (n,).

        What it is lets expect a number; the twins it is known to have draw that up, and having none draws it
        down where the twinnings of its country are known.
        """
        world, told = setting.world, self.openness
        order, known = self._order(world)
        by_country = np.where(known, told.by_country[order], told.by_country.min())
        expected = (
            told.by_band[world.band[places]]
            + told.by_standing[world.standing[places]]
            + by_country[world.country[places]]
        )
        degree = setting.graph.degree[places]
        drawn = np.log((told.steadiness + degree) / (told.steadiness * np.exp(-expected) + 1.0))
        return np.where((knowledge == BOTH) | (degree > 0), drawn, expected).astype(np.float32)

    def _order(self, world: World) -> tuple[Ints, NDArray[np.bool_]]:
        """Where the world's countries stand in the model's, and which of them do."""
        where = {code: place for place, code in enumerate(self.countries)}
        order = np.array([where.get(nation.code, -1) for nation in world.nations], dtype=np.int64)
        return order, order >= 0

    def contributions(self, levels: Levels, knowledge: Levels) -> Floats:
        """What each feature adds (n, features) to the log-odds of ``levels`` (n, features)."""
        return np.asarray(self.weights[knowledge[:, None], levels + OFFSETS], dtype=np.float32)

    def log_odds(self, case: Case, knowledge: Levels) -> Floats:
        """The sum for every pair of a case, a feature at a time: no table of all of them is made."""
        total = np.asarray(self.base[knowledge], dtype=np.float32)
        for feature, offset in zip(FEATURES, OFFSETS.tolist(), strict=True):
            table = self.weights[:, offset : offset + feature.levels]
            total += table[knowledge, feature.read(case)]
        return total


OFFSETS: Final = np.cumsum([0, *(feature.levels for feature in FEATURES[:-1])])
LEVELS: Final = sum(feature.levels for feature in FEATURES)


def chance(log_odds: Floats) -> Floats:
    """The chance in [0, 1] of log-odds."""
    return np.asarray(1.0 / (1.0 + np.exp(-log_odds)), dtype=np.float32)


def knowledge_of(setting: Setting, town: int) -> Levels:
    """What is known of twinnings with each country, (c,): `NOTHING`, `OWN` or `BOTH`, seen from ``town``."""
    graph, counts = setting.graph, setting.history.counts
    own = int(setting.world.country[town])
    known = graph.countries
    if graph.country_degree[own] < _FEWEST:
        return np.zeros(len(setting.world.nations), dtype=np.uint8)
    third = counts.sum(axis=0) - counts[own]
    told = known.sum(axis=0) - known[own]
    found = np.where((third > 0) & (told >= _KNOWN_SHARE * third), BOTH, OWN).astype(np.uint8)
    found[own] = BOTH
    return found


def levels_of(case: Case, features: tuple[Feature, ...] = FEATURES) -> Levels:
    """The level of each feature for each pair of a case, (n, features)."""
    return np.stack([feature.read(case) for feature in features], axis=1)


@cache
def shipped() -> Model:
    """The model that ships with this version. Raises `WeightsError`, `WeightsOfOthersError`."""
    return from_weights(load(PACKAGE, NAME))


def from_weights(weights: Weights) -> Model:
    """A model from its file. Raises `WeightsOfOthersError` where its features are not those of now."""
    told = tuple(zip(weights.names["features"], weights.names["levels"], strict=True))
    if told != tuple((feature.name, str(feature.levels)) for feature in FEATURES):
        raise WeightsOfOthersError(f"weights are of {told}")
    arrays = weights.arrays
    return Model(
        weights=arrays["weights"].astype(np.float32),
        base=arrays["base"].astype(np.float32),
        countries=weights.names["countries"],
        lift=arrays["lift"].astype(np.float32),
        openness=Openness(
            by_band=arrays["by_band"],
            by_standing=arrays["by_standing"],
            by_country=arrays["by_country"],
            steadiness=float(arrays["steadiness"].item()),
        ),
        counts=arrays["counts"].astype(np.float32),
        provenance=weights.provenance,
    )


def to_weights(model: Model, provenance: Provenance) -> Weights:
    """A model as the file it ships in."""
    return Weights(
        name=NAME,
        arrays={
            "weights": model.weights,
            "base": model.base,
            "lift": model.lift,
            "by_band": model.openness.by_band,
            "by_standing": model.openness.by_standing,
            "by_country": model.openness.by_country,
            "steadiness": np.array(model.openness.steadiness),
            "counts": model.counts,
        },
        names={
            "features": tuple(feature.name for feature in FEATURES),
            "levels": tuple(str(feature.levels) for feature in FEATURES),
            "countries": model.countries,
        },
        provenance=provenance,
    )


def setting_of(world: World, graph: Graph, model: Model) -> Setting:
    """A world with the twinnings that are known in it and the history that ships."""
    return Setting(world, graph, model.history(world))
