"""What a decision does to scores: within bounds, in order, and not at all where there is none."""

import msgspec
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from antena.matching.engine import bench
from antena.matching.engine.algorithm import algorithm
from antena.matching.engine.choosing import choose
from antena.matching.engine.explaining import reasons_of
from antena.matching.engine.priorities import LEAST, MOST, Priority, Touch, lift, placed, touches
from antena.matching.engine.scoring import Panel

scores = st.floats(0, 1)
factors = st.floats(LEAST, MOST)


@settings(max_examples=20)
@given(scores, scores, factors)
def test_what_was_first_stays_first_and_inside(one, other, factor):
    low, high = sorted((one, other))
    assert 0 <= placed(low, factor) <= placed(high, factor) <= 1


@settings(max_examples=20)
@given(scores, factors)
def test_the_inverse_factor_undoes_it(score, factor):
    assert placed(placed(score, factor), 1 / factor) == pytest.approx(score, abs=1e-9)


def test_odds_are_multiplied():
    assert placed(0.5, 2.0) == pytest.approx(2 / 3)
    assert placed(0.2, 2.0) == pytest.approx(1 / 3)
    closed = np.array([-100.0, -1.0, 0.0, 1.0, 1.3])
    assert placed(closed, 2.0).tolist() == closed.tolist()


def test_a_signal_half_about_a_theme_gets_the_root_and_many_decisions_at_most_double():
    doubled = Priority(kind="theme", codes=("water",), factor=2.0, values={})
    (touch,) = touches([doubled], {"theme": {"water": 0.5, "energy": 0.9}})
    assert touch.factor == pytest.approx(2**0.5)
    assert touches([doubled], {"theme": {"energy": 0.9}}) == ()
    assert lift([touch, touch, touch]) == MOST
    assert lift([Touch(factor=0.5, values={})] * 3) == LEAST
    assert lift([]) == 1


def test_what_is_raised_enters_and_its_score_stays():
    towns, signals = bench.synthetic_towns(6), bench.synthetic_signals(400)
    plain = choose(panel := Panel(towns, signals, algorithm()), panel.candidates())
    chosen = {match.signal for town in plain for match in town}
    absent = next(place for place in range(400) if place not in chosen and place in set(panel.order.tolist()))
    touch = Touch(factor=2.0, values={"id": 1})
    moved = [
        msgspec.structs.replace(one, touches=(touch,)) if place == absent else one
        for place, one in enumerate(signals)
    ]
    other = Panel(towns, moved, algorithm())
    after = choose(other, other.candidates())
    before = Panel(towns, signals, algorithm()).exact(np.arange(6), np.full((6, 1), absent))
    entered = [(town, match) for town, some in enumerate(after) for match in some if match.signal == absent]
    assert all(match.score == pytest.approx(float(before[town, 0])) for town, match in entered)
    score, reasons = reasons_of(towns[0], moved[absent], algorithm())
    assert score == reasons_of(towns[0], signals[absent], algorithm())[0]
    assert (reasons[-1].feature, reasons[-1].key, reasons[-1].weight) == ("priority", "priority.raises", 0.0)
