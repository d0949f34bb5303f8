"""The bundled model itself: a question in Catalan finds what an English text means."""

from collections.abc import Callable

import numpy as np
import pytest
from numpy.typing import NDArray

from antena.lib.embeddings import EmbeddingFailed
from antena.signals.embedding import embedder
from antena.signals.models import Signal, SignalEmbedding
from antena.signals.search import FoundBy, SearchRequest, search
from antena.signals.search.meaning import NO_MEANING, meaning_of
from tests.signals.search.conftest import AT, IdeaEmbedder

TITLES = (
    "Making drinking water safe in small and rural communities",
    "Cycling and walking in European cities",
    "Support for women who run local businesses",
    "Quantum communication over satellites",
    "Renovating public buildings to save energy",
)


@pytest.mark.parametrize(
    ("question", "meant"),
    [
        ("aigua potable als pobles petits", 0),
        ("anar en bicicleta per la ciutat", 1),
        ("dones emprenedores", 2),
        ("rehabilitació energètica d'escoles", 4),
    ],
)
def test_a_catalan_question_finds_the_english_call(
    publish: Callable[..., Signal], question: str, meant: int
) -> None:
    engine = embedder()
    signals = [publish({"en": title}) for title in TITLES]
    vectors = engine.passages(TITLES, ["en"] * len(TITLES))
    for signal, vector in zip(signals, vectors, strict=True):
        SignalEmbedding.objects.filter(signal=signal).update(model=engine.name, vector=vector.tolist())
    hit = search(SearchRequest(text=question), language="ca", at=AT, embedder=engine).hits[0]
    assert (hit.signal.pk, hit.found_by) == (signals[meant].pk, FoundBy.MEANING)


def test_a_question_is_embedded_once() -> None:
    asked: list[str] = []

    class Counting(IdeaEmbedder):
        def query(self, text: str, language: str) -> NDArray[np.float32]:
            asked.append(language)
            return super().query(text, language)

    engine = Counting()
    assert meaning_of("Quina és la qualitat de l'aigua?", "en", engine) == meaning_of(
        "Quina és la qualitat de l'aigua?", "en", engine
    )
    assert asked == ["ca"]


def test_an_engine_that_fails_leaves_the_words(publish: Callable[..., Signal]) -> None:
    class Broken(IdeaEmbedder):
        def query(self, text: str, language: str) -> NDArray[np.float32]:
            raise EmbeddingFailed("the endpoint does not answer")

    signal = publish({"en": "Water"})
    assert meaning_of("water", "en", Broken()) == NO_MEANING
    page = search(SearchRequest(text="water"), language="en", at=AT, embedder=Broken())
    assert [(hit.signal.pk, hit.found_by) for hit in page.hits] == [(signal.pk, FoundBy.WORDS)]
