"""Passes: what they leave, and that redoing only what changed leaves the same."""

import random
from datetime import timedelta

import numpy as np
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from antena.lib import embeddings
from antena.matching import actions
from antena.matching.engine.algorithm import algorithm
from antena.matching.enums import Answer, Capacity
from antena.matching.models import Match, Pool, Profile, SignalSubjects
from antena.matching.queries import why
from antena.signals.enums import Impact, Kind, RuleKind, Status, Triage
from antena.signals.models import Signal, SignalText, SignalTheme
from tests.matching.conftest import MODEL, vector


def stored():
    """Every match, without what differs from pass to pass."""
    rows = Match.objects.order_by("profile", "bucket", "rank", "signal")
    return list(
        rows.values_list("profile", "signal", "bucket", "rank", "score", "reasons", "obstacles", "next_step")
    )


def of(name):
    matches = Match.objects.filter(profile__place__name=name).order_by("bucket", "rank")
    return list(matches.values_list("signal__texts__title", flat=True))


def test_each_town_gets_what_it_may_have(towns, make_signal, now):
    make_signal("For cities", rules=[(RuleKind.SIZE, "Cities over 100,000.", {"min_inhabitants": 100_000})])
    make_signal("Fibre for villages")
    make_signal("Closed", status=Status.CLOSED)
    make_signal("Set aside", triage=Triage.DISMISSED)
    make_signal("Not read yet", read_hash="")
    make_signal("Gone", delisted_at=now)
    make_signal("Too late", days=-1)
    make_signal("Of no town", kind=Kind.ACT, impact=Impact.NONE, status=Status.IN_FORCE, days=None)
    done = actions.match_all(at=now)
    assert (done.towns, done.changed) == (3, 3)
    assert of("Gisclareny") == ["Fibre for villages"]
    assert sorted(of("Barcelona")) == ["Fibre for villages", "For cities"]


def test_a_match_says_why_and_what_next(towns, make_signal, now):
    make_signal(rules=[(RuleKind.PARTNERS, "At least three partners.", {"min": 3})], grant_max_eur=50_000)
    actions.match_all(at=now)
    match = Match.objects.get(profile=towns["Gisclareny"])
    assert (match.bucket, match.rank, match.algorithm) == ("act", 1, algorithm().name)
    assert match.reasons[0]["feature"] == "themes"
    assert match.reasons[0]["values"] == {"themes": ["connectivity"]}
    assert len(match.reasons) <= 5
    assert match.obstacles == [{"key": "obstacle.partners", "values": {"count": 3}}]
    assert match.next_step == {"key": "step.tell_office", "values": {}}
    assert why(towns["Gisclareny"], match.signal, at=now).score == match.score


def test_a_second_pass_writes_nothing(towns, make_signal, now):
    make_signal()
    actions.match_all(at=now)
    before = list(Match.objects.values_list("pk", flat=True))
    assert actions.pending_count() == 0
    done = actions.match_all(at=now + timedelta(hours=1))
    assert (done.towns, done.changed, done.matches) == (3, 0, 0)
    assert list(Match.objects.values_list("pk", flat=True)) == before
    assert actions.match_all(at=now, full=True).changed == 3


def test_another_day_is_another_pass(towns, make_signal, now):
    make_signal()
    actions.match_all(at=now)
    assert actions.match_all(at=now + timedelta(days=1)).changed == 3


def test_a_deadline_that_passes_takes_the_match_away(towns, make_signal, now):
    make_signal(days=2)
    actions.match_all(at=now)
    actions.match_all(at=now + timedelta(days=3))
    assert stored() == []


def test_a_verdict_makes_room_and_a_pin_stays(towns, make_signal, now, monkeypatch):
    # one place in all, so that what is hidden and what is pinned can be told apart
    signals = [make_signal(f"Call {number}", days=190 + number) for number in range(3)]
    profile = towns["Gisclareny"]
    fewer = {"act": 1, "follow": 0, "inspire": 0}
    monkeypatch.setattr("antena.matching.actions.passes.in_force", lambda: (_with_places(fewer), None))
    actions.match_all(at=now)
    first = Match.objects.get(profile=profile).signal
    others = [signal for signal in signals if signal != first]
    give = {"profile_id": profile.pk, "by": None, "at": now}
    actions.give_verdict(signal_id=first.pk, answer=Answer.NOT_FOR_US, **give)
    actions.match_profile(profile_id=profile.pk, at=now)
    assert Match.objects.filter(profile=profile).count() == 2
    actions.withdraw_verdict(profile_id=profile.pk, signal_id=first.pk, by=None)
    actions.give_verdict(signal_id=others[1].pk, answer=Answer.RELEVANT, **give)
    actions.match_profile(profile_id=profile.pk, at=now)
    assert set(Match.objects.filter(profile=profile).values_list("signal", flat=True)) == {
        first.pk,
        others[1].pk,
    }


