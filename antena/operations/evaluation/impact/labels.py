"""Our verdicts by hand, kept as identifiers and classes: no texts.

Both passes are of the same judge within an hour: the second read the sheet again in another order, but with
the first verdicts in mind and written down as changes to them. How much they agree is therefore no measure of
how much two people would, only of which cases were found doubtful.
"""

from collections.abc import Mapping, Sequence
from importlib import resources
from typing import Final

import msgspec

CLASSES: Final = ("duty", "money", "service", "opportunity", "none")
LEVELS: Final = ("direct", "indirect", "")


class Label(msgspec.Struct, frozen=True, kw_only=True):
    """What one act or call is: class and level of each pass, and what was settled; none has the level ""."""

    id: str
    first: tuple[str, str]
    second: tuple[str, str]
    settled: str
    level: str


def labels(name: str) -> Mapping[str, Label]:
    """The verdicts on "acts" or "calls" by identifier. Raises ValueError for a class or level unknown."""
    text = (resources.files("antena.operations.evaluation.impact") / f"{name}.csv").read_text("utf-8")
    found = [_label(line.split(";")) for line in text.splitlines()[1:]]
    return {label.id: label for label in found}


def _label(cells: Sequence[str]) -> Label:
    id_, first, level1, second, level2, settled, level = cells
    for class_, at in ((first, level1), (second, level2), (settled, level)):
        if class_ not in CLASSES or at not in LEVELS or (class_ == "none") != (at == ""):
            raise ValueError(f"{id_}: {class_!r} {at!r}")
    return Label(id=id_, first=(first, level1), second=(second, level2), settled=settled, level=level)
