"""Scores of tonight are set against those of the first night of the same algorithm."""

from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from antena.matching.models import Match, Served
from antena.matching.queries.drift import drift, score_counts, stability

DAY = date(2026, 11, 1)


def night(number, scores, algorithm="radar-2"):
    Served.objects.create(
        day=DAY + timedelta(days=number), towns=1, served=1, algorithm=algorithm, scores=scores
    )


@pytest.mark.django_db
def test_it_begins_anew_with_each_algorithm():
    night(0, [9, 1], "radar-1")
    assert drift() is None
    night(1, [1, 1])
    assert drift() is None
    night(2, [1, 9])
    night(3, [10, 10])
    found = drift()
    assert found is not None
    assert (found.since, found.until, found.index, found.state) == (
        DAY + timedelta(days=1), DAY + timedelta(days=3), 0.0, "stable",
    )  # fmt: skip
    night(4, [1, 9])
    found = drift()
    assert found is not None
    assert found.state == "look"


def test_matches_are_counted_by_tenths_of_their_score(towns, make_signal, now):
    assert score_counts() == ("", [])
    signal = make_signal()
    for town, score in zip(towns.values(), (0.05, 0.99, 1.0), strict=True):
        Match.objects.create(
            profile=town, signal=signal, score=score, rank=1, bucket="act", reasons=[],
            algorithm="radar-2", computed_at=now,
        )  # fmt: skip
    assert score_counts() == ("radar-2", [1, 0, 0, 0, 0, 0, 0, 0, 0, 2])


@settings(max_examples=20)
@given(st.lists(st.integers(1, 50), min_size=2, max_size=10), st.integers(2, 5))
def test_what_grows_alike_is_stable_and_the_index_is_never_below_nothing(counts, times):
    assert stability(counts, [count * times for count in counts]) == pytest.approx(0)
    assert stability(counts, counts[::-1]) >= 0
