"""From a score to how many of ten such matches were found useful, learned from judgements of people.

A score orders; it is no probability. For each bucket a curve that never falls says which share of the matches
with such a score were judged useful. Curves are data of an algorithm; verdicts that come in later bend them a
little (`Bend`), never replace them.
"""

import tomllib
from collections.abc import Mapping
from functools import cache

import msgspec
import numpy as np
from numpy.typing import NDArray

from antena.matching.engine.algorithm import DATA

Doubles = NDArray[np.float64]

# Nothing is certain: shares are kept this far from 0 and 1.
EDGE = 0.01


class Curve(msgspec.Struct, frozen=True, kw_only=True):
    """Scores in rising order and the share found useful at each; straight in between, level outside."""

    scores: tuple[float, ...]
    shares: tuple[float, ...]


class Bend(msgspec.Struct, frozen=True, kw_only=True):
    """What verdicts say of a curve: its log odds are multiplied by ``slope`` and moved by ``shift``."""

    slope: float = 1.0
    shift: float = 0.0


class Calibration(msgspec.Struct, frozen=True, kw_only=True):
    """The curves of one algorithm by bucket, and what they were made of."""

    algorithm: str
    provenance: str
    curves: Mapping[str, Curve]
    bends: Mapping[str, Bend] = {}

    def shares(self, scores: Doubles, bucket: str) -> Doubles:
        """The share found useful of matches with ``scores`` in ``bucket``, in [`EDGE`, 1 − `EDGE`]."""
        curve, bend = self.curves[bucket], self.bends.get(bucket, Bend())
        shares = np.clip(np.interp(scores, curve.scores, curve.shares), EDGE, 1 - EDGE)
        odds = bend.slope * np.log(shares / (1 - shares)) + bend.shift
        return np.asarray(np.clip(1 / (1 + np.exp(-odds)), EDGE, 1 - EDGE), dtype=np.float64)

    def share(self, score: float, bucket: str) -> float:
        """The share found useful of matches with this score."""
        return float(self.shares(np.array([score]), bucket)[0])


@cache
def calibration(algorithm: str) -> Calibration | None:
    """The calibration shipped with an algorithm; None where nobody judged its matches."""
    path = DATA / f"calibration-{algorithm}.toml"
    if not path.exists():
        return None
    with path.open("rb") as file:
        return msgspec.convert(tomllib.load(file), Calibration)


def in_ten(share: float) -> int:
    """A share as a number of ten, from 0 to 10."""
    return int(np.floor(10 * share + 0.5))
