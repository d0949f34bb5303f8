"""Projects of French local bodies and the measure of the green fund of 2023 that paid for each.

Ministère de la Transition écologique, Licence Ouverte 2.0, as gathered in ``fr_fonds_vert_2023``.
"""

from collections.abc import Sequence
from pathlib import Path
from typing import Final

import msgspec

from antena.operations.datasets.reading import NoDataError, csv_rows

_FILE: Final = Path("fr_fonds_vert_2023") / "grants.csv.gz"


class Grant(msgspec.Struct, frozen=True):
    """A project as its town named it, the measure's official name, and the département's code."""

    title: str
    measure: str
    departement: str


def grants(data: Path) -> Sequence[Grant]:
    """Every grant of the set in its order. Raises `NoDataError`."""
    try:
        return [
            Grant(row["nom_du_projet"], row["nom_demarche_ds"], row["code_departement"])
            for row in csv_rows(data / _FILE)
        ]
    except KeyError as error:
        raise NoDataError(f"{data / _FILE}: {error}") from error
