import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from antena.lib.embeddings.windows import MOST, WORDS, means, windows


def test_a_title_without_a_text_is_one_window() -> None:
    assert windows("  Call for\ttowns ", " \n") == ["Call for towns"]


def test_each_window_is_led_by_the_title() -> None:
    text = " ".join(f"w{number}" for number in range(WORDS + 2))
    first, second = windows("Towns", text)
    assert first == "Towns\n" + " ".join(f"w{number}" for number in range(WORDS))
    assert second == f"Towns\nw{WORDS} w{WORDS + 1}"


def test_a_text_without_a_title_stands_for_itself() -> None:
    assert windows("", "one two") == ["one two"]


def test_what_lies_beyond_the_last_window_is_not_read() -> None:
    assert len(windows("t", "word " * 10_000)) == MOST


@given(st.text(max_size=200), st.text(max_size=3000))
def test_there_is_always_at_least_one_window_and_never_too_many(title: str, text: str) -> None:
    made = windows(title, text)
    assert 1 <= len(made) <= MOST
    assert all(window == window.strip() for window in made)


def test_the_mean_of_windows_is_a_unit_vector_of_each_text() -> None:
    east, north = np.eye(2, dtype=np.float32)
    made = means(np.stack([east, north, north]), [2, 1])
    assert made == pytest.approx(np.array([[0.5**0.5, 0.5**0.5], [0.0, 1.0]]), abs=1e-6)


@pytest.mark.parametrize("counts", [[2], [1, 0, 2], [4]])
def test_counts_that_do_not_fit_are_refused(counts: list[int]) -> None:
    with pytest.raises(ValueError, match="3 vectors"):
        means(np.ones((3, 2), np.float32), counts)


def test_no_texts_give_no_vectors() -> None:
    assert means(np.empty((0, 384), np.float32), []).shape == (0, 384)
