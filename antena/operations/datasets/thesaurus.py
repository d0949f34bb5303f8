"""The EuroVoc thesaurus: which micro-thesaurus a concept stands in, and what it is called.

© European Union, Publications Office (CC BY 4.0), as gathered in ``eurovoc_thesaurus``.
"""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Final

import msgspec

from antena.operations.datasets.reading import csv_rows

_FILE: Final = Path("eurovoc_thesaurus") / "eurovoc_labels.csv.gz"


def microthesauri(data: Path) -> Mapping[str, str]:
    """Concept id → the four digits of its micro-thesaurus, the first two its domain. Raises `NoDataError`."""
    return {row["id"]: row["mt"] for row in csv_rows(data / _FILE) if row["mt"]}


class ConceptNames(msgspec.Struct, frozen=True, kw_only=True):
    """What a concept is called: language → names, the preferred one first."""

    id: str
    names: Mapping[str, tuple[str, ...]]


def concepts(data: Path) -> Sequence[ConceptNames]:
    """Every concept with its names in English and French. Raises `NoDataError`."""
    return [
        ConceptNames(
            id=row["id"],
            names={
                "en": tuple(name for name in (row["en"], *row["alt_en"].split("|")) if name),
                "fr": tuple(name for name in (row["fr"],) if name),
            },
        )
        for row in csv_rows(data / _FILE)
    ]
