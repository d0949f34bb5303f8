"""What a task of the evaluation returns: right of how many, beside a baseline and a goal."""

from math import sqrt
from typing import Final

import msgspec

# Of the normal distribution, for an interval that holds the true share 95 times of a hundred.
_Z95: Final = 1.959964


class NoDataError(Exception):
    """The public data a task reads is not there; the message names the file."""


class Score(msgspec.Struct, frozen=True):
    """``right`` of ``of`` cases."""

    right: int
    of: int

    @property
    def share(self) -> float:
        """In [0, 1]; 0 where there are no cases."""
        return self.right / self.of if self.of else 0.0

    @property
    def interval(self) -> tuple[float, float]:
        """Wilson's score interval at 95 %; (0, 1) where there are no cases."""
        if not self.of:
            return 0.0, 1.0
        spread = _Z95**2 / self.of
        middle = self.share + spread / 2
        half = sqrt(spread * self.share * (1 - self.share) + spread**2 / 4)
        return max(0.0, (middle - half) / (1 + spread)), min(1.0, (middle + half) / (1 + spread))


class Scores(msgspec.Struct, frozen=True, kw_only=True):
    """What was judged, ours and the baseline's, and the share to reach, None without one."""

    what: str
    ours: Score
    baseline: Score | None = None
    goal: float | None = None

    @property
    def is_met(self) -> bool | None:
        """Whether the goal is reached by the share itself."""
        return None if self.goal is None else self.ours.share >= self.goal
