"""The measures of the field, each with an interval of 95 %.

Shares have Wilson's interval; the others are drawn again a thousand times with a fixed seed. ``groups`` say
which cases hang together (sentences of one text, pairs of one town): they are drawn together.
"""

from collections import Counter
from collections.abc import Callable, Sequence
from math import sqrt
from typing import Any, Final, Literal

import numpy as np
from numpy.typing import NDArray

from antena.operations.evaluation.bench import SEED
from antena.operations.evaluation.frame import Figure

Floats = NDArray[np.floating[Any]]
Flags = NDArray[np.bool_]
Average = Literal["micro", "macro", "weighted"]

# Of the normal distribution, for an interval that holds the true share 95 times of a hundred.
_Z95: Final = 1.959964
DRAWS: Final = 1_000


def share(right: Sequence[bool] | Flags) -> Figure:
    """How many of the cases are right, with Wilson's interval; (0, 1) where there are no cases."""
    of, hits = len(right), int(np.count_nonzero(right))
    if not of:
        return Figure(value=0.0, low=0.0, high=1.0, of=0)
    value, spread = hits / of, _Z95**2 / of
    middle = value + spread / 2
    half = sqrt(spread * value * (1 - value) + spread**2 / 4)
    return Figure(
        value=value,
        low=max(0.0, (middle - half) / (1 + spread)),
        high=min(1.0, (middle + half) / (1 + spread)),
        of=of,
    )


def drawn(
    measure: Callable[[NDArray[np.intp]], float],
    of: int,
    *,
    groups: Sequence[Any] | NDArray[Any] | None = None,
    draws: int = DRAWS,
) -> Figure:
    """``measure`` of all cases, and its interval from drawing the cases again with replacement.

    ``measure`` is given the places of the cases drawn. With ``groups``, one for each case, whole groups are
    drawn.
    """
    if not of:
        return Figure(value=0.0, low=0.0, high=1.0, of=0)
    generator = np.random.default_rng(SEED)
    parts: list[NDArray[np.intp]] | None = None
    if groups is not None:
        _, which = np.unique(np.asarray(groups), return_inverse=True)
        order = np.argsort(which, kind="stable")
        parts = np.split(order, np.cumsum(np.bincount(which))[:-1])
    values = np.empty(draws)
    for draw in range(draws):
        if parts is None:
            places = generator.integers(0, of, of)
        else:
            picked = generator.integers(0, len(parts), len(parts))
            places = np.concatenate([parts[one] for one in picked])
        values[draw] = measure(places)
    low, high = np.nanquantile(values, (0.025, 0.975))
    return Figure(value=float(measure(np.arange(of))), low=float(low), high=float(high), of=of)


def mean(values: Sequence[float] | Floats, *, groups: Sequence[Any] | None = None) -> Figure:
    """The mean of a value for each case: nDCG by query, say."""
    array = np.asarray(values, dtype=np.float64)
    return drawn(lambda places: float(array[places].mean()), len(array), groups=groups)


def f1(truth: Flags, said: Flags, average: Average, *, groups: Sequence[Any] | None = None) -> Figure:
    """F1 of several labels. Shapes (cases, labels); a label that is neither true nor said is left out."""
    return drawn(lambda places: f1_of(truth[places], said[places], average), len(truth), groups=groups)


def f1_of(truth: Flags, said: Flags, average: Average) -> float:
    """F1 as a plain number, in [0, 1]; "weighted" is the mean over labels by how often each is true."""
    hits = (truth & said).sum(axis=0).astype(np.float64)
    both = truth.sum(axis=0) + said.sum(axis=0)
    if average == "micro":
        return float(2 * hits.sum() / max(1, both.sum()))
    present = both > 0
    if average == "weighted":
        support = truth.sum(axis=0)[present]
        return float((2 * hits[present] / both[present] * support).sum() / max(1, support.sum()))
    return float((2 * hits[present] / both[present]).mean()) if present.any() else 0.0


def one_hot(labels: Sequence[Any], classes: Sequence[Any]) -> Flags:
    """One label for each case as flags, shape (cases, classes); a label of no class gives a row without."""
    return np.asarray([[label == one for one in classes] for label in labels], dtype=np.bool_).reshape(
        len(labels), len(classes)
    )


