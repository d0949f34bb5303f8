"""The order of practices for a need: near it, doable here, and not five of one town."""

from collections import Counter
from collections.abc import Hashable, Sequence
from typing import Final

# What transferability weighs beside relevance: a practice of another need is not right because it is easy.
SHARE: Final = 0.4
# What each earlier practice of the same place leaves of a later one's worth.
REPEATED: Final = 0.5


def worth(relevance: float, transferability: float | None) -> float:
    """What a practice is worth to a town, in [0, 1]; without a town, its relevance."""
    if transferability is None:
        return relevance
    return relevance * (1 - SHARE + SHARE * transferability)


def choose(worths: Sequence[float], places: Sequence[Hashable | None], *, limit: int) -> list[int]:
    """The first ``limit`` practices in order, as positions; ``places`` is where each was done, or None."""
    taken: Counter[Hashable] = Counter()
    left = sorted(range(len(worths)), key=lambda one: (-worths[one], one))
    chosen: list[int] = []

    def left_of(one: int) -> float:
        place = places[one]
        return worths[one] * (REPEATED ** taken[place] if place is not None else 1.0)

    while left and len(chosen) < limit:
        best = max(left, key=lambda one: (left_of(one), -one))
        left.remove(best)
        chosen.append(best)
        if places[best] is not None:
            taken[places[best]] += 1
    return chosen
