"""SIB-200: the same 1,004 sentences in many languages, each with one of seven topics.

Texts FLORES-200, CC BY-SA 4.0; labels github.com/dadelani/sib-200, Apache-2.0; as gathered in ``sib200``.
"""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Final

import msgspec

from antena.operations.datasets.reading import NoDataError, csv_rows

_FILE: Final = Path("sib200") / "sib200.csv.gz"
# The columns of the file by BCP 47 tag.
COLUMNS: Final = {
    "ca": "cat",
    "en": "eng",
    "es": "spa",
    "fr": "fra",
    "it": "ita",
    "pt": "por",
    "de": "deu",
    "oc": "oci",
    "gl": "glg",
    "eu": "eus",
    "ro": "ron",
    "nl": "nld",
    "pl": "pol",
}


class TopicSentence(msgspec.Struct, frozen=True):
    """A sentence by language; ``part`` is the official split: "train", "dev" or "test"."""

    topic: str
    part: str
    texts: Mapping[str, str]


def sentences(data: Path) -> Sequence[TopicSentence]:
    """Every sentence in its order. Raises `NoDataError`."""
    path = data / _FILE
    try:
        return [
            TopicSentence(
                row["category"],
                row["split"],
                {language: row[column] for language, column in COLUMNS.items()},
            )
            for row in csv_rows(path)
        ]
    except KeyError as error:
        raise NoDataError(f"{path}: {error}") from error
