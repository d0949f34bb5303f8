"""How relevant a signal is to a question, as one number of both legs: plain Python.

Ranks cannot be fused where one leg does not understand the question: a Catalan question has hardly a word in
common with English texts, yet something always comes first by words, and would count as much as what comes
first by meaning. So the amounts are added: nearness of meaning, and how much of the question the words
cover. A leg that finds nothing much then says nothing much.
"""

from math import log
from typing import Final

# What full cover of a question by words is worth beside a nearness of one. Chosen on questions in three
# languages kept for development; between 0.5 and 0.8 nothing changes much.
COVER: Final = 0.6
# The most BM25 gives one occurrence of one word, its rarity apart: k1 + 1.
_MOST: Final = 2.2
# A collection smaller than this is taken as this large: rarity means little among a few.
_FEWEST: Final = 1000


def full_cover(words: int, signals: int) -> float:
    """The BM25 weight a signal would have if each of so many words were in it often and nowhere else."""
    rarest = log(1 + (max(signals, _FEWEST) + 0.5) / 0.5)
    return _MOST * max(words, 1) * rarest


def relevance(nearness: float, weight: float, full: float) -> float:
    """``nearness``: cosine of the meanings, 0 where unknown. ``weight``: BM25, of at most about ``full``."""
    return max(nearness, 0.0) + COVER * weight / full
