"""Learning from verdicts: weights that fit them better, and how far to bend a calibration. NumPy alone.

The chance that a match is found worth reading is taken for a logistic function of its score, and each weight
for its present value times e^δ. A strong prior holds every δ at 0 (`SPREAD`), so that few verdicts move
little and noise moves next to nothing. Whether the new weights are better is asked of verdicts they were not
learned from, town by town; only a gain well above its own error counts (`Metrics.is_better`).
"""

from collections.abc import Mapping, Sequence
from typing import Any

import msgspec
import numpy as np
from numpy.typing import NDArray

from antena.matching.engine.calibration import Bend, Curve

Doubles = NDArray[np.float64]
Flags = NDArray[np.bool_]

# The prior's standard deviation of the logarithm of a weight: two in three stay within a third.
SPREAD = 0.3
# No weight more than doubles or halves in one version.
MOST = float(np.log(2.0))
# The prior of slope and level of the logistic function, wide.
SLOPE, SLOPE_SPREAD, LEVEL_SPREAD = 5.0, 5.0, 3.0
# The prior of a bend: slope 1, shift 0, with these deviations.
BEND_SPREADS = np.array([0.5, 1.0])
FOLDS, STEPS = 5, 60


class Verdicts(msgspec.Struct, frozen=True, eq=False):
    """What people said of matches: features (n, k), NaN where one abstained; verdicts (n,).

    ``towns`` (n,) says whose they are: those of one town are held out together.
    """

    features: Doubles
    useful: Flags
    towns: NDArray[np.int64]


class Metrics(msgspec.Struct, frozen=True, kw_only=True):
    """How weights do on verdicts they were not learned from, beside the present ones.

    ``gain`` is what the log likelihood of one verdict gains, ``error`` the standard error of that by town;
    ``auc`` the chance that a useful match scores above another.
    """

    verdicts: int
    towns: int
    gain: float
    error: float
    auc: float
    auc_before: float

    @property
    def is_better(self) -> bool:
        """Whether the gain is more than chance would give one time in forty."""
        return self.gain > 2 * self.error and self.auc >= self.auc_before


def learn(verdicts: Verdicts, base: Mapping[str, float]) -> tuple[dict[str, float], Metrics]:
    """Weights that fit ``verdicts``, in the order of ``base``, and what they are worth on those held out."""
    present = np.array(list(base.values()))
    held = _held_out(verdicts, present)
    weights = _fit(verdicts, present)[2]
    return dict(zip(base, np.round(weights, 4).tolist(), strict=True)), held


def scores_of(features: Doubles, weights: Doubles) -> Doubles:
    """The weighted mean of the features that do not abstain, shape (n,)."""
    fed = ~np.isnan(features)
    whole = fed @ weights
    return np.asarray(np.nan_to_num(features) @ weights / np.where(whole == 0, 1.0, whole), dtype=np.float64)


def bend_of(shares: Doubles, useful: Flags) -> Bend:
    """How ``shares`` the calibration gave have to be bent to fit ``useful``; none for no verdicts."""
    odds = np.log(shares / (1 - shares))
    columns = np.stack([odds, np.ones_like(odds)], axis=1)
    slope, shift = _logistic(columns, useful, np.array([1.0, 0.0]), BEND_SPREADS)
    return Bend(slope=max(0.2, float(slope)), shift=float(shift))


def _fit(verdicts: Verdicts, present: Doubles, *, moving: bool = True) -> tuple[float, float, Doubles]:
    """Level, slope and weights at the greatest posterior; the weights stay where not ``moving``."""
    prior = np.array([0.0, SLOPE, *np.zeros(len(present))])
    spreads = np.array([LEVEL_SPREAD, SLOPE_SPREAD, *np.full(len(present), SPREAD if moving else 1e-9)])
    at = prior.copy()
    for _ in range(STEPS):
        weights = present * np.exp(at[2:])
        scores = scores_of(verdicts.features, weights)
        fed = ~np.isnan(verdicts.features)
        whole = np.maximum(fed @ weights, 1e-9)
        pull = np.where(fed, np.nan_to_num(verdicts.features) - scores[:, None], 0.0)
        slopes = np.column_stack(
            [np.ones_like(scores), scores - 0.5, at[1] * pull * weights / whole[:, None]]
        )
        chance = 1 / (1 + np.exp(-(at[0] + at[1] * (scores - 0.5))))
        gradient = slopes.T @ (verdicts.useful - chance) - (at - prior) / spreads**2
        curvature = (slopes * (chance * (1 - chance))[:, None]).T @ slopes + np.diag(1 / spreads**2)
        step = np.linalg.solve(curvature, gradient)
        at = at + np.clip(step, -0.5, 0.5)
        at[1] = max(at[1], 0.1)
        at[2:] = np.clip(at[2:], -MOST, MOST)
        if np.abs(step).max() < 1e-6:
            break
    return float(at[0]), float(at[1]), present * np.exp(at[2:])


