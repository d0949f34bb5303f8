"""All pairs at once give what each pair gives alone."""

import msgspec
import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from antena.matching.engine import bench
from antena.matching.engine.algorithm import BUCKETS, algorithm, bucket_of
from antena.matching.engine.choosing import choose
from antena.matching.engine.explaining import explain, reasons_of
from antena.matching.engine.scoring import GROUP, Panel, _best
from tests.matching.engine.invented import CITY, VILLAGE, call, rule, signals, towns

several_towns = st.lists(towns, min_size=1, max_size=4)
several_signals = st.lists(signals, max_size=8)


@settings(max_examples=80)
@given(several_towns, several_signals)
def test_exact_scores_at_once_are_those_of_each_pair(some_towns, some_signals):
    panel = Panel(some_towns, some_signals, algorithm())
    picked = np.tile(np.arange(len(some_signals)), (len(some_towns), 1))
    scores = panel.exact(np.arange(len(some_towns)), picked)
    for t, town in enumerate(some_towns):
        for s, signal in enumerate(some_signals):
            alone, _ = reasons_of(town, signal, panel.algorithm)
            assert abs(float(scores[t, s]) - alone) < 2e-4


@settings(max_examples=80)
@given(several_towns, several_signals)
def test_candidates_are_the_pairs_without_a_failed_gate(some_towns, some_signals):
    panel = Panel(some_towns, some_signals, algorithm())
    candidates = panel.candidates()
    for t, town in enumerate(some_towns):
        open_to = {
            s for s, signal in enumerate(some_signals) if not explain(town, signal, panel.algorithm).failed
        }
        for name in BUCKETS:
            places = candidates.places[name][t]
            expected = {s for s in open_to if bucket_of(some_signals[s]) == name}
            assert set(places[places >= 0].tolist()) == expected


@settings(max_examples=60)
@given(
    st.integers(1, 6),
    st.integers(1, 200),
    st.integers(1, 12),
    st.randoms(use_true_random=False),
)
def test_the_best_of_a_row_are_its_largest_values(rows, width, count, random):
    bulk = np.array(
        [[random.choice((0.0, random.random())) for _ in range(width)] for _ in range(rows)], np.float32
    )
    places, values = _best(bulk, count)
    for row in range(rows):
        assert np.array_equal(bulk[row, places[row]], values[row])
        assert len(set(places[row].tolist())) == min(count, width)
        assert np.array_equal(np.sort(values[row]), np.sort(bulk[row])[-min(count, width) :])


def test_wide_rows_are_grouped():
    bulk = np.random.default_rng(1).random((3, 40 * GROUP), dtype=np.float32)
    _, values = _best(bulk, 5)
    assert np.array_equal(np.sort(values, axis=1), np.sort(bulk, axis=1)[:, -5:])


def test_no_towns_or_no_signals_give_no_matches():
    for some_towns, some_signals, expected in (([], [call()], []), ([VILLAGE], [], [[]])):
        panel = Panel(some_towns, some_signals, algorithm())
        assert choose(panel, panel.candidates()) == expected


def test_a_gate_some_towns_pass_keeps_the_signal_for_those():
    signal = call(rules=(rule("size", min_inhabitants=50_000),))
    panel = Panel([VILLAGE, CITY], [signal], algorithm())
    assert [len(matches) for matches in choose(panel, panel.candidates())] == [0, 1]


def test_candidates_hold_nearly_all_the_best():
    few = bench.synthetic_towns(15), bench.synthetic_signals(1_500)
    panel = Panel(*few, algorithm())
    assert bench.recall(panel, panel.candidates(), sample=15) > 0.97


def test_the_bench_counts_what_it_measures():
    timing = bench.run(towns=10, signals=200, runs=1)
    assert (timing.towns, timing.signals) == (10, 200)
    assert timing.width > bench.DIMENSIONS
    assert timing.bulk_seconds > 0
    assert timing.recall == 1


def matches_of(town, *some_signals, **changes):
    named = msgspec.structs.replace(algorithm(), **changes)
    panel = Panel([town], some_signals, named)
    (chosen,) = choose(panel, panel.candidates())
    return [(some_signals[match.signal].id, match.bucket, match.rank) for match in chosen]


def test_each_bucket_has_its_places_and_lends_what_it_cannot_fill():
    calls = [call(number) for number in range(1, 11)]
    law = call(50, kind="act", status="in_force", impact="duty")
    found = matches_of(VILLAGE, *calls, law, places={"act": 2, "follow": 2, "inspire": 1})
    assert [bucket for _, bucket, _ in found] == ["act"] * 4 + ["follow"]
    assert [rank for _, bucket, rank in found if bucket == "act"] == [1, 2, 3, 4]


def test_equals_are_taken_in_order_of_signal():
    assert [found[0] for found in matches_of(VILLAGE, call(7), call(3), call(5))] == [3, 5, 7]


def test_a_second_of_the_same_family_waits_for_something_else():
    twins = [call(1, family="same", programme="LIFE"), call(2, family="same", programme="LIFE")]
    other = call(3, family="other", programme="CERV", days_old=300)
    alone = [reasons_of(VILLAGE, signal, algorithm())[0] for signal in (*twins, other)]
    assert alone[0] == alone[1] > alone[2]
    places = {"act": 2, "follow": 0, "inspire": 0}
    assert [found[0] for found in matches_of(VILLAGE, *twins, other, places=places)] == [1, 3]
    assert [found[0] for found in matches_of(VILLAGE, *twins, other)] == [1, 2, 3]


def test_what_was_put_away_takes_no_room():
    panel = Panel([VILLAGE], [call(number) for number in range(1, 6)], algorithm())
    named = msgspec.structs.replace(panel.algorithm, places={"act": 2, "follow": 0, "inspire": 0})
    panel = Panel([VILLAGE], panel.signals, named)
    (chosen,) = choose(panel, panel.candidates(), put_away={0: frozenset({0})})
    assert [match.signal for match in chosen] == [0, 1, 2]
