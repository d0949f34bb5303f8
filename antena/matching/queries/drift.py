"""Whether scores are what they were when the algorithm was put in force: the population stability index."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from math import log

from antena.matching.models import Match, Served

# The bins a score in [0, 1] falls into.
TENTHS = 10
# The usual reading of the index: below the first nothing moved, from the second on it is worth looking into.
STABLE, MOVED = 0.1, 0.25
# An empty bin counts as this share, or its logarithm would be infinite.
_LEAST = 0.001


@dataclass(frozen=True)
class Drift:
    """The scores of the last night against those of the first night of the same algorithm.

    ``state`` is "stable", "moved" or "look"; counts are by tenths of the score.
    """

    algorithm: str
    since: date
    until: date
    index: float
    before: tuple[int, ...]
    now: tuple[int, ...]

    @property
    def state(self) -> str:
        return "stable" if self.index < STABLE else "moved" if self.index < MOVED else "look"


def score_counts() -> tuple[str, list[int]]:
    """The algorithm that made most matches, and how many of them score in each tenth. One query."""
    rows = list(Match.objects.order_by().values_list("algorithm", "score"))
    if not rows:
        return "", []
    ((name, _),) = Counter(made for made, _ in rows).most_common(1)
    tenths = Counter(min(TENTHS - 1, int(score * TENTHS)) for made, score in rows if made == name)
    return name, [tenths[number] for number in range(TENTHS)]


def drift() -> Drift | None:
    """How far scores moved since the algorithm was put in force; None before a second night. Two queries."""
    last = Served.objects.exclude(algorithm="").order_by("-day").first()
    if last is None:
        return None
    # an algorithm put in force anew begins anew: the first night after the last of another
    nights = Served.objects.filter(day__lt=last.day).exclude(algorithm="").order_by("-day")
    first = None
    for night in nights:
        if night.algorithm != last.algorithm:
            break
        first = night
    if first is None:
        return None
    return Drift(
        algorithm=last.algorithm,
        since=first.day,
        until=last.day,
        index=stability(first.scores, last.scores),
        before=tuple(first.scores),
        now=tuple(last.scores),
    )


def stability(before: Sequence[int], now: Sequence[int]) -> float:
    """The population stability index of two counts over the same bins: 0 where the shares are the same."""
    old, new = _shares(before), _shares(now)
    return sum((two - one) * log(two / one) for one, two in zip(old, new, strict=True))


def _shares(counts: Sequence[int]) -> list[float]:
    whole = sum(counts) or 1
    return [max(_LEAST, count / whole) for count in counts]
