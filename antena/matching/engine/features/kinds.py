"""The two kinds of feature: one definition each, read for one pair or for all pairs at once.

`Tabular` compares two small facets, of which there are few distinct values: all pairs are a table. `Product`
compares two vectors: all pairs are a matrix product. Either abstains where a facet is None, and the weights
of the others then count for more.
"""

from collections.abc import Callable, Hashable, Mapping
from dataclasses import dataclass, field
from inspect import cleandoc
from typing import Any

import numpy as np
from numpy.typing import NDArray

from antena.matching.engine.facts import Signal, Town, Vector
from antena.matching.engine.sentences import WARNINGS


@dataclass(frozen=True)
class Compared:
    """What a feature says of a pair: score in [0, 1], the key of its sentence, the values compared."""

    score: float
    key: str
    values: Mapping[str, Any] = field(default_factory=dict)

    @property
    def favours(self) -> bool:
        """Whether the sentence is one for the pair; a high score may come with a sentence of warning."""
        return self.key not in WARNINGS


@dataclass(frozen=True)
class Tabular:
    """A feature of two small facets. ``compare`` is the pure function, its docstring the public
    explanation.
    """

    name: str
    town: Callable[[Town], Hashable | None]
    signal: Callable[[Signal], Hashable | None]
    compare: Callable[[Any, Any], Compared]

    @property
    def explanation(self) -> str:
        """What a reader of "how this works" is told."""
        return cleandoc(self.compare.__doc__ or "")

    def of(self, town: Town, signal: Signal) -> Compared | None:
        """The feature of one pair; None where it abstains."""
        of_town, of_signal = self.town(town), self.signal(signal)
        return None if of_town is None or of_signal is None else self.compare(of_town, of_signal)


# A sparse vector by code, or a dense unit vector.
Side = Mapping[Any, float] | Vector


@dataclass(frozen=True)
class Product:
    """A feature that is a rising function of the product of two vectors.

    ``level`` maps products to scores, for numbers and arrays alike. ``slope`` and ``base`` are the straight
    line nearest to ``level`` where it matters: with them the bulk pass folds the feature into one matrix
    product. ``say`` gives key and values from the sides and the score; its docstring is the public
    explanation.
    """

    name: str
    town: Callable[[Town], Side | None]
    signal: Callable[[Signal], Side | None]
    level: Callable[[NDArray[np.float32]], NDArray[np.float32]]
    say: Callable[[Town, Signal, float], tuple[str, Mapping[str, Any]]]
    slope: float
    base: float = 0.0

    @property
    def explanation(self) -> str:
        """What a reader of "how this works" is told."""
        return cleandoc(self.say.__doc__ or "")

    def of(self, town: Town, signal: Signal) -> Compared | None:
        """The feature of one pair; None where it abstains."""
        of_town, of_signal = self.town(town), self.signal(signal)
        if of_town is None or of_signal is None:
            return None
        score = float(self.level(np.asarray(_dot(of_town, of_signal), dtype=np.float32)))
        return Compared(score, *self.say(town, signal, score))


Feature = Tabular | Product


def _dot(left: Side, right: Side) -> float:
    if isinstance(left, np.ndarray) and isinstance(right, np.ndarray):
        return float(left @ right)
    if isinstance(left, np.ndarray) or isinstance(right, np.ndarray):
        raise TypeError("a product compares two sparse vectors or two dense ones")
    return sum(weight * right[code] for code, weight in left.items() if code in right)


def saturating(rate: float) -> Callable[[NDArray[np.float32]], NDArray[np.float32]]:
    """The level 1 − exp(−rate·x): each further thing shared adds, and adds less than the one before."""

    def level(product: NDArray[np.float32]) -> NDArray[np.float32]:
        return np.asarray(-np.expm1(-rate * product), dtype=np.float32)

    return level


def between(low: float, high: float) -> Callable[[NDArray[np.float32]], NDArray[np.float32]]:
    """The level that is 0 up to ``low``, 1 from ``high`` and straight between them."""

    def level(product: NDArray[np.float32]) -> NDArray[np.float32]:
        return np.asarray(np.clip((product - low) / (high - low), 0.0, 1.0), dtype=np.float32)

    return level