def _logistic(columns: Doubles, useful: Flags, prior: Doubles, spreads: Doubles) -> Doubles:
    """The coefficients of a logistic regression at the greatest posterior under a normal prior."""
    at = prior.copy()
    for _ in range(STEPS):
        chance = 1 / (1 + np.exp(-columns @ at))
        gradient = columns.T @ (useful - chance) - (at - prior) / spreads**2
        curvature = (columns * (chance * (1 - chance))[:, None]).T @ columns + np.diag(1 / spreads**2)
        step = np.clip(np.linalg.solve(curvature, gradient), -1.0, 1.0)
        at = at + step
        if np.abs(step).max() < 1e-8:
            break
    return at


def _held_out(verdicts: Verdicts, present: Doubles) -> Metrics:
    """Learn on four fifths of the towns, ask the last fifth, five times over."""
    names, which = np.unique(verdicts.towns, return_inverse=True)
    fold = np.random.default_rng(0).permutation(len(names))[which] % FOLDS
    new, old = (np.zeros(len(which)) for _ in range(2))
    ranked, ranked_before = (np.zeros(len(which)) for _ in range(2))
    for number in range(FOLDS):
        rest, out = fold != number, fold == number
        if not out.any():
            continue
        learnt = Verdicts(verdicts.features[rest], verdicts.useful[rest], verdicts.towns[rest])
        for moving, gained, order in ((True, new, ranked), (False, old, ranked_before)):
            level, slope, weights = _fit(learnt, present, moving=moving)
            odds = level + slope * (scores_of(verdicts.features[out], weights) - 0.5)
            gained[out] = -np.logaddexp(0.0, np.where(verdicts.useful[out], -odds, odds))
            order[out] = odds
    by_town = np.bincount(which, weights=new - old)
    return Metrics(
        verdicts=len(which),
        towns=len(names),
        gain=float((new - old).mean()),
        error=float(by_town.std(ddof=1) * np.sqrt(len(names)) / len(which))
        if len(names) > 1
        else float("inf"),
        auc=_auc(verdicts.useful, ranked),
        auc_before=_auc(verdicts.useful, ranked_before),
    )


def _auc(useful: Flags, scores: Doubles) -> float:
    """The chance that a useful match scores above another, ties half; a half where one kind is missing."""
    above, below = scores[useful], scores[~useful]
    if not len(above) or not len(below):
        return 0.5
    gaps = above[:, None] - below[None, :]
    return float(((gaps > 0) + 0.5 * (gaps == 0)).mean())


def verdicts_of(rows: Sequence[tuple[Mapping[str, Any], bool, int]], names: Sequence[str]) -> Verdicts:
    """Rows of (feature → score, whether useful, town) as arrays, features in the order of ``names``."""
    return Verdicts(
        np.array([[seen.get(name, np.nan) for name in names] for seen, _, _ in rows], dtype=np.float64),
        np.array([useful for _, useful, _ in rows], dtype=np.bool_),
        np.array([town for _, _, town in rows], dtype=np.int64),
    )


def curve_of(scores: Doubles, useful: Flags, *, strength: float = 4.0) -> Curve:
    """A calibration curve that never falls: shares of score groups, pooled where they would fall.

    Each group of neighbouring scores is drawn towards the share of all by ``strength`` cases, so that a few
    cases say no more than they know.
    """
    order = np.argsort(scores, kind="stable")
    size = max(10, int(np.ceil(len(scores) / 8)))
    groups = [order[start : start + size] for start in range(0, len(order), size)]
    if len(groups) > 1 and len(groups[-1]) < size // 2:
        groups[-2:] = [np.concatenate(groups[-2:])]
    whole = float(useful.mean())
    blocks = [
        [float(useful[some].sum()) + strength * whole, len(some) + strength, [float(scores[some].mean())]]
        for some in groups
    ]
    pooled: list[list[Any]] = []
    for block in blocks:
        pooled.append(block)
        while len(pooled) > 1 and pooled[-2][0] / pooled[-2][1] > pooled[-1][0] / pooled[-1][1]:
            hits, cases, middles = pooled.pop()
            pooled[-1] = [pooled[-1][0] + hits, pooled[-1][1] + cases, pooled[-1][2] + middles]
    points = [(middle, hits / cases) for hits, cases, middles in pooled for middle in middles]
    return Curve(scores=tuple(one for one, _ in points), shares=tuple(one for _, one in points))
