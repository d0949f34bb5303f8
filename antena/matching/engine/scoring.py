"""Scores of all towns with all signals: candidates by one matrix product, exact scores of the candidates.

The bulk score is linear: every feature is folded into one product of a town row with a signal column, gates
included as −100. Tabular features are exact in it; products are replaced by their straight line, so what it
gives is candidates, generously many. The exact score of a candidate is the one `explaining` gives for the
pair.

Features that abstain are left out of the weighted mean. Which ones abstain depends on the town and on the
signal; towns that feed the same features are scored together, and the divisor folds into the signals'
columns.
"""

from collections.abc import Hashable, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from antena.matching.engine.algorithm import BUCKETS, Algorithm, bucket_of
from antena.matching.engine.facts import Signal, Town
from antena.matching.engine.features import Product, Tabular
from antena.matching.engine.gates import failures
from antena.matching.engine.priorities import placed

Floats = NDArray[np.float32]
Indices = NDArray[np.intp]
Flags = NDArray[np.bool_]

# What a closed gate takes from a bulk score, and the score below which some gate was closed.
CLOSED, SHUT = np.float32(-100.0), np.float32(-50.0)
# Bulk scores are made in blocks of this many bytes, so that selection reads them while the cache holds them.
BLOCK_BYTES = 16 * 2**20
# Columns of a bulk score that are looked at together, at most, while the best are sought.
GROUP = 8
# Exact scores are rounded to this many decimals, so that the last bits of a sum decide nothing.
DECIMALS = 4


@dataclass(frozen=True)
class Column:
    """One feature for all towns and signals.

    ``towns`` (T, k) and ``signals`` (S, k): their product is the feature's straight line without its base.
    For a tabular feature k counts the distinct facets of the towns, ``towns`` is one-hot and the product
    exact.
    """

    weight: float
    towns: Floats
    signals: Floats
    town_feeds: Flags
    signal_feeds: Flags
    product: Product | None

    def exact(self, towns: Indices, picked: Indices) -> Floats:
        """Scores (t, p) of ``towns`` (t,) with the signals ``picked`` (t, p) for each."""
        dots: Floats = np.matmul(self.signals[picked], self.towns[towns, :, None])[:, :, 0]
        if self.product is None:
            return dots
        return self.product.level(dots / np.float32(self.product.slope))


def _tabular(feature: Tabular, weight: float, towns: Sequence[Town], signals: Sequence[Signal]) -> Column:
    town_class, town_facets = _classes([feature.town(town) for town in towns])
    signal_class, signal_facets = _classes([feature.signal(signal) for signal in signals])
    table = np.zeros((len(signal_facets) + 1, len(town_facets)), dtype=np.float32)
    for row, of_signal in enumerate(signal_facets):
        for column, of_town in enumerate(town_facets):
            table[row, column] = feature.compare(of_town, of_signal).score
    hot = np.zeros((len(towns), len(town_facets)), dtype=np.float32)
    feeds = town_class >= 0
    hot[np.flatnonzero(feeds), town_class[feeds]] = 1.0
    return Column(weight, hot, table[signal_class], feeds, signal_class >= 0, None)


def _classes(facets: Sequence[Hashable | None]) -> tuple[Indices, list[Hashable]]:
    """For each facet its place among the distinct ones, −1 where it is None."""
    known: dict[Hashable, int] = {}
    places = [-1 if facet is None else known.setdefault(facet, len(known)) for facet in facets]
    return np.array(places, dtype=np.intp), list(known)


def _product(feature: Product, weight: float, towns: Sequence[Town], signals: Sequence[Signal]) -> Column:
    of_towns = [feature.town(town) for town in towns]
    of_signals = [feature.signal(signal) for signal in signals]
    dense = next((len(side) for side in (*of_towns, *of_signals) if isinstance(side, np.ndarray)), None)
    codes: dict[Hashable, int] = {}
    if dense is None:
        for side in of_towns:
            for code in side or ():
                codes.setdefault(code, len(codes))
    width = dense or len(codes)
    left, right = (_matrix(sides, codes, width) for sides in (of_towns, of_signals))
    return Column(
        weight,
        left,
        right * np.float32(feature.slope),
        np.array([side is not None for side in of_towns], dtype=np.bool_),
        np.array([side is not None for side in of_signals], dtype=np.bool_),
        feature,
    )


