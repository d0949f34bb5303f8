"""Baselines that go by words or letters alone, for collections that fit in memory."""

import re
from collections import Counter
from collections.abc import Sequence
from typing import Final

import numpy as np
from numpy.typing import NDArray
from scipy import sparse
from sklearn.feature_extraction.text import TfidfVectorizer

from antena.lib.text import stem, words

Floats = NDArray[np.float32]
_K1: Final = 1.2
_B: Final = 0.75
_NUMBER: Final = re.compile(r"\d+/\d+|\d{2,}")


def tokens(text: str, language: str) -> list[str]:
    """The stems of the telling words."""
    return [stem(word, language) for word in words(text, language)]


class Bm25:
    """BM25 over texts of one language as the search weighs them; a title's words count three times."""

    def __init__(self, titles: Sequence[str], bodies: Sequence[str], language: str) -> None:
        counts = [
            Counter(3 * tokens(title, language) + tokens(body, language))
            for title, body in zip(titles, bodies, strict=True)
        ]
        self._places = {
            word: place for place, word in enumerate(dict.fromkeys(word for one in counts for word in one))
        }
        lengths = np.array([sum(one.values()) for one in counts], dtype=np.float64)
        shares = _K1 * (1 - _B + _B * lengths / max(lengths.mean(), 1.0))
        found = [
            (row, self._places[word], (_K1 + 1) * times / (times + shares[row]))
            for row, one in enumerate(counts)
            for word, times in one.items()
        ]
        rows, columns, impacts = zip(*found, strict=True)
        frequency = np.bincount(columns, minlength=len(self._places))
        rarity = np.log(1 + (len(counts) - frequency + 0.5) / (frequency + 0.5))
        self._weights = sparse.csr_matrix(
            (np.array(impacts) * rarity[list(columns)], (rows, columns)),
            shape=(len(counts), len(self._places)),
        )

    def scores(self, queries: Sequence[str], language: str) -> Floats:
        """The weight of every text for every query, shape (queries, texts)."""
        asked = np.zeros((len(queries), len(self._places)))
        for row, query in enumerate(queries):
            for word in tokens(query, language):
                if word in self._places:
                    asked[row, self._places[word]] += 1
        return np.asarray((self._weights @ asked.T).T, dtype=np.float32)


def characters(
    queries: Sequence[str], texts: Sequence[str], *, shortest: int = 3, longest: int = 5
) -> Floats:
    """Cosine of TF-IDF over letter sequences within words, shape (queries, texts)."""
    made = TfidfVectorizer(analyzer="char_wb", ngram_range=(shortest, longest), sublinear_tf=True)
    weights = made.fit_transform(texts)
    return np.asarray((made.transform(queries) @ weights.T).toarray(), dtype=np.float32)


def numbers(queries: Sequence[str], texts: Sequence[str]) -> Floats:
    """How much of the numbers of each query a text has, rare ones weighing more, in [0, 1].

    Numbers of acts (2001/18) count as one; single digits not at all. Shape (queries, texts); 0 for a query
    without a number.
    """
    made = TfidfVectorizer(analyzer=_NUMBER.findall, binary=True, norm="l1")
    try:
        made.fit([*queries, *texts])
    except ValueError:  # no number in any of them
        return np.zeros((len(queries), len(texts)), dtype=np.float32)
    has = made.transform(texts)
    has.data[:] = 1.0
    return np.asarray((made.transform(queries) @ has.T).toarray(), dtype=np.float32)


def fused(*scores: Floats) -> Floats:
    """Reciprocal rank fusion (Cormack, Clarke and Büttcher, 2009) of scores of the same shape.

    What a system scores 0 or less it did not find.
    """
    total = np.zeros(scores[0].shape, dtype=np.float32)
    for one in scores:
        places = (-one).argsort(axis=1, kind="stable").argsort(axis=1)
        total += np.where(one > 0, 1.0 / (61 + places), 0.0).astype(np.float32)
    return total
