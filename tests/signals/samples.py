"""Signals for the tests of this package."""

from datetime import UTC, datetime, timedelta
from typing import Any

import numpy as np

from antena.signals.importing import SignalImporter
from antena.signals.models import Signal
from antena.sources.drafts import Draft, DraftDeadline, DraftText

AT = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)
LATER = AT + timedelta(days=1)
DEADLINE = DraftDeadline(at=datetime(2027, 4, 15, tzinfo=UTC))


def draft(identifier: str = "CERV-2026-TOWN-TT", *, title: str = "Town twinning", **values: Any) -> Draft:
    values.setdefault("texts", (DraftText(language="en", title=title, body="Towns meet."),))
    values.setdefault("deadlines", (DEADLINE,))
    defaults = {"source": "sedia", "kind": "call", "url": "https://example.org/1", "programme": "CERV"}
    return Draft(**{**defaults, "external_id": identifier, **values})


def store(*drafts: Draft, at: datetime = AT, run_id: int = 1):
    return SignalImporter().store(drafts, run_id=run_id, at=at)


def stored(*drafts: Draft) -> Signal:
    """The signal of the only draft, stored."""
    store(*drafts)
    return Signal.objects.get()


class FakeEmbedder:
    """Vectors that tell texts apart and need no model."""

    name = "fake-1"
    dimensions = 384

    def __init__(self) -> None:
        self.asked: list[str] = []

    def passages(self, texts, languages):
        self.asked += texts
        vectors = np.zeros((len(texts), self.dimensions), dtype=np.float32)
        for row, text in enumerate(texts):
            vectors[row, len(text) % self.dimensions] = 1
        return vectors

    def query(self, text, language):
        return self.passages([text], [language])[0]
