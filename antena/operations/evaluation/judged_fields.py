"""Topics and acts whose fields were judged by hand, with the texts of the public sets.

The definition is in ``docs/developer/judgements-fields.md``. Beside the code are only
identifiers and letters.
"""

import csv
from collections.abc import Sequence
from importlib import resources
from pathlib import Path
from typing import Final
from zlib import crc32

import msgspec
import numpy as np
from numpy.typing import NDArray

from antena.operations.datasets.acts import acts
from antena.operations.datasets.reading import NoDataError
from antena.operations.datasets.topics import topics
from antena.themes.classifier import Passage

LETTERS: Final = "abcdefg"
# Of a hundred texts, how many are for development.
_DEVELOPMENT: Final = 40


class JudgedText(msgspec.Struct, frozen=True, kw_only=True):
    """A text as the product gets it. ``first`` and ``second`` are the letters of the passes, "-" for none."""

    kind: str
    id: str
    first: str
    second: str
    passage: Passage
    eurovoc: tuple[str, ...] = ()

    @property
    def is_for_development(self) -> bool:
        """Whether choices may look at it, by its identifier alone."""
        return crc32(f"field{self.id}".encode()) % 100 < _DEVELOPMENT


def judged(data: Path) -> Sequence[JudgedText]:
    """Every judged text. Raises `NoDataError`."""
    passages = {("topic", one.topic_id): Passage("en", one.title, one.description) for one in topics(data)}
    found = {act.celex: act for act in acts(data)}
    for act in found.values():
        passages["act", act.celex] = Passage(act.best.language, act.best.title, act.best.body)
    try:
        return [
            JudgedText(
                kind=row["set"],
                id=row["id"],
                first=row["first"],
                second=row["second"],
                passage=passages[row["set"], row["id"]],
                eurovoc=tuple(found[row["id"]].eurovoc) if row["set"] == "act" else (),
            )
            for row in _rows()
        ]
    except KeyError as error:
        raise NoDataError(f"{data}: the judged text {error} is not in the public sets") from error


def flags(letters: Sequence[str]) -> NDArray[np.bool_]:
    """Letters as flags. Shape (texts, fields)."""
    return np.asarray([[letter in some for letter in LETTERS] for some in letters], dtype=np.bool_)


def _rows() -> Sequence[dict[str, str]]:
    file = resources.files("antena.operations.evaluation.judged") / "fields.csv"
    return list(csv.DictReader(file.read_text("utf-8").splitlines()))
