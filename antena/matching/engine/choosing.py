"""Choosing a town's matches among its candidates: the best, without twenty of the same.

Candidates are taken one after another. What a candidate is worth is its exact score as adopted priorities
place it (`priorities.placed`), reduced for each match already chosen that it repeats (`Repetition`). First
every bucket fills its own places, so that none is empty where there is something for it; places a bucket
cannot fill go to the best that is left in the others. A small town that would get nothing useful that is new
is given the best of what is new beyond its places (`fairness`).
"""

from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from antena.matching.engine.algorithm import BUCKETS, Algorithm
from antena.matching.engine.calibration import Calibration
from antena.matching.engine.facts import Signal
from antena.matching.engine.fairness import LINE, is_small, new_ones, shares
from antena.matching.engine.priorities import placed
from antena.matching.engine.scoring import Candidates, Panel

Indices = NDArray[np.intp]
Doubles = NDArray[np.float64]


@dataclass(frozen=True)
class Chosen:
    """One match: place of the signal in the panel, bucket, rank in the bucket (from 1), exact score.

    The score is what the features make it; the rank is where adopted priorities put it. ``is_kept``: it
    has the place kept for a small town.
    """

    signal: int
    bucket: str
    rank: int
    score: float
    is_kept: bool = False


class _Town:
    """The candidates of one town while its matches are chosen, one array over all buckets.

    ``exact`` are their scores, ``scores`` the same as adopted priorities place them.
    """

    def __init__(
        self, places: Indices, exact: Doubles, scores: Doubles, buckets: Indices, alike: Sequence[Indices]
    ) -> None:
        self.places, self.exact, self.scores, self.buckets = places, exact, scores, buckets
        self.alike = alike
        self.worth = scores.copy()
        self.taken: list[int] = []
        self.kept: int | None = None

    def take(self, allowed: NDArray[np.bool_], factors: Sequence[float]) -> int | None:
        """Take the candidate worth most among those ``allowed``; None where none is left."""
        worth = np.where(allowed, self.worth, -1.0)
        best = int(np.argmax(worth)) if len(worth) else 0
        if not len(worth) or worth[best] < 0:
            return None
        self.worth[best] = -1.0
        left = self.worth >= 0
        for labels, factor in zip(self.alike, factors, strict=True):
            if labels[best] >= 0:
                self.worth[left & (labels == labels[best])] *= factor
        self.taken.append(best)
        return best


def choose(
    panel: Panel,
    candidates: Candidates,
    *,
    towns: Indices | None = None,
    put_away: Mapping[int, frozenset[int]] | None = None,
    calibration: Calibration | None = None,
) -> list[list[Chosen]]:
    """The matches of ``towns`` (places in ``panel``; all when None) by bucket, the highest score first.

    ``put_away``: place of a town → places of the signals it answered "not for us" or "done". They take up no
    room, so that the next one moves up; they are kept all the same, for the answer may be taken back. Without
    a ``calibration`` nothing is known to be useful, and no place is kept for small towns.
    """
    factors = panel.algorithm.repetition
    weights = (factors.programme, factors.family, factors.theme)
    labels = _labels(panel.signals)
    new = new_ones(panel.signals)
    ids = np.array([signal.id for signal in panel.signals], dtype=np.int64)
    towns = np.arange(len(panel.towns)) if towns is None else towns
    picked = np.concatenate([candidates.places[name][towns] for name in BUCKETS], axis=1)
    exact = panel.exact(towns, picked).astype(np.float64)
    # a place of −1 has a score of −1, which nothing moves
    scores = placed(exact, panel.lifts[picked]) if (panel.lifts != 1).any() else exact
    buckets = np.repeat(np.arange(len(BUCKETS)), [candidates.places[name].shape[1] for name in BUCKETS])
    least = np.array([panel.algorithm.least[name] for name in BUCKETS])[buckets]
    chosen = []
    for index, places, own, values in zip(towns.tolist(), picked, exact, scores, strict=True):
        real = np.flatnonzero((places >= 0) & (values >= least))
        # the first of equals is taken first: order by signal, so that nothing depends on how they came
        real = real[np.argsort(ids[places[real]], kind="stable")]
        alike = [part[places[real]] for part in labels]
        town = _Town(places[real], own[real], values[real], buckets[real], alike)
        away = (put_away or {}).get(index, frozenset())
        _fill_all(town, panel.algorithm, weights, away)
        if calibration is not None and is_small(panel.towns[index]):
            _keep_place(town, new, calibration, away)
        chosen.append(_ranked(town))
    return chosen


def _fill_all(town: _Town, algorithm: Algorithm, factors: Sequence[float], away: frozenset[int]) -> None:
    room = sum(algorithm.places[name] for name in BUCKETS)
    for number, name in enumerate(BUCKETS):
        room -= _fill(town, town.buckets == number, algorithm.places[name], factors, away)
    _fill(town, town.scores >= algorithm.lent, room, factors, away)


def _keep_place(town: _Town, new: NDArray[np.bool_], calibration: Calibration, away: frozenset[int]) -> None:
    """Take the best of the new candidates where nothing useful that is new was taken."""
    worth = shares(town.exact, town.buckets, calibration)
    fits = new[town.places] & ~np.isin(town.places, list(away))
    if not fits.any() or (fits & (worth >= LINE))[town.taken].any():
        return
    # by share, then score; the first of equals, as candidates stand in the order of their signals
    best = int(
        min(np.flatnonzero(fits).tolist(), key=lambda place: (-worth[place], -town.exact[place], place))
    )
    if best not in town.taken:
        town.kept = best
        town.taken.append(best)


def _fill(
    town: _Town, allowed: NDArray[np.bool_], places: int, factors: Sequence[float], away: frozenset[int]
) -> int:
    """Take up to ``places`` candidates that take up room, and those put away met on the way."""
    filled = 0
    while filled < places:
        best = town.take(allowed, factors)
        if best is None:
            break
        filled += int(town.places[best]) not in away
    return filled


def _ranked(town: _Town) -> list[Chosen]:
    """What was taken, by bucket. Repetition decides what is taken, the score in which order it is told."""
    result = []
    for number, name in enumerate(BUCKETS):
        taken = sorted(
            (place for place in town.taken if town.buckets[place] == number),
            key=lambda place: (-town.scores[place], place),
        )
        result += [
            Chosen(int(town.places[place]), name, rank, float(town.exact[place]), place == town.kept)
            for rank, place in enumerate(taken, start=1)
        ]
    return result


def _labels(signals: Sequence[Signal]) -> tuple[Indices, Indices, Indices]:
    """For each signal the numbers of its programme, of its family and of its first theme; −1 where it has
    none.
    """
    return (
        _numbers([signal.programme or None for signal in signals]),
        _numbers([signal.family or None for signal in signals]),
        _numbers([_first_theme(signal) for signal in signals]),
    )


def _first_theme(signal: Signal) -> str | None:
    if not signal.themes:
        return None
    return min(signal.themes, key=lambda code: (-signal.themes[code], code))


def _numbers(labels: Sequence[Hashable | None]) -> Indices:
    known: dict[Hashable, int] = {}
    numbers = [-1 if label is None else known.setdefault(label, len(known)) for label in labels]
    return np.array(numbers, dtype=np.intp)
