"""A learned model: probabilities of classes from the meaning of a text and the words it knows."""

from collections.abc import Iterable, Sequence
from functools import cache
from typing import Final

import msgspec
import numpy as np
from numpy.typing import NDArray

from antena.lib.learned import Weights, load
from antena.themes.classifier.learned import features
from antena.themes.classifier.learned.features import Floats, Words
from antena.themes.classifier.results import Passage

PACKAGE: Final = "antena.themes.classifier.learned"
_WORDS_SHOWN: Final = 3
# Words that say less than this share of what the strongest says are not shown.
_WORTH_SHOWING: Final = 0.25


class Guess(msgspec.Struct, frozen=True):
    """A class with its calibrated ``probability``, whether it is ``said``, and the stems that speak for it.

    ``said`` is whether it passes the threshold of its class. ``passage`` is the one of the texts read.
    """

    code: str
    probability: float
    said: bool
    stems: tuple[str, ...]
    passage: Passage


class Leg(msgspec.Struct, frozen=True, eq=False):
    """One set of weights: of landmarks (landmarks, classes), of buckets (BUCKETS, classes) and the means.

    ``codes`` correct the score of a text whose publisher filed it, shape (codes, classes). ``slopes`` and
    ``shifts`` make probabilities of scores; ``thresholds`` are of scores. Shape (classes,).
    """

    landmarks: Floats
    buckets: Floats
    codes: Floats
    means: Floats
    slopes: Floats
    shifts: Floats
    thresholds: Floats


class LearnedModel:
    """Reads texts by weights that `antena learn` made. Plain NumPy, about four milliseconds for 500 words.

    Two legs: "any" reads the meaning and the numbers of laws, in every language the embeddings know; "words"
    reads the words too, in the ``languages`` it learned them in. Codes of the directory of EU law, where the
    publisher gave them, add to either; without them a text is read as if nobody had any.
    """

    def __init__(self, weights: Weights) -> None:
        arrays = weights.arrays
        self.classes = weights.names["classes"]
        self.languages = frozenset(weights.names["languages"])
        self.embedder = weights.provenance.model
        self._codes = {code: place for place, code in enumerate(weights.names.get("codes", ()))}
        self._landmarks = _unit(arrays["landmarks"])
        self._rarity = arrays["rarity"]
        self._legs = {name: _leg(weights, name) for name in ("any", "words")}

    def leg(self, language: str) -> str:
        """Which leg reads a text of this language."""
        return "words" if language[:2].lower() in self.languages else "any"

    def scores(
        self, passage: Passage, vectors: Floats, *, leg: str, codes: Iterable[str] = ()
    ) -> tuple[Floats, Words]:
        """The raw score of each class, and the words that were read. ``vectors``: shape (n, dimensions)."""
        chosen = self._legs[leg]
        language = passage.language[:2].lower()
        counted = (
            features.tokens(passage.title, passage.body, language)
            if leg == "words"
            else features.numbers(passage.title, passage.body)
        )
        words = features.hashed(counted, self._rarity)
        near = features.nearness(_unit(vectors), self._landmarks).mean(axis=0)
        score: Floats = chosen.means + near @ chosen.landmarks + words.values @ chosen.buckets[words.places]
        return score + features.coded(codes, self._codes) @ chosen.codes, words

    def probabilities(self, scores: Floats, *, leg: str) -> Floats:
        """Calibrated probabilities of raw scores, the last axis being classes."""
        chosen = self._legs[leg]
        made: Floats = 1 / (1 + np.exp(-(chosen.slopes * scores + chosen.shifts)))
        return made

    def said(self, scores: Floats, *, leg: str) -> NDArray[np.bool_]:
        """Which classes pass their threshold, the nearest where none does. Shape (texts, classes)."""
        above = scores - self._legs[leg].thresholds
        flags: NDArray[np.bool_] = above >= 0
        lonely = ~flags.any(axis=1)
        flags[lonely, above[lonely].argmax(axis=1)] = True
        return flags

    def read(
        self, passages: Sequence[Passage], vectors: Floats, codes: Iterable[str] = ()
    ) -> tuple[Guess, ...]:
        """Every class, the most probable first. ``vectors`` are of the text, shape (n, dimensions).

        ``codes`` are those of the directory of EU law its publisher filed it under, where there are any. Of
        several passages the one in a language the model knows the words of is read. () without passages or
        with null vectors.
        """
        if not passages or not float(np.abs(vectors).sum()):
            return ()
        passage = min(passages, key=lambda one: (self.leg(one.language) != "words", one.language != "en"))
        leg = self.leg(passage.language)
        score, words = self.scores(passage, vectors, leg=leg, codes=codes)
        probability = self.probabilities(score, leg=leg)
        above = score >= self._legs[leg].thresholds
        order = np.argsort(-probability, kind="stable")
        return tuple(
            Guess(
                self.classes[place],
                round(float(probability[place]), 4),
                bool(above[place]),
                self._strongest(words, int(place), leg),
                passage,
            )
            for place in order
        )

    def _strongest(self, words: Words, place: int, leg: str) -> tuple[str, ...]:
        amounts = words.values * self._legs[leg].buckets[words.places, place]
        order = np.argsort(-amounts, kind="stable")[:_WORDS_SHOWN]
        least = _WORTH_SHOWING * float(amounts[order[0]]) if len(order) else 0.0
        return tuple(words.wordings[at] for at in order if amounts[at] > max(least, 0.0))


@cache
def shipped(name: str) -> LearnedModel:
    """The model of this name as it ships. Raises `antena.lib.learned.WeightsError`."""
    return LearnedModel(load(PACKAGE, name))


def _leg(weights: Weights, name: str) -> Leg:
    return Leg(*(weights.arrays[f"{name}_{part}"] for part in Leg.__struct_fields__))


def _unit(vectors: Floats) -> Floats:
    lengths = np.maximum(np.linalg.norm(vectors, axis=1, keepdims=True), 1e-9)
    unit: Floats = (vectors / lengths).astype(np.float32)
    return unit
