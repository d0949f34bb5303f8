"""The learned algorithm "impact-2": how likely a signal touches local government, how directly, and as what.

Two linear models in a row: the first says how likely it touches local government directly, indirectly or not
at all; the second what it is if it does. Their weights are learned from acts and calls judged by hand
(``learned/impact-2.toml`` says which) and applied by NumPy alone.
"""

from typing import Final

import msgspec
import numpy as np
from numpy.typing import NDArray

from antena.lib import learned
from antena.signals.reading.impact.features import Vector

PACKAGE: Final = "antena.signals.reading.impact.learned"
NAME: Final = "impact-2"
TOUCHING: Final = ("duty", "money", "service", "opportunity")
LEVELS: Final = ("direct", "indirect", "")


class Judgement(msgspec.Struct, frozen=True):
    """Probabilities in [0, 1]: of each class, "none" included, and of each level. Each sums to 1.

    From ``threshold`` on, what touches taken together, it is said to touch: to miss what touches weighs as
    much as to call what does not, although that is far more.
    """

    classes: dict[str, float]
    levels: dict[str, float]
    threshold: float

    @property
    def impact(self) -> str:
        """None below the threshold, else the likeliest class that touches."""
        if 1 - self.classes["none"] < self.threshold:
            return "none"
        return max(TOUCHING, key=lambda name: self.classes[name])

    @property
    def level(self) -> str:
        """Direct or indirect, whichever is likelier; "" where nothing is touched."""
        return "" if self.impact == "none" else self.nearer

    @property
    def nearer(self) -> str:
        """Direct or indirect, whichever is likelier of what is known to touch."""
        return "direct" if self.levels["direct"] >= self.levels["indirect"] else "indirect"


def judge(numbers: Vector, vector: Vector | None, *, weights: learned.Weights | None = None) -> Judgement:
    """What the learned models say. ``numbers`` come from `features`, ``vector`` is the meaning, if made.

    Raises `WeightsError` where there are no weights.
    """
    weights = weights or learned.load(PACKAGE, NAME)
    arrays = weights.arrays
    scale = float(arrays["meaning_scale"][0])
    meaning = np.zeros(arrays["level_weights"].shape[1] - len(numbers), np.float32)
    if vector is not None:
        meaning = scale * vector
    whole = np.concatenate([numbers, meaning])
    levels = _softmax(arrays["level_weights"] @ whole + arrays["level_start"])
    kinds = _softmax(arrays["class_weights"] @ numbers + arrays["class_start"])
    touches = float(levels[0] + levels[1])
    classes = {name: touches * float(share) for name, share in zip(TOUCHING, kinds, strict=True)}
    return Judgement(
        classes=classes | {"none": 1.0 - touches},
        levels={name: float(p) for name, p in zip(LEVELS, levels, strict=True)},
        threshold=float(arrays["threshold"][0]),
    )


def _softmax(scores: NDArray[np.float32]) -> NDArray[np.float32]:
    powers = np.exp(scores - scores.max())
    return np.asarray(powers / powers.sum(), dtype=np.float32)
