"""Sentences of the goals as a classifier is given them, and which are for measuring only."""

from collections.abc import Sequence
from typing import Final
from zlib import crc32

import numpy as np

from antena.lib import text as words_of
from antena.operations.classifying.fitting import Example
from antena.operations.datasets.goal_sentences import GoalSentence
from antena.operations.evaluation.bench import Vectors
from antena.themes.classifier import Passage

GOALS: Final = tuple(range(1, 18))
# Of a hundred sentences, how many are for measuring only.
_HELD_OUT: Final = 25


def wording(sentence: GoalSentence) -> str:
    """What two sentences of the same words have in common: they fall on the same side of the split."""
    return " ".join(words_of.words(sentence.text, "en"))


def is_held_out(sentence: GoalSentence) -> bool:
    """Whether the sentence is for measuring only, by its words alone."""
    return crc32(f"goal{wording(sentence)}".encode()) % 100 < _HELD_OUT


def examples(sentences: Sequence[GoalSentence], vectors: Vectors) -> Sequence[Example]:
    """English sentences with their vectors, shape (sentences, dimensions)."""
    return [
        Example(
            Passage("en", "", sentence.text),
            vector[None],
            np.asarray([sentence.goal == goal for goal in GOALS], dtype=np.bool_),
            wording(sentence),
        )
        for sentence, vector in zip(sentences, vectors, strict=True)
    ]
