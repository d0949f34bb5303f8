"""Taking the mean of each language out of its vectors.

The vectors of one language lie close together, whatever they say. Without their mean, a Catalan question is
nearer to its English answer, and a cosine says something: that of unrelated texts falls from 0.81 to 0.01.
The means are those of one model, so they carry a version that is part of its name.

`means` computes the shipped ones anew: ``python -m antena.lib.embeddings.means --from DIR``.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from typing import Final

import msgspec
import numpy as np
from numpy.typing import NDArray

from antena.lib.embeddings.protocol import DIMENSIONS, Engine, Kind

SHIPPED: Final = "means.json"


class MeansFile(msgspec.Struct, frozen=True, kw_only=True):
    """What is kept of the means: for which model, from which text, when and how, and the means themselves."""

    version: str
    model: str
    computed_on: str
    computed_by: str
    computed_from: str
    passage: dict[str, list[float]]
    query: dict[str, list[float]]


@dataclass(frozen=True)
class Means:
    """The mean vector of each language, for passages and for queries."""

    version: str
    by_kind: Mapping[Kind, Mapping[str, NDArray[np.float32]]]

    def of(self, language: str, kind: Kind) -> NDArray[np.float32]:
        """The mean of ``language``, or the mean of all means where it has none of its own."""
        means = self.by_kind[kind]
        found = means.get(language.lower().replace("_", "-").split("-")[0])
        return means[""] if found is None else found


NO_MEANS: Final = Means("c0", {kind: {"": np.zeros(DIMENSIONS, np.float32)} for kind in Kind})


@lru_cache
def shipped_means() -> Means:
    """The means of multilingual-e5-small that the house ships."""
    stored = msgspec.json.decode((files(__package__) / SHIPPED).read_bytes(), type=MeansFile)
    return Means(stored.version, {Kind.PASSAGE: _arrays(stored.passage), Kind.QUERY: _arrays(stored.query)})


def _arrays(listed: Mapping[str, Sequence[float]]) -> dict[str, NDArray[np.float32]]:
    arrays = {language: np.asarray(mean, np.float32) for language, mean in listed.items()}
    return arrays | {"": np.mean(list(arrays.values()), axis=0, dtype=np.float32)}


def unit(vectors: NDArray[np.float32]) -> NDArray[np.float32]:
    """``vectors`` at length one along the last axis; a vector of zeros stays what it is."""
    lengths = np.sqrt(np.square(vectors).sum(axis=-1, keepdims=True))
    divided: NDArray[np.float32] = vectors / np.maximum(lengths, np.finfo(np.float32).tiny)
    return divided


class CentredEmbedder:
    """An `Embedder`: an engine, and the means taken out of what it gives."""

    def __init__(self, engine: Engine, means: Means) -> None:
        self._engine = engine
        self._means = means

    @property
    def name(self) -> str:
        return f"{self._engine.name}-{self._means.version}"

    @property
    def dimensions(self) -> int:
        return DIMENSIONS

    def passages(self, texts: Sequence[str], languages: Sequence[str]) -> NDArray[np.float32]:
        """See `Embedder.passages`."""
        if len(texts) != len(languages):
            raise ValueError(f"{len(texts)} texts in {len(languages)} languages")
        if not texts:
            return np.empty((0, DIMENSIONS), np.float32)
        means = np.stack([self._means.of(language, Kind.PASSAGE) for language in languages])
        return unit(self._engine.encode(texts, Kind.PASSAGE) - means)

    def query(self, text: str, language: str) -> NDArray[np.float32]:
        """See `Embedder.query`."""
        vector: NDArray[np.float32] = self._engine.encode([text], Kind.QUERY)[0]
        return unit(vector - self._means.of(language, Kind.QUERY))
