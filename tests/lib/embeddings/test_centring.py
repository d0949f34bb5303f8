"""Means of languages: taken out, shipped with their provenance, and computed anew."""

import csv
import gzip
from collections.abc import Sequence
from datetime import date
from importlib.resources import files
from pathlib import Path

import msgspec
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

from antena.lib.embeddings import means
from antena.lib.embeddings.centring import NO_MEANS, CentredEmbedder, Means, MeansFile, shipped_means, unit
from antena.lib.embeddings.protocol import DIMENSIONS, Kind


class Echo:
    """An engine whose vectors are known: the first number is the text's length, the second tells the kind."""

    name = "echo"

    def encode(self, texts: Sequence[str], kind: Kind) -> NDArray[np.float32]:
        vectors = np.zeros((len(texts), DIMENSIONS), np.float32)
        vectors[:, 0] = [len(text) for text in texts]
        vectors[:, 1] = 1 if kind is Kind.QUERY else 2
        return vectors


def axis(place: int, size: float = 1.0) -> NDArray[np.float32]:
    vector = np.zeros(DIMENSIONS, np.float32)
    vector[place] = size
    return vector


KNOWN = Means(
    "t1",
    {
        Kind.PASSAGE: {"ca": axis(1, 2), "en": axis(0, 3), "": axis(2, 1)},
        Kind.QUERY: {"ca": axis(1, 1), "": axis(2, 1)},
    },
)


def test_the_mean_of_its_language_is_taken_out_and_the_rest_is_unit() -> None:
    embedder = CentredEmbedder(Echo(), KNOWN)
    vectors = embedder.passages(["four", "four", "four"], ["ca-ES", "en", "xx"])
    assert np.allclose(vectors[0], axis(0))
    assert np.allclose(vectors[1], unit(axis(0, 1) + axis(1, 2)))
    assert np.allclose(vectors[2], unit(axis(0, 4) + axis(1, 2) - axis(2, 1)))
    assert np.allclose(embedder.query("four", "ca"), axis(0))
    assert embedder.name == "echo-t1"


def test_texts_and_languages_go_in_pairs() -> None:
    with pytest.raises(ValueError, match="2 texts in 1 languages"):
        CentredEmbedder(Echo(), KNOWN).passages(["a", "b"], ["ca"])


def test_without_means_vectors_stay_what_they_are() -> None:
    assert np.allclose(CentredEmbedder(Echo(), NO_MEANS).query("", "ca"), axis(1))


def test_a_vector_of_zeros_stays_one() -> None:
    assert not unit(np.zeros(DIMENSIONS, np.float32)).any()


@given(st.lists(st.floats(-100, 100, width=32), min_size=4, max_size=4))
def test_unit(values: list[float]) -> None:
    vector = np.array(values, np.float32)
    length = float(np.linalg.norm(unit(vector)))
    assert length == pytest.approx(1, abs=1e-4) or np.abs(vector).max() < 1e-15


def test_the_shipped_means_tell_where_they_come_from() -> None:
    stored = msgspec.json.decode(
        files("antena.lib.embeddings").joinpath("means.json").read_bytes(), type=MeansFile
    )
    assert stored.model == "e5-small-int8"
    assert "FLORES-200" in stored.computed_from
    assert date.fromisoformat(stored.computed_on) >= date(2026, 11, 22)
    assert {"ca", "es", "en", "fr", "de", "it", "pt"} <= set(stored.passage) == set(stored.query)
    shipped = shipped_means()
    assert shipped.version == stored.version == means.VERSION
    average = np.mean([shipped.of(language, Kind.QUERY) for language in stored.query], axis=0)
    assert np.allclose(shipped.of("tlh", Kind.QUERY), average, atol=1e-6)


def test_means_are_computed_from_the_texts_of_a_folder(tmp_path: Path) -> None:
    sentence = " ".join(["mot"] * 40)
    for name in ("flores200_devtest", "ntrex128"):
        (tmp_path / name).mkdir()
        with gzip.open(tmp_path / name / f"{name}.csv.gz", "wt", newline="") as file:
            writer = csv.writer(file)
            columns = list(means._COLUMNS.values())
            writer.writerow(columns)
            writer.writerows([[sentence] * len(columns)] * 2)
    found = means.compute(Echo(), tmp_path, on=date(2027, 1, 2))
    passage = 80 * 4 - 1
    assert found.passage["ca"][:3] == [passage, 2, 0]
    assert found.query["ca"][:3] == [6 * 4 - 1, 1, 0]
    assert (found.model, found.computed_on) == ("echo", "2027-01-02")


@pytest.mark.real_data
def test_means_meet_the_shared_texts(real_data: Path) -> None:
    found = means.compute(Echo(), real_data, on=date(2027, 1, 2), most=3)
    assert set(found.passage) == set(means._COLUMNS)
    assert all(mean[0] > 300 for mean in found.passage.values())