def recall_at(
    scores: Floats, right: Sequence[int] | NDArray[np.intp], k: int, *, groups: Sequence[Any] | None = None
) -> Figure:
    """How often the one right document is among the first ``k``. Shape of scores (queries, documents).

    Documents that score the same as the right one stand before it: a system that cannot tell is not praised.
    """
    hits = ranks(scores, right) <= k
    if groups is None:
        return share(hits)
    return mean(hits.astype(np.float64), groups=groups)


def ranks(scores: Floats, right: Sequence[int] | NDArray[np.intp]) -> NDArray[np.intp]:
    """The rank, from 1, of the right document of each query; ties count against it."""
    own = scores[np.arange(len(scores)), np.asarray(right, dtype=np.intp)]
    return np.asarray((scores >= own[:, None]).sum(axis=1), dtype=np.intp)


def ndcg_of(ranked: Sequence[float], ideal: Sequence[float], k: int) -> float:
    """nDCG at ``k`` of one query, gains 2^grade − 1. ``ranked`` are grades in the order given, ``ideal`` all.

    0 for a query without anything relevant.
    """
    best = _dcg(sorted(ideal, reverse=True)[:k])
    return _dcg(ranked[:k]) / best if best else 0.0


def _dcg(grades: Sequence[float]) -> float:
    return float(sum((2.0**grade - 1) / np.log2(rank + 2) for rank, grade in enumerate(grades)))


def auc(truth: Flags, scores: Floats, *, groups: Sequence[Any] | None = None) -> Figure:
    """The chance that a true case scores above a false one, ties half."""
    return drawn(
        lambda places: auc_of(truth[places], scores[places]), len(truth), groups=groups, draws=DRAWS // 5
    )


def auc_of(truth: Flags, scores: Floats) -> float:
    """The area under the ROC curve as a plain number; 0.5 where one kind of case is missing."""
    positive = int(truth.sum())
    if positive in (0, len(truth)):
        return 0.5
    _, which, counts = np.unique(scores, return_inverse=True, return_counts=True)
    middle = np.cumsum(counts) - (counts - 1) / 2
    above = middle[which][truth].sum() - positive * (positive + 1) / 2
    return float(above / (positive * (len(truth) - positive)))


def balanced_accuracy(
    truth: Sequence[Any], said: Sequence[Any], *, groups: Sequence[Any] | None = None
) -> Figure:
    """The mean over the true classes of how many of each are recognised."""
    true, told = np.asarray(truth), np.asarray(said)

    def measure(places: NDArray[np.intp]) -> float:
        return float(
            np.mean([(told[places][true[places] == one] == one).mean() for one in np.unique(true[places])])
        )

    return drawn(measure, len(true), groups=groups)


def ece(
    truth: Flags, probabilities: Floats, *, bins: int = 10, groups: Sequence[Any] | None = None
) -> Figure:
    """Expected calibration error over ``bins`` of the same width, weighted by their cases."""
    return drawn(lambda places: ece_of(truth[places], probabilities[places], bins), len(truth), groups=groups)


def ece_of(truth: Flags, probabilities: Floats, bins: int = 10) -> float:
    """Expected calibration error as a plain number."""
    which = np.clip((np.asarray(probabilities) * bins).astype(np.intp), 0, bins - 1)
    gap = np.bincount(which, weights=np.asarray(probabilities) - truth, minlength=bins)
    return float(np.abs(gap).sum() / max(1, len(truth)))


def kappa(first: Sequence[Any], second: Sequence[Any], *, groups: Sequence[Any] | None = None) -> Figure:
    """Cohen's kappa of two passes over the same cases: how much they agree beyond chance.

    It speaks of independent judges only where the passes were independent.
    """
    return drawn(
        lambda places: kappa_of([first[at] for at in places], [second[at] for at in places]),
        len(first),
        groups=groups,
    )


def kappa_of(first: Sequence[Any], second: Sequence[Any]) -> float:
    """Cohen's kappa as a plain number; 1 where both always say the same one thing."""
    same = sum(one == other for one, other in zip(first, second, strict=True)) / len(first)
    of_first, of_second = Counter(first), Counter(second)
    chance = sum(of_first[one] * of_second[one] for one in of_first) / len(first) ** 2
    return 1.0 if chance == 1 else (same - chance) / (1 - chance)
