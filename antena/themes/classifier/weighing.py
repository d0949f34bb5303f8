"""How much each piece of evidence says, and how sums of it become scores.

The constants were set by eye and by measurement on real calls, acts and sentences;
tests/themes/test_real_data.py measures again and holds what was reached.
"""

import math
from collections import Counter
from collections.abc import Sequence
from typing import Final

import msgspec

from antena.themes.classifier.lexicon import Hit, Term
from antena.themes.classifier.results import Evidence

# A phrase says more than a word: by number of words without function words, the last for all longer ones.
WORD_WEIGHTS: Final = (1.0, 1.7, 2.1)
HINT_WEIGHT: Final = 0.3
# However many hints a text has, together they say no more than this.
HINTS_TOGETHER: Final = 0.35
# Of what a term can say, the share it says by standing in the title.
TITLE_SHARE: Final = 0.6
# A term met as often as this, at the usual length, says half of what it says at most.
HALF_AT: Final = 1.2
USUAL_LENGTH: Final = 200.0
DESCRIPTOR_WEIGHT: Final = 1.1
MICROTHESAURUS_WEIGHT: Final = 0.45
MEANING_WEIGHT: Final = 0.6
# What a learned model says at most, and the calibrated probability below which it says nothing.
LEARNED_WEIGHT: Final = 0.6
LEARNED_SAYS: Final = 0.5
# Nearness below this says nothing, nor does any beyond the nearest few.
MEANING_SAYS: Final = 0.35
NEAREST: Final = 3


class Sum(msgspec.Struct):
    """What speaks for one theme or goal so far, with the evidence and what each piece adds."""

    decisive: float = 0.0
    hints: float = 0.0
    pieces: list[tuple[float, Evidence]] = msgspec.field(default_factory=list)

    def add(self, amount: float, evidence: Evidence, *, is_hint: bool = False) -> None:
        """Count ``evidence`` in with ``amount``."""
        if is_hint:
            self.hints += amount
        else:
            self.decisive += amount
        self.pieces.append((amount, evidence))

    @property
    def total(self) -> float:
        """Everything together, hints up to what they may say."""
        return self.decisive + min(self.hints, HINTS_TOGETHER)

    def evidence(self, most: int = 6) -> tuple[Evidence, ...]:
        """The strongest pieces first, each wording once."""
        strongest = sorted(self.pieces, key=lambda piece: -piece[0])
        distinct = {(piece.kind, piece.text.casefold()): piece for _, piece in reversed(strongest)}
        return tuple(reversed(distinct.values()))[:most]


def term_weight(length: int, owners: int, *, is_hint: bool) -> float:
    """What a term says at most: more the longer it is, less the more themes it speaks for."""
    full = HINT_WEIGHT if is_hint else WORD_WEIGHTS[min(length, len(WORD_WEIGHTS)) - 1]
    return full / math.sqrt(owners)


def strengths(title: Sequence[Hit], body: Sequence[Hit], length: int) -> list[tuple[Hit, float, bool]]:
    """Each term's first hit, its share in [0, 1) of what it can say, and whether that hit is in the title.

    In the body a term met again adds less each time, and the longer the text (``length`` in words), the less
    one meeting says. A word of the title says the same whatever the length of the text.
    """
    half_at = HALF_AT * (0.4 + 0.6 * length / USUAL_LENGTH)
    counts = Counter(hit.term for hit in body)
    shares = {term: count / (count + half_at) for term, count in counts.items()}
    for term in {hit.term for hit in title}:
        shares[term] = 1 - (1 - TITLE_SHARE) * (1 - shares.get(term, 0.0))
    first: dict[Term, tuple[Hit, bool]] = {}
    for hits, in_title in ((title, True), (body, False)):
        for hit in hits:
            first.setdefault(hit.term, (hit, in_title))
    return [(hit, shares[term], in_title) for term, (hit, in_title) in first.items()]


def score(amount: float) -> float:
    """An amount of evidence as a score in [0, 1]: 1 is 63 %, 2 is 86 %."""
    return round(1.0 - math.exp(-amount), 4)