def _matrix(sides: Sequence[object], codes: dict[Hashable, int], width: int) -> Floats:
    matrix = np.zeros((len(sides), width), dtype=np.float32)
    for row, side in enumerate(sides):
        if isinstance(side, np.ndarray):
            matrix[row] = side
        elif isinstance(side, dict):
            for code, value in side.items():
                if code in codes:
                    matrix[row, codes[code]] = value
    return matrix


@dataclass(frozen=True)
class Candidates:
    """For each town the places of its candidates among the signals, by bucket, and their bulk scores.

    Both arrays have the shape (towns, candidates); a place is −1 where a town has fewer.
    """

    places: dict[str, Indices]
    scores: dict[str, Floats]


class Panel:
    """Towns and signals made ready for one algorithm; the work that does not depend on the pair is done
    here.
    """

    def __init__(self, towns: Sequence[Town], signals: Sequence[Signal], algorithm: Algorithm) -> None:
        self.towns, self.signals, self.algorithm = towns, signals, algorithm
        self.lifts: Floats = np.array([signal.lift for signal in signals], dtype=np.float32)
        self.columns = tuple(
            _tabular(feature, weight, towns, signals)
            if isinstance(feature, Tabular)
            else _product(feature, weight, towns, signals)
            for feature, weight in algorithm.features()
        )
        self._town_gates, self._signal_gates, self._nobody = self._gates()
        buckets = np.array([BUCKETS.index(bucket_of(signal)) for signal in signals], dtype=np.intp)
        # signals some town can have, bucket by bucket, so that each bucket is one run of columns
        order = np.argsort(buckets, kind="stable")
        self.order: Indices = order[~self._nobody[order]]
        counts = np.bincount(buckets[self.order], minlength=len(BUCKETS))
        ends = np.cumsum(counts)
        self.runs = {
            name: slice(int(end - count), int(end))
            for name, count, end in zip(BUCKETS, counts, ends, strict=True)
        }

    def _gates(self) -> tuple[Floats, Floats, Flags]:
        """Gate dimensions of towns and signals, and which signals no town can have.

        Only conditions that some towns fail and others pass need a dimension.
        """
        nobody = np.zeros(len(self.signals), dtype=np.bool_)
        of_towns: list[Floats] = []
        of_signals: list[Floats] = []
        for gate in self.algorithm.gate_list():
            found = failures(gate, self.towns, self.signals)
            failing = found.fails.sum(axis=0)
            for condition in np.flatnonzero(failing):
                has = found.of_signal == condition
                if failing[condition] == len(self.towns):
                    nobody |= has
                    continue
                of_towns.append(found.fails[:, condition].astype(np.float32))
                of_signals.append(has.astype(np.float32) * CLOSED)
        return (
            np.stack([np.zeros(len(self.towns), dtype=np.float32), *of_towns], axis=1),
            np.stack([np.zeros(len(self.signals), dtype=np.float32), *of_signals], axis=1),
            nobody,
        )

    @cached_property
    def groups(self) -> tuple[tuple[Indices, Floats, Floats], ...]:
        """Towns that feed the same features, their rows, and the columns of the signals in ``order``.

        The bulk score of town t with signal s is the product of their rows.
        """
        feeds = np.stack([column.town_feeds for column in self.columns], axis=1)
        patterns, group_of = np.unique(feeds, axis=0, return_inverse=True)
        found = []
        for number, pattern in enumerate(patterns):
            members = np.flatnonzero(group_of.reshape(-1) == number)
            used = [column for column, fed in zip(self.columns, pattern, strict=True) if fed]
            found.append((members, self._town_rows(members, used), self._signal_rows(used)))
        return tuple(found)

    def _town_rows(self, members: Indices, used: Sequence[Column]) -> Floats:
        ones = np.ones((len(members), 1), dtype=np.float32)
        parts = [column.towns[members] for column in used]
        return np.ascontiguousarray(np.concatenate([*parts, ones, self._town_gates[members]], axis=1))

    def _signal_rows(self, used: Sequence[Column]) -> Floats:
        order = self.order
        divisor = np.zeros(len(order), dtype=np.float32)
        for column in used:
            divisor += np.float32(column.weight) * column.signal_feeds[order]
        divisor[divisor == 0] = 1.0
        parts: list[Floats] = []
        base = np.zeros((len(order), 1), dtype=np.float32)
        for column in used:
            share = (column.weight * column.signal_feeds[order] / divisor).astype(np.float32)[:, None]
            parts.append(column.signals[order] * share)
            if column.product is not None:
                base += share * np.float32(column.product.base)
        return np.ascontiguousarray(
            np.concatenate([*parts, base, self._signal_gates[order]], axis=1), dtype=np.float32
        )

    def candidates(self) -> Candidates:
        """The best signals of each bucket for each town by bulk score."""
        sizes = self.algorithm.candidates
        shape = {name: (len(self.towns), sizes[name]) for name in BUCKETS}
        places = {name: np.full(shape[name], -1, dtype=np.intp) for name in BUCKETS}
        scores = {name: np.full(shape[name], -np.inf, dtype=np.float32) for name in BUCKETS}
        rows = max(1, BLOCK_BYTES // (4 * max(1, len(self.order))))
        room = np.empty((min(rows, len(self.towns)), len(self.order)), dtype=np.float32)
        lifts = self.lifts[self.order]
        moved = np.flatnonzero(lifts != 1)
        for members, of_towns, of_signals in self.groups:
            for start in range(0, len(members), rows):
                block = members[start : start + rows]
                bulk = room[: len(block)]
                np.matmul(of_towns[start : start + rows], of_signals.T, out=bulk)
                if len(moved):
                    bulk[:, moved] = placed(bulk[:, moved], lifts[moved])
                for name, run in self.runs.items():
                    best, values = _best(bulk[:, run], sizes[name])
                    open_to = values > SHUT
                    width = best.shape[1]
                    places[name][block, :width] = np.where(open_to, self.order[run.start + best], -1)
                    scores[name][block, :width] = np.where(open_to, values, -np.inf)
        return Candidates(places, scores)

    def exact(self, towns: Indices, picked: Indices) -> Floats:
        """Exact scores (t, p) of ``towns`` (t,) with the signals ``picked`` for each (t, p); −1 gives −1."""
        result = np.full(picked.shape, -1.0, dtype=np.float32)
        rows = max(1, BLOCK_BYTES // (4 * 400 * max(1, picked.shape[1])))
        for start in range(0, len(towns) if self.signals else 0, rows):
            part = slice(start, start + rows)
            result[part] = self._exact_block(towns[part], picked[part])
        return result

    def _exact_block(self, towns: Indices, picked: Indices) -> Floats:
        total = np.zeros(picked.shape, dtype=np.float64)
        weights = np.zeros(picked.shape, dtype=np.float64)
        for column in self.columns:
            fed = column.town_feeds[towns, None] & column.signal_feeds[picked]
            if not fed.any():
                continue
            total += column.weight * np.where(fed, column.exact(towns, picked), 0.0)
            weights += column.weight * fed
        scores = np.round(total / np.where(weights == 0, 1.0, weights), DECIMALS)
        return np.where(picked < 0, -1.0, scores).astype(np.float32)


def _best(bulk: Floats, count: int) -> tuple[Indices, Floats]:
    """For each row the places and the values of its ``count`` largest values, in no order.

    A row is first cut into groups, every n-th column one, so that their maxima take a few fast passes. The
    ``count``-th largest maximum is a floor under which no value can be among the best, and few lie above it.
    """
    width = bulk.shape[1]
    count = min(count, width)
    members = min(GROUP, width // (2 * count)) if count else 0
    if members < 2:
        return _partition(bulk, np.broadcast_to(np.arange(width), bulk.shape), count)
    groups = width // members
    maxima = bulk[:, :groups].copy()
    for start in range(groups, groups * members, groups):
        np.maximum(maxima, bulk[:, start : start + groups], out=maxima)
    floor = np.partition(maxima, groups - count, axis=1)[:, groups - count]
    rows, columns = np.divmod(np.flatnonzero(bulk >= floor[:, None]), width)
    within = np.arange(len(rows)) - np.searchsorted(rows, np.arange(len(bulk)))[rows]
    shape = (len(bulk), int(within.max(initial=0)) + 1)
    places, values = np.zeros(shape, dtype=np.intp), np.full(shape, -np.inf, dtype=np.float32)
    places[rows, within], values[rows, within] = columns, bulk[rows, columns]
    return _partition(values, places, count)


def _partition(values: Floats, places: Indices, count: int) -> tuple[Indices, Floats]:
    width = values.shape[1]
    if count in (0, width):
        return places[:, :count], values[:, :count]
    best = np.argpartition(values, width - count, axis=1)[:, width - count :]
    return np.take_along_axis(places, best, axis=1), np.take_along_axis(values, best, axis=1)
