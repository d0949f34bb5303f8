"""How near each of some practices is to a need: meaning, themes and words together.

The three are measured on scales of their own, so each is first set against the others of its kind: how many
standard deviations a practice lies above the middle of the practices compared.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from math import log

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]

# Words of another language than the need's meet by chance and by name only.
WORDS, FOREIGN_WORDS, THEMES = 1.0, 0.3, 0.5
_K1, _B = 1.2, 0.75


def relevance(meaning: Floats, themes: Floats, words: Floats, *, same_language: bool) -> Floats:
    """Relevance in [0, 1] of each practice; all arguments of shape (n,), larger is nearer.

    ``meaning`` are cosines, ``themes`` products of weights by theme (`shared_themes`), ``words`` BM25
    (`bm25`). What says the same of all practices says nothing.
    """
    fused = _apart(meaning) + THEMES * _apart(themes)
    fused += (WORDS if same_language else FOREIGN_WORDS) * _apart(words)
    return np.asarray(1.0 / (1.0 + np.exp(1.0 - fused)), dtype=np.float64)


def _apart(values: Floats) -> Floats:
    spread = float(values.std()) if len(values) else 0.0
    if spread < 1e-9:
        return np.zeros(len(values))
    return np.asarray((values - values.mean()) / spread, dtype=np.float64)


def shared_themes(need: Mapping[str, float], practices: Sequence[Mapping[str, float]]) -> Floats:
    """How much each practice is about the themes of the need; weights and scores in [0, 1]."""
    return np.array(
        [sum(weight * themes.get(code, 0.0) for code, weight in need.items()) for themes in practices],
        dtype=np.float64,
    )


def bm25(need: Sequence[str], practices: Sequence[Sequence[str]]) -> Floats:
    """BM25 (Robertson and Zaragoza, 2009) of the stems of a need in those of each practice."""
    counts = [Counter(stems) for stems in practices]
    lengths = np.array([max(1, len(stems)) for stems in practices], dtype=np.float64)
    scores = np.zeros(len(practices))
    if not len(practices):
        return scores
    stretch = _K1 * (1 - _B + _B * lengths / lengths.mean())
    for stem in dict.fromkeys(need):
        often = np.array([count[stem] for count in counts], dtype=np.float64)
        having = int((often > 0).sum())
        rare = log(1 + (len(practices) - having + 0.5) / (having + 0.5))
        scores += rare * often * (_K1 + 1) / (often + stretch)
    return scores
