"""What the office reads of matches."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from antena.matching import actions
from antena.matching.enums import Answer
from antena.matching.queries import overview, towns_for_signal
from antena.signals.enums import Kind, RuleKind, Status


@pytest.fixture
def matched(towns, make_signal, now):
    signal = make_signal("For towns", rules=[(RuleKind.SIZE, "Over 1,000.", {"min_inhabitants": 1_000})])
    make_signal("A practice", kind=Kind.PRACTICE, status=Status.UNKNOWN, days=None)
    actions.match_all(at=now)
    return signal


def test_to_whom_a_signal_matters(matched, towns, now):
    actions.give_verdict(
        profile_id=towns["Berga"].pk, signal_id=matched.pk, by=None, at=now, answer=Answer.RELEVANT
    )
    found = towns_for_signal(matched)
    assert found.count == 2
    assert {match.profile.place.name for match in found.top} == {"Berga", "Barcelona"}
    assert [match.score for match in found.top] == sorted((m.score for m in found.top), reverse=True)
    assert [(share.having, share.towns, share.percent) for share in found.by_size] == [
        (0, 1, 0),
        (1, 1, 100),
        (1, 1, 100),
    ]
    assert [(share.label, share.having, share.towns) for share in found.by_county] == [
        ("", 1, 1),
        ("Berguedà", 1, 2),
    ]
    assert found.verdicts == {"relevant": 1}


def test_whether_the_small_are_served(matched, now):
    found = overview()
    assert (found.towns, found.confirmed, found.computed_at) == (3, 0, now)
    assert found.matches == {"act": 2, "follow": 0, "inspire": 3}
    assert (found.useful_smallest.having, found.useful_smallest.towns) == (0, 1)
    assert (found.useful_all.having, found.useful_all.towns) == (2, 3)


def test_nothing_yet(db):
    assert overview().useful_all.percent == 0


def test_queries_are_few_and_constant(matched, make_signal, now):
    counts = []
    for _ in range(2):
        with CaptureQueriesContext(connection) as queries:
            towns_for_signal(matched)
            overview()
        counts.append(len(queries))
        make_signal()
        make_signal()
        actions.match_all(at=now)
    assert counts == [8, 8]
