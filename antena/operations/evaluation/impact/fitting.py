"""Learning what touches local government from the cases judged: two linear models, cross-validated.

Needs scikit-learn, the extra ``learning``.
"""

from collections.abc import Iterator, Sequence
from typing import Any, Final

import msgspec
import numpy as np
from numpy.typing import NDArray
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import StratifiedKFold

from antena.operations.evaluation.impact.cases import Case
from antena.signals.reading.impact import numbers
from antena.signals.reading.impact.judging import LEVELS, TOUCHING

Floats = NDArray[np.float32]

# How much the meaning counts beside the other numbers, and how freely both are weighed.
SCALES: Final = (0.0, 2.0)
FREEDOMS: Final = (0.1, 0.3, 1.0, 3.0)
_FOLDS: Final = 5
_KIND_FREEDOM: Final = 1.0


class Table(msgspec.Struct, frozen=True):
    """Cases as numbers. ``others`` (cases, numbers), ``meaning`` (cases, 384), one weight for each case.

    The same case may stand in several lines: with its text, its title alone, and without a meaning.
    """

    cases: tuple[Case, ...]
    others: Floats
    meaning: Floats
    weights: Floats

    def part(self, chosen: NDArray[np.bool_]) -> "Table":
        """The lines chosen."""
        cases = tuple(case for case, keep in zip(self.cases, chosen, strict=True) if keep)
        return Table(cases, self.others[chosen], self.meaning[chosen], self.weights[chosen])

    @property
    def levels(self) -> NDArray[np.intp]:
        """The level of each line as its place in `LEVELS`."""
        return np.asarray([LEVELS.index(case.level) for case in self.cases], dtype=np.intp)


class Choice(msgspec.Struct, frozen=True):
    """What cross-validation chose, and its loss (mean negative log-likelihood of the level)."""

    scale: float
    freedom: float
    loss: float


def table(cases: Sequence[Case], meaning: Floats, *, weight: float = 1.0) -> Table:
    """The cases with their meaning, shape (cases, 384)."""
    others = np.stack([numbers(case.passages, case.facts) for case in cases])
    return Table(tuple(cases), others, meaning, np.full(len(cases), weight, np.float32))


def joined(tables: Sequence[Table]) -> Table:
    """All lines of the tables."""
    return Table(
        tuple(case for one in tables for case in one.cases),
        np.concatenate([one.others for one in tables]),
        np.concatenate([one.meaning for one in tables]),
        np.concatenate([one.weights for one in tables]),
    )


def choose(learned_from: Table) -> Choice:
    """The scale and freedom that do best on cases left out, whole cases at a time."""
    return min(
        (
            Choice(scale, freedom, _loss(learned_from, scale, freedom))
            for scale in SCALES
            for freedom in FREEDOMS
        ),
        key=lambda choice: choice.loss,
    )


def folds(lines: Table) -> Iterator[tuple[NDArray[np.bool_], NDArray[np.bool_]]]:
    """(learn, leave out) by whole case, each level in its share."""
    ids = sorted({case.id: case.level for case in lines.cases}.items())
    of_line = np.asarray([case.id for case in lines.cases])
    splitter = StratifiedKFold(_FOLDS, shuffle=True, random_state=0)
    levels = [level for _, level in ids]
    for _, left in splitter.split(np.zeros(len(ids)), levels):
        out = np.isin(of_line, [ids[at][0] for at in left])
        yield ~out, out


def level_model(lines: Table, choice: Choice) -> Any:
    """A model of scikit-learn of the level, with all levels in the order of `LEVELS`."""
    model = LogisticRegression(C=choice.freedom, max_iter=2_000)
    return model.fit(_whole(lines, choice.scale), lines.levels, sample_weight=lines.weights)


def class_model(lines: Table) -> Any:
    """A model of the class of what touches, from the numbers without the meaning."""
    touching = lines.part(np.asarray([case.impact != "none" for case in lines.cases]))
    classes = [TOUCHING.index(case.impact) for case in touching.cases]
    model = LogisticRegression(C=_KIND_FREEDOM, max_iter=2_000)
    return model.fit(touching.others, classes, sample_weight=touching.weights)


def arrays(lines: Table, choice: Choice) -> dict[str, NDArray[Any]]:
    """What `judging.judge` reads, learned from the lines."""
    levels, kinds = level_model(lines, choice), class_model(lines)
    class_weights = np.zeros((len(TOUCHING), lines.others.shape[1]), np.float32)
    # a class nobody was shown is never said
    class_start = np.full(len(TOUCHING), -30.0, np.float32)
    for row, class_ in enumerate(kinds.classes_):
        class_weights[class_], class_start[class_] = kinds.coef_[row], kinds.intercept_[row]
    return {
        "meaning_scale": np.asarray([choice.scale], np.float32),
        "level_weights": levels.coef_.astype(np.float32),
        "level_start": levels.intercept_.astype(np.float32),
        "class_weights": class_weights,
        "class_start": class_start,
    }


def _loss(lines: Table, scale: float, freedom: float) -> float:
    losses = []
    for learn, out in folds(lines):
        model = level_model(lines.part(learn), Choice(scale, freedom, 0.0))
        left = lines.part(out)
        told = model.predict_proba(_whole(left, scale))[np.arange(len(left.cases)), left.levels]
        losses.append(-np.log(np.clip(told, 1e-6, 1.0)) @ left.weights / left.weights.sum())
    return float(np.mean(losses))


def _whole(lines: Table, scale: float) -> Floats:
    return np.concatenate([lines.others, scale * lines.meaning], axis=1)
