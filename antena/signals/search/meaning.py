"""The question as a vector, made once for each question that is asked again."""

import logging
from collections.abc import Callable
from functools import lru_cache
from typing import Final, NamedTuple, Protocol

import numpy as np
from numpy.typing import NDArray

from antena.lib.embeddings import EmbeddingFailed
from antena.lib.text import language_of

_KEPT: Final = 4096
_log = logging.getLogger(__name__)


class QueryEmbedder(Protocol):
    """The half of `antena.lib.embeddings.Embedder` that a search needs."""

    @property
    def name(self) -> str:
        """Model, version and centring, as stored beside each vector."""

    def query(self, text: str, language: str) -> NDArray[np.float32]:
        """The unit vector of a question."""


class Meaning(NamedTuple):
    """A question as a halfvec literal, and the name of the model whose vectors it may be compared with."""

    vector: str
    model: str


NO_MEANING: Final = Meaning("", "")


def meaning_of(text: str, language: str, embedder: QueryEmbedder) -> Meaning:
    """What a person asks. ``language``: the reader's, used where the text does not tell its own.

    `NO_MEANING` where the engine fails just now: a search by words alone beats none, and the log says so.
    """
    try:
        return _remembered(embedder.query, text, language_of(text) or language, embedder.name)
    except EmbeddingFailed as error:
        _log.warning("searching by words alone: %s", error)
        return NO_MEANING


@lru_cache(maxsize=_KEPT)
def _remembered(
    query: Callable[[str, str], NDArray[np.float32]], text: str, language: str, model: str
) -> Meaning:
    return Meaning("[" + ",".join(f"{value:.5f}" for value in query(text, language)) + "]", model)
