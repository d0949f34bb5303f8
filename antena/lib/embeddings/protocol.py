"""What the house asks of whatever turns texts into vectors."""

from collections.abc import Sequence
from enum import StrEnum
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

# What the tables store. Another length needs a migration, so an engine with another is refused.
DIMENSIONS = 384


class EmbeddingFailed(Exception):  # noqa: N818 - it names what happened, as `FetchFailed` does
    """No vectors came; the message says why in words an operator can act on."""


class Kind(StrEnum):
    """Which side of a search a text is on. Models of the E5 family want to be told."""

    PASSAGE = "passage"
    QUERY = "query"


class Embedder(Protocol):
    """Texts to unit vectors whose inner product is their closeness, whatever their languages.

    ``name`` holds model, precision and centring ("e5-small-int8-c1"): it is stored beside each vector, and
    vectors of two names are never compared. Languages are BCP 47 tags; an unknown one is taken as average.
    """

    @property
    def name(self) -> str: ...

    @property
    def dimensions(self) -> int: ...

    def passages(self, texts: Sequence[str], languages: Sequence[str]) -> NDArray[np.float32]:
        """The vectors of ``texts`` in their order, shape (n, dimensions). Raises `EmbeddingFailed`.

        What matters should come first: about the first 150 words are read.
        """

    def query(self, text: str, language: str) -> NDArray[np.float32]:
        """The vector of what somebody looks for, shape (dimensions,). Raises `EmbeddingFailed`."""


class Engine(Protocol):
    """A model as it is: unit vectors, before the mean of each language is taken out."""

    @property
    def name(self) -> str: ...

    def encode(self, texts: Sequence[str], kind: Kind) -> NDArray[np.float32]:
        """The vectors of ``texts`` in their order, shape (n, 384), unit length. Raises `EmbeddingFailed`."""