def _with_places(places):
    import msgspec

    return msgspec.structs.replace(algorithm(), places=places)


def test_a_pin_does_not_open_a_closed_gate(towns, make_signal, now):
    signal = make_signal(rules=[(RuleKind.SIZE, "Cities.", {"min_inhabitants": 100_000})])
    village = towns["Gisclareny"]
    actions.give_verdict(profile_id=village.pk, signal_id=signal.pk, by=None, at=now, answer=Answer.RELEVANT)
    actions.match_all(at=now)
    assert of("Gisclareny") == []


def test_what_waits_is_counted_and_brought_up_to_date(towns, make_signal, now):
    assert actions.pending_count() == 3
    actions.match_all(at=now)
    assert actions.pending_count() == 0
    assert actions.match_changed(at=now) == actions.Done(towns=0, changed=0, matches=0)
    make_signal("New")
    assert actions.pending_count() == 1
    assert actions.match_changed(at=now).changed == 3
    assert actions.pending_count() == 0
    assert of("Berga") == ["New"]


def test_subjects_are_read_once_for_each_content(towns, make_signal, now):
    signal = make_signal("Forests in mountain areas")
    actions.match_all(at=now)
    kept = SignalSubjects.objects.get(signal=signal)
    assert {subject["code"] for subject in kept.subjects} == {"forest", "mountain"}
    SignalText.objects.update(title="Ports")
    actions.match_all(at=now)
    assert SignalSubjects.objects.get(signal=signal).subjects == kept.subjects
    Signal.objects.update(read_hash="2")
    actions.match_all(at=now)
    assert [subject["code"] for subject in SignalSubjects.objects.get(signal=signal).subjects] == ["port"]


class Embedder:
    name = MODEL
    dimensions = 384

    def query(self, text, language):
        return vector(1) if "fibra" in text else vector(0, 1)


def test_needs_get_their_meaning_and_count(towns, make_signal, now, monkeypatch):
    monkeypatch.setattr(embeddings, "load", lambda *_, **__: Embedder())
    near, far = make_signal("Near", meaning=(1, 0.2)), make_signal("Far", meaning=(0, 1))
    Profile.objects.filter(pk=towns["Gisclareny"].pk).update(needs="Volem fibra.")
    actions.match_all(at=now)
    assert of("Gisclareny") == ["Near", "Far"]
    assert Profile.objects.get(pk=towns["Gisclareny"].pk).vector_model == MODEL
    reasons = Match.objects.get(profile=towns["Gisclareny"], signal=near).reasons
    assert "need" in {reason["feature"] for reason in reasons}
    assert "need" not in {r["feature"] for r in Match.objects.get(profile=towns["Berga"], signal=far).reasons}


def test_an_engine_out_of_reach_leaves_needs_for_later(towns, make_signal, now, monkeypatch, caplog):
    def unreachable(*_, **__):
        raise embeddings.EmbeddingFailed("the endpoint does not answer")

    monkeypatch.setattr(embeddings, "load", unreachable)
    make_signal(meaning=(1,))
    Profile.objects.update(needs="Volem fibra.")
    assert actions.match_all(at=now).matches == 3
    assert "the endpoint does not answer" in caplog.text


CHANGES = ("new", "status", "deadline", "theme", "set_aside", "rule", "profile", "verdict", "gone")


