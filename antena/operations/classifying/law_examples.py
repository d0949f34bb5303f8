"""Acts as examples to learn from: each in the ways the product may meet it."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from antena.lib.embeddings.centring import unit
from antena.operations.classifying import laws
from antena.operations.classifying.fitting import Example
from antena.operations.datasets.acts import Act
from antena.operations.evaluation.bench import Bench
from antena.themes.classifier import Passage


def examples(acts: Sequence[Act], labels: NDArray[np.bool_], bench: Bench) -> Sequence[Example]:
    """In each language by title and beginning; by the title alone; and by every window."""
    made: list[Example] = []
    for act, flags, of in zip(acts, labels, laws.vectors(acts, bench), strict=True):
        for text, own in zip(act.texts, of, strict=True):
            made.append(_example(act, laws.passage(text), own.first, flags))
        title = Passage(act.best.language, act.best.title)
        best = next(own for own in of if own.language == act.best.language)
        made.append(_example(act, title, best.title, flags))
        made.append(_example(act, laws.passage(act.best), every_window(of), flags))
    return made


def _example(act: Act, passage: Passage, vectors: NDArray[np.float32], flags: NDArray[np.bool_]) -> Example:
    return Example(passage, vectors, flags, act.celex, codes=tuple(act.directory))


def every_window(of: Sequence[laws.ActVectors]) -> NDArray[np.float32]:
    """All vectors of an act in all its languages. Shape (windows, dimensions)."""
    return np.concatenate([own.windows for own in of])


def mean_windows(acts: Sequence[Act], bench: Bench) -> NDArray[np.float32]:
    """One unit vector of each act, of all its windows in all its languages. Shape (acts, dimensions)."""
    return unit(np.stack([every_window(of).mean(axis=0) for of in laws.vectors(acts, bench)]))
