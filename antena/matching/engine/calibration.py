"""From a score to how many of ten such matches were judged worth reading, learned from judgements of people.

A score orders; it is no probability. For each bucket a curve that never falls says which share of the
matches with such a score were judged worth reading. Curves are data of an algorithm; verdicts that come in
later bend them a little (`Bend`), never replace them.
"""

from collections.abc import Mapping
from functools import cache

import msgspec
import numpy as np
from numpy.typing import NDArray

from antena.lib import learned

Doubles = NDArray[np.float64]

# Where calibrations are shipped, each under the name of its algorithm.
PACKAGE = "antena.matching.engine.learned"
# Nothing is certain: shares are kept this far from 0 and 1.
EDGE = 0.01


class Curve(msgspec.Struct, frozen=True, kw_only=True):
    """Scores in rising order and the share worth reading at each; straight in between, level outside."""

    scores: tuple[float, ...]
    shares: tuple[float, ...]


class Bend(msgspec.Struct, frozen=True, kw_only=True):
    """What verdicts say of a curve: its log odds are multiplied by ``slope`` and moved by ``shift``."""

    slope: float = 1.0
    shift: float = 0.0


class Calibration(msgspec.Struct, frozen=True, kw_only=True):
    """The curves of one algorithm by bucket, and what they were made of."""

    algorithm: str
    provenance: learned.Provenance
    curves: Mapping[str, Curve]
    bends: Mapping[str, Bend] = {}

    def shares(self, scores: Doubles, bucket: str) -> Doubles:
        """The share worth reading of matches with ``scores`` in ``bucket``, in [`EDGE`, 1 − `EDGE`]."""
        curve, bend = self.curves[bucket], self.bends.get(bucket, Bend())
        shares = np.clip(np.interp(scores, curve.scores, curve.shares), EDGE, 1 - EDGE)
        odds = bend.slope * np.log(shares / (1 - shares)) + bend.shift
        return np.asarray(np.clip(1 / (1 + np.exp(-odds)), EDGE, 1 - EDGE), dtype=np.float64)

    def share(self, score: float, bucket: str) -> float:
        """The share worth reading of matches with this score."""
        return float(self.shares(np.array([score]), bucket)[0])


@cache
def calibration(algorithm: str) -> Calibration | None:
    """The calibration shipped with an algorithm; None where nobody judged its matches."""
    try:
        weights = learned.load(PACKAGE, algorithm)
    except learned.WeightsError:
        return None
    curves = {
        bucket: Curve(
            scores=tuple(weights.arrays[f"{bucket}_scores"].tolist()),
            shares=tuple(weights.arrays[f"{bucket}_shares"].tolist()),
        )
        for bucket in weights.names["buckets"]
    }
    return Calibration(algorithm=algorithm, provenance=weights.provenance, curves=curves)


def in_ten(share: float) -> int:
    """A share as a number of ten, from 0 to 10."""
    return int(np.floor(10 * share + 0.5))
