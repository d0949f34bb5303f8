"""Measures of the field, against numbers worked out by hand."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from antena.operations.evaluation import measures


def test_wilsons_interval():
    # the example of Wilson's method for 9 of 10, to three places
    one = measures.share([True] * 9 + [False])
    assert (one.value, round(one.low, 3), round(one.high, 3), one.of) == (0.9, 0.596, 0.982, 10)
    none = measures.share([])
    assert (none.value, none.low, none.high) == (0.0, 0.0, 1.0)


def test_f1_of_labels():
    truth = np.array([[1, 0], [1, 1], [0, 0]], dtype=bool)
    said = np.array([[1, 0], [0, 1], [0, 1]], dtype=bool)
    # first label: 1 hit, 2 true, 1 said → 2/3; second: 1 hit, 1 true, 2 said → 2/3
    assert measures.f1_of(truth, said, "macro") == pytest.approx(2 / 3)
    assert measures.f1_of(truth, said, "micro") == pytest.approx(4 / 6)
    one = measures.f1(truth, said, "micro")
    assert one.low <= one.value <= one.high


def test_a_label_nobody_uses_does_not_count():
    truth = np.array([[1, 0]], dtype=bool)
    assert measures.f1_of(truth, truth, "macro") == 1.0


def test_ties_count_against_the_right_document():
    scores = np.array([[1.0, 1.0, 0.0], [0.0, 0.0, 2.0]])
    assert measures.ranks(scores, [0, 2]).tolist() == [2, 1]
    assert measures.recall_at(scores, [0, 2], 1).value == 0.5
    assert measures.recall_at(scores, [0, 2], 2).value == 1.0


def test_ndcg():
    # grades 0, 2 against the ideal 2, 1: (3/log2 3) / (3 + 1/log2 3)
    expected = (3 / np.log2(3)) / (3 + 1 / np.log2(3))
    assert measures.ndcg_of([0, 2], [2, 1, 0], 2) == pytest.approx(expected)
    assert measures.ndcg_of([0, 0], [0, 0], 2) == 0.0


def test_auc():
    truth = np.array([True, True, False, False])
    assert measures.auc_of(truth, np.array([4.0, 2.0, 3.0, 1.0])) == 0.75
    assert measures.auc_of(truth, np.ones(4)) == 0.5
    assert measures.auc_of(np.array([True, True]), np.ones(2)) == 0.5


@given(st.lists(st.tuples(st.booleans(), st.integers(0, 5)), min_size=2, max_size=12))
def test_auc_is_the_share_of_pairs_in_order(cases):
    truth = np.array([one for one, _ in cases])
    scores = np.array([float(score) for _, score in cases])
    pairs = [(a > b) + (a == b) / 2 for a in scores[truth] for b in scores[~truth]]
    assert measures.auc_of(truth, scores) == pytest.approx(np.mean(pairs) if pairs else 0.5)


def test_calibration_error():
    # one bin says 0.25 and half are true, the other says 0.75 and all are true
    truth = np.array([True, False, True, True])
    said = np.array([0.25, 0.25, 0.75, 0.75])
    assert measures.ece_of(truth, said) == pytest.approx(0.25)
    assert measures.ece_of(truth, np.array([1.0, 0.0, 1.0, 1.0])) == 0.0


def test_balanced_accuracy_is_the_mean_over_classes():
    assert measures.balanced_accuracy(["a", "a", "a", "b"], ["a", "a", "a", "a"]).value == 0.5


def test_groups_are_drawn_whole():
    # two texts of two sentences each, one all right and one all wrong: only 0, ½ and 1 can be drawn
    one = measures.mean([1.0, 1.0, 0.0, 0.0], groups=["a", "a", "b", "b"])
    assert (one.value, one.low, one.high) == (0.5, 0.0, 1.0)


def test_the_same_draws_in_every_run():
    values = np.arange(50) / 50
    assert measures.mean(values) == measures.mean(values)
