"""Funding programmes and aid schemes with who may apply.

``eu_funding_programmes_eea``: programmes of the Union and of its countries, European Environment Agency,
CC BY 4.0. ``fr_aides_territoires``: aid for local authorities in France, Licence Ouverte 2.0.
"""

from collections.abc import Sequence
from pathlib import Path
from typing import Final

import msgspec

from antena.operations.datasets.reading import NoDataError, csv_rows

_PROGRAMMES: Final = Path("eu_funding_programmes_eea") / "mission_funding.csv"
_SCHEMES: Final = Path("fr_aides_territoires") / "aides_periurbain.csv"
# What the sheet writes in a cell nobody filled.
_EMPTY: Final = frozenset({"", "0", "NOT SPECIFIED", "not specified", "Answers", "1"})


class FundingProgramme(msgspec.Struct, frozen=True, kw_only=True):
    """A programme: its words, and whether local authorities may apply, as the sheet says."""

    name: str
    objective: str
    priorities: str
    authority: str
    is_local: bool


class AidScheme(msgspec.Struct, frozen=True, kw_only=True):
    """An aid scheme in French; ``beneficiaries`` as listed by its publisher."""

    name: str
    text: str
    beneficiaries: tuple[str, ...]

    @property
    def is_local(self) -> bool:
        """Whether municipalities are among those it lists."""
        return any(one.startswith("Communes") for one in self.beneficiaries)


def funding_programmes(data: Path) -> Sequence[FundingProgramme]:
    """Every programme of the sheet. Raises `NoDataError`."""
    rows = csv_rows(data / _PROGRAMMES)
    try:
        return [
            FundingProgramme(
                name=row["Name of the funding programme"].strip(),
                objective=_said(
                    row[
                        "Summarise the objective of the programme (headline format max 300c including spaces)"
                    ]
                ),
                priorities=_said(row["List programme priority areas"]),
                authority=_said(row["Which authority administers the funding programme?"]),
                is_local=row["Local authorities and administrative bodies"].upper() == "YES",
            )
            for row in rows
        ]
    except KeyError as error:
        raise NoDataError(f"{data / _PROGRAMMES}: no column {error}") from error


def aid_schemes(data: Path) -> Sequence[AidScheme]:
    """Every scheme of the list. Raises `NoDataError`."""
    rows = csv_rows(data / _SCHEMES)
    try:
        return [
            AidScheme(
                name=row["Nom"].strip(),
                text=row["Descriptif"].strip(),
                beneficiaries=tuple(one.strip() for one in row["Bénéficiaire"].split(";") if one.strip()),
            )
            for row in rows
        ]
    except KeyError as error:
        raise NoDataError(f"{data / _SCHEMES}: no column {error}") from error


def _said(cell: str) -> str:
    return "" if cell.strip() in _EMPTY else " ".join(cell.split())
