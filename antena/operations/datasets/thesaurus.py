"""The EuroVoc thesaurus: which micro-thesaurus a concept stands in.

© European Union, Publications Office (CC BY 4.0), as gathered in ``eurovoc_thesaurus``.
"""

from collections.abc import Mapping
from pathlib import Path
from typing import Final

from antena.operations.datasets.reading import csv_rows

_FILE: Final = Path("eurovoc_thesaurus") / "eurovoc_labels.csv.gz"


def microthesauri(data: Path) -> Mapping[str, str]:
    """Concept id → the four digits of its micro-thesaurus, the first two its domain. Raises `NoDataError`."""
    return {row["id"]: row["mt"] for row in csv_rows(data / _FILE) if row["mt"]}
