"""Likeness of names, as a person who types quickly would judge it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from antena.places.likeness import likeness

WORDS = st.text("abc ", min_size=1, max_size=10)


@given(WORDS, WORDS)
def test_between_nothing_and_the_same(typed: str, name: str) -> None:
    like = likeness(typed, name)
    assert 0 <= like <= 1
    assert (like == 1) == (typed == name)


@pytest.mark.parametrize(
    ("typed", "name", "like"),
    [
        ("girona", "girona", 1),
        ("hospitalet", "hospitalet de llobregat", 0.95),
        ("bany", "banyoles", 0.9),
        ("girna", "girona", 1 - 1 / 6),
        ("banyoels", "banyoles", 1 - 1 / 8),
        ("torello", "sant pere de torello", 0.85),
        ("xyz", "abc", 0),
    ],
)
def test_likeness(typed: str, name: str, like: float) -> None:
    assert likeness(typed, name) == pytest.approx(like)
