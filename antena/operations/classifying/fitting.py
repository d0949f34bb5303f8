"""One way to fit a classifier of texts: ridge regression on nearness to landmarks and on hashed words.

With a few thousand texts the solution is closed, and so is what it would have said of a text had it not
learned from it; probabilities and thresholds are made of that.
"""

from collections.abc import Mapping, Sequence
from typing import Any, Final

import msgspec
import numpy as np
from numpy.typing import NDArray
from sklearn.linear_model import LogisticRegression

from antena.lib.learned import Provenance, Weights
from antena.operations.evaluation.measures import f1_of
from antena.themes.classifier import Passage
from antena.themes.classifier.learned import features
from antena.themes.classifier.learned.features import BUCKETS, Floats

Flags = NDArray[np.bool_]
Doubles = NDArray[np.floating[Any]]

_SEED: Final = 20240701
# Below this many examples a class borrows the calibration of all classes together.
_ENOUGH: Final = 12
# Stiffness of what codes correct, best on the newest fifth of the older acts and on groups left out alike.
_CODES_STIFFNESS: Final = 8.0


class Example(msgspec.Struct, frozen=True, eq=False):
    """A text with its labels. ``vectors``: shape (n, dimensions).

    What shares a ``group`` is left out together. ``reads_words`` is whether the language is one whose words
    are learned. ``codes`` are those of the directory of EU law it was filed under.
    """

    passage: Passage
    vectors: Floats
    labels: NDArray[np.bool_]
    group: str
    reads_words: bool = True
    codes: tuple[str, ...] = ()


class Shape(msgspec.Struct, frozen=True, kw_only=True):
    """How to fit. ``meaning``, ``words`` and ``numbers`` weigh the parts, ``stiffness`` is that of the ridge.

    With ``one_of_many`` exactly one class is right, and the best one is what is said.
    """

    landmarks: int = 300
    meaning: float = 1.0
    words: float = 1.0
    numbers: float = 0.5
    stiffness: float = 0.3
    one_of_many: bool = False


def fit(
    examples: Sequence[Example],
    *,
    name: str,
    classes: Sequence[str],
    languages: Sequence[str],
    provenance: Provenance,
    shape: Shape,
) -> Weights:
    """Both legs of a model, with probabilities and thresholds from predictions of texts left out.

    The figures of its provenance are F1 of these predictions, a little high where thresholds were chosen on
    them.
    """
    chance = np.random.default_rng(_SEED)
    everything = np.concatenate([example.vectors for example in examples])
    picked = np.sort(chance.choice(len(everything), min(shape.landmarks, len(everything)), replace=False))
    landmarks = everything[picked]
    counted = [_tokens(example) for example in examples]
    rarity = features.rarity([list(one) for one in counted])
    near = np.stack([features.nearness(one.vectors, landmarks).mean(axis=0) for one in examples])
    arrays: dict[str, NDArray[Any]] = {"landmarks": landmarks, "rarity": rarity}
    figures: dict[str, float] = {}
    codes = features.code_levels(code for example in examples for code in example.codes)
    filed = _filed(examples, codes)
    for leg in ("any", "words"):
        places = [at for at, one in enumerate(examples) if leg == "any" or one.reads_words]
        tokens = [counted[at] if leg == "words" else _numbers(examples[at]) for at in places]
        made, measured = _leg(
            [examples[at] for at in places],
            tokens=tokens,
            near=near[places],
            filed=filed[places],
            landmarks=landmarks,
            rarity=rarity,
            share=shape.words if leg == "words" else shape.numbers,
            shape=shape,
        )
        arrays |= {f"{leg}_{part}": array for part, array in made.items()}
        figures |= {f"{leg}_left_out_{name}": value for name, value in measured.items()}
    names = {"classes": tuple(classes), "languages": tuple(languages)}
    if codes:
        names["codes"] = codes
    told = msgspec.structs.replace(provenance, figures=figures)
    return Weights(name=name, arrays=arrays, names=names, provenance=told)


def _tokens(example: Example) -> Mapping[str, float]:
    passage = example.passage
    if not example.reads_words:
        return _numbers(example)
    return features.tokens(passage.title, passage.body, passage.language)


def _numbers(example: Example) -> Mapping[str, float]:
    return features.numbers(example.passage.title, example.passage.body)


def _filed(examples: Sequence[Example], codes: Sequence[str]) -> Floats:
    places = {code: place for place, code in enumerate(codes)}
    return np.stack([features.coded(example.codes, places) for example in examples])


