"""Nearness in meaning, with an embedder made of word counts."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from antena.themes.classifier import Classifier, Evidence, Passage, Vocabulary, prototypes


class CountingEmbedder:
    """Hashes words into 384 places: near where words are shared."""

    name = "counting"

    def passages(self, texts: Sequence[str], languages: Sequence[str]) -> NDArray[np.float32]:
        vectors = np.zeros((len(texts), 384), dtype=np.float32)
        for row, text in enumerate(texts):
            for word in text.casefold().split():
                vectors[row, sum(map(ord, word)) * 31 % 384] += 1
        return vectors / np.linalg.norm(vectors, axis=1, keepdims=True)


def test_each_sub_theme_has_a_unit_direction(vocabulary: Vocabulary) -> None:
    made = prototypes(vocabulary, CountingEmbedder())
    assert made.vectors.shape == (len(made.codes), 384)
    assert len(made.codes) == sum(not theme.is_field for theme in vocabulary.themes)
    assert np.allclose(np.linalg.norm(made.vectors, axis=1), 1, atol=1e-5)


def test_a_vector_near_a_theme_brings_it_in(vocabulary: Vocabulary) -> None:
    made = prototypes(vocabulary, CountingEmbedder())
    classifier = Classifier(vocabulary, made)
    vector = made.vectors[made.codes.index("tourism")]
    reading = classifier.read([Passage("en", "Xyzzy")], vector=vector)
    assert reading.themes[0].code == "tourism"
    assert reading.themes[0].evidence == (Evidence("meaning", "", ""),)


def test_without_prototypes_or_with_a_broken_vector_the_words_decide(vocabulary: Vocabulary) -> None:
    made = prototypes(vocabulary, CountingEmbedder())
    plain = Classifier(vocabulary).read([Passage("en", "Tourism")], vector=made.vectors[0])
    for broken in (np.zeros(384), np.full(384, np.nan)):
        reading = Classifier(vocabulary, made).read(
            [Passage("en", "Tourism")], vector=broken.astype(np.float32)
        )
        assert reading == plain
    assert [theme.code for theme in plain.themes] == ["tourism"]
