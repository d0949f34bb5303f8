"""Pairs of twin towns read and joined to places."""

import gzip

import numpy as np
import pytest

from antena.matching.twins.graph import Graph
from antena.matching.twins.model import BOTH
from antena.matching.twins.world import Nation, Row, build
from antena.operations.datasets import NoDataError, twin_wikipedia
from antena.operations.datasets.twin_wikipedia import Places, Town, Twins
from antena.operations.learning import twins as learning

HEAD = "city1,country1,lat1,lng1,city2,country2,lat2,lng2\n"


def write(folder, text):
    (folder / "twin_wikipedia").mkdir()

    (folder / twin_wikipedia.FILE).write_bytes(gzip.compress(text.encode()))


def test_pairs_are_read_with_their_coordinates(tmp_path):
    write(tmp_path, HEAD + "Alta,Aland,42.0,2.0,Dora,Beland,45,9\n")
    assert twin_wikipedia.read(tmp_path) == [
        Twins(Town("Alta", "Aland", 42.0, 2.0), Town("Dora", "Beland", 45, 9))
    ]


@pytest.mark.parametrize("text", ["a,b\n1,2\n", HEAD + "Alta,Aland,north,2.0,Dora,Beland,45,9\n"])
def test_a_file_of_another_kind_is_told_by_its_name(tmp_path, text):
    write(tmp_path, text)
    with pytest.raises(NoDataError, match=r"pairs\.csv\.gz"):
        twin_wikipedia.read(tmp_path)


def test_no_file(tmp_path):
    with pytest.raises(NoDataError):
        twin_wikipedia.read(tmp_path)


@pytest.fixture
def known():
    rows = [
        Row(1, "alta", "AA", "1", 42.0, 2.0, 3_000),
        Row(2, "alta", "AA", "1", 42.05, 2.0, 90_000),
        Row(3, "alta", "AA", "2", 48.0, 2.0, 900_000),
        Row(4, "dora", "AA", "3", 45.0, 9.0, 0),
    ]
    world = build(rows, [Nation(code="AA", continent="EU", in_eu=True)], {})
    return Places(world, {"alta": [0, 1, 2], "dora": [3]})


@pytest.mark.parametrize(
    ("name", "position"),
    [("Alta", 1), ("Alta (Aland)", 1), ("Alta County", 1), ("Zeta – Alta", 1), ("Zeta", None)],
)
def test_an_end_is_the_larger_place_of_its_name_near_it(known, name, position):
    pair = Twins(Town(name, "Aland", 42.0, 2.0), Town("Dora", "Beland", 45.0, 9.0))
    assert twin_wikipedia.joined([pair], known).tolist() == ([] if position is None else [[position, 3]])


def test_a_namesake_far_away_is_another_place(known):
    pair = Twins(Town("Alta", "Aland", 60.0, 2.0), Town("Dora", "Beland", 45.0, 9.0))
    assert twin_wikipedia.joined([pair], known).tolist() == []


@pytest.fixture
def graph():
    """Sixty places of two countries; the first of one are twins of the first of the other, by size."""
    rows = [
        Row(
            n,
            f"n{n}",
            "AA" if n < 30 else "BB",
            str(n % 3),
            40 + n % 30,
            n // 30 * 9,
            600 * (1 + n % 30) ** 2,
        )
        for n in range(60)
    ]
    nations = [Nation(code=code, continent="EU", in_eu=True, languages=("xx",)) for code in ("AA", "BB")]
    pairs = [(n, 30 + m) for n in range(30) for m in (n, (n + 1) % 30)]
    return Graph(build(rows, nations, {}), np.array(pairs))


def test_pairs_of_chance_have_the_same_towns_and_are_no_twins(graph):
    made = learning.by_chance(graph.pairs, graph, np.random.default_rng(1))
    assert not graph.holds(made[:, 0], made[:, 1]).any()
    assert (np.bincount(made.ravel(), minlength=60) <= graph.degree).all()
    assert len(made) > 40


def test_a_model_learns_that_towns_of_a_size_are_twins_and_is_the_same_again(graph):
    once = learning.fit(graph, np.random.default_rng(1), (BOTH,))
    again = learning.fit(graph, np.random.default_rng(1), (BOTH,))
    assert np.array_equal(once.weights, again.weights)
    size = once.weights[BOTH, :11]
    assert size[1] > 0 > size[8]


def test_what_a_pair_is_read_from_does_not_hold_it(graph):
    """In learning, no real pair is seen as one whose end is its own neighbours' twin through itself."""
    for part in learning.examples(graph, BOTH, np.random.default_rng(1)):
        assert part.real.sum() > 0
        assert part.levels.shape == (len(part.real), len(learning.FEATURES))
