"""The share behind a count made by a reader that errs."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from antena.signals.reading.impact.quantifying import Errors, UnknowableError, adjusted


def errors(right=90, of=100, cleared=95, clear_of=100) -> Errors:
    return Errors(right=right, of=of, cleared=cleared, clear_of=clear_of)


def test_what_was_missed_and_what_was_called_wrongly_is_corrected():
    assert adjusted(26, 100, errors()).value == pytest.approx((0.26 + 0.95 - 1) / (0.90 + 0.95 - 1))


def test_a_reader_without_errors_changes_nothing():
    assert adjusted(30, 100, errors(right=100, cleared=100)).value == pytest.approx(0.3)


def test_fewer_known_cases_make_a_wider_interval():
    sure = adjusted(260, 1000, errors(right=900, of=1000, cleared=950, clear_of=1000))
    unsure = adjusted(260, 1000, errors(right=9, of=10, cleared=19, clear_of=20))
    assert unsure.high - unsure.low > 2 * (sure.high - sure.low)


@pytest.mark.parametrize(
    ("found", "of", "known"),
    [
        (0, 0, errors()),
        (1, 10, errors(of=0, right=0)),
        (1, 10, errors(clear_of=0, cleared=0)),
        (1, 10, errors(right=10, cleared=90)),
    ],
)
def test_where_nothing_follows_it_is_said(found, of, known):
    with pytest.raises(UnknowableError):
        adjusted(found, of, known)


@settings(max_examples=20)
@given(st.integers(1, 500), st.data())
def test_shares_stay_between_nothing_and_all(of, data):
    share = adjusted(data.draw(st.integers(0, of)), of, errors())
    assert 0 <= share.low <= share.high <= 1
    assert 0 <= share.value <= 1
