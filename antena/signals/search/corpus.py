"""An invented collection to measure the search on: seeded, with topics that words and vectors share.

Words follow Zipf's law; each document has one main topic, whose words make up a sixth of it, and a language
that decides how it is stemmed. Vectors lie near their topic's centre in a space of `_LATENT` dimensions
inside the full one, as those of real texts do: points without structure would make any index look bad.
"""

from collections.abc import Iterator
from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

LANGUAGES: Final = ("ca", "es", "en", "fr")
_SYLLABLES: Final = [
    a + b for a in ("b", "d", "f", "gr", "l", "m", "n", "p", "qu", "r", "s", "t", "v") for b in "aeiou"
]
_VOCABULARY: Final = 40_000
_TOPICS: Final = 400
_TOPIC_WORDS: Final = 24
_TOPIC_SHARE: Final = 0.18
_LENGTHS: Final = (40, 140)
_LATENT: Final = 64
_BATCH: Final = 2_000


class Document(NamedTuple):
    """``vector`` has unit length."""

    number: int
    language: str
    title: str
    body: str
    vector: NDArray[np.float32]


class Corpus:
    """``size`` documents of ``dimensions`` numbers each; the same for the same seed."""

    def __init__(self, size: int, *, dimensions: int, seed: int = 7) -> None:
        self.size = size
        self._random = np.random.default_rng(seed)
        self.words = self._vocabulary()
        weight = 1.0 / (np.arange(_VOCABULARY) + 12.0)
        self._cumulated = np.cumsum(weight / weight.sum())
        self.topics = self._random.choice(np.arange(200, _VOCABULARY), (_TOPICS, _TOPIC_WORDS))
        self._centres = self._random.normal(size=(_TOPICS, _LATENT))
        # the main topic of each document, known once `documents` has been read
        self.topic_of: list[int] = []
        self._projection = self._random.normal(size=(_LATENT, dimensions)) / np.sqrt(_LATENT)

    def documents(self) -> Iterator[Document]:
        """Every document, in order."""
        for start in range(0, self.size, _BATCH):
            count = min(_BATCH, self.size - start)
            topics = self._random.zipf(1.3, count) % _TOPICS
            lengths = self._random.integers(*_LENGTHS, count)
            vectors = self.vectors(topics, noise=0.7)
            self.topic_of += topics.tolist()
            for position, (topic, length) in enumerate(zip(topics, lengths, strict=True)):
                words = self._text(int(topic), int(length))
                yield Document(
                    number=start + position,
                    language=LANGUAGES[(start + position) % len(LANGUAGES)],
                    title=" ".join(words[:8]),
                    body=" ".join(words[8:]),
                    vector=vectors[position],
                )

    def vectors(self, topics: NDArray[np.int64], *, noise: float) -> NDArray[np.float32]:
        """Unit vectors about those topics, the further from them the more noise."""
        latent = self._centres[topics] + noise * self._random.normal(size=(len(topics), _LATENT))
        vectors = latent @ self._projection
        vectors += 0.05 * self._random.normal(size=vectors.shape)
        unit: NDArray[np.float32] = (vectors / np.linalg.norm(vectors, axis=1, keepdims=True)).astype(
            np.float32
        )
        return unit

    def common(self, count: int) -> list[str]:
        """Words that many documents have, though none so many that it says nothing."""
        return [self.words[place] for place in self._random.integers(20, 120, count)]

    def of_topic(self, topic: int, count: int) -> list[str]:
        """Words of a topic."""
        return [self.words[place] for place in self._random.choice(self.topics[topic], count, replace=False)]

    def some_topics(self, count: int) -> NDArray[np.int64]:
        """Topics, as often asked for as written about."""
        return self._random.zipf(1.3, count) % _TOPICS

    def _vocabulary(self) -> list[str]:
        found: dict[str, None] = {}
        while len(found) < _VOCABULARY:
            picks = self._random.integers(0, len(_SYLLABLES), (_VOCABULARY, 4))
            sizes = self._random.integers(2, 5, _VOCABULARY)
            for pick, size in zip(picks, sizes, strict=True):
                found["".join(_SYLLABLES[place] for place in pick[:size])] = None
        return list(found)[:_VOCABULARY]

    def _text(self, topic: int, length: int) -> list[str]:
        places = np.searchsorted(self._cumulated, self._random.random(length))
        of_topic = self._random.random(length) < _TOPIC_SHARE
        places[of_topic] = self._random.choice(self.topics[topic], int(of_topic.sum()))
        return [self.words[place] for place in np.minimum(places, _VOCABULARY - 1)]
