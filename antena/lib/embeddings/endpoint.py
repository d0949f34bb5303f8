"""Any server that speaks the embeddings interface of OpenAI, as an engine."""

import json
from collections.abc import Sequence
from typing import Final

import msgspec
import numpy as np
from numpy.typing import NDArray

from antena.lib.embeddings.centring import unit
from antena.lib.embeddings.protocol import DIMENSIONS, EmbeddingFailed, Kind
from antena.lib.http import FetchFailed, PoliteClient

_BATCH: Final = 32
# Enough for the 512 tokens that small models read; longer texts are refused by some servers.
_CHARACTERS_SENT: Final = 2_000


class _Item(msgspec.Struct):
    index: int
    embedding: list[float]


class _Reply(msgspec.Struct):
    data: list[_Item]


class EndpointEngine:
    """``POST {address}/embeddings`` with ``model`` and ``input``; models named E5 get their prefixes."""

    def __init__(
        self, address: str, *, model: str, key: str = "", client: PoliteClient | None = None
    ) -> None:
        if not model:
            raise EmbeddingFailed(f"{address}: name the model the endpoint shall use")
        base = address.rstrip("/")
        self._url = base if base.endswith("/embeddings") else f"{base}/embeddings"
        self._model = model
        self._headers = {"Authorization": f"Bearer {key}"} if key else {}
        self._client = client or PoliteClient(interval=0.0, timeout=60.0)
        self._prefixed = "e5" in model.lower().replace("_", "-").split("/")[-1].split("-")

    @property
    def name(self) -> str:
        return self._model.rsplit("/", 1)[-1]

    def encode(self, texts: Sequence[str], kind: Kind) -> NDArray[np.float32]:
        """The vectors of ``texts``, shape (n, 384), unit length. Raises `EmbeddingFailed`."""
        prefix = f"{kind}: " if self._prefixed else ""
        sent = [prefix + text[:_CHARACTERS_SENT] for text in texts]
        batches = [self._batch(sent[first : first + _BATCH]) for first in range(0, len(sent), _BATCH)]
        return unit(np.concatenate(batches)) if batches else np.empty((0, DIMENSIONS), np.float32)

    def _batch(self, texts: list[str]) -> NDArray[np.float32]:
        question = {"model": self._model, "input": texts, "encoding_format": "float"}
        try:
            answer = self._client.post(self._url, json=question, headers=self._headers)
            reply = msgspec.json.decode(answer.body, type=_Reply)
        except FetchFailed as error:
            raise EmbeddingFailed(f"the embedding endpoint did not answer: {error}") from error
        except (msgspec.DecodeError, json.JSONDecodeError) as error:
            raise EmbeddingFailed(f"{self._url}: not an embeddings answer: {error}") from error
        return self._checked(reply, len(texts))

    def _checked(self, reply: _Reply, expected: int) -> NDArray[np.float32]:
        items = sorted(reply.data, key=lambda item: item.index)
        if [item.index for item in items] != list(range(expected)):
            raise EmbeddingFailed(f"{self._url}: {len(items)} vectors came for {expected} texts")
        lengths = {len(item.embedding) for item in items}
        if lengths != {DIMENSIONS}:
            given = ", ".join(map(str, sorted(lengths)))
            raise EmbeddingFailed(
                f"{self._url}: {self._model} gives {given} numbers per text; this house stores {DIMENSIONS}"
            )
        vectors = np.array([item.embedding for item in items], np.float32)
        if not np.isfinite(vectors).all():
            raise EmbeddingFailed(f"{self._url}: a vector holds something that is no number")
        return vectors
