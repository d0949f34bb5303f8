"""What excludes a pair, in words; and the same for all pairs at once."""

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from antena.matching.engine.gates import GATES, State, failures
from antena.matching.engine.sentences import SENTENCES
from tests.matching.engine.invented import CITY, VILLAGE, call, rule, signals, towns


def judge(gate, town, signal):
    judgement = GATES[gate].judge(town, signal)
    return (judgement.outcome.state.value, judgement.outcome.key) if judgement else None


@pytest.mark.parametrize(
    ("gate", "signal", "expected"),
    [
        ("standing", call(), ("passed", "standing.stands")),
        ("standing", call(status="closed"), ("failed", "standing.closed")),
        ("standing", call(listed=False), ("failed", "standing.delisted")),
        ("standing", call(set_aside=True, listed=False), ("failed", "standing.set_aside")),
        ("deadline", call(days_left=0), ("passed", "deadline.ahead")),
        ("deadline", call(days_left=-1), ("failed", "deadline.passed")),
        ("deadline", call(days_left=None), None),
        ("deadline", call(kind="act", days_left=-400), None),
        ("local", call(impact="none"), None),
        ("local", call(kind="act", impact="none"), ("failed", "local.nothing")),
        ("local", call(kind="act", impact="duty"), ("passed", "local.touches")),
        ("country", call(), None),
        ("country", call(rules=(rule("where", countries=["FR"]),)), ("failed", "country.elsewhere")),
        ("country", call(rules=(rule("where", countries=["FR", "ES"]),)), ("passed", "country.eligible")),
        ("country", call(rules=(rule("where", group="eu"),)), ("passed", "country.eligible")),
        ("country", call(rules=(rule("where", group="western_balkans"),)), ("unknown", "country.group")),
        (
            "country",
            call(rules=(rule("where", 0.4, countries=["FR"]),)),
            ("unknown", "country.elsewhere.perhaps"),
        ),
        ("body", call(), ("unknown", "body.unstated")),
        ("body", call(kind="act"), None),
        ("body", call(rules=(rule("who", bodies=["sme", "local_authority"]),)), ("passed", "body.eligible")),
        ("body", call(rules=(rule("who", bodies=["any_legal_entity"]),)), ("passed", "body.eligible")),
        ("body", call(rules=(rule("who", bodies=["university"]),)), ("failed", "body.others")),
        ("body", call(rules=(rule("who", 0.3, bodies=["university"]),)), ("unknown", "body.others.perhaps")),
        ("size", call(rules=(rule("size", min_inhabitants=50_000),)), ("failed", "size.too_small")),
        ("size", call(rules=(rule("size", max_inhabitants=300),)), ("failed", "size.too_large")),
        ("size", call(rules=(rule("size", max_inhabitants=320),)), ("passed", "size.fits")),
    ],
)
def test_a_village(gate, signal, expected):
    assert judge(gate, VILLAGE, signal) == expected


def test_rules_of_one_kind_are_read_together_in_favour_of_the_town():
    signal = call(rules=(rule("who", bodies=["university"]), rule("who", bodies=["municipality"])))
    assert judge("body", VILLAGE, signal) == ("passed", "body.eligible")


def test_a_size_depends_on_the_town():
    signal = call(rules=(rule("size", min_inhabitants=50_000),))
    assert judge("size", CITY, signal) == ("passed", "size.fits")
    assert judge("size", msgspec.structs.replace(CITY, population=None), signal) == (
        "unknown",
        "size.population_unknown",
    )


def test_a_failure_carries_the_sentence_it_rests_on():
    stated = rule("who", sentence="Only universities can apply.", bodies=["university"])
    judgement = GATES["body"].judge(VILLAGE, call(rules=(stated,)))
    assert judgement is not None
    assert judgement.rule == stated
    assert judgement.outcome.values == {"bodies": ["university"]}


@given(town=towns, signal=signals)
def test_whatever_a_gate_says_there_is_a_sentence_for_it(town, signal):
    for gate in GATES.values():
        judgement = gate.judge(town, signal)
        if judgement is not None:
            assert judgement.outcome.key in SENTENCES["gate"]


@settings(max_examples=60)
@given(st.lists(towns, min_size=1, max_size=4), st.lists(signals, max_size=6))
def test_all_pairs_at_once_fail_as_each_pair_does(some_towns, some_signals):
    for gate in GATES.values():
        found = failures(gate, some_towns, some_signals)
        for t, town in enumerate(some_towns):
            for s, signal in enumerate(some_signals):
                condition = found.of_signal[s]
                at_once = condition >= 0 and bool(found.fails[t, condition])
                alone = gate.judge(town, signal)
                assert at_once == (alone is not None and alone.outcome.state is State.FAILED)
