"""A signal is new by its own dates, whenever it was read here."""

from datetime import timedelta

import pytest

from antena.lib.dates import day_of
from antena.matching import actions
from antena.matching.engine.fairness import KEY
from antena.matching.models import Match
from antena.matching.queries.news import new_on
from antena.matching.queries.why import why
from antena.signals.models import Signal, SignalVersion


def test_the_last_of_its_dates_that_has_come(make_signal, now):
    today = day_of(now)
    old = make_signal(published_on=today - timedelta(days=400), opens_on=today - timedelta(days=9))
    ahead = make_signal(published_on=today - timedelta(days=40), opens_on=today + timedelta(days=9))
    news = new_on(Signal.objects.all(), today=today)
    assert news == {old.pk: today - timedelta(days=9), ahead.pk: today - timedelta(days=40)}


def test_only_a_change_of_dates_or_money_makes_it_new_again(make_signal, now):
    today = day_of(now)
    signal = make_signal(published_on=today - timedelta(days=400))
    SignalVersion.objects.create(signal=signal, number=2, at=now, changes=[{"field": "title"}])
    assert new_on(Signal.objects.all(), today=today)[signal.pk] == today - timedelta(days=400)
    SignalVersion.objects.create(signal=signal, number=3, at=now, changes=[{"field": "deadlines"}])
    assert new_on(Signal.objects.all(), today=today)[signal.pk] == today


def test_what_has_no_date_is_new_when_seen_unless_all_its_source_was(make_signal, now):
    make_signal(published_on=None, first_seen=now - timedelta(days=50))
    later = make_signal(published_on=None, first_seen=now - timedelta(days=2))
    assert new_on(Signal.objects.all(), today=day_of(now)) == {later.pk: day_of(now) - timedelta(days=2)}


@pytest.fixture
def crowded(towns, make_signal, now):
    """More old calls than there are places, each better for everybody than the one that is new."""
    for number in range(30):
        make_signal(f"Old {number}", programme=f"P{number}", published_on=now.date() - timedelta(days=90))
    return make_signal(
        "New", programme="Q", published_on=now.date(), impact="opportunity", impact_confidence=0.3,
        themes={"connectivity": 0.3},
    )  # fmt: skip


def test_a_small_town_has_a_place_kept_for_the_best_of_what_is_new(towns, crowded, now):
    actions.match_all(at=now)
    kept = Match.objects.filter(signal=crowded)
    assert [match.profile for match in kept] == [towns["Gisclareny"]]
    assert kept[0].reasons[0]["key"] == KEY
    assert Match.objects.filter(profile=towns["Gisclareny"]).count() == 20 + 1
    said = why(towns["Gisclareny"], crowded, at=now, language="en")
    assert said.reasons[0].sentence.startswith("Of what came in the last 30 days")
    assert said.reasons[0].points == 0
    # thirty days later it is no longer new, and its place is gone
    actions.match_all(at=now + timedelta(days=31))
    assert not Match.objects.filter(signal=crowded).exists()
