"""How many of ten matches with a score are worth reading: a curve a bucket, from judged pairs."""

import numpy as np

from antena.lib.learned import Provenance, Weights
from antena.matching.engine.algorithm import CURRENT, algorithm
from antena.matching.engine.calibration import PACKAGE
from antena.matching.engine.learning import curve_of
from antena.operations.evaluation.bench import Bench
from antena.operations.evaluation.radar_pairs import Scored, judged, scored
from antena.operations.learning.frame import Model

# A bucket with fewer judged pairs says nothing of its own.
LEAST = 50


def curves(pairs: Scored) -> dict[str, tuple[np.ndarray, np.ndarray]]:
    """Bucket → scores and shares of its curve, for the buckets with enough judged pairs."""
    found = {}
    for bucket in sorted(set(pairs.buckets.tolist())):
        own = pairs.buckets == bucket
        if own.sum() >= LEAST:
            curve = curve_of(pairs.scores[own], pairs.worth[own])
            found[bucket] = (np.array(curve.scores), np.array(curve.shares))
    return found


def _learn(bench: Bench) -> Weights:
    found = curves(scored(judged(bench.data), algorithm()))
    arrays = {f"{bucket}_scores": scores for bucket, (scores, _) in found.items()}
    arrays |= {f"{bucket}_shares": shares for bucket, (_, shares) in found.items()}
    return Weights(
        name=CURRENT,
        arrays=arrays,
        names={"buckets": tuple(found)},
        provenance=Provenance(
            what="Share of matches judged worth reading by score, for each bucket",
            data=(
                "300 judged pairs of 30 Catalan towns (antena/operations/evaluation/judged/radar.csv)",
                "EU calls of SEDIA and acts of CELLAR as replayed: European Union, reuse under CC BY 4.0",
            ),
            split="all pairs; the evaluation `calibration` measures with towns and with signals held out",
            learned_on="2026-11-22",
            command="antena learn calibration",
        ),
    )


MODEL = Model(name="calibration", title="Calibration of match scores", package=PACKAGE, learn=_learn)
