"""Sentences labelled with one of the seventeen goals, and the words of the goals and their targets. English.

From github.com/amrayach/Quality_and_usability_SDG_project, Apache-2.0, as gathered in ``sdg_tu_berlin``.
"""

from collections.abc import Sequence
from pathlib import Path
from typing import Final

import msgspec

from antena.operations.datasets.reading import NoDataError, csv_rows

_FOLDER: Final = Path("sdg_tu_berlin")


class GoalSentence(msgspec.Struct, frozen=True):
    """A sentence, its ``row`` in the file counted from 0, and the number of its goal."""

    row: int
    goal: int
    text: str


def sentences(data: Path) -> Sequence[GoalSentence]:
    """The labelled sentences in their order. Raises `NoDataError`."""
    return _read(data / _FOLDER / "sentences.csv.gz")


def targets(data: Path) -> Sequence[GoalSentence]:
    """What the goals ask for, and what businesses can do for them. Raises `NoDataError`."""
    return _read(data / _FOLDER / "sdg_targets.csv")


def _read(path: Path) -> Sequence[GoalSentence]:
    try:
        return [GoalSentence(at, int(row["sdg"]), row["text"]) for at, row in enumerate(csv_rows(path))]
    except (KeyError, ValueError) as error:
        raise NoDataError(f"{path}: {error}") from error
