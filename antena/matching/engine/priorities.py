"""Adopted priorities: how a decision of people moves what the engine scored, visibly and within bounds.

The exact score of a pair stays what its features make it. A priority multiplies the *odds* of that score:
with factor 2, a score of 0.5 is placed as 0.67 and one of 0.2 as 0.33. So what was first among equals stays
first, nothing leaves [0, 1], a factor of 1 changes nothing, and the inverse factor undoes it. Several
priorities multiply, and together they never more than double or halve the odds.
"""

from collections.abc import Iterable, Mapping
from math import prod
from typing import Any, TypeVar

import msgspec
import numpy as np
from numpy.typing import NDArray

LEAST, MOST = 0.5, 2.0
# The name under which a priority stands among the reasons of a pair.
FEATURE = "priority"

Scores = TypeVar("Scores", float, NDArray[np.float32], NDArray[np.float64])


class Priority(msgspec.Struct, frozen=True, kw_only=True):
    """A decision in force. ``codes`` are themes, goals (as text) or families of programmes, by ``kind``.

    ``factor`` is in [`LEAST`, `MOST`]: above 1 it raises, below it lowers. ``values`` are what its sentence
    says.
    """

    kind: str
    codes: tuple[str, ...]
    factor: float
    values: Mapping[str, Any]


class Touch(msgspec.Struct, frozen=True, kw_only=True):
    """What one priority does to one signal: the factor left of it, and the values of its sentence."""

    factor: float
    values: Mapping[str, Any]

    @property
    def key(self) -> str:
        return "priority.raises" if self.factor > 1 else "priority.lowers"


def touches(priorities: Iterable[Priority], belongs: Mapping[str, Mapping[str, float]]) -> tuple[Touch, ...]:
    """What ``priorities`` do to a signal, the strongest first.

    ``belongs``: kind → code → how surely, in [0, 1], the signal is about it. A signal that is half about a
    theme gets the root of the factor.
    """
    found = []
    for priority in priorities:
        of_kind = belongs.get(priority.kind, {})
        sure = max((of_kind.get(code, 0.0) for code in priority.codes), default=0.0)
        factor = priority.factor**sure
        if factor != 1.0:
            found.append(Touch(factor=factor, values=priority.values))
    return tuple(sorted(found, key=lambda touch: -abs(np.log(touch.factor))))


def lift(found: Iterable[Touch]) -> float:
    """What the odds of a signal are multiplied by, in [`LEAST`, `MOST`]; 1 where nothing touches it."""
    return min(MOST, max(LEAST, prod(touch.factor for touch in found)))


def placed(scores: Scores, factor: float | NDArray[np.float32]) -> Scores:
    """Where ``scores`` stand once their odds are multiplied by ``factor``; what is not in (0, 1) stays."""
    inside = np.clip(scores, 0.0, 1.0)
    moved = np.where(inside == scores, factor * inside / (1.0 - inside + factor * inside), scores)
    result: Scores = moved.astype(scores.dtype) if isinstance(scores, np.ndarray) else float(moved)
    return result
