"""Signals to search among, and an embedder that knows a few ideas in every language."""

from collections.abc import Callable
from datetime import UTC, date, datetime
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray

from antena.signals.models import EMBEDDING_DIMENSIONS, Signal, SignalEmbedding, SignalText
from antena.signals.search import index_signals

AT = datetime(2026, 11, 22, 9, tzinfo=UTC)

# Each idea is one direction; a text means the ideas whose words it holds.
IDEAS = (
    ("aigua", "water", "eau", "agua", "potable", "drinking"),
    ("dona", "gender", "women", "femmes", "igualtat"),
    ("bicicleta", "cycling", "vélo", "bike"),
)


class IdeaEmbedder:
    """An embedder of `IDEAS`; what holds none of them means nothing near anything."""

    name = "ideas-1"
    dimensions = EMBEDDING_DIMENSIONS

    def query(self, text: str, language: str) -> NDArray[np.float32]:
        vector = np.zeros(EMBEDDING_DIMENSIONS, dtype=np.float32)
        for position, words in enumerate(IDEAS):
            vector[position] = any(word in text.lower() for word in words)
        if not vector.any():
            vector[-1] = 1
        return vector / np.linalg.norm(vector)


@pytest.fixture
def embedder() -> IdeaEmbedder:
    return IdeaEmbedder()


@pytest.fixture
def publish(db: None) -> Callable[..., Signal]:
    """Store, index and embed a signal of these texts: language → title, or (title, summary, body)."""
    count = 0

    def published(texts: dict[str, str | tuple[str, ...]], **fields: Any) -> Signal:
        nonlocal count
        count += 1
        values: dict[str, Any] = {
            "source": "test",
            "external_id": f"item {count}",
            "slug": f"item-{count}",
            "kind": "call",
            "url": "https://example.org/item",
            "published_on": date(2026, 1, 1),
            "content_hash": str(count),
            "first_seen": AT,
            "last_seen": AT,
        }
        signal = Signal.objects.create(**values | fields)
        for language, text in texts.items():
            title, summary, body = [*([text] if isinstance(text, str) else text), "", ""][:3]
            SignalText.objects.create(
                signal=signal, language=language, title=title, summary=summary, body=body, updated_at=AT
            )
        everything = " ".join(text if isinstance(text, str) else " ".join(text) for text in texts.values())
        SignalEmbedding.objects.create(
            signal=signal, model=IdeaEmbedder.name, vector=IdeaEmbedder().query(everything, "en").tolist()
        )
        index_signals([signal.pk])
        return signal

    return published
