import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from antena.lib.embeddings.centring import unit
from antena.lib.embeddings.pairing import balanced, centred, mutual, whitening


def test_what_is_near_to_everything_is_near_to_nothing() -> None:
    # the last of the other list is the nearest of all three, and belongs to the third
    scores = np.array([[0.6, 0.1, 0.7], [0.1, 0.6, 0.7], [0.1, 0.1, 0.9]], dtype=np.float32)
    assert scores.argmax(axis=1).tolist() == [2, 2, 2]
    assert mutual(scores, k=3).argmax(axis=1).tolist() == [0, 1, 2]


def test_it_is_twice_the_score_less_the_means_of_both_sides() -> None:
    made = mutual(np.array([[1.0, 0.0], [0.5, 0.25]], dtype=np.float32), k=1)
    assert made == pytest.approx(np.array([[0.0, -1.25], [-0.5, -0.25]]))


@given(st.integers(1, 6), st.integers(1, 6), st.integers(1, 20))
def test_lists_may_be_shorter_than_the_neighbourhood(rows: int, columns: int, k: int) -> None:
    assert mutual(np.zeros((rows, columns), np.float32), k).shape == (rows, columns)


def test_the_mean_of_the_list_is_taken_out() -> None:
    vectors = np.array([[1.0, 1.0], [3.0, 1.0]], dtype=np.float32)
    assert centred(vectors) == pytest.approx(np.array([[-1.0, 0.0], [1.0, 0.0]]))


def test_whitening_makes_little_of_the_direction_in_which_pairs_differ() -> None:
    generator = np.random.default_rng(1)
    meaning = generator.normal(size=(500, 4)).astype(np.float32)
    noise = np.zeros_like(meaning)
    noise[:, 0] = generator.normal(scale=6, size=500)
    matrix = whitening(meaning + noise, meaning - noise, shrinkage=0.01)
    one, other = unit((meaning + noise) @ matrix), unit((meaning - noise) @ matrix)
    plain = unit(meaning + noise) @ unit(meaning - noise).T
    right = np.arange(500)
    assert ((one @ other.T).argmax(axis=1) == right).mean() > 5 * (plain.argmax(axis=1) == right).mean()
    assert np.linalg.norm(matrix[0]) < 0.2 * np.linalg.norm(matrix[1])


def test_balancing_gives_each_text_one_partner() -> None:
    # both of the first list are nearest to the first of the other; the second has nowhere else to go
    scores = np.array([[0.9, 0.2], [0.8, 0.7]], dtype=np.float32)
    made = balanced(scores, temperature=0.05, rounds=50)
    assert scores.argmax(axis=1).tolist() == [0, 0]
    assert made.argmax(axis=1).tolist() == [0, 1]
    assert made.sum(axis=0) == pytest.approx([1, 1], abs=0.02)
    assert made.sum(axis=1) == pytest.approx([1, 1])


@given(st.integers(1, 6), st.integers(1, 6))
def test_what_is_all_alike_is_shared_out_evenly(rows: int, columns: int) -> None:
    made = balanced(np.full((rows, columns), 0.5, np.float32), temperature=0.03)
    assert made == pytest.approx(np.full((rows, columns), 1 / columns))
