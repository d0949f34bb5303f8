"""What a task works with: the folder of the data, vectors that are kept, one seed."""

import sqlite3
from collections.abc import Callable, Sequence
from contextlib import closing
from hashlib import blake2b
from pathlib import Path
from typing import Final

import numpy as np
from numpy.typing import NDArray

from antena.lib.embeddings import Embedder

Vectors = NDArray[np.float32]

SEED: Final = 20240701
_AT_ONCE: Final = 256


class Bench:
    """``data`` is the folder of the public data sets; vectors once made are kept in ``cache``."""

    def __init__(self, data: Path, cache: Path, embedder: Callable[[], Embedder]) -> None:
        self.data = data
        self.seed = SEED
        self._cache = cache
        self._embedder = embedder

    @property
    def model(self) -> str:
        """The name of the embedding model."""
        return self._embedder().name

    def generator(self) -> np.random.Generator:
        """A new source of chance, the same in every run."""
        return np.random.default_rng(self.seed)

    def embed(self, texts: Sequence[str], languages: Sequence[str]) -> Vectors:
        """The unit vectors of passages in their order, shape (n, 384). Raises `EmbeddingFailed`."""
        return self._kept("passage", texts, languages, lambda some, of: self._embedder().passages(some, of))

    def embed_queries(self, texts: Sequence[str], languages: Sequence[str]) -> Vectors:
        """The unit vectors of what somebody looks for, in their order, shape (n, 384)."""
        return self._kept(
            "query",
            texts,
            languages,
            lambda some, of: np.stack(
                [self._embedder().query(text, tongue) for text, tongue in zip(some, of, strict=True)]
            ),
        )

    def _kept(
        self,
        kind: str,
        texts: Sequence[str],
        languages: Sequence[str],
        make: Callable[[Sequence[str], Sequence[str]], Vectors],
    ) -> Vectors:
        model = self.model
        keys = [
            blake2b("\0".join((model, kind, tongue, text)).encode(), digest_size=16).digest()
            for text, tongue in zip(texts, languages, strict=True)
        ]
        self._cache.mkdir(parents=True, exist_ok=True)
        with closing(sqlite3.connect(self._cache / "vectors.sqlite3", timeout=120)) as kept:
            kept.execute("CREATE TABLE IF NOT EXISTS vector (key BLOB PRIMARY KEY, value BLOB) WITHOUT ROWID")
            found = {key: value for key in dict.fromkeys(keys) if (value := _value(kept, key)) is not None}
            # alike lengths together: a batch takes as long as its longest text
            missing = {key: at for at, key in enumerate(keys) if key not in found}
            order = sorted(missing.values(), key=lambda at: len(texts[at]))
            for start in range(0, len(order), _AT_ONCE):
                part = order[start : start + _AT_ONCE]
                made = make([texts[at] for at in part], [languages[at] for at in part])
                rows = [
                    (keys[at], vector.astype(np.float32).tobytes())
                    for at, vector in zip(part, made, strict=True)
                ]
                with kept:
                    kept.executemany("INSERT OR IGNORE INTO vector VALUES (?, ?)", rows)
                found.update(rows)
        return np.stack([np.frombuffer(found[key], dtype=np.float32) for key in keys]) if keys else _NONE


_NONE: Final = np.zeros((0, 384), dtype=np.float32)


def _value(kept: sqlite3.Connection, key: bytes) -> bytes | None:
    row = kept.execute("SELECT value FROM vector WHERE key = ?", (key,)).fetchone()
    return None if row is None else bytes(row[0])
