"""Computes the shipped means of `centring` from public parallel texts.

The texts (FLORES-200 devtest and NTREX-128, both CC BY-SA 4.0) stay where they are; what is kept is one mean
vector per language and kind of text.
"""

import argparse
import csv
import gzip
from collections.abc import Iterable, Sequence
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Final

import msgspec
import numpy as np
from numpy.typing import NDArray

from antena.lib.embeddings.centring import SHIPPED, MeansFile
from antena.lib.embeddings.protocol import Engine, Kind

VERSION: Final = "c1"
_COLUMNS: Final = {
    "ca": "cat",
    "de": "deu",
    "en": "eng",
    "es": "spa",
    "eu": "eus",
    "fr": "fra",
    "gl": "glg",
    "it": "ita",
    "nl": "nld",
    "pl": "pol",
    "pt": "por",
    "ro": "ron",
}
_FILES: Final = ("flores200_devtest/flores200_devtest.csv.gz", "ntrex128/ntrex128.csv.gz")
_PASSAGE_WORDS: Final = 80
_QUERY_WORDS: Final = 6


def compute(engine: Engine, folder: Path, *, on: date, most: int = 400) -> MeansFile:
    """The means over at most ``most`` passages and as many queries per language of the texts in ``folder``.

    A passage is neighbouring sentences up to 80 words, a query the first six words of a sentence: the lengths
    the house embeds.
    """
    texts = {language: _sentences(folder, column) for language, column in _COLUMNS.items()}
    return MeansFile(
        version=VERSION,
        model=engine.name,
        computed_on=on.isoformat(),
        computed_by="python -m antena.lib.embeddings.means --from DIR",
        computed_from="FLORES-200 devtest and NTREX-128 (CC BY-SA 4.0), as passages and as queries",
        passage={
            language: _mean(engine, _spread(_passages(listed), most), Kind.PASSAGE)
            for language, listed in texts.items()
        },
        query={
            language: _mean(engine, _spread(_queries(listed), most), Kind.QUERY)
            for language, listed in texts.items()
        },
    )


def _sentences(folder: Path, column: str) -> list[str]:
    found: list[str] = []
    for name in _FILES:
        with gzip.open(folder / name, "rt", encoding="utf-8", newline="") as file:
            found += [row[column] for row in csv.DictReader(file) if row.get(column)]
    return found


def _passages(sentences: Iterable[str]) -> list[str]:
    passages: list[str] = []
    words: list[str] = []
    for sentence in sentences:
        words += sentence.split()
        if len(words) >= _PASSAGE_WORDS:
            passages.append(" ".join(words))
            words = []
    return passages


def _queries(sentences: Iterable[str]) -> list[str]:
    return [" ".join(sentence.split()[:_QUERY_WORDS]) for sentence in sentences]


def _spread(texts: Sequence[str], most: int) -> Sequence[str]:
    return texts[:: max(1, len(texts) // most)][:most]


def _mean(engine: Engine, texts: Sequence[str], kind: Kind) -> list[float]:
    mean: NDArray[np.float32] = engine.encode(texts, kind).mean(axis=0)
    return [round(float(value), 4) for value in mean]


def main() -> None:
    from antena.lib.embeddings.bundled import OnnxEngine  # tests compute means without loading the model

    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--from", dest="folder", type=Path, required=True, help="where the texts are")
    parser.add_argument("--models", type=Path, default=Path("var/models"), help="where the model is kept")
    chosen = parser.parse_args()
    means = compute(OnnxEngine(chosen.models), chosen.folder, on=datetime.now(UTC).date())
    a_language_a_line = msgspec.json.encode(means).replace(b"],", b"],\n")
    (Path(__file__).parent / SHIPPED).write_bytes(a_language_a_line + b"\n")


if __name__ == "__main__":
    main()
