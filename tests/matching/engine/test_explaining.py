"""One pair in full."""

import pytest
from hypothesis import given

from antena.matching.engine.algorithm import UnknownAlgorithmError, algorithm, bucket_of, names
from antena.matching.engine.explaining import explain
from antena.matching.engine.features import FEATURES
from antena.matching.engine.gates import GATES
from antena.matching.engine.sentences import SENTENCES
from tests.matching.engine.invented import CITY, VILLAGE, call, rule, signals, towns


@given(town=towns, signal=signals)
def test_any_pair_can_be_explained(town, signal):
    found = explain(town, signal, algorithm())
    assert 0 <= found.score <= 1
    assert sum(reason.weight for reason in found.reasons) == pytest.approx(1)
    strengths = [reason.score * reason.weight for reason in found.reasons]
    assert strengths == sorted(strengths, reverse=True)
    assert found.next_step.key in SENTENCES["step"]
    assert all(obstacle.key in SENTENCES["obstacle"] for obstacle in found.obstacles)
    assert (found.next_step.key == "step.nothing") == bool(found.failed)


def test_why_not():
    stated = rule("size", sentence="Open to cities over 50,000 inhabitants.", min_inhabitants=50_000)
    found = explain(VILLAGE, call(rules=(stated,)), algorithm())
    (failed,) = found.failed
    assert failed.outcome.key == "size.too_small"
    assert failed.outcome.values == {"inhabitants": 320, "limit": 50_000}
    assert failed.rule == stated


def test_obstacles_exclude_nobody():
    signal = call(
        days_left=30,
        rules=(rule("partners", min=3), rule("countries", min=3), rule("rate", percent=60)),
    )
    found = explain(VILLAGE, signal, algorithm())
    assert not found.failed
    assert [(obstacle.key, dict(obstacle.values)) for obstacle in found.obstacles] == [
        ("obstacle.partners", {"count": 3}),
        ("obstacle.countries", {"count": 3}),
        ("obstacle.own_share", {"percent": 40}),
        ("obstacle.little_time", {"count": 30, "needed": 120}),
    ]


@pytest.mark.parametrize(
    ("town", "signal", "expected"),
    [
        (VILLAGE, call(), ("step.tell_office", {})),
        (CITY, call(), ("step.conditions", {})),
        (CITY, call(rules=(rule("partners", min=3),)), ("step.partners", {"count": 2})),
        (
            CITY,
            call(rules=(rule("partners", min=3), rule("countries", min=3))),
            ("step.partners_abroad", {"partners": 2, "count": 2}),
        ),
        (VILLAGE, call(kind="consultation"), ("step.answer", {})),
        (VILLAGE, call(kind="act", status="in_force", impact="duty"), ("step.check_duty", {})),
        (VILLAGE, call(kind="proposal", status="under_way", impact="service"), ("step.follow", {})),
        (VILLAGE, call(kind="practice", status="unknown"), ("step.ask_author", {})),
        (VILLAGE, call(status="closed"), ("step.nothing", {})),
    ],
)
def test_what_to_do_now(town, signal, expected):
    step = explain(town, signal, algorithm()).next_step
    assert (step.key, dict(step.values)) == expected


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({}, "act"),
        ({"status": "forthcoming", "deadline": None}, "inspire"),
        ({"kind": "act", "status": "in_force", "impact": "money"}, "follow"),
        ({"kind": "act", "status": "in_force", "impact": "opportunity"}, "inspire"),
        ({"kind": "event", "status": "open"}, "inspire"),
    ],
)
def test_what_a_signal_asks_of_a_town(changes, expected):
    assert bucket_of(call(**changes)) == expected


def test_algorithms_name_what_exists_and_say_where_they_come_from():
    for name in names():
        named = algorithm(name)
        assert named.name == name
        assert named.provenance
        assert set(named.weights) <= FEATURES.keys()
        assert set(named.gates) <= GATES.keys()
    with pytest.raises(UnknownAlgorithmError):
        algorithm("radar-0")
