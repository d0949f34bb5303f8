"""Weights come back as they were stored, with where they come from; the same numbers give the same bytes."""

import sys

import numpy as np
import pytest

from antena.lib import learned
from antena.lib.learned import Provenance, Weights, WeightsError

WEIGHTS = Weights(
    name="small-1",
    arrays={"b": np.array([[0.5, -2.0]]), "a": np.array([1, 2], dtype=np.int32)},
    names={"classes": ('01 "POLITICS"', "è")},
    provenance=Provenance(
        what="What",
        data=("A set (CC BY 4.0)",),
        split="Split",
        learned_on="2026-11-22",
        command="antena learn small",
        figures={"macro F1": 0.5},
    ),
)


@pytest.fixture
def package(tmp_path, monkeypatch):
    folder = tmp_path / "weights_of_a_test"
    folder.mkdir()
    (folder / "__init__.py").write_text("")
    monkeypatch.syspath_prepend(str(tmp_path))
    yield folder
    sys.modules.pop("weights_of_a_test", None)
    learned.load.cache_clear()


def test_what_is_stored_comes_back(package):
    learned.store(WEIGHTS, package)
    found = learned.load("weights_of_a_test", "small-1")
    assert found.arrays["b"].dtype == np.float32
    assert found.arrays["b"].tolist() == [[0.5, -2.0]]
    assert found.arrays["a"].tolist() == [1, 2]
    assert found.names == WEIGHTS.names
    assert found.provenance == WEIGHTS.provenance


def test_the_same_numbers_give_the_same_bytes(tmp_path):
    first = [file.read_bytes() for file in learned.store(WEIGHTS, tmp_path / "a")]
    assert [file.read_bytes() for file in learned.store(WEIGHTS, tmp_path / "b")] == first


def test_weights_that_are_missing_or_spoilt_are_said(package):
    with pytest.raises(WeightsError, match="small-1"):
        learned.load("weights_of_a_test", "small-1")
    numbers, told = learned.store(WEIGHTS, package)
    numbers.write_bytes(b"no zip")
    with pytest.raises(WeightsError):
        learned.load("weights_of_a_test", "small-1")
    learned.store(WEIGHTS, package)
    told.write_text('what = "only this"')
    with pytest.raises(WeightsError, match="data"):
        learned.load("weights_of_a_test", "small-1")
