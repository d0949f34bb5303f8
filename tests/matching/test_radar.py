"""The radar as a town reads it."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from antena.matching import actions
from antena.matching.enums import Answer, Bucket
from antena.matching.models import Match
from antena.matching.queries import radar
from antena.signals.enums import Impact, Kind, RuleKind, Status, Triage
from antena.signals.models import Signal


def shown(found):
    return {
        bucket.bucket.value: [item.signal.texts.all()[0].title for item in bucket.items]
        for bucket in found.buckets
    }


@pytest.fixture
def three_kinds(towns, make_signal, now):
    make_signal("A call")
    make_signal("A law", kind=Kind.ACT, status=Status.IN_FORCE, impact=Impact.DUTY, days=None)
    make_signal("A practice", kind=Kind.PRACTICE, status=Status.UNKNOWN, days=None)
    actions.match_all(at=now)
    return towns["Gisclareny"]


def test_three_buckets(three_kinds, now):
    found = radar(three_kinds, today=now.date(), language="en")
    assert shown(found) == {"act": ["A call"], "follow": ["A law"], "inspire": ["A practice"]}
    assert (found.count, found.assumed, found.computed_at) == (3, True, now)


def test_reasons_are_sentences_in_the_reader_s_language(towns, make_signal, now):
    make_signal(
        rules=[(RuleKind.PARTNERS, "At least 3 partners.", {"min": 3})],
        grant_max_eur=30_000,
        themes=["connectivity"],
    )
    actions.match_all(at=now)
    (item,) = radar(towns["Gisclareny"], today=now.date(), language="en").buckets[0].items
    assert (
        item.reasons[0]
        == "It is about Connectivity and broadband, which usually matters to towns like yours (assumed)."
    )
    assert item.obstacles == ("It needs at least 3 partners, yourselves included.",)
    assert item.next_step == "Tell the office you are interested: they read the conditions with you."
    assert any("10 June 2027" in reason for reason in item.reasons)


def test_answers_hide_and_pin(towns, make_signal, now):
    signals = [make_signal(f"Call {number}") for number in range(3)]
    village = towns["Gisclareny"]
    actions.match_all(at=now)
    give = {"profile_id": village.pk, "by": None, "at": now}
    last = Match.objects.filter(profile=village).order_by("rank").last().signal
    hidden = next(signal for signal in signals if signal != last)
    actions.give_verdict(signal_id=hidden.pk, answer=Answer.DONE, **give)
    actions.give_verdict(signal_id=last.pk, answer=Answer.RELEVANT, **give)
    found = radar(village, today=now.date())
    assert [item.signal for item in found.put_away] == [hidden]
    items = found.buckets[0].items
    assert len(items) == 2
    assert items[0].signal == last
    assert items[0].pinned


@pytest.mark.parametrize(
    "since",
    [{"status": Status.CLOSED}, {"triage": Triage.DISMISSED}, {"delisted_at": "now"}],
)
def test_what_ended_since_the_pass_is_not_shown(three_kinds, now, since):
    Signal.objects.filter(kind=Kind.CALL).update(**{k: now if v == "now" else v for k, v in since.items()})
    assert shown(radar(three_kinds, today=now.date()))["act"] == []


def test_nor_what_is_too_late(three_kinds, now):
    assert shown(radar(three_kinds, today=now.date() + timedelta(days=199)))["act"] == ["A call"]
    assert shown(radar(three_kinds, today=now.date() + timedelta(days=202)))["act"] == []


def test_a_town_without_matches_has_an_empty_radar(towns, now):
    found = radar(towns["Berga"], today=now.date())
    assert shown(found) == {"act": [], "follow": [], "inspire": []}
    assert found.computed_at is None


def test_a_sentence_that_is_gone_is_left_out(three_kinds, now):
    Match.objects.update(reasons=[{"key": "moon.full", "values": {}}, {"key": "status.open", "values": {}}])
    (item,) = radar(three_kinds, today=now.date(), language="en").buckets[0].items
    assert item.reasons == ("It is open now.",)


def test_the_number_of_queries_is_that_of_one_match(towns, make_signal, now):
    counts = []
    for number in (1, 2):
        for _ in range(number):
            make_signal()
        actions.match_all(at=now)
        with CaptureQueriesContext(connection) as queries:
            found = radar(towns["Berga"], today=now.date())
            for item in found.buckets[0].items:
                list(item.signal.texts.all())
                list(item.signal.deadlines.all())
        counts.append((found.count, len(queries)))
    assert counts == [(1, 7), (3, 7)]


def test_buckets_come_in_order(three_kinds, now):
    assert [bucket.bucket for bucket in radar(three_kinds, today=now.date()).buckets] == list(Bucket)