@pytest.mark.parametrize("seed", range(6))
def test_passes_over_what_changed_leave_what_a_full_pass_would(towns, make_signal, now, seed, monkeypatch):
    # few candidates and places, so that signals really enter and leave
    chance = random.Random(seed)
    small = _small()
    monkeypatch.setattr("antena.matching.actions.passes.algorithm_in_force", lambda: small)
    themes = ["connectivity", "housing", "tourism", "forests-wildfires", "climate-adaptation"]
    signals = [_invented(make_signal, chance, themes) for _ in range(25)]
    actions.match_all(at=now)
    for step in range(6):
        changed = _change(chance.choice(CHANGES), chance, signals, make_signal, themes, towns, now, step)
        if isinstance(changed, Signal):
            actions.match_signals(signal_ids=[changed.pk], at=now)
        else:
            actions.match_profile(profile_id=changed, at=now)
    before = stored()
    actions.match_all(at=now, full=True)
    assert stored() == before
    assert before


def _small():
    import msgspec

    return msgspec.structs.replace(
        algorithm(),
        candidates={"act": 6, "follow": 4, "inspire": 4},
        places={"act": 3, "follow": 2, "inspire": 2},
    )


def _invented(make_signal, chance, themes):
    kind = chance.choice([Kind.CALL, Kind.CALL, Kind.ACT, Kind.PRACTICE])
    return make_signal(
        f"Signal {chance.random()}",
        kind=kind,
        status=Status.OPEN if kind == Kind.CALL else Status.IN_FORCE,
        impact=chance.choice([Impact.DUTY, Impact.MONEY, Impact.OPPORTUNITY]),
        impact_confidence=chance.random(),
        programme=chance.choice(["LIFE", "CERV", ""]),
        days=chance.randint(1, 400) if kind == Kind.CALL else None,
        themes={theme: chance.random() for theme in chance.sample(themes, 2)},
        grant_max_eur=chance.choice([None, 30_000, 4_000_000]),
    )


def _change(what, chance, signals, make_signal, themes, towns, now, step):
    """Change something; return the signal or the id of the profile that changed."""
    profile, signal = chance.choice(sorted(towns.values(), key=lambda town: town.pk)), chance.choice(signals)
    if what == "new":
        signals.append(_invented(make_signal, chance, themes))
        return signals[-1]
    if what == "profile":
        Profile.objects.filter(pk=profile.pk).update(
            themes={theme: chance.random() for theme in themes}, capacity=chance.choice(Capacity.values)
        )
        return profile.pk
    if what == "verdict":
        actions.give_verdict(
            profile_id=profile.pk, signal_id=signal.pk, by=None, at=now, answer=chance.choice(Answer.values)
        )
        return profile.pk
    if what == "theme":
        SignalTheme.objects.filter(signal=signal).update(score=chance.random())
    elif what == "rule":
        signal.rules.create(
            kind=RuleKind.SIZE, value={"min_inhabitants": 1_000}, sentence="", language="en", confidence=0.9
        )
    else:
        values = {
            "status": {"status": Status.CLOSED},
            "deadline": {"next_deadline": now + timedelta(days=chance.randint(-5, 300))},
            "set_aside": {"triage": Triage.DISMISSED},
            "gone": {"delisted_at": now},
        }[what]
        Signal.objects.filter(pk=signal.pk).update(**values)
    Signal.objects.filter(pk=signal.pk).update(read_hash=f"r{step}")
    return signal


def test_the_number_of_queries_does_not_grow_with_towns_or_signals(towns, make_signal, now):
    counts = []
    for _ in range(2):
        make_signal()
        with CaptureQueriesContext(
            connection,
        ) as queries:
            actions.match_all(at=now, full=True)
        counts.append(len(queries))
    assert counts[0] == counts[1]


def test_a_pool_remembers_what_the_choice_rested_on(towns, make_signal, now):
    signals = [make_signal() for _ in range(3)]
    actions.match_all(at=now)
    pool = Pool.objects.get(profile=towns["Berga"])
    assert sorted(pool.signals) == [signal.pk for signal in signals]
    assert pool.floors == {"act": None, "follow": None, "inspire": None}


def test_vectors_are_read_as_they_were_written(towns, make_signal, now):
    from antena.matching.queries import facts

    make_signal(meaning=(0.5, -0.25, 0.8))
    (signal,) = facts.signals(Signal.objects.all(), at=now, model=MODEL)
    assert np.allclose(signal.vector, vector(0.5, -0.25, 0.8), atol=1e-3)
    (other,) = facts.signals(Signal.objects.all(), at=now, model="another")
    assert other.vector is None
