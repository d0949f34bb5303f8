"""The twinnings that are known, as a graph of places, and what is counted in it."""

from collections import defaultdict
from collections.abc import Mapping
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from antena.matching.twins.world import Floats, Indexes, Ints, World


class Graph:
    """Twinnings between positions of a `World`, each pair once, in no direction."""

    def __init__(self, world: World, pairs: Ints) -> None:
        """``pairs`` is (m, 2); the same pair told twice, or of a place with itself, counts once or not."""
        self.world = world
        ends = np.sort(np.asarray(pairs, dtype=np.int64).reshape(-1, 2), axis=1)
        self.pairs: Ints = np.unique(ends[ends[:, 0] != ends[:, 1]], axis=0)

    @cached_property
    def degree(self) -> Indexes:
        """How many twins each place has."""
        return np.bincount(self.pairs.ravel(), minlength=len(self.world)).astype(np.int32)

    @cached_property
    def linked(self) -> Ints:
        """The places with a twin, in their order."""
        return np.unique(self.pairs)

    @cached_property
    def neighbours(self) -> Mapping[int, Ints]:
        """The twins of each place that has any."""
        found: defaultdict[int, list[int]] = defaultdict(list)
        for one, other in self.pairs.tolist():
            found[one].append(other)
            found[other].append(one)
        return {place: np.array(sorted(twins), dtype=np.int64) for place, twins in found.items()}

    def twins_of(self, place: int) -> Ints:
        """The positions of the twins of a place, none if it has none."""
        return self.neighbours.get(place, np.empty(0, dtype=np.int64))

    @cached_property
    def country_degree(self) -> NDArray[np.float64]:
        """Ends of twinnings in each country."""
        return np.bincount(self.world.country[self.pairs].ravel(), minlength=len(self.world.nations)).astype(
            np.float64
        )

    @cached_property
    def countries(self) -> NDArray[np.float64]:
        """Twinnings between each two countries, (c, c), symmetric; within one they count twice."""
        size = len(self.world.nations)
        ends = self.world.country[self.pairs]
        flat = np.bincount(ends[:, 0].astype(np.int64) * size + ends[:, 1], minlength=size * size)
        table = flat.reshape(size, size).astype(np.float64)
        return table + table.T

    @cached_property
    def region_degree(self) -> NDArray[np.float64]:
        """Ends of twinnings in each region."""
        return np.bincount(
            self.world.region[self.pairs].ravel(), minlength=len(self.world.region_country)
        ).astype(np.float64)

    @cached_property
    def region_share(self) -> NDArray[np.float64]:
        """The share of each region in the ends of twinnings of its country."""
        whole = self.country_degree[self.world.region_country]
        return np.divide(self.region_degree, whole, out=np.zeros(len(whole)), where=whole > 0)

    @cached_property
    def _regions(self) -> tuple[Ints, NDArray[np.float64]]:
        """Pairs of regions as one number each, sorted, and how many twinnings they have."""
        size = len(self.world.region_country)
        ends = self.world.region[self.pairs].astype(np.int64)
        both = np.r_[ends[:, 0] * size + ends[:, 1], ends[:, 1] * size + ends[:, 0]]
        keys, counts = np.unique(both, return_counts=True)
        return keys, counts.astype(np.float64)

    def between_regions(self, one: Indexes, other: Indexes) -> NDArray[np.float64]:
        """Twinnings between regions, element by element."""
        keys, counts = self._regions
        wanted = np.asarray(one, dtype=np.int64) * len(self.world.region_country) + other
        if not len(keys):
            return np.zeros(wanted.shape)
        found = np.minimum(np.searchsorted(keys, wanted), len(keys) - 1)
        return np.where(keys[found] == wanted, counts[found], 0.0)

    def friends_of(self, place: int) -> tuple[Ints, Floats]:
        """Places that share twins with ``place``, and how much each shares (Adamic and Adar's measure).

        A twin in common counts for less the more twins it has: 1 / log(1 + degree).
        """
        found: defaultdict[int, float] = defaultdict(float)
        for between in self.twins_of(place).tolist():
            twins = self.twins_of(between)
            share = 1.0 / np.log(1.0 + len(twins))
            for other in twins.tolist():
                if other != place:
                    found[other] += share
        return np.fromiter(found, np.int64, len(found)), np.fromiter(found.values(), np.float32, len(found))

    def twins_around(self, place: int, cosine: float, most: int) -> Ints:
        """The twins of the ``most`` nearest linked places around ``place``, itself left out.

        ``cosine`` is that of the widest angle; the twins come in the order of those they are twins of.
        """
        world = self.world
        closeness = world.xyz[self.linked] @ world.xyz[place]
        near = np.flatnonzero((closeness >= cosine) & (self.linked != place))
        near = near[np.argsort(-closeness[near], kind="stable")[:most]]
        found = [self.twins_of(int(one)) for one in self.linked[near]]
        return np.concatenate(found) if found else np.empty(0, dtype=np.int64)

    def only(self, keep: NDArray[np.bool_]) -> "Graph":
        """The graph of the pairs chosen."""
        return Graph(self.world, self.pairs[keep])

    def holds(self, one: Ints, other: Ints) -> NDArray[np.bool_]:
        """Whether pairs are in the graph, element by element."""
        size = len(self.world)
        known = self.pairs[:, 0] * size + self.pairs[:, 1]
        return np.isin(np.minimum(one, other) * size + np.maximum(one, other), known)


def lift(pairs: NDArray[np.float64], degrees: NDArray[np.float64], prior: float) -> NDArray[np.float32]:
    """The logarithm of how many times more twinnings two groups have than their activity lets expect.

    ``pairs`` (k, k) symmetric, ``degrees`` (k,); ``prior`` twinnings as expected are added to each pair, so
    that few say little. 0 is as expected.
    """
    whole = max(float(degrees.sum()), 1.0)
    expected = degrees[:, None] * degrees[None, :] / whole
    added = prior * np.minimum(expected + 0.05, 1.0)
    return np.log((pairs + added) / (expected + added)).astype(np.float32)
