"""Sentences that say the same in several languages.

Tatoeba (LASER's test set, CC BY 2.0 FR), FLORES-200 devtest and NTREX-128 (CC BY-SA 4.0), as gathered in
``tatoeba_laser``, ``flores200_devtest`` and ``ntrex128``.
"""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Final

from antena.operations.datasets.reading import NoDataError, csv_rows

_TATOEBA: Final = Path("tatoeba_laser") / "tatoeba.csv.gz"
_FILES: Final = {
    "FLORES-200": Path("flores200_devtest") / "flores200_devtest.csv.gz",
    "NTREX-128": Path("ntrex128") / "ntrex128.csv.gz",
}
# The columns of the files by BCP 47 tag.
_COLUMNS: Final = {
    "ca": "cat",
    "en": "eng",
    "es": "spa",
    "fr": "fra",
    "gl": "glg",
    "it": "ita",
    "pt": "por",
}


def tatoeba(data: Path, language: str) -> tuple[list[str], list[str]]:
    """A thousand short sentences in ``language`` and the same in English. Raises `NoDataError`."""
    try:
        rows = [row for row in csv_rows(data / _TATOEBA) if row["lang"] == _COLUMNS[language]]
        return [row["text"] for row in rows], [row["eng"] for row in rows]
    except KeyError as error:
        raise NoDataError(f"{data / _TATOEBA}: {error}") from error


def translated(data: Path, name: str, languages: Sequence[str]) -> Mapping[str, list[str]]:
    """Language → the sentences of "FLORES-200" or "NTREX-128", aligned by place. Raises `NoDataError`."""
    file = data / _FILES[name]
    try:
        rows = [row for row in csv_rows(file) if all(row[_COLUMNS[one]] for one in languages)]
        return {one: [row[_COLUMNS[one]] for row in rows] for one in languages}
    except KeyError as error:
        raise NoDataError(f"{file}: {error}") from error
