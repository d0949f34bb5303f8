from math import log

import pytest
from hypothesis import given
from hypothesis import strategies as st

from antena.signals.search.relevance import COVER, full_cover, relevance


def test_full_cover_grows_with_the_words_and_with_the_rarity_they_can_have() -> None:
    assert full_cover(1, 1_000_000) == pytest.approx(2.2 * log(1 + 1_000_000.5 / 0.5))
    assert full_cover(3, 5000) == pytest.approx(3 * full_cover(1, 5000))


def test_few_signals_and_no_words_are_taken_as_some() -> None:
    assert full_cover(0, 0) == full_cover(1, 1000)


def test_words_of_another_language_do_not_outweigh_a_near_meaning() -> None:
    full = full_cover(6, 100_000)
    one_common_word = relevance(0.25, full / 30, full)
    near_by_meaning = relevance(0.35, 0.0, full)
    assert near_by_meaning > one_common_word


def test_all_words_in_a_signal_outweigh_a_nearer_meaning() -> None:
    assert relevance(0.25, 10.0, 20.0) == pytest.approx(0.25 + COVER / 2)
    assert relevance(0.25, 10.0, 20.0) > relevance(0.5, 0.0, 20.0)


@given(st.floats(-1, 1), st.floats(-1, 1), st.floats(0, 10))
def test_a_nearer_signal_is_never_less_relevant(one: float, other: float, weight: float) -> None:
    near, far = max(one, other), min(one, other)
    assert relevance(near, weight, 20.0) >= relevance(far, weight, 20.0)