def _leg(
    examples: Sequence[Example],
    *,
    tokens: Sequence[Mapping[str, float]],
    near: Floats,
    filed: Floats,
    landmarks: Floats,
    rarity: Floats,
    share: float,
    shape: Shape,
) -> tuple[dict[str, NDArray[Any]], dict[str, float]]:
    # in double precision: what is left after rounding is the same however many threads summed it
    filled = np.zeros((len(examples), BUCKETS))
    for row, counted in enumerate(tokens):
        words = features.hashed(counted, rarity)
        filled[row, words.places] = words.values
    white = _whitening(landmarks)
    meant = near.astype(np.float64) @ white
    labels: Doubles = np.stack([example.labels for example in examples]).astype(np.float64)
    means = labels.mean(axis=0)
    gram = shape.meaning * meant @ meant.T + share * filled @ filled.T
    inverse = np.linalg.inv(gram + shape.stiffness * np.eye(len(examples)))
    duals = (inverse @ (labels - means)).astype(np.float64)
    off = _left_out(inverse, duals, [example.group for example in examples])
    left_out = np.subtract(labels, off)
    made: dict[str, NDArray[Any]] = {
        "landmarks": shape.meaning * white @ (meant.T @ duals),
        "buckets": share * filled.T @ duals,
        "codes": _corrections(filed.astype(np.float64), off, [example.group for example in examples]),
        "means": means,
    }
    slopes, shifts = _calibration(left_out, labels > 0)
    thresholds = np.zeros(labels.shape[1]) if shape.one_of_many else _thresholds(left_out, labels > 0)
    made |= {"slopes": slopes, "shifts": shifts, "thresholds": thresholds}
    return made, _measured(left_out, labels > 0, thresholds, one_of_many=shape.one_of_many)


def _measured(scores: Doubles, truth: Flags, thresholds: Doubles, *, one_of_many: bool) -> dict[str, float]:
    """F1 of what would be said of the texts, had they been left out."""
    above = scores - thresholds
    nearest: Flags = np.eye(truth.shape[1], dtype=np.bool_)[above.argmax(axis=1)]
    said = nearest if one_of_many else (above >= 0) | (nearest & ~(above >= 0).any(axis=1, keepdims=True))
    return {
        "micro_f1": round(f1_of(truth, said, "micro"), 4),
        "macro_f1": round(f1_of(truth, said, "macro"), 4),
    }


def _whitening(landmarks: Floats) -> Doubles:
    """What makes of nearness to landmarks coordinates whose inner product is nearness between texts."""
    values, directions = np.linalg.eigh(features.nearness(landmarks, landmarks).astype(np.float64))
    white: Doubles = directions / np.sqrt(np.maximum(values, 1e-3)) @ directions.T
    return white


def _left_out(inverse: Doubles, duals: Doubles, groups: Sequence[str]) -> Doubles:
    """How far off each example would be had its group not been learned from. Shape (examples, classes)."""
    _, which = np.unique(np.asarray(groups), return_inverse=True)
    order = np.argsort(which, kind="stable")
    off = np.empty_like(duals)
    for part in np.split(order, np.cumsum(np.bincount(which))[:-1]):
        off[part] = np.linalg.solve(inverse[np.ix_(part, part)], duals[part])
    return off


def _corrections(filed: Doubles, off: Doubles, groups: Sequence[str]) -> Doubles:
    """What codes tell of how far off examples are when left out. Shape (codes, classes).

    Only what words and meaning missed is learned, so that a text without codes is read as well as before.
    """
    _, first, which = np.unique(np.asarray(groups), return_index=True, return_inverse=True)
    missed = np.zeros((len(first), off.shape[1]))
    np.add.at(missed, which, off)
    missed /= np.bincount(which)[:, None]
    held = filed[first]
    inverse = np.linalg.inv(held @ held.T + _CODES_STIFFNESS * np.eye(len(first)))
    found: Doubles = held.T @ (inverse @ missed)
    return found


def _calibration(scores: Doubles, truth: Flags) -> tuple[Doubles, Doubles]:
    """Platt's slope and shift of each class; a class with few examples has those of all together."""
    whole = _platt(scores.reshape(-1), truth.reshape(-1))
    pairs = [
        _platt(scores[:, place], truth[:, place]) if truth[:, place].sum() >= _ENOUGH else whole
        for place in range(truth.shape[1])
    ]
    return np.asarray([slope for slope, _ in pairs]), np.asarray([shift for _, shift in pairs])


def _platt(scores: Doubles, truth: Flags) -> tuple[float, float]:
    found = LogisticRegression(C=100.0).fit(scores[:, None], truth)
    return float(found.coef_[0, 0]), float(found.intercept_[0])


def _thresholds(scores: Doubles, truth: Flags) -> Doubles:
    """Half way between the threshold best for all classes together and the one best for each (by F1)."""
    steps = np.arange(0.15, 0.6, 0.02)
    together = _best(steps, scores, truth)
    own = [_best(steps, scores[:, [place]], truth[:, [place]]) for place in range(truth.shape[1])]
    found: Doubles = (np.asarray(own) + together) / 2
    return found


def _best(steps: Doubles, scores: Doubles, truth: Flags) -> float:
    def f1(step: float) -> float:
        said = scores >= step
        return float(2 * (said & truth).sum() / max(1, said.sum() + truth.sum()))

    return max(map(float, steps), key=f1)
