"""The embedding engine of this installation, as its settings name it."""

import logging
from pathlib import Path

from django.conf import settings

from antena.lib import embeddings
from antena.lib.embeddings import Embedder, EmbeddingFailed

logger = logging.getLogger(__name__)


def model_folder() -> Path:
    """Where the converted model is kept."""
    return Path(settings.VAR_DIR) / "models"


def embedder() -> Embedder:
    """The engine, made once per process. Raises `EmbeddingFailed` where it cannot be had."""
    return embeddings.load(
        settings.EMBEDDER,
        folder=model_folder(),
        model=settings.EMBEDDER_MODEL,
        key=settings.EMBEDDER_KEY,
    )


def embedder_if_any() -> Embedder | None:
    """The engine, or None where it cannot be had: a search then goes by words alone, and the log says so."""
    try:
        return embedder()
    except EmbeddingFailed as error:
        logger.error("no embedding engine, searching by words alone: %s", error)
        return None
