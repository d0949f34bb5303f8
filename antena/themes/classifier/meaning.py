"""Nearness in meaning: one direction per theme, from its descriptions, to hold a text's vector against."""

from collections.abc import Sequence
from typing import Final, Protocol

import msgspec
import numpy as np
from numpy.typing import NDArray

from antena.themes.classifier.vocabulary import Vocabulary

# Cosines of vectors centred per language: unrelated texts lie around 0, translations around 0.66.
_UNRELATED: Final = 0.25
_RELATED: Final = 0.60


class PassageEmbedder(Protocol):
    """The part of `antena.lib.embeddings.Embedder` this module needs."""

    def passages(self, texts: Sequence[str], languages: Sequence[str]) -> NDArray[np.float32]:
        """One unit vector per text: shape (texts, dimensions)."""
        ...


class Prototypes(msgspec.Struct, frozen=True, eq=False):
    """``codes`` of themes and as many unit ``vectors``: shape (themes, dimensions)."""

    codes: tuple[str, ...]
    vectors: NDArray[np.float32]

    def nearness(self, vector: NDArray[np.float32]) -> list[float]:
        """How near the text of ``vector`` is to each theme, in [0, 1]; 0 throughout for a null vector."""
        length = float(np.linalg.norm(vector))
        if not np.isfinite(length) or length == 0:
            return [0.0] * len(self.codes)
        cosines = self.vectors @ (vector / length)
        return [float(x) for x in np.clip((cosines - _UNRELATED) / (_RELATED - _UNRELATED), 0, 1)]


def prototypes(vocabulary: Vocabulary, embedder: PassageEmbedder) -> Prototypes:
    """A direction per sub-theme: the mean of its descriptions' vectors over the languages, unit length."""
    themes = [theme for theme in vocabulary.themes if not theme.is_field and theme.descriptions]
    pairs = [(place, *pair) for place, theme in enumerate(themes) for pair in theme.descriptions.items()]
    vectors = embedder.passages([text for _, _, text in pairs], [language for _, language, _ in pairs])
    sums = np.zeros((len(themes), vectors.shape[1]), dtype=np.float32)
    np.add.at(sums, [place for place, _, _ in pairs], vectors)
    lengths = np.linalg.norm(sums, axis=1, keepdims=True)
    return Prototypes(tuple(theme.code for theme in themes), sums / np.maximum(lengths, 1e-9))
