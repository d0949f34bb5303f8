"""That small towns get something: what is useful and new, and the place kept for the best of it.

Big towns are named in more calls and can carry more, so a choice by score alone fills the radars of villages
with what has been there for years. A small town that would get nothing useful that is new is given the best
of the new candidates, one match beyond its places, and the match says so. Whether that is useful is told by
the same line as anywhere: nothing poor is called useful so that a figure looks better.
"""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from antena.matching.engine.algorithm import BUCKETS
from antena.matching.engine.calibration import Calibration
from antena.matching.engine.facts import Signal, Town

# The share of such matches judged worth reading from which a match is useful: three in ten. It is where the
# curves of all buckets leave their level part, half as much again as among all judged pairs (two in ten).
LINE = 0.3
# A signal is new for this many days after its publisher published it, opened it or changed it.
DAYS = 30
# The sizes of town a place is kept for: fewer than 1,000 inhabitants.
SMALL = frozenset({"village_under_500", "under_1000"})
# The name under which a kept place stands among the reasons of a match.
FEATURE = "place"
KEY = "place.kept"


def is_small(town: Town) -> bool:
    """Whether a place is kept for this town."""
    return bool(SMALL & town.traits)


def is_new(signal: Signal) -> bool:
    """Whether the publisher said something of it in the last `DAYS`."""
    return signal.days_new is not None and signal.days_new <= DAYS


def new_ones(signals: Sequence[Signal]) -> NDArray[np.bool_]:
    """Which signals are new, shape (signals,)."""
    return np.array([is_new(signal) for signal in signals], dtype=np.bool_)


def shares(
    scores: NDArray[np.float64], buckets: NDArray[np.intp], calibration: Calibration
) -> NDArray[np.float64]:
    """The share worth reading of matches, all of shape (n,); ``buckets`` are places in `BUCKETS`.

    0 in a bucket nobody judged a match of: what is not known to be useful is not called so.
    """
    found = np.zeros(len(scores))
    for number, name in enumerate(BUCKETS):
        if name in calibration.curves:
            own = buckets == number
            found[own] = calibration.shares(scores[own], name)
    return found
